"""Parts of understandings that are alike are read once: what grew from one base shares its biggest files with it."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar
from weakref import WeakValueDictionary

_T = TypeVar("_T")


class Shelf:
    """Gives a file's part; the same one again as long as anything holds it and the file says the same."""

    def __init__(self) -> None:
        self._held: WeakValueDictionary[tuple[str, bytes], Any] = WeakValueDictionary()

    def read(self, file: Path, make: Callable[[bytes], _T]) -> _T:
        """Return what `make` makes of the file's content. Raises OSError and what `make` raises."""
        content = file.read_bytes()
        key = (file.name, hashlib.sha256(content).digest())
        part = self._held.get(key)
        if part is None:
            part = self._held[key] = make(content)
        return part  # type: ignore[no-any-return]
