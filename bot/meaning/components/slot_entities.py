"""Pipeline component, the last: offers what was found as entities, from which Rasa itself fills the slots."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.meaning.attributes import SLOTS_FROM_MEANING, TOPIC, WHO
from bot.topics import HELP_TOPICS, NOT_UNDERSTOOD

_EXTRACTOR = "meaning"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class SlotEntities(GraphComponent):
    """Small talk, doubt and messages that concern nobody leave the running topic and person as they are."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SlotEntities:
        return cls()

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        return training_data  # nothing to learn

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            if message.get(TEXT) is None:
                continue
            entities = [
                {"entity": name, "value": message.get(name), "start": 0, "end": 0, "extractor": _EXTRACTOR}
                for name in SLOTS_FROM_MEANING
                if message.get(name) is not None and _changes_memory(message, name)
            ]
            message.set(ENTITIES, message.get(ENTITIES, []) + entities, add_to_output=True)
        return messages


def _changes_memory(message: Message, name: str) -> bool:
    intent = (message.get(INTENT) or {}).get("name")
    if name == TOPIC:
        return message.get(TOPIC) in HELP_TOPICS and intent != NOT_UNDERSTOOD
    if name == WHO:
        return message.get(WHO) != "none" and intent != NOT_UNDERSTOOD
    return True
