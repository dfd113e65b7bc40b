"""Pipeline component: what a message is about, as Rasa's intent with a calibrated confidence and a ranking."""

from __future__ import annotations

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.meaning.attributes import TOPIC, TOPIC_CONFIDENCE, TOPIC_RANKING
from bot.meaning.components.features import probabilities_of
from bot.meaning.components.two_view_component import TwoViewComponent
from bot.meaning.training import on_topics, topic_of

_RANKED = 5  # guesses kept for "is it one of these?" and for the evaluation


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class TopicClassifier(TwoViewComponent, IntentClassifier):
    """Knows the topics of bot/topics.py."""

    model_name = "topic"

    def train(self, training_data: TrainingData) -> Resource:
        examples = on_topics(training_data)
        held_out = self._fit(examples, [topic_of(m.get(INTENT)) for m in examples])
        print(
            f"Ämne: {held_out.accuracy:.3f} rätt på skribenter som modellen inte sett "
            f"({len(examples)} exempel, vikt {self._model.weight}, temperatur {self._model.temperature})",
            flush=True,
        )
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
