"""Pipeline component: the language of a message."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.meaning.attributes import LANGUAGE
from bot.meaning.language import recognise


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class LanguageRecogniser(GraphComponent):
    """Wraps bot.meaning.language."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> LanguageRecogniser:
        recognise("en mening som laddar modellerna i förväg")
        return cls()

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        return training_data  # the classifiers do not learn from it

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            if message.get(TEXT) is not None:
                message.set(LANGUAGE, recognise(message.get(TEXT)), add_to_output=True)
        return messages
