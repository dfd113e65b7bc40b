"""Rasa's own voice, reading bot/texts/ at start: a reworded answer is said after a restart, without any training."""

from __future__ import annotations

from rasa.core.nlg.response import TemplatedNaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.utils.endpoints import EndpointConfig

from bot.texts import responses


class TextGenerator(TemplatedNaturalLanguageGenerator):
    """Named in endpoints.yml. The domain in the model names responses too, but its words may be old."""

    def __init__(self, endpoint_config: EndpointConfig | None = None, domain: Domain | None = None) -> None:
        super().__init__({name: [{"text": text}] for name, text in responses().items()})
