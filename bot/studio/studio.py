"""The studio's machinery, as the pages get it."""

from dataclasses import dataclass

from bot.studio.bench import Bench
from bot.studio.publisher import Publisher


@dataclass(frozen=True)
class Studio:
    """What tries and publishes."""

    bench: Bench
    publisher: Publisher
