"""One pyttsx3 engine in a process of its own: reads jobs from stdin and answers on stdout, one JSON a line.

Started by file name, not imported: eSpeak can be opened only once a process, and a wedged engine can only be
killed. Job: {"text", "wpm", "path"}; answer: {"ok": true} or {"ok": false, "why"}. The first answer greets.
"""

import json
import os
import sys
import tempfile
from typing import Any, TextIO

_ANY_WPM = 200


class Engine:
    """A pyttsx3 engine that says what went wrong."""

    def __init__(self, voice: str) -> None:
        import pyttsx3

        self._voice = voice
        self._errors: list[str] = []
        self._finished: list[bool] = []
        self._engine = pyttsx3.init()
        self._engine.connect("error", self._on_error)
        self._engine.connect("finished-utterance", self._on_finished)
        self._engine.setProperty("voice", voice)
        self._first_utterance()

    def save(self, text: str, wpm: int, path: str) -> None:
        """Write the sound of `text` to `path`. Raises RuntimeError."""
        self._errors.clear()
        self._finished.clear()
        for _ in range(2):  # eSpeak often goes on at the rate before this one when told only once
            self._engine.setProperty("rate", wpm)
        self._engine.save_to_file(text, path)
        self._engine.runAndWait()  # until the utterance is finished; if it never is, the parent kills us
        if self._errors:
            raise RuntimeError(self._errors[0])
        if True not in self._finished:
            raise RuntimeError("the utterance was not finished")
        self._check_voice()

    def _first_utterance(self) -> None:
        """Speak once: whether the voice is there shows only now."""
        with tempfile.TemporaryDirectory() as folder:
            self.save("a1", _ANY_WPM, os.path.join(folder, "first.wav"))

    def _check_voice(self) -> None:
        """eSpeak silently stays with its English voice when it doesn't know the one asked for."""
        actual = str(self._engine.getProperty("voice")).lower()
        if self._voice.lower() not in (actual, actual.split("/")[-1]):
            raise RuntimeError(f"the voice is {actual}, not {self._voice}")

    def _on_error(self, exception: Exception, **_: Any) -> None:
        self._errors.append(str(exception))

    def _on_finished(self, completed: bool, **_: Any) -> None:
        self._finished.append(completed)


def main() -> None:
    """Serve jobs until stdin ends."""
    answers = _keep_stdout()
    try:
        engine = Engine(sys.argv[1])
    except Exception as error:  # whatever the driver raises, the parent has to know
        _answer(answers, error)
        return
    _answer(answers, None)
    for line in sys.stdin:
        job = json.loads(line)
        try:
            engine.save(job["text"], job["wpm"], job["path"])
            _answer(answers, None)
        except Exception as error:
            _answer(answers, error)


def _keep_stdout() -> TextIO:
    """Return a stream to the parent; what the driver prints on stdout goes nowhere."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    return answers


def _answer(answers: TextIO, error: Exception | None) -> None:
    answer = {"ok": True} if error is None else {"ok": False, "why": f"{type(error).__name__}: {error}"}
    answers.write(json.dumps(answer) + "\n")
    answers.flush()


if __name__ == "__main__":
    main()
