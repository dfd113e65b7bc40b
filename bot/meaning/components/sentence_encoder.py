"""Pipeline component: the sentence embedding of the raw text as a dense feature, where the machine can compute it.

The model carries the network; with `tune: true` (`make train-full`) it is tuned on the training lines first.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.meaning import ahead, encoder
from bot.meaning.attributes import TUNED
from bot.meaning.encoder import int8
from bot.meaning.heads import TunedExample
from bot.meaning.kept import untouched_encoder
from bot.meaning.training import encode_all
from bot.meaning.tuned_lines import TunedLines, tune


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class SentenceEncoder(GraphComponent):
    """Wraps bot.meaning.encoder; a vector the channel computed beside the event loop is taken over."""

    def __init__(self, name: str, tune: bool, storage: ModelStorage, resource: Resource) -> None:
        self._name, self._tune = name, tune
        self._storage, self._resource = storage, resource
        self._lines: TunedLines | None = None

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"tune": False}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SentenceEncoder:
        return cls(execution_context.node_name, config["tune"], model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> SentenceEncoder:
        component = cls.create(config, model_storage, resource, execution_context)
        encoder.use(None)
        with model_storage.read_from(resource) as folder:
            if component._tune:
                component._lines = TunedLines.load(Path(folder))
            network = Path(folder) / int8.FILE
            if network.exists() and int8.available():
                encoder.use(int8.Int8Encoder(network))
                encoder.encode("väck vikterna innan den första frågan")
        return component

    def train(self, training_data: TrainingData) -> Resource:
        with self._storage.write_to(self._resource) as folder:
            if self._tune:
                tune(training_data, Path(folder), lambda line: print(line, flush=True))
            elif int8.available():
                shutil.copy(untouched_encoder(), Path(folder) / int8.FILE)
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """A tuned encoder has learnt its heads already: the examples get those, and no vectors to learn from again."""
        examples = training_data.intent_examples
        if self._lines is not None:
            for message in examples:
                held_out = self._lines.held_out.get(message.get(TEXT))
                message.set(TUNED, TunedExample(self._lines.heads, held_out))
        elif encoder.available():
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

    def _add(self, message: Message, vector: np.ndarray[Any, np.dtype[np.float32]]) -> None:
        message.add_features(Features(vector.reshape(1, -1), FEATURE_TYPE_SENTENCE, TEXT, self._name))
