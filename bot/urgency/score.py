"""Chooses the score thresholds for danger on held-out writers, by what signals and score together cost in false alarms."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from bot.urgency.decide import NO_SCORE, Danger, Thresholds

CERTAIN_FALSE_ALARMS = 0.03  # share of messages without danger that may be answered with 112 first
ASK_FALSE_ALARMS = 0.13  # share that may be asked "Är du i fara just nu?"
"""Both are more than is wanted of residents' messages (0.02, 0.10): training writers were asked for messages that lie close to danger, and on
`dev` and `fresh` the tuned model comes to 0.027 and 0.035, 0.092 and 0.112."""
_STEPS = 100  # quantiles of the scores that are tried

_Scores = npt.NDArray[np.float64]
_Levels = npt.NDArray[np.str_]
_Flags = npt.NDArray[np.bool_]


def choose_thresholds(scores: _Scores, acute: _Flags, signals: _Levels) -> Thresholds:
    """The thresholds at which `decide` finds most danger and stays within both shares of false alarms.

    `scores`, `acute` and `signals` have one entry a message, scored by a model that had not seen its writer; `signals`
    holds the highest level (certain, ask or none) that the signals alone call for. Where the signals alone cost more
    than is allowed, the score adds nothing. Raises ValueError when there is nothing to choose from.
    """
    calm = ~acute
    if not calm.any() or not acute.any():
        raise ValueError("thresholds need both acute and calm messages")
    tried = np.unique(np.quantile(scores, np.linspace(0.5, 1.0, _STEPS)))
    best, most = NO_SCORE, -1.0
    for with_signal in (*tried, NO_SCORE.with_signal):
        for certain in (*tried[tried >= with_signal], NO_SCORE.certain):
            limits = Thresholds(float(certain), float(with_signal), float(with_signal))
            found = _certain(scores, signals, limits)
            if found[calm].mean() <= CERTAIN_FALSE_ALARMS:
                if found[acute].mean() > most:
                    best, most = limits, float(found[acute].mean())
                break  # a higher threshold finds less
    for ask in tried:
        limits = Thresholds(best.certain, best.with_signal, float(min(ask, best.certain)))
        if _asked(scores, signals, limits)[calm].mean() <= ASK_FALSE_ALARMS:
            return limits
    return Thresholds(best.certain, best.with_signal, best.certain)


def _certain(scores: _Scores, signals: _Levels, limits: Thresholds) -> _Flags:
    """What bot.urgency.decide calls certain, for many messages at once."""
    unsure = signals == Danger.ASK.value
    return np.asarray(
        (signals == Danger.CERTAIN.value) | (scores >= limits.certain) | (unsure & (scores >= limits.with_signal))
    )


def _asked(scores: _Scores, signals: _Levels, limits: Thresholds) -> _Flags:
    unsure = (signals == Danger.ASK.value) | (scores >= limits.ask)
    return np.asarray(unsure & ~_certain(scores, signals, limits))
