from __future__ import annotations

import re

import pytest

from bot.urgency.decide import Danger, Thresholds, decide, decide_without_score
from bot.urgency.signals import Signal

LIMITS = Thresholds(certain=0.8, with_signal=0.5, ask=0.3)
_ANY = re.compile("x")
KNIFE = Signal("weapon_here", "certain", "A weapon.", _ANY, None)
DOOR = Signal("at_the_door", "certain", "At the door.", _ANY, None)
CRY = Signal("plain_call_for_help", "ask", "A cry.", _ANY, None)
THREAT = Signal("deadly_threat", "ask", "A threat.", _ANY, None)

GONE = Signal("over_for_now", "over", "He has gone.", _ANY, None)

CERTAIN, ASK, NONE = Danger.CERTAIN, Danger.ASK, Danger.NONE


@pytest.mark.parametrize(
    "signals,score,danger,reasons",
    [
        ((), 0.0, NONE, ()),
        ((), 0.29, NONE, ()),
        ((), 0.3, ASK, ("score",)),
        ((), 0.79, ASK, ("score",)),
        ((), 0.8, CERTAIN, ("score",)),
        ((), 1.0, CERTAIN, ("score",)),
        ((CRY,), 0.0, ASK, ("plain_call_for_help",)),
        ((CRY, THREAT), 0.29, ASK, ("plain_call_for_help", "deadly_threat")),
        ((CRY,), 0.3, ASK, ("plain_call_for_help", "score")),
        ((CRY,), 0.5, CERTAIN, ("plain_call_for_help", "score")),
        ((CRY,), 0.9, CERTAIN, ("plain_call_for_help", "score")),
        ((KNIFE,), 0.0, CERTAIN, ("weapon_here",)),
        ((KNIFE, DOOR), 0.0, CERTAIN, ("weapon_here", "at_the_door")),
        ((KNIFE,), 0.5, CERTAIN, ("weapon_here", "score")),
        ((GONE,), 0.9, ASK, ("score",)),
        ((GONE,), 0.5, NONE, ()),
        ((GONE, CRY), 0.5, NONE, ()),
        ((GONE, KNIFE), 0.0, CERTAIN, ("weapon_here",)),
        ((CRY, KNIFE), 0.0, CERTAIN, ("weapon_here", "plain_call_for_help")),
        ((CRY, KNIFE), 0.9, CERTAIN, ("weapon_here", "plain_call_for_help", "score")),
    ],
)
def test_when_signals_and_score_are_weighed_then_the_worst_counts_and_every_reason_is_given(
    signals: tuple[Signal, ...], score: float, danger: Danger, reasons: tuple[str, ...]
) -> None:
    decision = decide(signals, score, LIMITS)
    assert (decision.danger, decision.reasons) == (danger, reasons)


@pytest.mark.parametrize(
    "signals,danger", [((), NONE), ((CRY,), ASK), ((CRY, THREAT), ASK), ((KNIFE,), CERTAIN), ((CRY, DOOR), CERTAIN)]
)
def test_when_there_is_no_score_then_the_signals_are_believed_at_their_own_level(
    signals: tuple[Signal, ...], danger: Danger
) -> None:
    decision = decide_without_score(signals)
    assert decision.danger is danger
    assert "score" not in decision.reasons


@pytest.mark.parametrize("signals", [(), (CRY,), (KNIFE,), (CRY, KNIFE)])
def test_when_the_score_rises_then_the_danger_never_falls(signals: tuple[Signal, ...]) -> None:
    rank = [NONE, ASK, CERTAIN]
    ranks = [rank.index(decide(signals, score / 50, LIMITS).danger) for score in range(51)]
    assert ranks == sorted(ranks)


@pytest.mark.parametrize("score", [0.0, 0.3, 0.9])
@pytest.mark.parametrize("signals", [(), (CRY,), (KNIFE,)])
def test_when_there_is_danger_then_there_is_a_reason_and_else_none(signals: tuple[Signal, ...], score: float) -> None:
    decision = decide(signals, score, LIMITS)
    assert bool(decision.reasons) == (decision.danger is not NONE)
