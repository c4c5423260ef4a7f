"""How long a silence ends a turn, and which sounds are meant for us."""

import re
from enum import Enum
from typing import Final

from bot.business.text import normalise


class Expects(Enum):
    """What kind of answer the last sentence asked for."""

    QUESTION = "question"
    CHOICE = "choice"
    YES_NO = "yes_no"
    STORY = "story"
    ADDRESS = "address"
    NUMBER = "number"


# Seconds of silence. Others use 0.5–0.7 for questions; people who dictate pause longer, and complain most about being
# cut off there (docs/telephone.md names the sources).
PAUSE_S: Final = {
    Expects.QUESTION: 0.7,
    Expects.CHOICE: 0.5,
    Expects.YES_NO: 0.5,
    Expects.STORY: 1.2,
    Expects.ADDRESS: 2.0,
    Expects.NUMBER: 2.0,
}
TRAILING_PAUSE_S: Final = 1.5  # after words that promise more
_SHORT_ANSWER: Final = 4  # characters; who says more than yes or no gets the time of a question
BARGE_IN_S: Final = 0.3  # of speech that stops the voice
BARGE_IN_WORDS: Final = 2  # characters that settle it; noise gives none

_BACKCHANNEL = re.compile(r"(?:[嗯哦噢喔好对啊哎诶唉呃额是行]|好的|对的|是的|知道了?|明白了?|ok)+")
_TRAILING = re.compile(
    r"(?:那个|这个|就是|就是说|然后|因为|如果|要是|但是|所以|而且|还有|比如|请问|我想问(?:一下)?|我想咨询(?:一下)?"
    r"|问一下|的话|呃|嗯|额|和|跟|在|我的|他的|她的)$"
)
_DICTATING = re.compile(r"[0-9零一二三四五六七八九幺]{3,10}$")


def is_backchannel(text: str) -> bool:
    """Return whether `text` only tells that somebody listens: 嗯, 哦, 好, 对."""
    return _BACKCHANNEL.fullmatch(normalise(text)) is not None


def pause_after(text: str, expects: Expects) -> float:
    """Return the seconds of silence that end a turn which so far says `text`."""
    words = normalise(text)
    pause = PAUSE_S[expects]
    if expects in (Expects.CHOICE, Expects.YES_NO) and len(words) > _SHORT_ANSWER:
        pause = PAUSE_S[Expects.QUESTION]
    if _TRAILING.search(words):
        pause = max(pause, TRAILING_PAUSE_S)
    if expects is not Expects.CHOICE and _DICTATING.search(words):
        pause = max(pause, PAUSE_S[Expects.NUMBER])
    return pause
