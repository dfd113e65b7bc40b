"""Pipeline component: character and word n-grams of the normalised text as a sparse sentence feature."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.meaning.attributes import NORMALISED
from bot.meaning.ngrams import NgramVectorizer
from bot.meaning.training import written_here


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class NgramFeaturizer(GraphComponent):
    """Wraps bot.meaning.ngrams."""

    def __init__(self, vectorizer: NgramVectorizer, name: str, storage: ModelStorage, resource: Resource) -> None:
        self._vectorizer, self._name = vectorizer, name
        self._storage, self._resource = storage, resource

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"min_count": 2}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> NgramFeaturizer:
        return cls(NgramVectorizer(config["min_count"]), execution_context.node_name, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> NgramFeaturizer:
        with model_storage.read_from(resource) as folder:
            vectorizer = NgramVectorizer.load(Path(folder))
        return cls(vectorizer, execution_context.node_name, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        self._vectorizer.fit([m.get(NORMALISED) for m in written_here(training_data)])
        with self._storage.write_to(self._resource) as folder:
            self._vectorizer.save(Path(folder))
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        self.process(training_data.intent_examples)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        texts = [m for m in messages if m.get(NORMALISED) is not None]
        if texts:
            rows = self._vectorizer.transform([m.get(NORMALISED) for m in texts])
            for i, message in enumerate(texts):
                message.add_features(Features(rows[i].tocoo(), FEATURE_TYPE_SENTENCE, TEXT, self._name))
        return messages
