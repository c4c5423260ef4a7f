"""What is answered to a citizen who waits for a person: how long, or what they can have instead."""

from typing import Any

from anyio.to_thread import run_sync

from bot.bootstrap import Services
from bot.business.errors import Invalid
from bot.business.handoff import Handoff
from bot.business.queueing import replies
from bot.business.queueing.waiting_talk import CallbackTalk, Wish, learn, talk_of, wish_in
from bot.business.reply import Reply


class WaitingRoom:
    """Answers who waits, without the robot."""

    def __init__(self, services: Services) -> None:
        self._services = services

    async def answer(self, handoff: Handoff, words: str, shown: list[dict[str, Any]]) -> Reply | None:
        """Return the answer to `words`; None: they left the queue and the robot has to answer.

        `shown` are the replies to what was said before.
        """
        return await run_sync(lambda: self._answer(handoff, words, shown))

    def _answer(self, handoff: Handoff, words: str, shown: list[dict[str, Any]]) -> Reply | None:
        wish = wish_in(words)
        if wish is Wish.ORDER:
            return None if self._leaves(handoff, "order") else self._stays(handoff)
        if wish is Wish.ROBOT:
            return replies.left_the_queue() if self._leaves(handoff, "left") else self._stays(handoff)
        talk = talk_of(shown)
        if wish is Wish.CALLBACK and talk is None:
            return self._offered()
        return self._stays(handoff) if talk is None else self._arranged(handoff, talk, words)

    def _offered(self) -> Reply:
        times = tuple(self._services.callbacks.times())
        if not times:
            return replies.no_times()
        return replies.which_time(CallbackTalk(times))

    def _arranged(self, handoff: Handoff, talk: CallbackTalk, words: str) -> Reply:
        known = learn(talk, words)
        if known.chosen is None:
            return replies.which_time(known, again=True)
        if known.number is None:
            return replies.which_number(known, again=talk.chosen is not None)
        try:
            request = self._services.callbacks.request(
                known.number,
                known.chosen.start,
                known.chosen.end,
                handoff.summary,
                f"{handoff.conversation_id}:{known.chosen.start.isoformat()}",
                handoff.conversation_id,
                handoff.group,
            )
        except Invalid:  # the time passed while they were thinking
            return self._offered()
        self._leaves(handoff, "callback")
        return replies.promised(request, known.chosen.label)

    def _leaves(self, handoff: Handoff, why: str) -> bool:
        """Take the citizen out of the queue; False: an agent was quicker."""
        return self._services.handoffs.withdraw(handoff.conversation_id, "citizen", why) is not None

    def _stays(self, handoff: Handoff) -> Reply:
        outlook = self._services.handoffs.outlook(handoff.id)
        return replies.still_waiting(handoff, outlook, self._services.now())
