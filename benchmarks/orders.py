"""Search pages of 100,000 orders: `python -m benchmarks.orders [DATABASE_URL]`; without one, a fresh SQLite file."""

import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from pathlib import Path

from bot.business.orders.order import Kind, WorkOrder
from bot.business.orders.search import Filters, OrderPage, Page, Sorting
from bot.business.orders.states import AT_UNIT, OPEN, Status
from bot.store.database import Database, upgrade

ORDERS, CALLERS, UNITS, CATEGORIES = 100_000, 40_000, 40, 120
ROUNDS = 30
_NOW = datetime(2026, 11, 26, 4, tzinfo=timezone.utc)
_DAYS = 365
_WORDS = (
    "路灯",
    "噪音",
    "停水",
    "医保报销",
    "养老金",
    "井盖",
    "占道",
    "垃圾",
    "公交",
    "施工",
    "油烟",
    "漏水",
)
_RARE = "无人机"


def main() -> None:
    """Fill, ask, print how long each usual search took."""
    with tempfile.TemporaryDirectory() as folder:
        url = sys.argv[1] if len(sys.argv) > 1 else f"sqlite:///{Path(folder) / 'orders.db'}"
        upgrade(url)
        database = Database(url)
        began = time.perf_counter()
        _fill(database)
        print(f"{ORDERS:,} orders written in {time.perf_counter() - began:.0f} s")
        print(f"{'search':<44}{'found':>6}{'p50 ms':>9}{'p95 ms':>9}")
        for name, filters, page in _searches(database):
            _measure(name, lambda filters=filters, page=page: _search(database, filters, page))
        database.close()


def _fill(database: Database) -> None:
    dice = random.Random(7)
    with database.unit_of_work() as work:
        for index in range(ORDERS):
            work.work_orders.add(_order(index, dice), f"bench:{index}")
        work.commit()


def _order(index: int, dice: random.Random) -> WorkOrder:
    """Return an order of the last year; of ten orders nine are done, and a few have no deadline yet."""
    age = timedelta(days=_DAYS * (1 - index / ORDERS))
    done = dice.random() < 0.9
    status = (
        dice.choice((Status.CLOSED, Status.ARCHIVED, Status.MERGED))
        if done
        else dice.choice(sorted(OPEN, key=str))
    )
    at_unit = done or status in AT_UNIT
    words = "，".join(dice.choices(_WORDS, k=12)) + (_RARE if index % 5000 == 0 else "")
    return WorkOrder(
        number=f"{index:012d}",
        conversation_id=None,
        matter=f"{words}，一直没有人处理，已经影响到附近居民的生活，希望有关部门尽快来看看。",
        place=f"第{dice.randrange(300)}街道第{dice.randrange(90)}号",
        occurred="昨天晚上",
        callback_phone="13800138000",
        status=status,
        created_at=_NOW - age,
        updated_at=_NOW - age,
        kind=dice.choice(list(Kind)),
        category=f"matter-{dice.randrange(CATEGORIES)}",
        unit=f"unit-{int(dice.paretovariate(1)) % UNITS}" if at_unit else None,
        caller_hash=f"{dice.randrange(CALLERS):064x}",
        due_at=_NOW - age + timedelta(days=7) if at_unit else None,
        supervised=dice.random() < 0.01,
        closed_at=_NOW if done else None,
    )


def _searches(database: Database) -> list[tuple[str, Filters, Page]]:
    closed, deadline = frozenset({Status.CLOSED}), Page(sorting=Sorting.DEADLINE)
    deep = _page(database, Filters(), 400)
    return [
        ("newest of all", Filters(), Page()),
        ("the 401st page of all", Filters(), deep),
        ("one state, newest", Filters(statuses=closed), Page()),
        ("all open, newest", Filters(statuses=OPEN), Page()),
        ("all open, by deadline", Filters(statuses=OPEN), deadline),
        ("all states, by deadline", Filters(), deadline),
        ("overdue", Filters(statuses=OPEN, due_before=_NOW), deadline),
        ("largest unit, open, by deadline", Filters(statuses=AT_UNIT, unit="unit-1"), deadline),
        ("largest unit, closed, newest", Filters(statuses=closed, unit="unit-1"), Page()),
        ("small unit, newest", Filters(unit="unit-37"), Page()),
        ("category, newest", Filters(category="matter-7"), Page()),
        ("category, one state", Filters(category="matter-7", statuses=closed), Page()),
        ("category that nobody uses, open", Filters(category="none", statuses=OPEN), Page()),
        ("kind, open", Filters(kind=Kind.PRAISE, statuses=OPEN), Page()),
        ("supervised, open, by deadline", Filters(supervised=True, statuses=OPEN), deadline),
        ("supervised, any state", Filters(supervised=True), Page()),
        ("one caller", Filters(caller_hash=f"{77:064x}"), Page()),
        ("one caller, open", Filters(caller_hash=f"{77:064x}", statuses=OPEN), Page()),
        ("a week a year ago", Filters(created_to=_NOW - timedelta(days=350)), Page()),
        ("frequent words", Filters(text="路灯"), Page()),
        ("rare words (20 orders)", Filters(text=_RARE), Page()),
        ("words that nobody said", Filters(text="没有人说过的话"), Page()),
        ("letters that nobody typed", Filters(text="WiFi"), Page()),
        ("words that nobody said, closed", Filters(text="没有人说过的话", statuses=closed), Page()),
        ("words that nobody said, unit, by deadline", Filters(text="没有人说过", unit="unit-1"), deadline),
        ("an order's number", Filters(text="000000054321"), Page()),
    ]


def _page(database: Database, filters: Filters, pages: int) -> Page:
    page = Page()
    for _ in range(pages):
        page = Page(after=_search(database, filters, page).next)
    return page


def _search(database: Database, filters: Filters, page: Page) -> OrderPage:
    with database.unit_of_work() as work:
        return work.work_orders.search(filters, page)


def _measure(name: str, search: Callable[[], OrderPage]) -> None:
    times = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        found = search()
        times.append((time.perf_counter() - began) * 1000)
    cuts = statistics.quantiles(times, n=20)
    print(f"{name:<44}{len(found.orders):>6}{cuts[9]:>9.1f}{cuts[18]:>9.1f}")


if __name__ == "__main__":
    main()
