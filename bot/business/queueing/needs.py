"""What a waiting citizen needs: which skill group, and whether they are elderly, from what was said."""

import re
from collections.abc import Callable, Sequence

from bot.business.conversation import Speaker, Turn
from bot.business.queueing.groups import Group
from bot.business.text import normalise

GroupOfTopic = Callable[[str], Group | None]  # of a topic of the knowledge base, None for an unknown one

_LOOK_BACK = 12  # turns; what was said long before isn't what a person is called for
_MEDICAL = re.compile("医保|医疗保险|看病|报销|住院|门诊|药费|生育津贴|长护险|异地就医|慢病|大病")
_SOCIAL = re.compile("社保|社会保险|养老|退休|失业|工伤|灵活就业|参保|断缴|补缴")
_OLD = re.compile(
    "我(?:是|一个|是一个|是个|这个)?老(?:人|头|太|年人)|(?:老|人老)了(?:听|看|不会)|我(?:也)?(?:年纪|岁数|年龄)(?:比较|很|太)?大"
    "|我(?:今年|都|已经|快)*(?:[7-9][0-9]|1[01][0-9]|[七八九]十[一二三四五六七八九]?)(?:多|几)?岁?(?:了|$|的)"
)
_DEPARTMENTS = {"medical": Group.MEDICAL, "hrss": Group.SOCIAL, "tax": Group.SOCIAL}


def group_of_department(code: str) -> Group | None:
    """Return who knows about the topics of a department; the tax office's here are about contributions."""
    return _DEPARTMENTS.get(code)


def group_for(turns: Sequence[Turn], group_of: GroupOfTopic) -> Group:
    """Return the group that the newest topic or words belong to, 综合 when they belong to none."""
    for turn in reversed(turns[-_LOOK_BACK:]):
        group = group_of(turn.topic) if turn.topic else None
        group = group or (group_in(turn.text) if turn.speaker is Speaker.CITIZEN else None)
        if group is not None:
            return group
    return Group.GENERAL


def group_in(words: str) -> Group | None:
    """Return the group that a citizen's words name; None when they name none or both."""
    medical, social = _MEDICAL.search(words), _SOCIAL.search(words)
    if bool(medical) == bool(social):
        return None
    return Group.MEDICAL if medical else Group.SOCIAL


def sounds_elderly(turns: Sequence[Turn]) -> bool:
    """Return whether a citizen said that they are old; nothing is guessed from a voice or a topic."""
    return any(_OLD.search(normalise(turn.text)) for turn in turns if turn.speaker is Speaker.CITIZEN)
