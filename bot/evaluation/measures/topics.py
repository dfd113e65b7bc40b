"""How often the topic is right: overall, among three, per group; macro F1; and the costly confusions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from bot.evaluation.measures.rate import Rate
from bot.evaluation.predict import Prediction
from bot.topics import HELP_TOPICS, OUT_OF_SCOPE, SMALL_TALK


def accuracy(predictions: Sequence[Prediction]) -> Rate:
    return Rate.of(p.is_right for p in predictions)


def among_three(predictions: Sequence[Prediction]) -> Rate:
    return Rate.of(p.is_right_among_three for p in predictions)


def macro_f1(predictions: Sequence[Prediction]) -> float:
    """Mean F1 over the topics of the set; a hit on a second right topic counts for the first. Raises on an empty set."""
    topics = sorted({p.sample.topic for p in predictions})
    if not topics:
        raise ValueError("no predictions")
    guessed = Counter(_credited(p) for p in predictions)
    right = Counter(p.sample.topic for p in predictions if p.is_right)
    gold = Counter(p.sample.topic for p in predictions)
    return sum(2 * right[t] / (guessed[t] + gold[t]) for t in topics) / len(topics)


def by_group(
    predictions: Sequence[Prediction],
    group: Callable[[Prediction], str],
    measure: Callable[[Sequence[Prediction]], Rate],
) -> dict[str, Rate]:
    """`measure` for each value of `group`, sorted by name."""
    groups: dict[str, list[Prediction]] = {}
    for prediction in predictions:
        groups.setdefault(group(prediction), []).append(prediction)
    return {name: measure(members) for name, members in sorted(groups.items())}


def help_turned_away(predictions: Sequence[Prediction]) -> Rate:
    """Share of help messages taken for out of scope or small talk: the costliest error."""
    asked = [p for p in predictions if p.sample.topic in HELP_TOPICS]
    return Rate.of(not p.is_right and p.topic in SMALL_TALK | {OUT_OF_SCOPE} for p in asked)


def confusion(predictions: Sequence[Prediction]) -> Counter[tuple[str, str]]:
    """(right topic, guessed topic) -> count."""
    return Counter((p.sample.topic, _credited(p)) for p in predictions)


def _credited(prediction: Prediction) -> str:
    return prediction.sample.topic if prediction.is_right else prediction.topic or "inget"
