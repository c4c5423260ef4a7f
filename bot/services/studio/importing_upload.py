"""What a file says that somebody wants to import, whatever form it had."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.business.studio.contents import Contents, Kind

MOST_MISTAKES = 500  # nobody reads more at once; the rest shows when these are mended
Entry = tuple[Kind, str]


@dataclass(frozen=True)
class Mistake:
    """What is wrong, and where: “答案!C12” or “faq/cards.yml:31”."""

    where: str
    message: str


@dataclass(frozen=True)
class Upload:
    """A file that was read. `places`: for each entry, where each place of its form stands; "" is the entry itself.

    `base`: what the file was exported from, None when that isn't known. `untouched`: the entries that it leaves as they were
    then. `groups`: whose topics it means to hold in full, None: all; `whole_values`: the same for local values.
    """

    form: str  # Excel or YAML
    contents: Contents
    places: Mapping[Entry, Mapping[str, str]]
    mistakes: tuple[Mistake, ...] = ()
    notices: tuple[str, ...] = ()
    base: Contents | None = None
    untouched: frozenset[Entry] = frozenset()
    groups: frozenset[str] | None = None
    whole_values: bool = True

    def where(self, entry: Entry, place: str) -> str:
        """Return where `place` of an entry stands, or the nearest that is known around it."""
        held = self.places.get(entry, {})
        while place and place not in held:
            place = place.rpartition(".")[0]
        return held.get(place, "")


class UnreadableFile(Exception):
    """The file as a whole can't be taken; the message says why and what to do."""
