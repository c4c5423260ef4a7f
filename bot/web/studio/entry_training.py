"""Whether a change has to be learnt before it can go live, or is only another wording."""

from collections.abc import Iterable

from bot.business.studio.contents import Change, Contents, learnt_from


def needs_training(live: Contents, changes: Iterable[Change]) -> bool:
    """Return whether the understanding depends on what changes."""
    return learnt_from(live) != learnt_from(live.changed(changes))
