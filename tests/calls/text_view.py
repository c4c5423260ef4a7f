"""What can be seen of a call that is played as text."""

from typing import Any

from bot.business.calls.policy import State
from tests.calls.text_line import TextLine


class TextView:
    """`since`: the moment of the caller's last doing."""

    def __init__(self, line: TextLine) -> None:
        self._line = line
        self.since = 0.0

    def prompt_heard(self, name: str) -> bool:
        """Return whether a fixed sentence was begun since then."""
        return name in [each for when, each in self._line.log.prompts if when >= self.since]

    def replies(self) -> list[dict[str, Any]]:
        """Return what the dialogue replied since then."""
        return [each for when, each in self._line.log.replies if when >= self.since]

    def asked(self) -> list[str]:
        """Return what was passed on since then."""
        return [each for when, each in self._line.log.asked if when >= self.since]

    def state_is(self, state: str) -> bool:
        """Return whether the machine is in a state, and heard if it is speaking."""
        if state == "speaking" and not self._line.speaks:
            return False
        return self._line.session.state is State(state)

    def silent_for_s(self) -> float:
        """Return how long the voice has been still."""
        return self._line.now - (self._line.last_sound or 0.0)

    def ended(self) -> bool:
        """Return whether it is over for us."""
        return self._line.session.state is State.ENDED or self._line.outcome is not None

    def outcome(self) -> str | None:
        """Return what it came to."""
        return self._line.outcome

    def orders(self) -> int:
        """Return how many replies told of a written order."""
        return sum("order" in each for _, each in self._line.log.replies)
