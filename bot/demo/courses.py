"""What becomes of orders: how often which course, and one course that ends in each state."""

from enum import Enum

from bot.business.orders.actions import Action
from bot.business.orders.states import Status


class Rating(Enum):
    """What a citizen says when asked after the matter; NOBODY: nobody was reached."""

    GOOD = "good"
    FAIR = "fair"
    BAD = "bad"
    NOBODY = "nobody"


Step = Action | Rating
Course = tuple[Step, ...]
A, R, S = Action, Rating, Status

_SENT = (A.PREPARE, A.DISPATCH)
_WORK = (*_SENT, A.SIGN, A.CONTACT, A.START)
_DONE = (A.REPORT, A.REVIEW, A.PASS)
SETTLED: Course = (*_WORK, *_DONE, R.GOOD, A.ARCHIVE)
_URGED = (*_WORK, A.URGE, A.ADD_FACTS, A.SUPERVISE, *_DONE, R.FAIR, A.END_SUPERVISION)

USUAL: tuple[tuple[int, Course], ...] = (
    (44, SETTLED),
    (12, (*_WORK, *_DONE, R.FAIR, A.ARCHIVE)),
    (7, (*_WORK, *_DONE, R.BAD, A.START, *_DONE, R.GOOD)),
    (7, (A.ANSWER, R.GOOD, A.ARCHIVE)),
    (3, (A.REDIRECT, A.ARCHIVE)),
    (1, (A.TRANSFER, A.ARCHIVE)),
    (2, (A.INFORM,)),
    (5, (A.MERGE,)),
    (4, (*_SENT, A.ASK_RETURN, A.GRANT_RETURN, A.DISPATCH, A.SIGN, A.CONTACT, A.START, *_DONE, R.GOOD)),
    (2, (*_SENT, A.SIGN, A.ASK_RETURN, A.REFUSE_RETURN, A.CONTACT, A.START, *_DONE, R.FAIR)),
    (4, (*_WORK, A.ASK_EXTENSION, A.GRANT_EXTENSION, *_DONE, R.GOOD)),
    (1, (*_WORK, A.ASK_EXTENSION, A.REFUSE_EXTENSION, *_DONE, R.BAD, A.START, *_DONE, R.FAIR)),
    (1, (*_WORK, A.HOLD, A.TAKE_UP, *_DONE, R.GOOD)),
    (1, (*_WORK, A.TERMINATE)),
    (2, (*_SENT, A.SIGN, A.WITHDRAW)),
    (3, _URGED),
    (2, (*_WORK, *_DONE, R.NOBODY, R.NOBODY, A.CLOSE)),
    (2, (*_WORK, A.REPORT, A.REVIEW, A.SEND_BACK, *_DONE, R.GOOD)),
)

ENDING: dict[Status, Course] = {
    S.REGISTERED: (),
    S.ANSWERED: (A.ANSWER,),
    S.TRANSFERRED: (A.TRANSFER,),
    S.REDIRECTED: (A.REDIRECT,),
    S.INFORMED: (A.INFORM,),
    S.MERGED: (A.MERGE,),
    S.PENDING: (A.PREPARE,),
    S.DISPATCHED: _SENT,
    S.RETURN_ASKED: (*_SENT, A.ASK_RETURN),
    S.SIGNED: (*_SENT, A.SIGN),
    S.CONTACTED: (*_SENT, A.SIGN, A.CONTACT),
    S.IN_PROGRESS: (*_SENT, A.ASK_RETURN, A.GRANT_RETURN, A.DISPATCH, A.SIGN, A.CONTACT, A.START, A.URGE),
    S.EXTENSION_ASKED: (*_WORK, A.ASK_EXTENSION),
    S.HELD: (*_WORK, A.HOLD),
    S.TERMINATED: (*_WORK, A.TERMINATE),
    S.REPORTED: (*_WORK, A.ASK_EXTENSION, A.GRANT_EXTENSION, A.REPORT),
    S.REVIEW: (*_WORK, A.REPORT, A.REVIEW),
    S.CALLBACK: (*_WORK, *_DONE),
    S.REOPENED: (*_WORK, *_DONE, R.BAD),
    S.CLOSED: (*_WORK, *_DONE, R.GOOD),
    S.ARCHIVED: SETTLED,
    S.WITHDRAWN: (*_SENT, A.SIGN, A.WITHDRAW),
}
LEFT_LYING: Course = (*_SENT, A.SIGN, A.CONTACT, A.START)  # and then the unit lets the limit pass
