"""Cuts a text where a speaker would breathe, so that the first sentence can be spoken at once."""

import re

LONGEST = 80  # characters that a piece may have; about 18 seconds of speech
_SENTENCE = re.compile(r"[^。！？!?；;…\n]*[。！？!?；;…\n]+[”’」』）)]*|[^。！？!?；;…\n]+")
_PAUSE = re.compile(r"(?<=[，、：,:])")


def sentences(text: str) -> list[str]:
    """Return the sentences of `text` without outer blanks; one longer than LONGEST is cut at its commas."""
    pieces = [piece for part in _SENTENCE.findall(text) for piece in _shortened(part)]
    return [piece.strip() for piece in pieces if piece.strip()]


def _shortened(sentence: str) -> list[str]:
    if len(sentence) <= LONGEST:
        return [sentence]
    pieces = [""]
    for part in _PAUSE.split(sentence):
        if pieces[-1] and len(pieces[-1]) + len(part) > LONGEST:
            pieces.append("")
        pieces[-1] += part
    return [piece[at : at + LONGEST] for piece in pieces for at in range(0, len(piece), LONGEST)]
