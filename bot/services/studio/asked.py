"""What citizens asked that went less than well: gathered, masked, treated, taken back."""

from collections.abc import Callable, Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import timedelta

from bot.business.errors import Invalid, NotFound
from bot.business.privacy import mask_personal
from bot.business.studio.asked import AskedTurn, Treated, Treatment
from bot.business.studio.contents import Contents
from bot.business.studio.mining import LONGEST_KEY, Sentence, gathered, key_of
from bot.services.ports import Clock, UnitOfWorkFactory
from bot.services.studio.asked_questions import AskedQuestions
from bot.services.studio.asked_tests import AskedTests
from bot.services.studio.drafts import DraftService
from bot.services.studio.test_sentences import TestSentenceService

MOST_DAYS = 90
MOST_AT_ONCE = 500
_MOST = 1_000  # sentences at once, the most frequent: more than one can look at in a day, and seconds for the bench
_MOST_TURNS = 20_000
_DAY = timedelta(days=1)
_LONGEST = 300


@dataclass(frozen=True)
class Words:
    """A sentence to be treated: by what it is known again, and as it shall be learnt; "": it is not to be learnt."""

    key: str
    text: str
    channel: str = "web"


@dataclass(frozen=True)
class Gathered:
    """What is left to look at, the most frequent first; `more`: there is more than can be shown at once."""

    sentences: tuple[Sentence, ...]
    more: bool


class AskedService:
    """Use cases of citizens' sentences."""

    def __init__(
        self,
        unit_of_work: UnitOfWorkFactory,
        now: Clock,
        drafts: DraftService,
        tests: TestSentenceService,
        live: Callable[[], Contents],
    ) -> None:
        self._work = unit_of_work
        self._now = now
        self._tests = AskedTests(tests)
        self._questions = AskedQuestions(drafts, live)

    def gather(self, days: int) -> Gathered:
        """Return the sentences of the last `days` that nobody has treated, masked. Raises Invalid."""
        if not 1 <= days <= MOST_DAYS:
            raise Invalid("days", f"可以看最近 1 到 {MOST_DAYS} 天。")
        with self._work() as work:
            treated = work.asked.treated()
        turns, whole = self._turns(days)
        found = gathered(turns, treated.keys())
        return Gathered(tuple(found[:_MOST]), not whole or len(found) > _MOST)

    def treat(
        self,
        words: Sequence[Words],
        treatment: Treatment,
        topic: str | None,
        by: str,
        reserved: AbstractSet[str] = frozenset(),
    ) -> list[Treated]:
        """Do with sentences what was decided, and remember it.

        `reserved`: keys of sentences that only test, and may not be learnt. Raises Invalid, NotFound for an unknown topic,
        NotAllowed while the topic is being published, EditedMeanwhile.
        """
        if not words or len(words) > MOST_AT_ONCE:
            raise Invalid("words", f"一次处理 1 到 {MOST_AT_ONCE} 句。")
        masked = [Words(*_checked(each), each.channel) for each in words]
        if treatment in (Treatment.ADDED, Treatment.NEW_TOPIC):
            _check_not_tested(masked, reserved)
        moment = self._now()
        if treatment is Treatment.ADDED:
            self._questions.add(topic or "", [each.text for each in masked if each.text], by)
        elif treatment is Treatment.OUT_OF_SCOPE:
            self._tests.add([(each.text, each.channel) for each in masked if each.text], by)
        topic = topic if treatment is Treatment.ADDED else None
        done = [Treated(each.key, each.text, treatment, topic, by, moment) for each in masked]
        with self._work() as work:
            work.asked.treat(done)
            work.commit()
        return done

    def undo(self, keys: Iterable[str], by: str) -> list[Treated]:
        """Take back what was done with these words and return it. Raises NotFound, NotAllowed when it is live already."""
        wanted = set(keys)
        with self._work() as work:
            held = [each for key, each in work.asked.treated().items() if key in wanted]
        if not held:
            raise NotFound("not_treated", "这些句子没有处理过，或者已经撤销了。")
        for topic in dict.fromkeys(each.topic for each in held if each.topic):
            self._questions.take_back(topic, [each.text for each in held if each.topic == topic], by)
        self._tests.take_back([each for each in held if each.treatment is Treatment.OUT_OF_SCOPE])
        with self._work() as work:
            work.asked.forget(each.key for each in held)
            work.commit()
        return held

    def done(self, limit: int = 200) -> list[Treated]:
        """Return what was done, the newest first."""
        with self._work() as work:
            return sorted(work.asked.treated().values(), key=lambda each: each.at, reverse=True)[:limit]

    def _turns(self, days: int) -> tuple[list[AskedTurn], bool]:
        """Read day by day, each in a transaction of its own: SQLite's one writer never waits long for it."""
        until, turns = self._now() + _DAY, list[AskedTurn]()
        since = until - _DAY * (days + 1)
        for day in range(days + 1):
            with self._work() as work:
                end = until - _DAY * day
                turns += work.asked.troubled(end - _DAY, _MOST_TURNS - len(turns), end)
            if len(turns) >= _MOST_TURNS:
                return turns, False
        return [each for each in turns if each.at >= since], True


def _checked(words: Words) -> tuple[str, str]:
    text = " ".join(mask_personal(words.text).split())
    key = words.key.strip()
    if not 1 <= len(key) <= LONGEST_KEY or len(text) > _LONGEST:
        raise Invalid("words", f"句子最多 {_LONGEST} 个字。")
    return key, text


def _check_not_tested(words: Iterable[Words], reserved: AbstractSet[str]) -> None:
    for each in words:
        if each.text and not reserved.isdisjoint((each.key, key_of(each.text))):
            raise Invalid("words", f"“{each.text}”是测试句，用来检查小政答得对不对，不能再拿来教它。")
