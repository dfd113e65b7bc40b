"""Chooses the score thresholds for danger on held-out writers, by what they cost in false alarms."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from bot.urgency.decide import Thresholds

# The score's own share; signals add theirs. Chosen so that both together stay near 1 % and 10 % on held-out writers.
CERTAIN_FALSE_ALARMS = 0.0075  # share of messages without danger that may be answered with 112 first
ASK_FALSE_ALARMS = 0.06  # share that may be asked "Är du i fara just nu?"


def choose_thresholds(scores: npt.NDArray[np.float64], acute: npt.NDArray[np.bool_]) -> Thresholds:
    """`scores` and `acute` have one entry a message, scored by a model that had not seen its writer.

    Raises ValueError when there is nothing to choose from.
    """
    calm = np.sort(scores[~acute])
    if len(calm) == 0 or not acute.any():
        raise ValueError("thresholds need both acute and calm messages")
    certain = float(np.quantile(calm, 1 - CERTAIN_FALSE_ALARMS))
    ask = float(np.quantile(calm, 1 - ASK_FALSE_ALARMS))
    return Thresholds(certain=certain, ask=min(ask, certain))
