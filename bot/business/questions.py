"""Two questions in one breath: where a sentence may be cut so that each piece is a question of its own."""

import re

_CUT = re.compile(
    r"[，,。；;？?！!\n]+|(?<=[吗呢钱久天少样么办啊])(?=还有|另外|顺便|再就是|再问|以及|对了|同时|然后)|\s{2,}"
)
_JOINT = re.compile(
    "^(?:还有就是|还有一个|还有|另外|顺便|再就是|再问一下|再问|以及|对了|同时|然后|还想|我想|想|请|问一下|问问|问|一个|就是)+"
)
_ASKS = re.compile(
    "吗|怎么|咋|多少|多久|多长|几[个天年月岁]|哪|什么|啥|能不能|可不可以|是不是|要不要|如何|呢|会不会|行不行|有没有"
)
_SHORTEST, _MOST = 4, 3


def split(sentence: str) -> list[str]:
    """Return the questions in `sentence`, in order; what comes before one and asks nothing stays with it.

    A sentence with one question, or with more than three, is returned whole: a long story has one question at its end.
    """
    pieces: list[str] = []
    told = ""
    for piece in _CUT.split(sentence):
        told = f"{told}，{piece}" if told else piece
        if _ASKS.search(piece) and len(_bare(piece)) >= _SHORTEST:
            pieces.append(_bare(told))
            told = ""
    return pieces if 2 <= len(pieces) <= _MOST else [sentence]


def _bare(piece: str) -> str:
    return _JOINT.sub("", piece.strip()).strip("，, ")
