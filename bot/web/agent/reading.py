"""Which talks an account may look into; who tries another's is refused, and that is noted."""

from anyio.to_thread import run_sync
from fastapi import Request

from bot.business.conversation import Conversation
from bot.business.errors import NotAllowed
from bot.business.staff import Staff
from bot.web.context import Context
from bot.web.staff.guard import refuse


async def readable(request: Request, shared: Context, staff: Staff, conversation_id: str) -> Conversation:
    """Return a conversation. Raises NotFound, NotAllowed, the latter noted in the audit log."""
    try:
        return await run_sync(shared.services.desk_view.talk_for, staff, conversation_id)
    except NotAllowed as error:
        await refuse(request, shared, staff, "foreign_talk", "conversation", conversation_id, error)
