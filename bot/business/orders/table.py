"""The table of an order's life: in which state what may be done by whom, what it takes, and where it leads."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Union

from bot.business.orders.actions import Action, Need
from bot.business.orders.actor import Outside, Party
from bot.business.orders.order import WorkOrder
from bot.business.orders.states import AT_UNIT, OPEN, SETTLED, Status
from bot.business.permissions import ALLOWED, Permission


class Way(Enum):
    """Where an action leads when the order itself decides that."""

    STAY = "stay"
    BACK = "back"  # to `resume`, the state in which something was asked for
    REDO = "redo"  # to its unit; without one, to be dispatched


@dataclass(frozen=True)
class Move:
    """Where an action leads from one state, who may do it, and what has to be given."""

    to: Union[Status, Way]  # noqa: UP007 -- Python 3.10 doesn't join enums with |
    by: frozenset[Party]
    needs: tuple[Need, ...] = ()


def _who(permission: Permission, *others: Party) -> frozenset[Party]:
    return frozenset((*ALLOWED[permission], *others))


A, S, N, P = Action, Status, Need, Permission
_CITIZEN, _SYSTEM = Outside.CITIZEN, Outside.SYSTEM
_REGISTRAR, _MERGER, _REVIEWER = _who(P.REGISTER_ORDERS), _who(P.MERGE_ORDERS), _who(P.REVIEW_ORDERS)
_DISPATCHER, _UNIT = _who(P.DISPATCH_ORDERS, _SYSTEM), _who(P.ACT_AS_DEPARTMENT)
_CALLER, _CALLER_OR_UNIT = _who(P.CALL_BACK, _CITIZEN), _UNIT | _REVIEWER
_WORKING = (S.SIGNED, S.CONTACTED, S.IN_PROGRESS)
_FROM_UNIT = (*_WORKING, S.DISPATCHED, S.HELD, S.REOPENED)

_Row = tuple[Action, Iterable[Status], Union[Status, Way], frozenset[Party], tuple[Need, ...]]  # noqa: UP007
_ROWS: tuple[_Row, ...] = (
    (A.ANSWER, [S.REGISTERED], S.ANSWERED, _REGISTRAR, (N.REPORT,)),
    (A.TRANSFER, [S.REGISTERED], S.TRANSFERRED, _REGISTRAR, (N.REASON,)),
    (A.REDIRECT, [S.REGISTERED], S.REDIRECTED, _REGISTRAR, (N.REASON,)),
    (A.INFORM, [S.REGISTERED], S.INFORMED, _REGISTRAR, (N.PARENT, N.NOTE)),
    (A.MERGE, [S.REGISTERED, S.PENDING, S.DISPATCHED], S.MERGED, _MERGER, (N.PARENT,)),
    (A.PREPARE, [S.REGISTERED], S.PENDING, _DISPATCHER, ()),
    (A.DISPATCH, [S.PENDING], S.DISPATCHED, _DISPATCHER, (N.UNIT, N.DUE)),
    (A.ASK_RETURN, [S.DISPATCHED, S.SIGNED], S.RETURN_ASKED, _UNIT, (N.NOTE,)),
    (A.GRANT_RETURN, [S.RETURN_ASKED], S.PENDING, _REVIEWER, ()),
    (A.REFUSE_RETURN, [S.RETURN_ASKED], Way.BACK, _REVIEWER, (N.NOTE,)),
    (A.SIGN, [S.DISPATCHED], S.SIGNED, _UNIT, ()),
    (A.CONTACT, [S.SIGNED], S.CONTACTED, _UNIT, ()),
    (A.START, [S.SIGNED, S.CONTACTED, S.REOPENED], S.IN_PROGRESS, _UNIT, ()),
    (A.ASK_EXTENSION, _WORKING, S.EXTENSION_ASKED, _UNIT, (N.NOTE, N.DUE)),
    (A.GRANT_EXTENSION, [S.EXTENSION_ASKED], Way.BACK, _REVIEWER, (N.DUE,)),
    (A.REFUSE_EXTENSION, [S.EXTENSION_ASKED], Way.BACK, _REVIEWER, (N.NOTE,)),
    (A.HOLD, [S.IN_PROGRESS], S.HELD, _REVIEWER, (N.NOTE, N.REVIEW_AT)),
    (A.TAKE_UP, [S.HELD], S.IN_PROGRESS, _CALLER_OR_UNIT, ()),
    (A.TERMINATE, [*_WORKING, S.HELD, S.REOPENED], S.TERMINATED, _REVIEWER, (N.NOTE,)),
    (A.ESCALATE, _FROM_UNIT, S.DISPATCHED, _REVIEWER, (N.UNIT, N.NOTE)),
    (A.REPORT, [S.CONTACTED, S.IN_PROGRESS], S.REPORTED, _UNIT, (N.REPORT,)),
    (A.REVIEW, [S.REPORTED], S.REVIEW, _REVIEWER, ()),
    (A.PASS, [S.REPORTED, S.REVIEW], S.CALLBACK, _REVIEWER, ()),
    (A.SEND_BACK, [S.REPORTED, S.REVIEW], S.IN_PROGRESS, _REVIEWER, (N.NOTE,)),
    (A.CLOSE, [S.ANSWERED, S.CALLBACK], S.CLOSED, _CALLER | {_SYSTEM}, (N.NOTE,)),
    (A.REOPEN, [S.ANSWERED, S.CALLBACK, S.CLOSED], Way.REDO, _CALLER, (N.NOTE, N.DUE)),
    (A.REOPEN, [S.TERMINATED], Way.REDO, _REVIEWER, (N.NOTE, N.DUE)),
    (A.ARCHIVE, SETTLED - {S.ANSWERED, S.ARCHIVED}, S.ARCHIVED, _REVIEWER | {_SYSTEM}, ()),
    (A.WITHDRAW, [S.REGISTERED, S.PENDING, *AT_UNIT, S.MERGED], S.WITHDRAWN, _CALLER, ()),
    (A.URGE, OPEN | {S.MERGED}, Way.STAY, _CALLER, ()),
    (A.ADD_FACTS, OPEN | {S.MERGED}, Way.STAY, _CALLER, (N.NOTE,)),
    (A.SUPERVISE, OPEN, Way.STAY, _who(P.SUPERVISE, _SYSTEM), ()),
    (A.END_SUPERVISION, OPEN, Way.STAY, _who(P.SUPERVISE), ()),
)
MOVES: dict[tuple[Status, Action], Move] = {
    (status, action): Move(to, by, needs) for action, states, to, by, needs in _ROWS for status in states
}


def allowed(order: WorkOrder, role: Party) -> tuple[Action, ...]:
    """Return what `role` may do to the order now; a department only when the order is its own."""
    moves = ((action, MOVES.get((order.status, action))) for action in Action)
    return tuple(
        action for action, move in moves if move and role in move.by and not hindrance(order, action)
    )


def simple(order: WorkOrder, action: Action) -> bool:
    """Return whether the action takes no more than a note, and time limits that the service knows."""
    needs = set(MOVES[order.status, action].needs)
    by_itself = {N.NOTE, N.REVIEW_AT} | ({N.DUE} if action is A.REOPEN else set())
    return needs <= by_itself


def hindrance(order: WorkOrder, action: Action) -> str | None:
    """Return what stands in the way although the state would allow it, as people read it."""
    if action is Action.ASK_RETURN and order.no_return:
        return "退单申请已经被驳回过，不能再申请退单。"
    reachable = order.callback_phone is not None and not order.keep_secret
    if action is Action.START and order.status is Status.SIGNED and reachable:
        return "请先联系市民，再开始办理。"
    if action is Action.SUPERVISE and order.supervised:
        return "这张工单已经在督办。"
    if action is Action.END_SUPERVISION and not order.supervised:
        return "这张工单没有在督办。"
    return None


def target(order: WorkOrder, move: Move) -> Status:
    """Return the state that the move leads this order to."""
    if isinstance(move.to, Status):
        return move.to
    if move.to is Way.REDO:
        return Status.REOPENED if order.unit else Status.PENDING
    if move.to is Way.BACK:
        assert order.resume is not None  # set when the return or extension was asked for
        return order.resume
    return order.status
