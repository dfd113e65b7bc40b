from __future__ import annotations

from bot.meaning.normalise import Normaliser
from bot.meaning.rough import Rough

LINES = [f"han är arg på mig varje kväll, nummer {n}" for n in range(60)]


def test_when_a_line_is_roughened_then_it_is_the_same_each_time_and_differs_between_lines() -> None:
    rough = Rough(Normaliser({}))
    assert [rough(t) for t in LINES] == [rough(t) for t in LINES]
    assert len({rough(t) for t in LINES}) > 50


def test_when_lines_are_roughened_then_some_lose_their_dots_and_most_stay_readable() -> None:
    rough = Rough(Normaliser({}))
    made = [rough(t) for t in LINES]
    assert any("ar arg pa mig" in t for t in made)
    assert sum("kv" in t for t in made) > 40
    assert all(abs(len(t) - len(LINES[0])) < 8 for t in made)


def test_when_a_line_is_a_single_letter_then_it_does_not_break() -> None:
    rough = Rough(Normaliser({}))
    assert all(isinstance(rough(c), str) for c in "abcdefghijå")
