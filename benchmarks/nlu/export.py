"""The training data as the usual recipe wants it: one retrieval intent `faq/<topic>`, the other intents as they are."""

import shutil
from pathlib import Path

import yaml

from bot.knowledge.reader import read


def export(data: Path, folder: Path) -> None:
    """Write `nlu/*.yml` and `domain.yml` below `folder`: the same sentences as ours, not one more or less."""
    topics = read(data, "wenzhou").topics.values()
    (folder / "nlu").mkdir(parents=True)
    examples = [
        {
            "intent": f"faq/{topic.id}",
            "examples": "".join(f"- {each}\n" for each in topic.examples()),
        }
        for topic in topics
    ]
    _write(folder / "nlu" / "faq.yml", {"version": "3.1", "nlu": examples})
    responses = {f"utter_faq/{topic.id}": [{"text": topic.title}] for topic in topics}
    intents = {"faq"}
    for file in sorted((data / "nlu").glob("*.yml")):
        shutil.copy(file, folder / "nlu" / file.name)
        intents |= {each["intent"] for each in yaml.safe_load(file.read_text(encoding="utf-8"))["nlu"]}
    _write(folder / "domain.yml", {"version": "3.1", "intents": sorted(intents), "responses": responses})


def _write(file: Path, content: object) -> None:
    file.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")
