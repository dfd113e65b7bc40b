"""Pipeline component: the sentence embedding of the raw text as a dense feature, where the machine can compute it."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.meaning import ahead, encoder
from bot.meaning.training import encode_all


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class SentenceEncoder(GraphComponent):
    """Wraps bot.meaning.encoder; a vector the channel computed beside the event loop is taken over."""

    def __init__(self, name: str) -> None:
        self._name = name

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SentenceEncoder:
        if encoder.available():
            encoder.encode("väck vikterna innan den första frågan")
        return cls(execution_context.node_name)

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        examples = training_data.intent_examples
        if encoder.available():
            for message, vector in zip(examples, encode_all(m.get(TEXT) for m in examples), strict=True):
                self._add(message, vector)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        if encoder.available():
            for message in messages:
                text = message.get(TEXT)
                if text is not None:
                    vector = ahead.take(text)
                    self._add(message, encoder.encode(text) if vector is None else vector)
        return messages

    def _add(self, message: Message, vector: Any) -> None:
        message.add_features(Features(vector.reshape(1, -1), FEATURE_TYPE_SENTENCE, TEXT, self._name))
