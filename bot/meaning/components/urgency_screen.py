"""Pipeline component: how urgent a message is; stands after the fallback and overrides the intent in danger."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import numpy.typing as npt
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.meaning.attributes import DANGER, DANGER_REASONS, TOPIC, URGENCY
from bot.meaning.components.features import probabilities_of
from bot.meaning.components.two_view_component import TwoViewComponent
from bot.meaning.training import is_taught, label, written_here
from bot.meaning.two_view_classifier import HeldOut
from bot.topics import DANGER_NOW, ONLY_SIGNS, OUT_OF_SCOPE, SMALL_TALK
from bot.urgency.decide import NO_SCORE, Danger, Thresholds, decide, decide_without_score
from bot.urgency.score import choose_thresholds
from bot.urgency.screen import screen

_ACUTE = "acute"
_THRESHOLDS_FILE = "thresholds.json"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class UrgencyScreen(TwoViewComponent, IntentClassifier):
    """Certain danger becomes the intent `danger_now`, in the ranking too.

    The ranking must be rewritten as well: whatever reads it afterwards must not see the topic as the better guess.
    """

    model_name = "urgency"
    _thresholds = NO_SCORE  # until trained

    def train(self, training_data: TrainingData) -> Resource:
        taught = [m for m in training_data.intent_examples if is_taught(m) and label(m, "urgency") == _ACUTE]
        examples = [m for m in (*written_here(training_data), *taught) if m.get(INTENT) != ONLY_SIGNS]
        held_out = self._fit(examples, [label(m, "urgency") for m in examples])
        scores, acute = _scores(held_out)
        decided = [
            decide(screen(examples[row].get(TEXT)), score, self._thresholds).danger
            for row, score in zip(held_out.rows, scores, strict=True)
        ]
        of_acute = [danger for danger, is_acute in zip(decided, acute, strict=True) if is_acute]
        print(
            f"Fara: {of_acute.count(Danger.CERTAIN) / len(of_acute):.3f} säkert, "
            f"{1 - of_acute.count(Danger.NONE) / len(of_acute):.3f} säkert eller tillfrågat, "
            f"på skribenter som modellen inte sett ({len(of_acute)} akuta exempel; {self._thresholds})",
            flush=True,
        )
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            text = message.get(TEXT)
            if text is None:
                continue
            by_label = dict(zip(self._model.labels, probabilities_of(self._model, message).tolist(), strict=True))
            decision = decide(screen(text), by_label[_ACUTE], self._thresholds)
            message.set(DANGER, decision.danger.value, add_to_output=True)
            message.set(DANGER_REASONS, list(decision.reasons), add_to_output=True)
            message.set(URGENCY, _urgency(decision.danger, by_label, message), add_to_output=True)
            if decision.danger is Danger.CERTAIN:
                _override(message)
        return messages

    def _save_more(self, folder: Path, held_out: HeldOut, examples: list[Message]) -> None:
        signals = [decide_without_score(screen(m.get(TEXT))).danger.value for m in examples]
        self._thresholds = choose_thresholds(*_scores(held_out), np.array(signals))
        (folder / _THRESHOLDS_FILE).write_text(json.dumps(vars(self._thresholds)), encoding="utf-8")

    def _load_more(self, folder: Path) -> None:
        self._thresholds = Thresholds(**json.loads((folder / _THRESHOLDS_FILE).read_text(encoding="utf-8")))


def _scores(held_out: HeldOut) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.bool_]]:
    """The probability of danger for each held-out example, and whether it was."""
    acute = np.array([g == _ACUTE for g in held_out.gold])
    return held_out.probabilities[:, held_out.labels.index(_ACUTE)], acute


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
