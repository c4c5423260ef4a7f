"""Sentences to words, and words to their pronunciations in acoustic units."""

import re
import warnings
from collections.abc import Iterable
from itertools import chain

from pypinyin import Style, lazy_pinyin

from speech.graph.units import split

with warnings.catch_warnings():
    warnings.simplefilter("ignore", SyntaxWarning)  # jieba's own source, on Python 3.12
    import jieba

DIGITS = "零幺一二三四五六七八九"

Pronunciation = tuple[str, ...]

_HAN = re.compile(r"[\u4e00-\u9fff]+")
_DIGIT_RUN = re.compile(f"([{DIGITS}]{{3,}})")
_SURE = 10_000_000  # jieba frequency that beats any other way to cut
# Characters that are often said otherwise than pypinyin reads them alone (tones don't count here).
_OTHER_READINGS = {
    "长": "chang", "行": "hang", "还": "huan", "得": "dei", "了": "liao", "都": "du", "的": "di", "地": "de",
    "重": "chong", "调": "tiao", "便": "pian", "着": "zhao", "谁": "shui", "薄": "bao", "血": "xie", "露": "lou",
}  # fmt: skip


class Segmenter:
    """Cuts sentences into words: jieba's dictionary and, before all else, `words` of one's own."""

    def __init__(self, words: Iterable[str] = ()) -> None:
        jieba.setLogLevel(60)
        self._tokenizer = jieba.Tokenizer()
        self._tokenizer.initialize()
        for word in words:
            self._tokenizer.add_word(word, _SURE)

    def words(self, sentence: str) -> list[str]:
        """Return the Chinese words of `sentence`; all else (punctuation, Latin letters, Arabic digits) is left out.

        Three or more digits in a row are one word each, as callers dictate them.
        """
        parts = chain.from_iterable(_DIGIT_RUN.split(run) for run in _HAN.findall(sentence))
        return list(chain.from_iterable(self._cut(part) for part in parts if part))

    def common_words(self, count: int) -> dict[str, int]:
        """Return jieba's `count` most frequent Chinese words with their frequencies."""
        known = [
            (n, word) for word, n in self._tokenizer.FREQ.items() if 0 < n < _SURE and _HAN.fullmatch(word)
        ]
        return {word: n for n, word in sorted(known, reverse=True)[:count]}

    def _cut(self, part: str) -> Iterable[str]:
        if _DIGIT_RUN.fullmatch(part):
            return part
        return (str(word) for word in self._tokenizer.cut(part, HMM=False))


def syllables(words: list[str]) -> list[str]:
    """Return toned pinyin (`zhuang3`, 5 neutral, v for ü) of `words`, with the usual changes of 一, 不 and third tones."""
    return lazy_pinyin(
        words, style=Style.TONE3, neutral_tone_with_five=True, tone_sandhi=True, v_to_u=False, errors="ignore"
    )


def pronunciations(word: str) -> list[Pronunciation]:
    """Return how `word` may be said; several ways only for single characters with more than one common reading."""
    readings = [syllables([word])]
    if word in _OTHER_READINGS:
        readings.append([_OTHER_READINGS[word]])
    ways = (tuple(chain.from_iterable(split(each) for each in reading)) for reading in readings)
    return list(dict.fromkeys(way for way in ways if way))
