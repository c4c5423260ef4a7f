"""Skill groups: what an agent knows about and a waiting citizen needs."""

from enum import Enum


class Group(Enum):
    """A skill group."""

    SOCIAL = "social"
    MEDICAL = "medical"
    GENERAL = "general"

    @property
    def label(self) -> str:
        """Return the group as people read it."""
        return {"social": "社保", "medical": "医保", "general": "综合"}[self.value]
