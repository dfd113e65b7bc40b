"""Is somebody in danger now? One pure decision over the signals found and the trained score, with its reasons."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from bot.urgency.signals import Signal

OVER = "over"
"""Level of a signal that takes danger back: the dangerous one has gone, the ambulance has come, a safe place is reached."""


class Danger(str, Enum):
    """How sure we are that someone is in danger to life or health now or within hours."""

    CERTAIN = "certain"  # 112 comes first
    ASK = "ask"  # the plain question "Är du i fara just nu?"
    NONE = "none"


@dataclass(frozen=True)
class Thresholds:
    """Scores from which the trained score alone calls for each level; chosen on writers the model had not seen."""

    certain: float
    with_signal: float  # enough for certain when an unsure signal stands beside it
    ask: float


NO_SCORE = Thresholds(certain=1.1, with_signal=1.1, ask=1.1)
"""The score alone calls for nothing."""


@dataclass(frozen=True)
class Decision:
    danger: Danger
    reasons: tuple[str, ...]  # ids of signals, or "score"; never the resident's words


def decide(signals: tuple[Signal, ...], score: float, thresholds: Thresholds) -> Decision:
    """`score` is the trained probability (0 to 1) that the message is acute.

    A signal is believed at its own level; an unsure signal with a high enough score makes certain. Where somebody
    says that it is over, the score alone can make us ask, and no more; a certain signal beside it still counts.
    """
    if any(s.level == OVER for s in signals):
        score = min(score, thresholds.ask) if score >= thresholds.certain else 0.0
        signals = tuple(s for s in signals if s.level == Danger.CERTAIN.value)
    certain = tuple(s.id for s in signals if s.level == Danger.CERTAIN.value)
    unsure = tuple(s.id for s in signals if s.level == Danger.ASK.value)
    scored = ("score",) if score >= thresholds.ask else ()
    if certain or score >= thresholds.certain or (unsure and score >= thresholds.with_signal):
        return Decision(Danger.CERTAIN, (*certain, *unsure, *scored))
    if unsure or scored:
        return Decision(Danger.ASK, (*unsure, *scored))
    return Decision(Danger.NONE, ())


def decide_without_score(signals: tuple[Signal, ...]) -> Decision:
    """The screen that stands before Rasa and works when nothing else does: signals alone."""
    return decide(signals, score=0.0, thresholds=NO_SCORE)
