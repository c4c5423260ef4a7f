"""How good the answers are: labelled sentences, what was answered, and the shares that matter."""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

ANSWERS = ("faq", "calculation")  # kinds that name a topic
_SMALL_TALK = (
    "greeting",
    "thanks",
    "goodbye",
    "bot_challenge",
)  # kinds of sentences; the reply's is chitchat
KINDS = {
    *ANSWERS,
    *_SMALL_TALK,
    "chitchat",
    "work_order",
    "order_status",
    "handoff",
    "emergency",
    "repeat",
} | {"out_of_scope"}
_CHANNELS = {"chat": "web", "web": "web", "voice": "voice", "phone": "voice"}


@dataclass(frozen=True)
class Case:
    """A sentence and the reply it should get.

    `topics` holds every topic that would be right, none unless `kind` is an answer. Each list in `must_contain` needs
    one of its pieces in the reply's text; of `must_not_contain` none may be there.
    """

    id: str
    text: str
    channel: str
    kind: str
    topics: frozenset[str] = frozenset()
    must_contain: tuple[tuple[str, ...], ...] = ()
    must_not_contain: tuple[str, ...] = ()

    @property
    def group(self) -> str:
        """Return the name under which the report counts this case."""
        return self.kind if self.kind not in ANSWERS else f"faq · {self.channel}"


@dataclass(frozen=True)
class Outcome:
    """What a case got: the first reply's kind, topic and options, and whether its words were as demanded."""

    case: Case
    kind: str
    topic: str | None
    options: tuple[str, ...]
    words_right: bool
    ms: float

    @property
    def got(self) -> str:
        """Return the topic, or the kind of a reply that names none."""
        return self.topic or self.kind

    @property
    def right(self) -> bool:
        """Return whether the first reply is the one that was wanted."""
        if not self.words_right:
            return False
        if self.case.kind in ANSWERS:
            return self.kind in ANSWERS and self.topic in self.case.topics
        return self.kind == self.case.kind

    @property
    def offered(self) -> bool:
        """Return whether the right answer was given or is among the options of asking back."""
        return self.right or bool(self.case.topics & set(self.options))

    @property
    def answered_wrong(self) -> bool:
        """Return whether an answer was given with confidence that is not the right one."""
        return self.kind in ANSWERS and not self.right


def read_case(row: Mapping[str, Any]) -> Case:
    """Return the case in a line of JSONL. Raises ValueError, in Chinese, for a line that makes no sense."""
    text, expect = row.get("text"), row.get("expect")
    if not isinstance(text, str) or not text.strip():
        raise ValueError("缺 text")
    if not isinstance(expect, Mapping) or expect.get("kind") not in KINDS:
        raise ValueError(
            f'缺 expect，例如 {{"kind": "faq", "topic": …}}；kind 可用：{"、".join(sorted(KINDS))}'
        )
    channel = _CHANNELS.get(str(row.get("channel", "chat")))
    if channel is None:
        raise ValueError(f"channel 可用：{'、'.join(_CHANNELS)}")
    kind = "chitchat" if expect["kind"] in _SMALL_TALK else expect["kind"]
    topics = frozenset(filter(None, [expect.get("topic"), *(expect.get("alt_topics") or [])]))
    if (kind in ANSWERS) != bool(topics):
        raise ValueError("kind 是 faq 或 calculation 时要有 topic，其他时候不要")
    wanted = tuple(tuple(pieces) for pieces in row.get("must_contain") or [])
    unwanted = tuple(row.get("must_not_contain") or [])
    return Case(str(row.get("id", "")), text, channel, kind, topics, wanted, unwanted)


def judge(case: Case, reply: Mapping[str, Any], ms: float) -> Outcome:
    """Return the outcome of `case` given the first reply, as the public interface shows it."""
    said = _folded(str(reply.get("text", "")))
    words_right = all(any(_folded(piece) in said for piece in pieces) for pieces in case.must_contain)
    words_right = words_right and not any(_folded(piece) in said for piece in case.must_not_contain)
    options = tuple(str(option["topic"]) for option in reply.get("options", []))
    return Outcome(case, str(reply["kind"]), reply.get("topic"), options, words_right, ms)


def summarise(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """Return counts overall and by group, and the worst confusions with an example each."""
    groups: dict[str, list[Outcome]] = defaultdict(list)
    for each in outcomes:
        groups[each.case.group].append(each)
    wrong = [each for each in outcomes if not each.right and each.kind != "clarify"]
    confused = Counter((_wanted(each.case), each.got) for each in wrong)
    examples = {(_wanted(each.case), each.got): each.case.text for each in wrong}
    return {
        "overall": _counts(outcomes),
        "groups": {name: _counts(rows) for name, rows in sorted(groups.items())},
        "confused": [
            {"expect": pair[0], "got": pair[1], "count": count, "example": examples[pair]}
            for pair, count in confused.most_common(20)
        ],
    }


def _wanted(case: Case) -> str:
    return "/".join(sorted(case.topics)) or case.kind


def _counts(rows: Sequence[Outcome]) -> dict[str, int]:
    return {
        "sentences": len(rows),
        "right": sum(each.right for each in rows),
        "right_or_offered": sum(each.offered for each in rows),
        "answered": sum(each.kind in ANSWERS for each in rows),
        "answered_wrong": sum(each.answered_wrong for each in rows),
    }


def _folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())
