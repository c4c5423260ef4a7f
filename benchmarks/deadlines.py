"""The deadline sweep over 100,000 open orders: `python -m benchmarks.deadlines [DATABASE_URL]`; else a fresh SQLite file."""

import sys
import tempfile
import time
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from pathlib import Path

from bot.bootstrap import Services, build_services
from bot.business.orders.order import WorkOrder
from bot.business.orders.states import Status
from bot.settings import Settings
from bot.store.database import upgrade

ORDERS, DUE = 100_000, 100  # open orders; how many of them are overdue at the measured sweep
_NOW = datetime(2026, 11, 26, 4, tzinfo=timezone.utc)


def main() -> None:
    """Fill, sweep, print how long each sweep took."""
    with tempfile.TemporaryDirectory() as folder:
        url = sys.argv[1] if len(sys.argv) > 1 else f"sqlite:///{Path(folder) / 'orders.db'}"
        upgrade(url)
        clock = [_NOW]
        services = build_services(Settings(database_url=url, var=Path(folder)), lambda: clock[0])
        _measure("writing the orders", lambda: _fill(services))
        _measure("first look at every order", services.deadlines.sweep)
        _measure("nothing is due", services.deadlines.sweep)
        clock[0] += timedelta(days=4)
        _measure(f"{DUE} orders are overdue", services.deadlines.sweep)
        _measure("the same again", services.deadlines.sweep)
        services.database.close()


def _fill(services: Services) -> int:
    with services.database.unit_of_work() as work:
        for index in range(ORDERS):
            work.work_orders.add(_order(index), f"bench:{index}")
        work.commit()
    return ORDERS


def _order(index: int) -> WorkOrder:
    """Return an order in progress; all but a few have long to go."""
    due = _NOW + timedelta(days=3 if index < DUE else 60)
    return WorkOrder(
        number=f"{index:012d}",
        conversation_id=None,
        matter="路灯坏了，一直没有人处理。",
        place="人民路",
        occurred="昨天晚上",
        callback_phone="13800138000",
        status=Status.IN_PROGRESS,
        created_at=_NOW,
        updated_at=_NOW,
        unit="hrss",
        due_at=due,
        dispatched_at=_NOW,
        signed_at=_NOW,
        contacted_at=_NOW,
    )


def _measure(name: str, do: Callable[[], object]) -> None:
    began = time.perf_counter()
    result = do()
    print(f"{name:<32}{time.perf_counter() - began:>9.3f} s  {result}", flush=True)


if __name__ == "__main__":
    main()
