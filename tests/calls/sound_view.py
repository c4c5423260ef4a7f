"""What can be seen of a call that is played as sound: by the caller's ear, and in the site's database."""

import asyncio
from typing import Any

from tests.calls.caller_voice import CallerVoice, holds, samples
from tests.calls.clients.caller import Caller
from tests.calls.sound_line import Record

_LATEST_S = 25.0  # of sound are searched for a sentence
_GAP_S = 0.6  # between two sentences
_LISTENS_S = 1.0


class SoundView:
    """What there is since `mark` was called."""

    def __init__(self, caller: Caller, record: Record, voice: CallerVoice) -> None:
        self._caller, self._record, self._voice = caller, record, voice
        self._loop = asyncio.get_running_loop()
        self.since = self._began = self._loop.time()
        self._seq = 0

    def mark(self) -> None:
        """The caller does something: what comes from now on counts."""
        self.since = self._loop.time()
        self._seq = max([self._seq, *(turn[0] for turn in self._record.turns())])

    def prompt_heard(self, name: str) -> bool:
        """Return whether a fixed sentence was heard, told by its sound."""
        earliest = max(self.since, self._loop.time() - _LATEST_S)
        heard = b"".join(pcm for at, pcm in self._caller.heard.frames if at >= earliest)
        wanted = self._voice.prompt(name, self._caller.rate)
        return holds(samples(heard), wanted, self._caller.rate)

    def replies(self) -> list[dict[str, Any]]:
        """Return what 小政 answered."""
        return [
            {"kind": "", **payload, "text": text}
            for _, speaker, text, payload in self._record.turns(self._seq)
            if speaker == "robot"
        ]

    def asked(self) -> list[str]:
        """Return what was understood of the caller, keys too."""
        return [text for _, speaker, text, _ in self._record.turns(self._seq) if speaker == "citizen"]

    def state_is(self, state: str) -> bool:
        """Return whether it sounds like that; what can't be heard is taken on trust."""
        if state == "speaking":
            return self.silent_for_s() < _GAP_S
        if state == "listening":
            return self.silent_for_s() >= _LISTENS_S and not self.ended()
        return state != "ended" or self.ended()

    def silent_for_s(self) -> float:
        """Return how long nothing was heard."""
        return self._loop.time() - (self._caller.heard.last_sound() or self._began)

    def ended(self) -> bool:
        """Return whether the line is closed, and the site knows."""
        known = self._record.end()[0] is not None if self._record.is_phone else True
        return self._caller.closed.is_set() and known

    def outcome(self) -> str | None:
        """Return what the exchange would be told."""
        return self._record.end()[1]

    def orders(self) -> int:
        """Return how many orders were written."""
        return self._record.orders()

    def story(self) -> str:
        """Return all that was said, for who looks for a mistake."""
        return "\n".join(f"  {seq} {speaker}: {text}" for seq, speaker, text, _ in self._record.turns())
