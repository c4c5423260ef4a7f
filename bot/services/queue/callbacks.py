"""Promised calls: promise one, take it, make it, try again."""

import builtins
import secrets
from dataclasses import replace
from datetime import datetime

from bot.business import phone
from bot.business.errors import AlreadyClaimed, Invalid, NotAllowed, NotFound
from bot.business.queueing.callback_request import CallbackRequest, CallbackStatus
from bot.business.queueing.callback_times import CallbackTime, check_times, offered_times
from bot.business.queueing.groups import Group
from bot.business.queueing.needs import GroupOfTopic, group_for
from bot.business.queueing.office_hours import OfficeHours
from bot.business.text import clean
from bot.services.ports import Clock, Conflict, UnitOfWork, UnitOfWorkFactory

_LONGEST = 500


class CallbackService:
    """Use cases of promised calls."""

    def __init__(
        self, unit_of_work: UnitOfWorkFactory, now: Clock, hours: OfficeHours, group_of_topic: GroupOfTopic
    ) -> None:
        self._work = unit_of_work
        self._now = now
        self._hours = hours
        self._group_of_topic = group_of_topic

    def times(self) -> builtins.list[CallbackTime]:
        """Return the next times that can be promised, the nearest first."""
        return offered_times(self._hours, self._now())

    def request(
        self,
        number: str,
        wanted_from: datetime,
        wanted_to: datetime,
        about: str,
        key: str,
        conversation_id: str | None = None,
        group: Group | None = None,
    ) -> CallbackRequest:
        """Promise a call; promised twice under one key, it is one call. `group` None: from what was said.

        Raises Invalid for a number that is none, and times at which nobody works.
        """
        called = phone.find(number)
        if called is None:
            raise Invalid("phone", "电话号码不对：手机号是 11 位，固定电话请带区号。")
        check_times(wanted_from, wanted_to, self._hours, self._now())
        group = group or self._group(conversation_id)
        try:
            with self._work() as work:
                earlier = work.callbacks.by_key(key)
                if earlier is not None:
                    return earlier
                promised = CallbackRequest(
                    id=secrets.token_hex(8),
                    conversation_id=conversation_id,
                    phone=called,
                    wanted_from=wanted_from,
                    wanted_to=wanted_to,
                    group=group,
                    about=clean(about)[:_LONGEST],
                    status=CallbackStatus.OPEN,
                    created_at=self._now(),
                    key=key,
                )
                work.callbacks.add(promised)
                work.commit()
                return promised
        except Conflict:
            with self._work() as work:
                return _found(work.callbacks.by_key(key))

    def claim(self, id: str, agent: str) -> CallbackRequest:
        """Take a promised call; the same agent twice is one claim. Raises AlreadyClaimed, NotAllowed when it was made."""
        with self._work() as work:
            request = _open(work, id)
            if request.agent not in (None, agent):
                raise AlreadyClaimed("callback_claimed", "这个回电已经由别的坐席在办。")
            return _written(work, replace(request, agent=agent))

    def release(self, id: str, agent: str | None = None) -> CallbackRequest:
        """Give a call that was taken back to all; `agent` None: a supervisor does. Raises NotAllowed."""
        with self._work() as work:
            request = _open(work, id) if agent is None else _own(work, id, agent)
            return _written(work, replace(request, agent=None))

    def done(self, id: str, agent: str, note: str) -> CallbackRequest:
        """Note that the citizen was called and what came of it. Raises NotAllowed for another's, Invalid without a note."""
        with self._work() as work:
            request = _own(work, id, agent)
            made = replace(
                request,
                status=CallbackStatus.DONE,
                note=_note(request.note, note),
                tries=request.tries + 1,
                done_at=self._now(),
            )
            return _written(work, made)

    def try_again(
        self, id: str, agent: str, wanted_from: datetime, wanted_to: datetime, note: str
    ) -> CallbackRequest:
        """Note that nobody was reached and when it is tried again, by anybody. Raises NotAllowed, Invalid."""
        check_times(wanted_from, wanted_to, self._hours, self._now())
        with self._work() as work:
            request = _own(work, id, agent)
            later = replace(
                request,
                agent=None,
                tries=request.tries + 1,
                wanted_from=wanted_from,
                wanted_to=wanted_to,
                note=_note(request.note, note),
            )
            return _written(work, later)

    def cancel(self, id: str, note: str) -> CallbackRequest:
        """Take a promise back, because the citizen doesn't want the call any more. Raises NotAllowed when it was made."""
        with self._work() as work:
            request = _open(work, id)
            told = _note(request.note, note)
            return _written(
                work,
                replace(request, status=CallbackStatus.CANCELLED, note=told, done_at=self._now()),
            )

    def get(self, id: str) -> CallbackRequest:
        """Return a promised call. Raises NotFound."""
        with self._work() as work:
            return _found(work.callbacks.get(id))

    def list(
        self, status: CallbackStatus | None = CallbackStatus.OPEN, limit: int = 200
    ) -> builtins.list[CallbackRequest]:
        """Return promised calls, the earliest wanted first; those that are late are among the open ones."""
        with self._work() as work:
            return work.callbacks.list(status, limit)

    def _group(self, conversation_id: str | None) -> Group:
        with self._work() as work:
            turns = work.conversations.turns(conversation_id, 0) if conversation_id else []
        return group_for(turns, self._group_of_topic)


def _open(work: UnitOfWork, id: str) -> CallbackRequest:
    request = _found(work.callbacks.get(id, lock=True))
    if request.status is not CallbackStatus.OPEN:
        raise NotAllowed("callback_over", f"这个回电已经结束（{request.status.label}）。")
    return request


def _own(work: UnitOfWork, id: str, agent: str) -> CallbackRequest:
    request = _open(work, id)
    if request.agent != agent:
        raise NotAllowed("not_yours", "这个回电不是由您在办，请先领取。")
    return request


def _written(work: UnitOfWork, request: CallbackRequest) -> CallbackRequest:
    work.callbacks.update(request)
    work.commit()
    return request


def _note(earlier: str, added: str) -> str:
    added = clean(added)
    if not 1 <= len(added) <= _LONGEST:
        raise Invalid("note", f"请写明结果，1 到 {_LONGEST} 个字。")
    return f"{earlier}\n{added}".strip()


def _found(request: CallbackRequest | None) -> CallbackRequest:
    if request is None:
        raise NotFound("callback_unknown", "没有这个回电。")
    return request
