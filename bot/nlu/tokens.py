"""A sentence as tokens: characters, Latin words and numbers whole, after the one normalisation of training and run time."""

import re
from collections.abc import Iterator

from bot.business.text import MAX_CHARACTERS, normalise, without_fillers

_TOKEN = re.compile(r"[a-z]+|\d+|.")
NOTHING = "∅"  # the one token of a sentence without any letter


def placed_tokens(text: str) -> Iterator[tuple[str, int]]:
    """Yield each token and where it stands in the normalised sentence."""
    sentence = without_fillers(normalise(text[:MAX_CHARACTERS]))
    found = False
    for match in _TOKEN.finditer(sentence):
        found = True
        yield match.group(), match.start()
    if not found:
        yield NOTHING, 0


def tokens(text: str) -> list[str]:
    """Return the tokens of a sentence, at least one."""
    return [token for token, _ in placed_tokens(text)]
