"""What a caller who is silent or can't be understood gets: asked again differently, then choices, then a person."""

from typing import ClassVar

from bot.business.calls.turn_taking import Expects


class Ladder:
    """Counts misses in a row."""

    CHOICES: ClassVar = 2
    PERSON: ClassVar = 3

    def __init__(self) -> None:
        self._misses = 0

    @property
    def at_end(self) -> bool:
        """Return whether the next miss calls for a person."""
        return self._misses >= self.PERSON - 1

    def fall(self) -> int:
        """Count a miss and return how many there are now."""
        self._misses += 1
        return self._misses

    def start_again(self) -> None:
        """Forget the misses: something was understood."""
        self._misses = 0

    @staticmethod
    def help_for(expects: Expects) -> str:
        """Return the name of the prompt that makes answering easier."""
        if expects is Expects.NUMBER:
            return "press_number"
        return "menu" if expects in (Expects.QUESTION, Expects.CHOICE) else "form_help"
