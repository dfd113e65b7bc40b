"""Pipeline component: how urgent a message is; stands after the fallback and overrides the intent in danger."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.meaning.attributes import DANGER, DANGER_REASONS, TOPIC, URGENCY
from bot.meaning.components.features import dense_of, ngrams_of, probabilities_of
from bot.meaning.training import label
from bot.meaning.two_view_classifier import TwoViewClassifier
from bot.topics import DANGER_NOW, ONLY_SIGNS, OUT_OF_SCOPE, SMALL_TALK
from bot.urgency.decide import Danger, Thresholds, decide
from bot.urgency.score import choose_thresholds
from bot.urgency.signals import find_signals

_NAME = "urgency"
_ACUTE = "acute"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class UrgencyScreen(GraphComponent, IntentClassifier):
    """Wraps bot.urgency. Certain danger becomes the intent `danger_now`, in the ranking too.

    The ranking must be rewritten as well: whatever reads it afterwards must not see the topic as the better guess.
    """

    def __init__(
        self, model: TwoViewClassifier, thresholds: Thresholds, storage: ModelStorage, resource: Resource
    ) -> None:
        self._model, self._thresholds = model, thresholds
        self._storage, self._resource = storage, resource

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> UrgencyScreen:
        return cls(TwoViewClassifier(folds=4), Thresholds(1.1, 1.1), model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> UrgencyScreen:
        with model_storage.read_from(resource) as folder:
            model = TwoViewClassifier.load(Path(folder), _NAME)
            thresholds = Thresholds(**json.loads((Path(folder) / "thresholds.json").read_text(encoding="utf-8")))
        return cls(model, thresholds, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        examples = [m for m in training_data.intent_examples if m.get(INTENT) != ONLY_SIGNS]
        held_out = self._model.fit(
            ngrams_of(examples),
            dense_of(examples),
            gold=[label(m, "urgency") for m in examples],
            writers=[label(m, "writer") for m in examples],
        )
        acute = np.array([g == _ACUTE for g in held_out.gold])
        scores = held_out.probabilities[:, held_out.labels.index(_ACUTE)]
        self._thresholds = choose_thresholds(scores, acute)
        print(
            f"Fara: {(scores[acute] >= self._thresholds.certain).mean():.3f} säkert, "
            f"{(scores[acute] >= self._thresholds.ask).mean():.3f} säkert eller tillfrågat, "
            f"på skribenter som modellen inte sett ({int(acute.sum())} akuta exempel)",
            flush=True,
        )
        with self._storage.write_to(self._resource) as folder:
            self._model.save(Path(folder), _NAME)
            (Path(folder) / "thresholds.json").write_text(json.dumps(vars(self._thresholds)), encoding="utf-8")
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            text = message.get(TEXT)
            if text is None:
                continue
            row = probabilities_of(self._model, message)
            by_label = dict(zip(self._model.labels, row.tolist(), strict=True))
            decision = decide(find_signals(text), by_label[_ACUTE], self._thresholds)
            message.set(DANGER, decision.danger.value, add_to_output=True)
            message.set(DANGER_REASONS, list(decision.reasons), add_to_output=True)
            message.set(URGENCY, self._urgency(decision.danger, by_label, message), add_to_output=True)
            if decision.danger is Danger.CERTAIN:
                _override(message)
        return messages

    @staticmethod
    def _urgency(danger: Danger, by_label: dict[str, float], message: Message) -> str:
        if danger is Danger.CERTAIN:
            return _ACUTE
        if message.get(TOPIC) in SMALL_TALK | {OUT_OF_SCOPE}:
            return "none"
        calmer = {name: p for name, p in by_label.items() if name not in (_ACUTE, "none")}
        return max(calmer, key=calmer.__getitem__)


def _override(message: Message) -> None:
    top = {"name": DANGER_NOW, "confidence": 1.0}
    others = [{**r, "confidence": 0.0} for r in message.get(INTENT_RANKING_KEY, []) if r["name"] != DANGER_NOW]
    message.set(INTENT, top, add_to_output=True)
    message.set(INTENT_RANKING_KEY, [top, *others], add_to_output=True)
