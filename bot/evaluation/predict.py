"""Sends samples through the trained model the way the channel does: cleaned, screened, without direct identifiers, parsed by Rasa's own agent."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.evaluation.samples import Sample
from bot.meaning import attributes
from bot.meaning.clean import clean, has_words
from bot.redaction import find_direct, replace
from bot.urgency.decide import Danger, decide_without_score
from bot.urgency.screen import screen


@dataclass(frozen=True)
class Prediction:
    sample: Sample
    topic: str | None
    ranking: tuple[str, ...]
    confidence: float
    who: str
    urgency: str
    danger: Danger
    language: str
    unsure: bool  # below the fallback threshold: topics would be offered instead of an answer
    milliseconds: float = 0.0  # wall time of understanding, one message at a time

    @property
    def is_right(self) -> bool:
        return self.sample.is_right(self.topic)

    @property
    def is_right_among_three(self) -> bool:
        return any(self.sample.is_right(topic) for topic in self.ranking[:3])

    @property
    def is_certain(self) -> bool:
        """112 comes first."""
        return self.danger is Danger.CERTAIN

    @property
    def is_noticed(self) -> bool:
        """112 comes first, or the resident is asked about danger."""
        return self.danger is not Danger.NONE


async def predict(model: Path, samples: Sequence[Sample]) -> list[Prediction]:
    """One prediction a sample, in order. Raises rasa.exceptions.ModelNotFound."""
    from rasa.core.agent import Agent

    agent = Agent.load(str(model))
    predictions = []
    for sample in samples:
        begun = time.perf_counter()
        found = await _found(agent, sample.text)
        predictions.append(_prediction(sample, found, (time.perf_counter() - begun) * 1000))
    return predictions


async def _found(agent: Any, text: str) -> dict[str, Any]:
    text = clean(text)
    if not has_words(text):
        return {}
    found: dict[str, Any] = await agent.parse_message(replace(text, find_direct(text)))
    if decide_without_score(screen(text)).danger is Danger.CERTAIN:
        found[attributes.DANGER] = Danger.CERTAIN.value
    return found


def _prediction(sample: Sample, found: dict[str, Any], milliseconds: float) -> Prediction:
    return Prediction(
        sample=sample,
        topic=found.get(attributes.TOPIC),
        ranking=tuple(guess["name"] for guess in found.get(attributes.TOPIC_RANKING, ())),
        confidence=float(found.get(attributes.TOPIC_CONFIDENCE, 0.0)),
        who=found.get(attributes.WHO, "none"),
        urgency=found.get(attributes.URGENCY, "none"),
        danger=Danger(found.get(attributes.DANGER, Danger.NONE.value)),
        language=found.get(attributes.LANGUAGE, "sv"),
        unsure=(found.get("intent") or {}).get("name") == "nlu_fallback",
        milliseconds=milliseconds,
    )
