"""Run by Rasa's Python: load a model, parse sentences, write what was understood and what it cost.

`python -m benchmarks.nlu.measure MODEL SENTENCES.json OUT.json`; SENTENCES is a list of texts.
"""

import asyncio
import json
import resource
import statistics
import sys
import time
from pathlib import Path
from typing import Any

from rasa.core.agent import Agent


def main() -> None:
    """Measure, and write one JSON object."""
    model, sentences, out = sys.argv[1:4]
    texts = json.loads(Path(sentences).read_text(encoding="utf-8"))
    before = _memory_mb()
    began = time.perf_counter()
    agent = Agent.load(model)
    load_s = time.perf_counter() - began
    asyncio.run(_parse(agent, texts[:20]))  # the first ones also load what is loaded on first use
    found, taken = asyncio.run(_parse(agent, texts))
    result = {
        "load_s": round(load_s, 2),
        "memory_mb": round(_memory_mb() - before),
        "parse_ms": round(statistics.median(taken), 2),
        "parse_p95_ms": round(statistics.quantiles(taken, n=20)[18], 2),
        "understood": found,
    }
    Path(out).write_text(json.dumps(result, ensure_ascii=False), encoding="utf-8")


async def _parse(agent: Agent, texts: list[str]) -> tuple[list[dict[str, Any]], list[float]]:
    found, taken = [], []
    for text in texts:
        began = time.perf_counter()
        parsed = await agent.parse_message(text)
        taken.append((time.perf_counter() - began) * 1000)
        found.append(_understood(parsed))
    return found, taken


def _understood(parsed: dict[str, Any]) -> dict[str, Any]:
    """Return the intent that is acted on and the topics, best first, in one form for both recipes."""
    intent, ranking = parsed["intent"]["name"], [each["name"] for each in parsed["intent_ranking"]]
    selected = parsed.get("response_selector", {}).get("faq")
    if selected is None:
        topics = [name.removeprefix("faq_") for name in ranking if name.startswith("faq_")]
        acted = "faq" if intent.startswith("faq_") else intent
        return {"intent": acted, "first": _first(ranking[0], "faq_"), "topics": topics[:3]}
    topics = [each["intent_response_key"].removeprefix("faq/") for each in selected["ranking"][:3]]
    first = next((name for name in ranking if name != "nlu_fallback"), intent)
    return {"intent": intent, "first": topics[0] if first == "faq" else f"@{first}", "topics": topics}


def _first(name: str, prefix: str) -> str:
    return name.removeprefix(prefix) if name.startswith(prefix) else f"@{name}"


def _memory_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
