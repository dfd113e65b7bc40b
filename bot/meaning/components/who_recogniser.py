"""Pipeline component: whom a message concerns (self, child, other, professional or none)."""

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

from bot.meaning.attributes import TOPIC, WHO
from bot.meaning.components.features import dense_of, ngrams_of, probabilities_of
from bot.meaning.training import label, topic_of
from bot.meaning.two_view_classifier import TwoViewClassifier
from bot.topics import HELP_TOPICS

_NAME = "who"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class WhoRecogniser(GraphComponent):
    """Learns from the help topics' `who` labels; a message on no help topic concerns nobody (`none`)."""

    def __init__(self, model: TwoViewClassifier, storage: ModelStorage, resource: Resource) -> None:
        self._model, self._storage, self._resource = model, storage, resource

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> WhoRecogniser:
        return cls(TwoViewClassifier(folds=3), model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> WhoRecogniser:
        with model_storage.read_from(resource) as folder:
            return cls(TwoViewClassifier.load(Path(folder), _NAME), model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        examples = [m for m in training_data.intent_examples if topic_of(m.get(INTENT)) in HELP_TOPICS]
        held_out = self._model.fit(
            ngrams_of(examples),
            dense_of(examples),
            gold=[label(m, "who") for m in examples],
            writers=[label(m, "writer") for m in examples],
        )
        print(f"Vem det gäller: {held_out.accuracy:.3f} rätt ({len(examples)} exempel)", flush=True)
        with self._storage.write_to(self._resource) as folder:
            self._model.save(Path(folder), _NAME)
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        return training_data  # the classifiers after this one do not learn from it

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            if message.get(TEXT) is None:
                continue
            who = "none"
            if message.get(TOPIC) in HELP_TOPICS:
                row = probabilities_of(self._model, message)
                who = self._model.labels[int(row.argmax())]
            message.set(WHO, who, add_to_output=True)
        return messages
