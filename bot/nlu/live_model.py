"""The understanding of the active release, taken up while the server answers: loaded beside, then put in place.

The hotline writes `active` and, before it, `next` into the folder of releases; each release names the folder of its
understanding in a file `understanding`. A release that can't be loaded leaves the one in use where it is.
"""

import gc
import logging
import sys
import threading
from dataclasses import dataclass
from pathlib import Path

from bot.nlu.shelf import Shelf
from bot.nlu.trained import Trained

log = logging.getLogger(__name__)

_TURNS_FIRST_S = (
    0.0005  # a turn asks for the interpreter dozens of times, and waits this long each time while we load
)


@dataclass(frozen=True)
class Named:
    """An understanding and the name of its folder; "" for one that came with a model of Rasa's and nothing else is known of."""

    name: str
    trained: Trained


class LiveModel:
    """Gives the understanding to use for the next sentence; asking costs a look at two small files."""

    def __init__(self, releases: Path, understandings: Path, packed: Named, shelf: Shelf) -> None:
        self._releases = releases
        self._understandings = understandings
        self._in_use = packed
        self._shelf = shelf
        self._ready: Named | None = None
        self._loading: str | None = None
        self._broken: set[str] = set()

    def current(self) -> Named:
        """Return the understanding in use, after looking whether another shall be."""
        self._look()  # each time: an answer and its understanding belong to the same release
        return self._in_use

    @property
    def ready(self) -> str:
        """Return the name of what could be used at once: the one that is being prepared, if it is loaded."""
        return (self._ready or self._in_use).name

    def load_now(self) -> None:
        """Load what is active before the first sentence; what can't be loaded is noted and left."""
        name = self._named("active")
        if name != self._in_use.name:
            self._load(name)
            self._look()

    def _look(self) -> None:
        active, following = self._named("active"), self._named("next")
        if active != self._in_use.name:
            self._put_in_place(active)
        if following and following != self._in_use.name:
            self._begin(following)
        else:
            self._ready = None  # nothing follows, or what was there before
        if not following:
            self._broken.clear()  # the next publication may have put its files right

    def _put_in_place(self, name: str) -> None:
        ready = self._ready
        if ready is not None and ready.name == name:
            self._in_use, self._ready = ready, None
        else:
            self._begin(name)

    def _begin(self, name: str) -> None:
        if self._loading is None and name not in self._broken and (self._ready or self._in_use).name != name:
            self._loading = name
            threading.Thread(target=self._load, args=(name,), daemon=True, name="understanding").start()

    def _load(self, name: str) -> None:
        usual = sys.getswitchinterval()
        sys.setswitchinterval(_TURNS_FIRST_S)
        gc.disable()  # a million new names would have it look through everything again and again, with turns waiting
        try:
            self._ready = Named(name, Trained.load(self._understandings / name, self._shelf))
        except Exception:  # whatever is wrong with the files: sentences are understood as before
            log.exception("understanding %s can't be loaded; %s stays", name, self._in_use.name or "packed")
            self._broken.add(name)
        finally:
            sys.setswitchinterval(usual)
            gc.enable()
            self._loading = None

    def _named(self, pointer: str) -> str:
        """Return the understanding of the release that a pointer names; without an active one that in use stays."""
        try:
            release = (self._releases / pointer).read_text(encoding="utf-8").strip()
            return (self._releases / release / "understanding").read_text(encoding="utf-8").strip()
        except OSError:
            return "" if pointer == "next" else self._in_use.name
