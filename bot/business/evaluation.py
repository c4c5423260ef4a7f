"""How good the answers are: labelled sentences, what was answered, and the shares that matter."""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
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
KIND_NAMES = {  # as people read what was wanted or given
    "faq · web": "政策问题（文字）",
    "faq · voice": "政策问题（语音）",
    "faq": "政策问题",
    "calculation": "算一算",
    "clarify": "反问",
    "work_order": "登记工单",
    "order_status": "查工单",
    "handoff": "转人工",
    "emergency": "紧急情况",
    "chitchat": "寒暄",
    "repeat": "再说一遍",
    "out_of_scope": "不归我们管，或没听懂",
}
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
    confidence: float | None = None

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
    def first_right(self) -> bool:
        """Return whether the best guess is right: the answer given, or the first of the titles offered."""
        return self.right or (bool(self.options) and self.options[0] in self.case.topics)

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
    confidence = reply.get("confidence")
    return Outcome(case, str(reply["kind"]), reply.get("topic"), options, words_right, ms, confidence)


def summarise(outcomes: Sequence[Outcome], group_of: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Return everything that a report shows.

    `shares`: the figures by which a hotline robot is judged, each [count, of]; `groups`: counts by what was wanted and
    by channel; `subjects`: by the topic's group, for which `group_of` names the group of each topic; `calibration`: for
    each tenth of confidence [lowest, sentences, rightly understood]; `confused`: what was taken for what, with examples.
    """
    subjects = {topic: group for topic, group in (group_of or {}).items()}
    asked = [each for each in outcomes if each.case.kind in ANSWERS]
    return {
        "overall": _counts(outcomes),
        "shares": shares(outcomes),
        "groups": _by(outcomes, lambda each: each.case.group),
        "subjects": _by(asked, lambda each: subjects.get(min(each.case.topics), "?")) if subjects else {},
        "calibration": _calibration(asked),
        "confused": _confusions(outcomes),
    }


def shares(outcomes: Sequence[Outcome]) -> dict[str, list[int]]:
    """Return each figure as [count, of]; "of" is 0 where no sentence was of that kind."""
    asked = [each for each in outcomes if each.case.kind in ANSWERS]
    answered = [each for each in outcomes if each.kind in ANSWERS]
    back = [each for each in asked if each.kind == "clarify"]
    counted = {
        "topic_first": [each.first_right for each in asked],
        "topic_in_three": [each.offered for each in asked],
        "in_three_when_asked_back": [each.offered for each in back],
        "answered": [each.kind in ANSWERS for each in asked],
        "answered_wrong": [each.answered_wrong for each in asked],
        "answers_wrong": [not each.right for each in answered],
    } | {
        f"{kind}_{what}": [of(each) for each in outcomes if each.case.kind == kind]
        for kind, what, of in _RECALLS
    }
    return {name: [sum(flags), len(flags)] for name, flags in counted.items()}


_RECALLS: tuple[tuple[str, str, Callable[[Outcome], bool]], ...] = (
    ("out_of_scope", "answered", lambda each: each.kind in ANSWERS),
    ("handoff", "recall", lambda each: each.right),
    ("emergency", "recall", lambda each: each.right),
    ("work_order", "recall", lambda each: each.right),
    ("order_status", "recall", lambda each: each.right),
    ("repeat", "recall", lambda each: each.right),
    ("chitchat", "recall", lambda each: each.right),
)


def _by(outcomes: Sequence[Outcome], name: Callable[[Outcome], str]) -> dict[str, dict[str, int]]:
    groups: dict[str, list[Outcome]] = defaultdict(list)
    for each in outcomes:
        groups[name(each)].append(each)
    return {group: _counts(rows) for group, rows in sorted(groups.items())}


def _calibration(asked: Sequence[Outcome]) -> list[list[float]]:
    rows: dict[int, list[bool]] = defaultdict(list)
    for each in asked:
        if each.confidence is not None and each.kind in {*ANSWERS, "clarify"}:
            rows[min(int(each.confidence * 10), 9)].append(each.first_right)
    return [[tenth / 10, len(flags), sum(flags)] for tenth, flags in sorted(rows.items())]


def _confusions(outcomes: Sequence[Outcome]) -> list[dict[str, Any]]:
    wrong = [each for each in outcomes if not each.right and each.kind != "clarify"]
    confused = Counter((_wanted(each.case), each.got) for each in wrong)
    examples = {(_wanted(each.case), each.got): each.case.text for each in wrong}
    return [
        {"expect": pair[0], "got": pair[1], "count": count, "example": examples[pair]}
        for pair, count in confused.most_common(20)
    ]


def _wanted(case: Case) -> str:
    return "/".join(sorted(case.topics)) or case.kind


def _counts(rows: Sequence[Outcome]) -> dict[str, int]:
    return {
        "sentences": len(rows),
        "right": sum(each.right for each in rows),
        "first_right": sum(each.first_right for each in rows),
        "right_or_offered": sum(each.offered for each in rows),
        "answered": sum(each.kind in ANSWERS for each in rows),
        "answered_wrong": sum(each.answered_wrong for each in rows),
    }


def _folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())
