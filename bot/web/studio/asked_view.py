"""Groups of sentences, topics and what was done, as the page gets them."""

from collections.abc import Collection, Mapping
from itertools import groupby
from typing import Any

from bot.business.staff import Staff
from bot.business.studio.asked import Treated
from bot.business.studio.contents import Content, Kind
from bot.business.studio.mining import Cluster, Sentence
from bot.business.studio.understanding import Understanding
from bot.web.context import Context

_CHANNELS = {"web": "网页", "voice": "网页语音", "phone": "电话"}
_GUESSES = 3
_LEAST = 0.03  # a guess below helps nobody
Topics = Mapping[str, Mapping[str, Any]]


def topics_view(shared: Context) -> dict[str, dict[str, Any]]:
    """Return the topics that sentences can be added to: the live ones and those of drafts."""
    live = shared.services.live_contents().topics
    drafts = {each.key: each for each in shared.services.drafts.open() if each.kind is Kind.TOPIC}
    contents = dict(live) | {key: each.content for key, each in drafts.items()}
    return {
        key: _topic(key, content, drafts[key].state.label if key in drafts else None)
        for key, content in contents.items()
        if content is not None
    }


def cluster_view(
    cluster: Cluster, guess: Understanding | None, topics: Topics, tests: Collection[str]
) -> dict[str, Any]:
    """Return a group, the best example first."""
    guesses = _guesses(cluster, guess, topics)
    return {
        "id": cluster.example.key,
        "example": cluster.example.text,
        "count": cluster.count,
        "people": cluster.people,
        "first": cluster.first.isoformat(),
        "last": cluster.last.isoformat(),
        "troubles": [{"value": each.value, "label": each.label} for each in cluster.troubles],
        "channels": [_CHANNELS.get(each, each) for each in cluster.channels],
        "guesses": guesses,
        "group": guesses[0]["group"] if guesses else "",
        "agents": list(cluster.agents),
        "sentences": [_sentence(each, tests) for each in cluster.sentences],
    }


def done_view(shared: Context, staff: Staff, topics: Topics) -> list[dict[str, Any]]:
    """Return what was done, the newest first, together what was done together."""
    names = {each.username: each.display_name for each in shared.services.staff.list()}
    batches = groupby(shared.services.asked.done(), key=lambda each: (each.at, each.by))
    return [_batch(list(held), names, staff, topics) for _, held in batches]


def _topic(key: str, content: Content, draft: str | None) -> dict[str, Any]:
    title = str(content.get("title") or key)
    return {"id": key, "title": title, "group": str(content.get("group_title") or ""), "draft": draft}


def _guesses(cluster: Cluster, guess: Understanding | None, topics: Topics) -> list[dict[str, Any]]:
    """Return the topics that are likely; without the understanding those that were answered then."""
    ranked = guess.topics if guess else [(topic, None) for topic in cluster.topics]
    return [
        {"topic": topic, "title": topics[topic]["title"], "group": topics[topic]["group"], "sure": sure}
        for topic, sure in ranked
        if topic in topics and (sure is None or sure >= _LEAST)
    ][:_GUESSES]


def _sentence(sentence: Sentence, tests: Collection[str]) -> dict[str, Any]:
    return {
        "key": sentence.key,
        "text": sentence.text,
        "count": sentence.count,
        "last": sentence.last.isoformat(),
        "troubles": [each.label for each in sentence.troubles],
        "channel": sentence.channels[0],
        "tested": sentence.key in tests,
    }


def _batch(held: list[Treated], names: Mapping[str, str], staff: Staff, topics: Topics) -> dict[str, Any]:
    first = held[0]
    topic = topics.get(first.topic or "", {}).get("title", first.topic)
    return {
        "keys": [each.key for each in held],
        "texts": [each.text or each.key for each in held],
        "what": first.treatment.label,
        "treatment": first.treatment.value,
        "topic": topic,
        "by": names.get(first.by, first.by),
        "own": first.by == staff.username,
        "at": first.at.isoformat(),
    }
