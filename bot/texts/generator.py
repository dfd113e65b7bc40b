"""Rasa's own voice, reading bot/texts/ at start: a reworded answer is said after a restart, without any training."""

from __future__ import annotations

from typing import Any

from rasa.core.nlg.response import TemplatedNaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from bot.texts import easy_responses, responses


class TextGenerator(TemplatedNaturalLanguageGenerator):
    """Named in endpoints.yml. The domain in the model names responses too, but its words may be old."""

    def __init__(self, endpoint_config: EndpointConfig | None = None, domain: Domain | None = None) -> None:
        super().__init__({name: [{"text": text}] for name, text in responses().items()})

    async def generate(
        self, utter_action: str, tracker: DialogueStateTracker, output_channel: str, **kwargs: Any
    ) -> dict[str, Any] | None:
        """In easy Swedish where the talk is; what a rule says itself is no exception."""
        easy = easy_responses().get(utter_action) if tracker.get_slot("plain_swedish") else None
        if easy is not None:
            return {"text": easy}
        said: dict[str, Any] | None = await super().generate(utter_action, tracker, output_channel, **kwargs)
        return said
