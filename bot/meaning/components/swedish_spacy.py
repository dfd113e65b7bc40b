"""Pipeline component: what spaCy reads out of a message, as entities for the slots `age` and `gender`."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.meaning.attributes import AGE, GENDER, NAMES_SOMEONE
from bot.meaning.linguist import Linguist, load_linguist
from bot.settings import read_settings


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class SwedishSpacy(GraphComponent):
    """Wraps bot.meaning.linguist."""

    def __init__(self, linguist: Linguist) -> None:
        self._linguist = linguist

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SwedishSpacy:
        return cls(load_linguist(read_settings().spacy_model))

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        return training_data  # the classifiers do not learn from it

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            if message.get(TEXT) is None:
                continue
            cues = self._linguist.cues(message.get(TEXT))
            message.set(AGE, cues.age, add_to_output=True)
            message.set(GENDER, cues.gender, add_to_output=True)
            message.set(NAMES_SOMEONE, cues.names_someone, add_to_output=True)
        return messages
