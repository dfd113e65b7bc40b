from __future__ import annotations

import numpy as np
import pytest

from bot.urgency.score import ASK_FALSE_ALARMS, CERTAIN_FALSE_ALARMS, choose_thresholds


def scored(calm: int = 2000, acute: int = 200, seed: int = 5) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(seed)
    scores = np.concatenate([random.beta(1, 6, calm), random.beta(6, 2, acute)])
    return scores, np.array([False] * calm + [True] * acute)


def test_when_thresholds_are_chosen_then_false_alarms_stay_within_what_they_may_cost() -> None:
    scores, acute = scored()
    limits = choose_thresholds(scores, acute)
    assert (scores[~acute] >= limits.certain).mean() <= CERTAIN_FALSE_ALARMS + 0.001
    assert (scores[~acute] >= limits.ask).mean() <= ASK_FALSE_ALARMS + 0.001
    assert limits.ask < limits.certain


def test_when_thresholds_are_chosen_then_they_are_no_stricter_than_they_must_be() -> None:
    scores, acute = scored()
    limits = choose_thresholds(scores, acute)
    assert (scores[~acute] >= limits.certain - 0.02).mean() > CERTAIN_FALSE_ALARMS
    assert (scores[acute] >= limits.certain).mean() > 0.8


def test_when_the_messages_come_in_another_order_then_the_thresholds_are_the_same() -> None:
    scores, acute = scored()
    order = np.random.default_rng(0).permutation(len(scores))
    assert choose_thresholds(scores[order], acute[order]) == choose_thresholds(scores, acute)


def test_when_only_the_acute_scores_change_then_the_thresholds_stay() -> None:
    scores, acute = scored()
    other = np.where(acute, 0.0, scores)
    assert choose_thresholds(other, acute) == choose_thresholds(scores, acute)


def test_when_there_is_a_single_calm_message_then_ask_is_never_above_certain() -> None:
    limits = choose_thresholds(np.array([0.4, 0.9]), np.array([False, True]))
    assert limits.ask <= limits.certain


@pytest.mark.parametrize("acute", [[True, True], [False, False]])
def test_when_one_kind_is_missing_then_there_is_nothing_to_choose_from(acute: list[bool]) -> None:
    with pytest.raises(ValueError, match="both acute and calm"):
        choose_thresholds(np.array([0.1, 0.9]), np.array(acute))


def test_when_there_are_no_messages_then_there_is_nothing_to_choose_from() -> None:
    with pytest.raises(ValueError):
        choose_thresholds(np.array([]), np.array([], dtype=bool))
