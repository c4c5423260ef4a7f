"""A sentence as the whole pipeline takes it: the classifier's judgement and what the answer gate makes of it."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

from bot.business.gate import Guess, Limits, decide
from bot.nlu.tokens import tokens
from bot.nlu.trained import Encode, Trained

_GATE = "bot.nlu.answer_gate.AnswerGate"


def limits_in(config: Path) -> Limits:
    """Return the gate's limits in Rasa's configuration. Raises OSError, KeyError, StopIteration."""
    pipeline = yaml.safe_load(config.read_text(encoding="utf-8"))["pipeline"]
    gate = next(each for each in pipeline if each["name"] == _GATE)
    return Limits(*(float(gate[name]) for name in ("answer", "ask", "act")))


def take(trained: Trained, encode: Encode, limits: Limits, texts: Sequence[str]) -> list[dict[str, Any]]:
    """Return for each sentence, by the names of `bot.business.studio.understanding.Understanding`, what it is taken for."""
    taken = []
    for text, judged in zip(texts, trained.judge([tokens(text) for text in texts], encode), strict=True):
        ranking = [Guess(name, confidence) for name, confidence in judged.ranking]
        decision = decide(text, ranking, limits, judged.on_subject, judged.meant)
        taken.append(
            {
                "text": text,
                "meant": judged.meant,
                "on_subject": judged.on_subject,
                "ranking": judged.ranking,
                "intent": decision.intent,
                "confidence": decision.confidence,
                "options": decision.options,
            }
        )
    return taken
