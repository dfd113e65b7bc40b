"""Pipeline component: keeps a normalised spelling beside the raw text."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.meaning.attributes import NORMALISED
from bot.meaning.normalise import Normaliser, read_slang
from bot.meaning.training import written_here

_FILE = "restorations.json"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class SwedishNormaliser(GraphComponent):
    """Wraps bot.meaning.normalise; learns which words are only ever typed without å ä ö by mistake."""

    def __init__(self, normaliser: Normaliser, storage: ModelStorage, resource: Resource) -> None:
        self._normaliser, self._storage, self._resource = normaliser, storage, resource

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SwedishNormaliser:
        return cls(Normaliser(read_slang()), model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> SwedishNormaliser:
        with model_storage.read_from(resource) as folder:
            learnt = json.loads((Path(folder) / _FILE).read_text(encoding="utf-8"))
        return cls(Normaliser(learnt["slang"], learnt["restorations"]), model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        texts = [m.get(TEXT) for m in written_here(training_data)]
        self._normaliser = Normaliser.learn(texts, self._normaliser.slang)
        learnt = {"slang": self._normaliser.slang, "restorations": self._normaliser.restorations}
        with self._storage.write_to(self._resource) as folder:
            (Path(folder) / _FILE).write_text(json.dumps(learnt, ensure_ascii=False), encoding="utf-8")
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        self.process(training_data.training_examples)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            if message.get(TEXT) is not None:
                message.set(NORMALISED, self._normaliser(message.get(TEXT)))
        return messages
