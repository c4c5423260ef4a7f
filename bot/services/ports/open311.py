"""Keys of other people's programs and the public view of orders, as the store keeps them."""

from collections.abc import Collection
from typing import Protocol

from bot.business.api_key import ApiKey
from bot.business.orders.open311_search import Search
from bot.business.orders.order import WorkOrder


class Open311(Protocol):
    """What the Open311 interface needs of the store."""

    def add_key(self, key: ApiKey) -> None:
        """Add a key. Raises Conflict when the name is taken."""
        ...

    def key_by_hash(self, key_hash: str) -> ApiKey | None:
        """Return the active key with a hash."""
        ...

    def all_keys(self) -> list[ApiKey]:
        """Return all keys, oldest first."""
        ...

    def turn_off(self, name: str) -> bool:
        """Make a key useless; return whether there is one of this name."""
        ...

    def search(self, search: Search) -> list[WorkOrder]:
        """Return a page of orders, newest first; never one whose caller asked for secrecy."""
        ...

    def public_of(self, numbers: Collection[str], categories: Collection[str]) -> list[WorkOrder]:
        """Return those of the orders that are of the categories and not secret, newest first."""
        ...
