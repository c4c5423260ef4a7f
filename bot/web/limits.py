"""How often one caller may ask, so that one can't take the line from the others."""

import time
from collections import OrderedDict, deque
from collections.abc import Callable

_MOST_KEYS = 10_000


class RateLimit:
    """Allows `most` calls in `window_s` seconds for each key; keeps at most 10,000 keys, the quietest go first."""

    def __init__(self, most: int, window_s: float, now: Callable[[], float] = time.monotonic) -> None:
        self._most = most
        self._window_s = window_s
        self._now = now
        self._calls: OrderedDict[str, deque[float]] = OrderedDict()

    def allows(self, key: str) -> bool:
        """Count a call for `key` and return whether it is within the limit."""
        moment = self._now()
        calls = self._calls.setdefault(key, deque())
        self._calls.move_to_end(key)
        while calls and calls[0] <= moment - self._window_s:
            calls.popleft()
        if len(self._calls) > _MOST_KEYS:
            self._calls.popitem(last=False)
        if len(calls) >= self._most:
            return False
        calls.append(moment)
        return True
