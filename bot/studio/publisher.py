"""Makes releases and lets them go live; the steps are written down by PublishingService."""

from collections.abc import Sequence

from bot.business.studio.release import Release


class Publisher:
    """Does one release at a time, in the hotline process; training in a process of its own."""

    async def publish(self, draft_ids: Sequence[str], note: str, by: str) -> Release:
        """Publish approved drafts; return the release: live when no training was needed, else while it is being made.

        Raises BusinessError when it can't begin; what goes wrong later stands in the release.
        """
        raise NotImplementedError

    async def return_to(self, number: int, reason: str, by: str) -> Release:
        """Go back to an earlier release and return the new one with its content. Raises BusinessError."""
        raise NotImplementedError

    async def overrule(self, number: int, reason: str, by: str) -> Release:
        """Let a release that was stopped go live all the same. Raises BusinessError."""
        raise NotImplementedError
