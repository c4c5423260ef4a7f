"""Mandarin as Rasa sees it: one token a character, after the one normalisation that training and run time share."""

from typing import Any

from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.tokens import placed_tokens


class _Character(Token):
    """A token that Rasa's cache can tell from others without hashing: it asks after every component of a training."""

    def fingerprint(self) -> str:
        """Return what makes the token what it is."""
        return f"{self.text}@{self.start}"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class MandarinTokenizer(Tokenizer):
    """Splits a normalised sentence into characters, keeping Latin words and numbers whole.

    Characters instead of words: a recogniser's homophone error breaks a word list's segmentation of everything
    around it, but spoils only the n-grams that contain the wrong character.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return Rasa's keys for splitting intent names; ours are never split."""
        return {"intent_tokenization_flag": False, "intent_split_symbol": "_", "token_pattern": None}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "MandarinTokenizer":
        """Build the component for Rasa's graph."""
        return cls(config)

    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        """Return the tokens of `attribute`; a sentence without any letter becomes the one token `∅`."""
        return [_Character(token, start) for token, start in placed_tokens(message.get(attribute))]
