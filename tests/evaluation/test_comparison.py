from __future__ import annotations

import pytest

from bot.evaluation.comparison import Change, compare, compare_corrected
from bot.urgency.decide import Danger
from tests.evaluation.made_up import prediction


@pytest.mark.parametrize(
    ("better", "worse", "chance"),
    [(0, 0, 1.0), (5, 5, 1.0), (9, 1, 0.0215), (1, 9, 0.0215), (10, 0, 0.00195), (15, 5, 0.0414)],
)
def test_when_a_split_is_uneven_then_its_chance_is_the_exact_binomial_one(
    better: int, worse: int, chance: float
) -> None:
    # scipy.stats.binomtest(min(better, worse), better + worse).pvalue
    assert Change("x", 100, 50, 50 + better - worse, better, worse).chance == pytest.approx(chance, abs=0.0001)


def test_when_two_models_differ_then_gains_and_losses_are_counted_apart_and_danger_comes_first() -> None:
    new = [
        prediction("stalking", "stalking", id="1"),
        prediction("greet", "stalking", id="2"),
        prediction("gang_exit", "gang_exit", id="3", s_urgency="acute", danger=Danger.CERTAIN),
    ]
    old = [
        prediction("stalking", "greet", id="1"),
        prediction("greet", "greet", id="2"),
        prediction("gang_exit", "gang_exit", id="3", s_urgency="acute", danger=Danger.ASK),
    ]
    changes = {c.name: (c.better, c.worse) for c in compare(new, old)}
    assert next(iter(changes)) == "fara upptäckt som säker"
    assert changes["fara upptäckt som säker"] == (1, 0)
    assert changes["fara upptäckt eller tillfrågad"] == (0, 0)
    assert changes["rätt ämne"] == (1, 1)


def test_what_staff_corrected_is_compared_by_topic_alone() -> None:
    new = [prediction("stalking", "stalking"), prediction("gang_exit", "gang_exit"), prediction("greet", "thanks")]
    old = [prediction("stalking", "greet"), prediction("gang_exit", "gang_exit"), prediction("greet", "thanks")]
    change = compare_corrected(new, old)
    assert (change.of, change.before, change.after, change.better, change.worse) == (3, 1, 2, 1, 0)
    assert not change.guards_lives


def test_when_the_samples_differ_then_nothing_is_compared() -> None:
    with pytest.raises(ValueError, match="different"):
        compare([prediction("greet", "greet", id="1")], [prediction("greet", "greet", id="2")])
