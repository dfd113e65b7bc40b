"""How often danger is seen, and how often it is seen where there is none."""

from __future__ import annotations

from collections.abc import Sequence

from bot.evaluation.measures.rate import Rate
from bot.evaluation.predict import Prediction
from bot.urgency.decide import Danger


def recall_certain(predictions: Sequence[Prediction]) -> Rate:
    return Rate.of(p.danger is Danger.CERTAIN for p in predictions if _acute(p))


def recall_certain_or_asked(predictions: Sequence[Prediction]) -> Rate:
    return Rate.of(p.danger is not Danger.NONE for p in predictions if _acute(p))


def false_alarms_hard(predictions: Sequence[Prediction]) -> Rate:
    """Certain danger in messages with alarming words but no danger."""
    return Rate.of(p.danger is Danger.CERTAIN for p in predictions if not _acute(p) and p.sample.style == "negative")


def false_alarms_other(predictions: Sequence[Prediction]) -> Rate:
    return Rate.of(p.danger is Danger.CERTAIN for p in predictions if not _acute(p) and p.sample.style != "negative")


def asked_without_danger(predictions: Sequence[Prediction]) -> Rate:
    """The question "Är du i fara just nu?" where there is none; not counting certain alarms."""
    return Rate.of(p.danger is Danger.ASK for p in predictions if not _acute(p))


def _acute(prediction: Prediction) -> bool:
    return prediction.sample.urgency == "acute"
