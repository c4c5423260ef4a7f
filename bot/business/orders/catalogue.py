"""The catalogue of matters: what citizens bring to the hotline, and which unit settles it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.business.errors import NotFound
from bot.business.orders.order import Kind, Urgency
from bot.business.queueing.groups import Group


@dataclass(frozen=True)
class Unit:
    """Who settles orders (承办单位); `groups`: the skill groups of agents who know its matters."""

    code: str
    name: str
    groups: tuple[Group, ...]


@dataclass(frozen=True)
class Level:
    """A heading of the catalogue, first or second level."""

    code: str
    name: str


@dataclass(frozen=True)
class Matter:
    """A third-level entry; its code is the order's `category`.

    `kind` is what it usually is, the citizen's wish may differ. `personal`: everyone's own affair, so that two callers
    never mean the same one. `redirect`: what the citizen is told when the hotline doesn't take it.
    """

    code: str
    name: str
    group: Level
    subgroup: Level
    unit: str
    kind: Kind
    urgency: Urgency
    examples: tuple[str, ...]
    personal: bool = False
    redirect: str | None = None

    @property
    def path(self) -> str:
        """Return its place in the catalogue as people read it."""
        return f"{self.group.name} / {self.subgroup.name} / {self.name}"


class Catalogue:
    """All matters and units, in the order of their files."""

    def __init__(self, matters: Iterable[Matter], units: Iterable[Unit]) -> None:
        self.matters: Mapping[str, Matter] = {matter.code: matter for matter in matters}
        self.units: Mapping[str, Unit] = {unit.code: unit for unit in units}

    def matter(self, code: str) -> Matter:
        """Return the matter `code`. Raises NotFound."""
        found = self.matters.get(code)
        if found is None:
            raise NotFound("matter_not_found", "目录里没有这个事项。")
        return found

    def unit(self, code: str) -> Unit:
        """Return the unit `code`. Raises NotFound."""
        found = self.units.get(code)
        if found is None:
            raise NotFound("unit_not_found", "没有这个承办单位。")
        return found

    def of_unit(self, unit: str) -> tuple[Matter, ...]:
        """Return the matters that `unit` settles; none for a unit that isn't known."""
        return tuple(matter for matter in self.matters.values() if matter.unit == unit)

    def groups(self) -> tuple[Level, ...]:
        """Return the first level."""
        return tuple(dict.fromkeys(matter.group for matter in self.matters.values()))

    def subgroups(self, group: str) -> tuple[Level, ...]:
        """Return the second level below the first-level code `group`."""
        return tuple(dict.fromkeys(matter.subgroup for matter in self.in_group(group)))

    def in_group(self, group: str) -> tuple[Matter, ...]:
        """Return the matters below `group`, a code of the first or the second level."""
        return tuple(
            matter for matter in self.matters.values() if group in (matter.group.code, matter.subgroup.code)
        )
