"""Takes away what is for the eye only: Markdown, HTML, addresses of pages, brackets, emoji."""

import re

_FULL_WIDTH = {
    code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
}
_SAME = str.maketrans({**_FULL_WIDTH, "％": "%", "．": ".", "＋": "+", "／": "/", "＝": "=", "　": " "})
_STEPS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"<[/a-zA-Z!][^<>\n]{0,200}>"), ""),
    (re.compile(r"!?\[([^\[\]\n]*)\]\([^()\n]*\)"), r"\1"),
    (re.compile(r"(?:https?://|www\.)[\w\-./?%&=#:~]+"), ""),
    (re.compile(r"^\s*(?:#{1,6}\s+|[-*+•]\s+|>\s+)", re.MULTILINE), ""),
    (re.compile(r"^\s*(\d{1,2})[.)]\s+", re.MULTILINE), r"\1、"),
    (re.compile(r"\*\*|__|~~|`+|\*|#"), ""),
    (re.compile(r"[(（\[【〔{]"), "，"),
    (re.compile(r"[)）\]】〕}](?=[，。！？；：、,.!?;:]|\s|$)"), ""),
    (re.compile(r"[)）\]】〕}]"), "，"),
    (re.compile(r"[《》〈〉「」『』“”‘’\"']"), ""),
    (re.compile("[\U0001f000-\U0001faff\u2600-\u27bf\u2b00-\u2bff\ufe0f\u200b\u200d\u20e3]"), ""),
    (re.compile("[\u2460-\u24ff]"), "，"),  # circled numbers
    (re.compile(r"(?<=[。！？；，：、])，"), ""),
    (re.compile(r"(?<![。！？；，：、\n])[ \t]*\n+\s*"), "。"),
    (re.compile(r"\s*\n+\s*"), ""),
    (re.compile(r"^[，。\s]+"), ""),
)


def strip_markup(text: str) -> str:
    """Return the plain sentences of `text`; a line without a full stop gets one, brackets become pauses."""
    text = text.translate(_SAME)
    for pattern, replacement in _STEPS:
        text = pattern.sub(replacement, text)
    return text
