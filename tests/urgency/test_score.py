from __future__ import annotations

import numpy as np
import pytest

from bot.urgency.decide import Danger, Thresholds, decide
from bot.urgency.score import ASK_FALSE_ALARMS, CERTAIN_FALSE_ALARMS, choose_thresholds
from bot.urgency.signals import Signal, read_signals

CERTAIN = next(s for s in read_signals() if s.level == "certain")
ASK = next(s for s in read_signals() if s.level == "ask")
SIGNALS: dict[str, tuple[Signal, ...]] = {"certain": (CERTAIN,), "ask": (ASK,), "none": ()}


def scored(calm: int = 4000, acute: int = 400, seed: int = 5) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Scores, truth and signal levels; a few signals stand in calm messages too."""
    random = np.random.default_rng(seed)
    scores = np.concatenate([random.beta(1, 6, calm), random.beta(6, 2, acute)])
    levels = ["certain", "ask", "none"]
    signals = np.concatenate(
        [random.choice(levels, calm, p=[0.003, 0.02, 0.977]), random.choice(levels, acute, p=[0.6, 0.2, 0.2])]
    )
    return scores, np.array([False] * calm + [True] * acute), signals


def decided(scores: np.ndarray, signals: np.ndarray, limits: Thresholds) -> np.ndarray:
    """What the real decision says of each message."""
    return np.array([decide(SIGNALS[level], s, limits).danger.value for s, level in zip(scores, signals, strict=True)])


def test_when_thresholds_are_chosen_then_signals_and_score_together_stay_within_what_they_may_cost() -> None:
    scores, acute, signals = scored()
    of_calm = decided(scores, signals, choose_thresholds(scores, acute, signals))[~acute]
    assert (of_calm == Danger.CERTAIN.value).mean() <= CERTAIN_FALSE_ALARMS
    assert (of_calm == Danger.ASK.value).mean() <= ASK_FALSE_ALARMS


def test_when_thresholds_are_chosen_then_they_are_no_stricter_than_they_must_be() -> None:
    scores, acute, signals = scored()
    limits = choose_thresholds(scores, acute, signals)
    looser = decided(scores, signals, Thresholds(limits.certain - 0.05, limits.with_signal - 0.05, limits.ask))[~acute]
    assert (looser == Danger.CERTAIN.value).mean() > CERTAIN_FALSE_ALARMS
    assert (decided(scores, signals, limits)[acute] == Danger.CERTAIN.value).mean() > 0.85


def test_when_the_signals_alone_cost_too_much_then_the_score_adds_almost_nothing() -> None:
    scores, acute, _ = scored()
    signals = np.where(np.arange(len(scores)) % 20 == 0, "certain", "none")
    limits = choose_thresholds(scores, acute, signals)
    assert (scores[~acute] >= limits.certain).mean() < 0.002


def test_when_the_messages_come_in_another_order_then_the_thresholds_are_the_same() -> None:
    scores, acute, signals = scored()
    order = np.random.default_rng(0).permutation(len(scores))
    assert choose_thresholds(scores[order], acute[order], signals[order]) == choose_thresholds(scores, acute, signals)


def test_when_there_is_a_single_calm_message_then_ask_is_never_above_certain() -> None:
    limits = choose_thresholds(np.array([0.4, 0.9]), np.array([False, True]), np.array(["none", "none"]))
    assert limits.ask <= limits.certain


@pytest.mark.parametrize("acute", [[True, True], [False, False], []])
def test_when_one_kind_is_missing_then_there_is_nothing_to_choose_from(acute: list[bool]) -> None:
    with pytest.raises(ValueError, match="both acute and calm"):
        choose_thresholds(np.full(len(acute), 0.5), np.array(acute, dtype=bool), np.array(["none"] * len(acute)))
