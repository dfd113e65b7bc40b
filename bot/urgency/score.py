"""Chooses the score thresholds for danger on held-out writers, by what signals and score together cost in false alarms."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from bot.urgency.decide import Danger, Thresholds

CERTAIN_FALSE_ALARMS = 0.015  # share of messages without danger that may be answered with 112 first
ASK_FALSE_ALARMS = 0.09  # share that may be asked "Är du i fara just nu?"
_STEPS = 200  # quantiles of the calm scores that are tried


def choose_thresholds(
    scores: npt.NDArray[np.float64], acute: npt.NDArray[np.bool_], signals: npt.NDArray[np.str_]
) -> Thresholds:
    """The lowest thresholds at which `decide` stays within both shares.

    `scores`, `acute` and `signals` have one entry a message, scored by a model that had not seen its writer; `signals`
    holds the highest level (certain, ask or none) that the signals alone call for. Where the signals alone cost more
    than is allowed, the score adds as little as possible. Raises ValueError when there is nothing to choose from.
    """
    calm = ~acute
    if not calm.any() or not acute.any():
        raise ValueError("thresholds need both acute and calm messages")
    tried = np.unique(np.quantile(scores[calm], np.linspace(0.7, 1.0, _STEPS)))
    none = Thresholds(certain=1.1, ask=1.1)
    ask = next(
        (
            t
            for t in tried
            if _asked(scores, signals, Thresholds(1.1, t))[calm].mean() <= ASK_FALSE_ALARMS
            and _certain(scores, signals, Thresholds(1.1, t))[calm].mean() <= CERTAIN_FALSE_ALARMS
        ),
        float(tried[-1]),
    )
    certain = next(
        (
            t
            for t in tried
            if t >= ask and _certain(scores, signals, Thresholds(t, ask))[calm].mean() <= CERTAIN_FALSE_ALARMS
        ),
        none.certain,
    )
    return Thresholds(certain=float(certain), ask=float(min(ask, certain)))


def _certain(
    scores: npt.NDArray[np.float64], signals: npt.NDArray[np.str_], limits: Thresholds
) -> npt.NDArray[np.bool_]:
    """What bot.urgency.decide calls certain, for many messages at once."""
    unsure = signals == Danger.ASK.value
    return np.asarray(
        (signals == Danger.CERTAIN.value) | (scores >= limits.certain) | (unsure & (scores >= limits.ask))
    )


def _asked(scores: npt.NDArray[np.float64], signals: npt.NDArray[np.str_], limits: Thresholds) -> npt.NDArray[np.bool_]:
    unsure = (signals == Danger.ASK.value) | (scores >= limits.ask)
    return np.asarray(unsure & ~_certain(scores, signals, limits))
