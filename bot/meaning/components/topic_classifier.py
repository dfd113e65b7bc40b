"""Pipeline component: what a message is about, as Rasa's intent with a calibrated confidence and a ranking."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.meaning.attributes import TOPIC, TOPIC_CONFIDENCE, TOPIC_RANKING
from bot.meaning.components.features import dense_of, ngrams_of, probabilities_of
from bot.meaning.training import label, on_topics, topic_of
from bot.meaning.two_view_classifier import TwoViewClassifier

_NAME = "topic"
_RANKED = 5  # guesses kept for "is it one of these?" and for the evaluation


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class TopicClassifier(GraphComponent, IntentClassifier):
    """Wraps bot.meaning.two_view_classifier for the topics of bot/topics.py."""

    def __init__(self, model: TwoViewClassifier, storage: ModelStorage, resource: Resource) -> None:
        self._model, self._storage, self._resource = model, storage, resource

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"c_ngrams": 10.0, "c_dense": 1.0, "folds": 4}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> TopicClassifier:
        model = TwoViewClassifier(config["c_ngrams"], config["c_dense"], config["folds"])
        return cls(model, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> TopicClassifier:
        with model_storage.read_from(resource) as folder:
            return cls(TwoViewClassifier.load(Path(folder), _NAME), model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        examples = on_topics(training_data)
        held_out = self._model.fit(
            ngrams_of(examples),
            dense_of(examples),
            gold=[topic_of(m.get(INTENT)) for m in examples],
            writers=[label(m, "writer") for m in examples],
        )
        print(
            f"Ämne: {held_out.accuracy:.3f} rätt på skribenter som modellen inte sett "
            f"({len(examples)} exempel, vikt {self._model.weight}, temperatur {self._model.temperature})",
            flush=True,
        )
        with self._storage.write_to(self._resource) as folder:
            self._model.save(Path(folder), _NAME)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            if message.get(TEXT) is None:
                continue
            row = probabilities_of(self._model, message)
            ranking = [{"name": self._model.labels[i], "confidence": float(row[i])} for i in row.argsort()[::-1]]
            message.set(INTENT, ranking[0], add_to_output=True)
            message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
            message.set(TOPIC, ranking[0]["name"], add_to_output=True)
            message.set(TOPIC_CONFIDENCE, ranking[0]["confidence"], add_to_output=True)
            message.set(TOPIC_RANKING, ranking[:_RANKED], add_to_output=True)
        return messages
