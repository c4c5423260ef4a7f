"""Lets Rasa train on the knowledge base: each topic becomes an intent `faq_<id>` of the classifier."""

import os
from functools import cached_property
from pathlib import Path
from typing import Any

from rasa.shared.core.domain import Domain
from rasa.shared.core.training_data.structures import StoryGraph
from rasa.shared.importers.importer import TrainingDataImporter
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.business.faq import Topic
from bot.knowledge.reader import read

INTENT_PREFIX = "faq_"


class FaqImporter(TrainingDataImporter):
    """Reads a release's folder; named in config.yml beside RasaFileImporter."""

    def __init__(
        self,
        config_file: str | None = None,
        domain_path: str | None = None,
        training_data_paths: list[str] | str | None = None,
        knowledge: str = "data",
        region: str = "wenzhou",
        **kwargs: Any,
    ) -> None:
        # Rasa starts us, so the environment is the only way for a release's training to name its own folder.
        self._folder = Path(os.environ.get("HOTLINE_KNOWLEDGE", knowledge))
        self._region = os.environ.get("HOTLINE_REGION", region)

    def get_domain(self) -> Domain:
        """Return the intents of all topics."""
        return Domain.from_dict({"intents": [_intent(topic) for topic in self._topics]})

    def get_nlu_data(self, language: str | None = "zh") -> TrainingData:
        """Return each topic's examples under its intent."""
        return TrainingData(
            [
                Message.build(text=text, intent=_intent(topic))
                for topic in self._topics
                for text in topic.examples()
            ]
        )

    def get_stories(self, exclusion_percentage: int | None = None) -> StoryGraph:
        """Return none: every topic is answered by the same rule (data/rules/faq.yml)."""
        return StoryGraph([])

    def get_conversation_tests(self) -> StoryGraph:
        """Return none: conversations to test stand in tests/conversations."""
        return StoryGraph([])

    def get_config(self) -> dict[str, Any]:
        """Return nothing: the configuration is config.yml's."""
        return {}

    def get_config_file_for_auto_config(self) -> str | None:
        """Return nothing: config.yml is complete."""
        return None

    @cached_property
    def _topics(self) -> list[Topic]:
        # Rasa asks for domain, examples and rules several times in one training.
        return list(read(self._folder, self._region).topics.values())


def _intent(topic: Topic) -> str:
    return INTENT_PREFIX + topic.id
