"""Chinese text to toned pinyin, because eSpeak's own Chinese voice misreads characters."""

import re

from pypinyin import Style, lazy_pinyin

# Readings that the dictionary of pypinyin gets wrong or does not know, as this hotline says them.
_READINGS = {
    "给付": "ji3 fu4",
    "补给": "bu3 ji3",
    "供给": "gong1 ji3",
    "应缴": "ying1 jiao3",
    "应付": "ying4 fu4",
    "参保地": "can1 bao3 di4",
    "调解": "tiao2 jie3",
    "调档": "diao4 dang4",
    "外调": "wai4 diao4",
    "转接": "zhuan3 jie1",
    "转入": "zhuan3 ru4",
    "转出": "zhuan3 chu1",
    "转人工": "zhuan3 ren2 gong1",
    "重办": "chong2 ban4",
    "重交": "chong2 jiao1",
    "重缴": "chong2 jiao3",
    "重打": "chong2 da3",
    "还款": "huan2 kuan3",
    "还清": "huan2 qing1",
    "一年内": "yi4 nian2 nei4",
    "处长": "chu4 zhang3",
    "乐清": "yue4 qing1",
    "瓯海": "ou1 hai3",
}
# How Chinese speakers name the letters; the voice would read a lone letter as a syllable of pinyin.
_LETTER_NAMES = (
    "ei1,bi4,xi1,di4,yi4,ai2 fu5,ji4,ei1 chi5,ai4,jie4,kei4,ai2 lu5,ai2 mu5,en1,ou1,pi1,kai1 you5,a4,ai2 si5,"
    "ti4,you1,wei1,da2 bu5 liu5,ai2 ke5 si5,wai4,zei4"
)
_LETTERS = dict(zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", _LETTER_NAMES.split(","), strict=True))
_STOP = ". "
_PAUSES = {**dict.fromkeys("。！？!?；;…\n", _STOP), **dict.fromkeys("，、：,:", ", ")}
_PIECE = re.compile("|".join(sorted(_READINGS, key=len, reverse=True)) + r"|[㐀-鿿]|[A-Za-z]|.", re.S)


def to_pinyin(spoken: str) -> str:
    """Return syllables like "nin2 hao3" with `,` and `.` for pauses; "" when nothing can be pronounced."""
    parts: list[str] = []
    hanzi = ""
    for piece in [*_PIECE.findall(spoken), ""]:
        if len(piece) == 1 and "㐀" <= piece <= "鿿":
            hanzi += piece
            continue
        parts += _syllables(hanzi)
        hanzi = ""
        parts.append(_READINGS.get(piece) or _LETTERS.get(piece.upper()) or _PAUSES.get(piece, ""))
    text = re.sub(r"\s+", " ", " ".join(part for part in parts if part))
    text = re.sub(r" (?=[,.])", "", text).strip()
    return text if re.search(r"[a-z]", text) else ""


def _syllables(hanzi: str) -> list[str]:
    """Return one toned syllable a character, by the phrases that they form, neutral tone as 5, ü as v."""
    if not hanzi:
        return []
    return lazy_pinyin(
        hanzi, style=Style.TONE3, neutral_tone_with_five=True, tone_sandhi=True, errors="ignore"
    )
