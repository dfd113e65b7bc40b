"""Pipeline component: the language of a message, learnt from the lines' `lang` labels."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.meaning.attributes import LANGUAGE
from bot.meaning.language import SWEDISH, LanguageModel
from bot.meaning.training import label, written_here
from bot.topics import ONLY_SIGNS


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class LanguageRecogniser(GraphComponent):
    """Wraps bot.meaning.language."""

    def __init__(self, model: LanguageModel, storage: ModelStorage, resource: Resource) -> None:
        self._model, self._storage, self._resource = model, storage, resource

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> LanguageRecogniser:
        return cls(LanguageModel(), model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> LanguageRecogniser:
        with model_storage.read_from(resource) as folder:
            return cls(LanguageModel.load(Path(folder)), model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        lines = [m for m in written_here(training_data) if m.get(INTENT) != ONLY_SIGNS]
        self._model.fit([m.get(TEXT) for m in lines], [label(m, "lang", SWEDISH) for m in lines])
        with self._storage.write_to(self._resource) as folder:
            self._model.save(Path(folder))
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        return training_data  # the classifiers do not learn from it

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            if message.get(TEXT) is not None:
                message.set(LANGUAGE, self._model(message.get(TEXT)), add_to_output=True)
        return messages
