"""Pages of orders, read along an index: with a hundred thousand orders no page sorts or counts them all.

A list of several states is read state by state, each as far as one page goes, since an index holds one state in the
wanted order; the page is the first of them together.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, or_, select, tuple_, union_all

from bot.business import order_number
from bot.business.orders.search import Filters, Page, Place, Sorting
from bot.business.orders.states import Status
from bot.store import tables

_T = tables.work_orders
_Hit = tuple[datetime | None, str]
_Conditions = list[ColumnElement[bool]]


def find_page(connection: Connection, filters: Filters, page: Page) -> tuple[list[str], str | None]:
    """Return the numbers of a page's orders, and where the next page begins, None after the last."""
    after = Place.read(page.after) if page.after else None
    find = _newest if page.sorting is Sorting.NEWEST else _by_deadline
    hits = find(connection, filters, after, page.size + 1)
    more = len(hits) > page.size
    hits = hits[: page.size]
    return [number for _, number in hits], Place(*hits[-1]).written() if more else None


def _newest(connection: Connection, filters: Filters, after: Place | None, most: int) -> list[_Hit]:
    conditions = _conditions(filters)
    if after is not None:
        conditions.append(tuple_(_T.c.created_at, _T.c.number) < (after.moment, after.number))
    query = (
        select(_T.c.created_at, _T.c.number).order_by(_T.c.created_at.desc(), _T.c.number.desc()).limit(most)
    )
    few = filters.caller_hash or filters.unit or filters.category  # has an index of its own
    if few and filters.statuses:
        conditions.append(_T.c.status.in_([status.value for status in filters.statuses]))
    queries = _by_status(query, filters.statuses) if filters.statuses and not few else [query]
    hits = _read(connection, queries, conditions)
    return sorted(hits, reverse=True)[:most]


def _by_deadline(connection: Connection, filters: Filters, after: Place | None, most: int) -> list[_Hit]:
    """Return those with a deadline first; the others come by number."""
    statuses, hits = filters.statuses or frozenset(Status), list[_Hit]()
    if after is None or after.moment is not None:
        conditions = [*_conditions(filters), _T.c.due_at.is_not(None)]
        if after is not None:
            conditions.append(tuple_(_T.c.due_at, _T.c.number) > (after.moment, after.number))
        query = select(_T.c.due_at, _T.c.number).order_by(_T.c.due_at, _T.c.number).limit(most)
        hits = sorted(_read(connection, _by_status(query, statuses), conditions))[:most]
    if len(hits) == most or filters.due_before is not None:
        return hits
    conditions = [*_conditions(filters), _T.c.due_at.is_(None)]
    if after is not None and after.moment is None:
        conditions.append(_T.c.number > after.number)
    query = select(_T.c.due_at, _T.c.number).order_by(_T.c.number).limit(most)
    rest = _read(connection, _by_status(query, statuses), conditions)
    return [*hits, *sorted(rest, key=lambda hit: hit[1])][:most]


def _by_status(query: Select[Any], statuses: Iterable[Status]) -> list[Select[Any]]:
    return [
        query.where(_T.c.status == status.value) for status in sorted(statuses, key=lambda each: each.value)
    ]


def _read(connection: Connection, queries: list[Select[Any]], conditions: _Conditions) -> list[_Hit]:
    parts = [select(query.where(*conditions).subquery()) for query in queries]
    rows = connection.execute(union_all(*parts) if len(parts) > 1 else parts[0])
    return [(moment, number) for moment, number in rows]


def _conditions(filters: Filters) -> _Conditions:
    """Return all but the states."""
    equal = {
        _T.c.unit: filters.unit,
        _T.c.category: filters.category,
        _T.c.kind: filters.kind and filters.kind.value,
        _T.c.supervised: filters.supervised,
        _T.c.caller_hash: filters.caller_hash,
    }
    conditions = [column == value for column, value in equal.items() if value is not None]
    if filters.due_before is not None:
        conditions.append(_T.c.due_at < filters.due_before)
    if filters.created_from is not None:
        conditions.append(_T.c.created_at >= filters.created_from)
    if filters.created_to is not None:
        conditions.append(_T.c.created_at < filters.created_to)
    text = filters.text.strip()
    return [*conditions, _says(text)] if text else conditions


def _says(text: str) -> ColumnElement[bool]:
    number = order_number.find_in(text)
    if number is not None:
        return _T.c.number == number
    if text.lower() == text.upper():  # no letters: half the time
        return or_(_T.c.matter.contains(text, autoescape=True), _T.c.place.contains(text, autoescape=True))
    return or_(_T.c.matter.icontains(text, autoescape=True), _T.c.place.icontains(text, autoescape=True))
