"""Does a confidence of 0.8 mean right eight times in ten? Expected calibration error and the curve behind it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.evaluation.predict import Prediction

BINS = 10


def curve(predictions: Sequence[Prediction]) -> list[tuple[float, float, int]]:
    """(mean confidence, share right, count) for each tenth of confidence that occurs."""
    bins: list[list[Prediction]] = [[] for _ in range(BINS)]
    for p in predictions:
        bins[min(int(p.confidence * BINS), BINS - 1)].append(p)
    return [(sum(p.confidence for p in b) / len(b), sum(p.is_right for p in b) / len(b), len(b)) for b in bins if b]


def expected_error(predictions: Sequence[Prediction]) -> float:
    """Mean distance between confidence and share right, weighted by count. Raises ValueError on an empty set."""
    if not predictions:
        raise ValueError("no predictions")
    return sum(n * abs(c - r) for c, r, n in curve(predictions)) / len(predictions)
