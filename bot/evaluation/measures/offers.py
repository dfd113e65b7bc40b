"""When to answer and when to offer three topics: what each confidence limit would give."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.evaluation.measures.rate import Rate
from bot.evaluation.predict import Prediction

LIMITS = (0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.7)


@dataclass(frozen=True)
class Offer:
    """`helped`: answered with the right topic, or offered the right one among three."""

    limit: float
    answered: Rate
    right_when_answered: Rate
    helped: Rate

    def __str__(self) -> str:
        return f"svarar {_share(self.answered)}, då rätt {_share(self.right_when_answered)}, hjälpta {self.helped}"


def reject_curve(predictions: Sequence[Prediction]) -> list[Offer]:
    """One point for each of LIMITS. Raises ValueError on an empty set."""
    if not predictions:
        raise ValueError("no predictions")
    return [
        Offer(
            limit,
            Rate.of(p.confidence >= limit for p in predictions),
            Rate.of(p.is_right for p in predictions if p.confidence >= limit),
            Rate.of(p.is_right if p.confidence >= limit else p.is_right_among_three for p in predictions),
        )
        for limit in LIMITS
    ]


def _share(rate: Rate) -> str:
    return "-" if rate.value is None else f"{rate.value:.3f}"
