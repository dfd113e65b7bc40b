"""Pipeline component: what a message is about, as Rasa's intent with a calibrated confidence and a ranking."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.meaning.attributes import NORMALISED, TOPIC, TOPIC_CONFIDENCE, TOPIC_RANKING
from bot.meaning.components.features import probabilities_of
from bot.meaning.components.two_view_component import TwoViewComponent
from bot.meaning.deed import (
    hurts_someone_and_wants_help,
    tells_of_an_overdose,
    was_done_by_a_partner,
    was_done_to_someone,
)
from bot.meaning.training import on_topics, topic_of

_DOER_TOPIC = "perpetrator"
_DOER_LEFT = 0.05  # share of its probability that the doer's topic keeps when the deed was done to the writer
_DOER_SURE = 0.9  # its probability when somebody asks on behalf of one who hurts and wants to stop
_DRUGS_TOPIC, _SUICIDE_TOPIC = "substance_use", "suicide_self_harm"
_PARTNER_TOPIC = "relationship_violence"
_PARTNER_SURE = 0.6  # its probability when a partner's deed is told in so many words and the classifier is unsure
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
            row = self._in_the_light_of_the_deed(probabilities_of(self._model, message), message)
            likeliest = row.argsort()[::-1][:_RANKED]  # the rest would be most of what a conversation takes in memory
            ranking = [{"name": self._model.labels[i], "confidence": float(row[i])} for i in likeliest]
            message.set(INTENT, ranking[0], add_to_output=True)
            message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
            message.set(TOPIC, ranking[0]["name"], add_to_output=True)
            message.set(TOPIC_CONFIDENCE, ranking[0]["confidence"], add_to_output=True)
            message.set(TOPIC_RANKING, ranking, add_to_output=True)
        return messages

    def _likeliest(self, row: npt.NDArray[np.float64]) -> str:
        return self._model.labels[int(row.argmax())]

    def _in_the_light_of_the_deed(self, row: npt.NDArray[np.float64], message: Message) -> npt.NDArray[np.float64]:
        """Who was hurt must not be met as the one who hurts: n-grams see the same words in both. A partner's deed is violence."""
        text = message.get(NORMALISED) or ""
        if _DOER_TOPIC not in self._model.labels:
            return row
        doer, row = self._model.labels.index(_DOER_TOPIC), row.copy()
        if hurts_someone_and_wants_help(text):
            row *= 1 - _DOER_SURE
            row[doer] += _DOER_SURE
        elif was_done_to_someone(text):
            row[doer] *= _DOER_LEFT
        if self._likeliest(row) == _DRUGS_TOPIC and _SUICIDE_TOPIC in self._model.labels and tells_of_an_overdose(text):
            suicide, drugs = self._model.labels.index(_SUICIDE_TOPIC), self._model.labels.index(_DRUGS_TOPIC)
            row[[suicide, drugs]] = row[[drugs, suicide]]
        partner = self._model.labels.index(_PARTNER_TOPIC) if _PARTNER_TOPIC in self._model.labels else None
        if partner is not None and row.max() < _PARTNER_SURE * row.sum() and was_done_by_a_partner(text):
            row *= (1 - _PARTNER_SURE) / row.sum()
            row[partner] += _PARTNER_SURE
        return np.asarray(row / row.sum())
