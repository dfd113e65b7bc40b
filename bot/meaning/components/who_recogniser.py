"""Pipeline component: whom a message concerns (self, child, other, professional or none)."""

from __future__ import annotations

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.meaning.attributes import NORMALISED, TOPIC, WHO
from bot.meaning.components.features import probabilities_of
from bot.meaning.components.two_view_component import TwoViewComponent
from bot.meaning.job import writes_in_job
from bot.meaning.training import label, topic_of
from bot.topics import HELP_TOPICS


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class WhoRecogniser(TwoViewComponent):
    """Learns from the help topics' `who` labels; a message on no help topic concerns nobody (`none`)."""

    model_name = "who"

    def train(self, training_data: TrainingData) -> Resource:
        examples = [m for m in training_data.intent_examples if topic_of(m.get(INTENT)) in HELP_TOPICS]
        held_out = self._fit(examples, [label(m, "who") for m in examples])
        print(f"Vem det gäller: {held_out.accuracy:.3f} rätt ({len(examples)} exempel)", flush=True)
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        return training_data  # the classifiers after this one do not learn from it

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            if message.get(TEXT) is None:
                continue
            who = "none"
            if message.get(TOPIC) in HELP_TOPICS:
                who = self._model.labels[int(probabilities_of(self._model, message).argmax())]
                if writes_in_job(message.get(NORMALISED) or ""):
                    who = "professional"
            message.set(WHO, who, add_to_output=True)
        return messages
