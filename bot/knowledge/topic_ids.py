"""Ids of new topics, made from their titles, so that nobody has to think one up."""

from collections.abc import Collection

from pypinyin import lazy_pinyin

from bot.business.studio.words import key_from


def topic_id(title: str, taken: Collection[str]) -> str:
    """Return an id from the pinyin of `title` that isn't `taken`: 社保卡丢了 → she_bao_ka_diu_le, the next one with _2."""
    return key_from(title, taken, lazy_pinyin, "topic")
