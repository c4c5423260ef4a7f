"""Files of an order: taken in, listed, read."""

import hashlib
import secrets

from bot.business.errors import NotAllowed, NotFound
from bot.business.orders.actor import CITIZEN, Actor, is_foreign
from bot.business.orders.asker import Asker
from bot.business.orders.file_types import check_file
from bot.business.orders.log import entry
from bot.business.orders.order import Attachment, WorkOrder
from bot.business.orders.secrecy import files_for_unit
from bot.business.orders.states import Status
from bot.business.permissions import ALLOWED, Permission
from bot.business.staff import Role
from bot.services.orders.families import root_number
from bot.services.ports import Clock, UnitOfWork, UnitOfWorkFactory
from bot.services.ports.orders import AttachmentFiles

_MOST = 20
_STAFF = ALLOWED[Permission.SEE_ORDERS] | ALLOWED[Permission.ACT_AS_DEPARTMENT]


class AttachmentService:
    """Use cases of files. Staff see those of merged orders, too; a citizen what citizens sent to the order itself."""

    def __init__(self, unit_of_work: UnitOfWorkFactory, now: Clock, files: AttachmentFiles) -> None:
        self._work = unit_of_work
        self._now = now
        self._files = files

    def add(self, number: str, name: str, content: bytes, by: Asker | Actor) -> Attachment:
        """Keep a file and return it; the same content twice is one. Raises Invalid, NotFound, NotAllowed."""
        cleaned, media_type = check_file(name, content)
        digest = hashlib.sha256(content).hexdigest()
        with self._work() as work:
            order = _seen(work, work.work_orders.get(number, lock=True), by)
            kept = work.attachments.for_order(number)
            same = next((each for each in kept if each.sha256 == digest and each.added_by == _name(by)), None)
            if same is not None:
                return same
            _check_room(order, len(kept))
            self._files.write(digest, content)  # first: a file without a row is only disk space
            actor = CITIZEN if isinstance(by, Asker) else by
            file = Attachment(
                secrets.token_hex(16),
                number,
                cleaned,
                media_type,
                len(content),
                digest,
                _name(by),
                self._now(),
            )
            work.attachments.add(file)
            work.work_orders.add_event(entry(number, file.at, actor, "file_added", cleaned))
            work.commit()
            return file

    def listed(self, number: str, by: Asker | Actor) -> list[Attachment]:
        """Return the files that this person may see, those of merged orders last. Raises NotFound."""
        with self._work() as work:
            order = _seen(work, work.work_orders.get(number), by)
            family = [order] if isinstance(by, Asker) else [order, *work.work_orders.children(number)]
            return [file for each in family for file in _of(work, each, by)]

    def read(self, id: str, by: Asker | Actor) -> tuple[Attachment, bytes]:
        """Return a file and its bytes. Raises NotFound, also for what this person may not see."""
        with self._work() as work:
            file = work.attachments.get(id)
            order = _seen(work, work.work_orders.get(file.order_number) if file else None, by)
            content = self._files.read(file.sha256) if file and file in _of(work, order, by) else None
        if file is None or content is None:
            raise NotFound("file_unknown", "没有这个附件。")
        return file, content


def _seen(work: UnitOfWork, order: WorkOrder | None, by: Asker | Actor) -> WorkOrder:
    unknown = NotFound("order_unknown", "没有这张工单，或者没有这个附件。")
    if isinstance(by, Asker):
        if not by.owns(order) or order is None:
            raise unknown
        return order
    if order is None or by.role not in _STAFF:
        raise unknown
    root = work.work_orders.get(root_number(order))
    if is_foreign(root.unit if root else None, by):
        raise unknown
    return order


def _of(work: UnitOfWork, order: WorkOrder, by: Asker | Actor) -> list[Attachment]:
    files = work.attachments.for_order(order.number)
    if isinstance(by, Asker):
        return [file for file in files if file.added_by == CITIZEN.username]
    return files_for_unit(order, files) if by.role is Role.DEPARTMENT else files


def _check_room(order: WorkOrder, kept: int) -> None:
    if order.status is Status.ARCHIVED:
        raise NotAllowed("archived", "工单已经归档，不能再加附件。")
    if kept >= _MOST:
        raise NotAllowed("too_many_files", f"一张工单最多 {_MOST} 个附件。")


def _name(by: Asker | Actor) -> str:
    return CITIZEN.username if isinstance(by, Asker) else by.username
