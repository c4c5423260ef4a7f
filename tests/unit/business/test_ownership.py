"""Who may be given a conversation."""

import pytest

from bot.business.conversation import Owner, check_move
from bot.business.errors import NotAllowed


@pytest.mark.parametrize(
    ("now", "to"), [(Owner.ROBOT, Owner.AGENT), (Owner.QUEUE, Owner.QUEUE), (Owner.CLOSED, Owner.AGENT)]
)
def test_nobody_is_handed_to_an_agent_without_waiting(now: Owner, to: Owner) -> None:
    with pytest.raises(NotAllowed):
        check_move(now, to)
