"""Calls: announced by the exchange, begun, ended, asked about."""

import re
import uuid
from dataclasses import replace
from datetime import datetime

from bot.business.caller import HashOf
from bot.business.calls.events import Outcome
from bot.business.calls.record import CallRecord, RecordingAccess
from bot.business.errors import Invalid, NotAllowed, NotFound
from bot.business.permissions import Permission, check_may
from bot.business.staff import Staff
from bot.services.ports import Clock, Conflict, UnitOfWorkFactory

_CALLER = re.compile(r"\+?\d{3,20}")
_NO_NUMBER = frozenset(
    {"", "anonymous", "unknown", "asserted", "restricted"}
)  # how exchanges write a hidden number


class CallService:
    """Use cases of calls."""

    def __init__(self, unit_of_work: UnitOfWorkFactory, now: Clock, hash_of: HashOf) -> None:
        self._work = unit_of_work
        self._now = now
        self._hash_of = hash_of

    def announce(self, id: str, caller: str | None, line: str = "audiosocket") -> CallRecord:
        """Note that a call will come; said twice, it is one call. Raises Invalid for what is no UUID or number."""
        record = CallRecord(_checked_id(id), line, self._now(), caller=_checked_caller(caller))
        try:
            with self._work() as work:
                work.calls.add(record)
                work.commit()
        except Conflict:
            return self.get(record.id)
        return record

    def begin(self, id: str, conversation_id: str, recording: str | None) -> CallRecord:
        """Note that an announced call is up. Raises NotFound, and NotAllowed when it was up already."""
        with self._work() as work:
            record = _found(work.calls.get(_checked_id(id)))
            if record.began_at is not None:
                raise NotAllowed("call_begun", "这个通话已经接听过了。")
            begun = replace(
                record, conversation_id=conversation_id, began_at=self._now(), recording=recording
            )
            work.calls.update(begun)
            conversation = work.conversations.get(conversation_id, lock=True)
            if conversation is not None:
                known = replace(conversation, caller=record.caller, caller_hash=self._hash_of(record.caller))
                work.conversations.update(known)
            work.commit()
        return begun

    def end(self, id: str, outcome: Outcome) -> CallRecord:
        """Note that a call is over. Raises NotFound."""
        with self._work() as work:
            record = replace(_found(work.calls.get(id)), ended_at=self._now(), outcome=outcome)
            work.calls.update(record)
            work.commit()
        return record

    def get(self, id: str) -> CallRecord:
        """Return a call. Raises NotFound."""
        with self._work() as work:
            return _found(work.calls.get(_checked_id(id)))

    def latest(self, limit: int = 50) -> list[CallRecord]:
        """Return the newest calls that came."""
        with self._work() as work:
            return work.calls.latest(limit)

    def open_recording(self, id: str, staff: Staff) -> CallRecord:
        """Note that `staff` opens a call's recording, and return the call.

        Raises NotAllowed for who may not hear it, NotFound when there is none or it was deleted.
        """
        check_hears(staff)
        with self._work() as work:
            record = _found(work.calls.get(_checked_id(id)))
            if record.recording is None or record.ended_at is None:
                raise NotFound("no_recording", "这个通话没有录音，或者录音已经过期删除。")
            work.calls.add_access(RecordingAccess(0, record.id, staff.username, self._now()))
            work.commit()
        return record

    def accesses(self, id: str) -> list[RecordingAccess]:
        """Return who opened a call's recording and when, oldest first."""
        with self._work() as work:
            return work.calls.accesses(_checked_id(id))

    def forget_recordings(self, before: datetime) -> list[str]:
        """Take the recordings of calls that began before a moment off their records; return the files' names."""
        with self._work() as work:
            old = work.calls.recorded_before(before)
            for record in old:
                work.calls.update(replace(record, recording=None))
            work.commit()
        return [record.recording for record in old if record.recording]


def check_hears(staff: Staff) -> None:
    """Raise NotAllowed for who may not hear recordings."""
    check_may(staff, Permission.HEAR_RECORDINGS)


def _checked_id(id: str) -> str:
    try:
        return str(uuid.UUID(id))
    except (ValueError, AttributeError):
        raise Invalid("uuid", "uuid 不是合法的 UUID。") from None


def _checked_caller(caller: str | None) -> str | None:
    number = re.sub(r"[\s()-]", "", caller or "")
    if number.lower() in _NO_NUMBER:
        return None
    if not _CALLER.fullmatch(number):
        raise Invalid("caller", "caller 只能是电话号码，隐藏号码请留空。")
    return number


def _found(record: CallRecord | None) -> CallRecord:
    if record is None:
        raise NotFound("call_unknown", "没有这个通话。")
    return record
