"""Whether a call has come to what a script expects; the same for text and for sound."""

from typing import Any, Protocol

from tests.calls.scripts import Expected


class View(Protocol):
    """What can be seen of a running call; `since` is the caller's last doing."""

    def prompt_heard(self, name: str) -> bool:
        """Return whether a fixed sentence was heard since then."""
        ...

    def replies(self) -> list[dict[str, Any]]:
        """Return what the dialogue replied since then."""
        ...

    def asked(self) -> list[str]:
        """Return what was passed on as the caller's sentences since then."""
        ...

    def state_is(self, state: str) -> bool:
        """Return whether the call is in a state, as far as it shows."""
        ...

    def silent_for_s(self) -> float:
        """Return how long 小政's voice has been still."""
        ...

    def ended(self) -> bool:
        """Return whether the call is over."""
        ...

    def outcome(self) -> str | None:
        """Return what it came to."""
        ...

    def orders(self) -> int:
        """Return how many orders were written in it."""
        ...


def unmet(expected: Expected, view: View) -> list[str]:
    """Return what isn't so, in words; nothing when all is as expected."""
    return [*_of_replies(expected, view), *_of_the_call(expected, view)]


def _of_replies(expected: Expected, view: View) -> list[str]:
    replies = view.replies()
    kinds, topics = [each["kind"] for each in replies], [each.get("topic") for each in replies]
    told = " ".join(f"{each.get('text', '')} {each.get('speech', '')}" for each in replies)
    wrong = []
    if expected.kind is not None and expected.kind not in kinds:
        wrong.append(f"kind {kinds}, not {expected.kind}")
    if expected.topic is not None and expected.topic not in topics:
        wrong.append(f"topic {topics}, not {expected.topic}")
    if expected.text and not any(each in told for each in expected.text):
        wrong.append(f"none of {expected.text} in {told!r}")
    if found := [each for each in expected.not_text if each in told]:
        wrong.append(f"{found} in {told!r}")
    return wrong


def _of_the_call(expected: Expected, view: View) -> list[str]:
    wrong = []
    if expected.asked is not None and not _asked_as(expected.asked, view.asked()):
        wrong.append(f"asked {view.asked()}, not {expected.asked}")
    if expected.prompt is not None and not view.prompt_heard(expected.prompt):
        wrong.append(f"prompt {expected.prompt} not heard")
    if expected.state is not None and not view.state_is(expected.state):
        wrong.append(f"not {expected.state}")
    if expected.silent_for_s is not None and view.silent_for_s() < expected.silent_for_s:
        wrong.append(f"silent for {view.silent_for_s():.2f} s")
    if expected.ended is not None and view.ended() != expected.ended:
        wrong.append("not ended" if expected.ended else "ended")
    if expected.outcome is not None and view.outcome() != expected.outcome:
        wrong.append(f"outcome {view.outcome()}, not {expected.outcome}")
    if expected.orders is not None and view.orders() != expected.orders:
        wrong.append(f"{view.orders()} orders, not {expected.orders}")
    return wrong


def _asked_as(wanted: list[str], asked: list[str]) -> bool:
    return any(each in " ".join(asked) for each in wanted) if wanted else not asked
