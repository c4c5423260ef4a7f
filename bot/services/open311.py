"""Open311: what anybody may read of orders, reports of other people's programs, and their keys."""

import secrets
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from bot.business import order_number
from bot.business.api_key import ApiKey, checked_name, hashed
from bot.business.audit import OPERATOR, Actor
from bot.business.errors import Invalid, NotAllowed, NotFound
from bot.business.orders.catalogue import Catalogue
from bot.business.orders.open311 import public_categories, request
from bot.business.orders.open311_request import content_key, draft_from
from bot.business.orders.open311_search import Search, search_from
from bot.business.orders.order import WorkOrder
from bot.services.audit import AuditService
from bot.services.orders.work_orders import WorkOrderService
from bot.services.ports import Clock, Conflict, UnitOfWork, UnitOfWorkFactory

_SAME_FOR = timedelta(days=1)


@dataclass(frozen=True)
class Reported:
    """The order of a report; `again`: it had been reported before."""

    order: WorkOrder
    again: bool


class Open311Service:
    """Use cases of GeoReport v2."""

    def __init__(
        self,
        unit_of_work: UnitOfWorkFactory,
        now: Clock,
        catalogue: Callable[[], Catalogue],
        orders: WorkOrderService,
        audit: AuditService,
    ) -> None:
        self._work = unit_of_work
        self._now = now
        self._catalogue = catalogue
        self._orders = orders
        self._audit = audit

    def search(self, given: Mapping[str, str]) -> list[dict[str, Any]]:
        """Return the public orders that are asked for. Raises Invalid and NotFound."""
        return self._found(search_from(given, self._catalogue(), self._now()))

    def find(self, number: str) -> dict[str, Any]:
        """Return a public order. Raises NotFound, also for one that isn't public: nobody learns that it is there."""
        listed = self._found(search_from({"service_request_id": number}, self._catalogue(), self._now()))
        if not order_number.valid(number) or not listed:
            raise NotFound("request_unknown", "没有这个 service_request_id，或者它不公开。")
        return listed[0]

    def key(self, shown: str, by: Actor) -> ApiKey:
        """Return the key that was shown. Raises NotAllowed, noted in the audit log."""
        with self._work() as work:
            key = work.open311.key_by_hash(hashed(shown)) if shown else None
        if key is None:
            error = NotAllowed("api_key", "api_key 不对或已停用。" if shown else "缺少 api_key。")
            self._audit.refused(by, "open311_report", "address", "POST /open311/v2/requests", error.message)
            raise error
        return key

    def report(self, form: Mapping[str, str], key: ApiKey, given: str | None, by: Actor) -> Reported:
        """Open an order, or return the one that the same key reported with the same words within a day.

        That the key was used is noted, also when the report is refused. Raises Invalid and NotFound.
        """
        try:
            draft, content = draft_from(form, self._catalogue()), content_key(form, given)
        except (Invalid, NotFound) as error:
            self._audit.refused(by, "open311_report", "address", "POST /open311/v2/requests", error.message)
            raise
        now = self._now()
        today, before = (f"o311:{key.id}:{day:%y%m%d}:{content}" for day in (now, now - _SAME_FOR))
        with self._work() as work:
            earlier = self._earlier(work, today, before)
        order = earlier or self._orders.open(draft, today, channel="open311")
        self._audit.did(
            by, "open311_report", "order", order.number, "重复提交，没有新建工单" if earlier else ""
        )
        return Reported(order, earlier is not None)

    def add_key(self, name: str) -> str:
        """Return a new key for whom `name` says; it is never shown again. Raises Invalid for a name that is taken."""
        key, named = f"zx_{secrets.token_urlsafe(32)}", checked_name(name)
        try:
            with self._work() as work:
                work.open311.add_key(ApiKey(uuid.uuid4().hex, named, hashed(key), self._now()))
                work.audit.add(OPERATOR.did(self._now(), "api_key_added", "api_key", named))
                work.commit()
        except Conflict:
            raise Invalid("name", f"已经有名为“{named}”的密钥，请换一个名称。") from None
        return key

    def all_keys(self) -> list[ApiKey]:
        """Return all keys, oldest first."""
        with self._work() as work:
            return work.open311.all_keys()

    def turn_off(self, name: str) -> None:
        """Make a key useless. Raises NotFound."""
        with self._work() as work:
            if not work.open311.turn_off(name):
                raise NotFound("api_key_unknown", f"没有名为“{name}”的密钥。")
            work.audit.add(OPERATOR.did(self._now(), "api_key_off", "api_key", name))
            work.commit()

    def _found(self, search: Search) -> list[dict[str, Any]]:
        catalogue = self._catalogue()
        with self._work() as work:
            orders = work.open311.search(search)
            parents = {order.parent for order in orders if order.parent}
            public = work.open311.public_of(parents, public_categories(catalogue)) if parents else []
        return [request(order, catalogue, [each.number for each in public]) for order in orders]

    def _earlier(self, work: UnitOfWork, today: str, before: str) -> WorkOrder | None:
        """Return the order of the same report; one of yesterday counts for 24 hours."""
        same = work.work_orders.by_key(today)
        if same is not None:
            return same
        older = work.work_orders.by_key(before)
        return older if older and self._now() - older.created_at < _SAME_FOR else None
