from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from bot.records.statistics import LEAST, TOTAL, _with_sums, suppress, table

INNER = st.integers(1, 4).flatmap(
    lambda width: st.lists(
        st.lists(st.one_of(st.integers(0, 6), st.integers(0, 60)), min_size=width, max_size=width),
        min_size=1,
        max_size=4,
    )
)


def ranges(shown: list[list[int | None]]) -> dict[tuple[int, int], tuple[float, float]]:
    """The attacker: for each hidden cell the least and the largest number it can be, by linear programming."""
    height, width = len(shown), len(shown[0])
    places = list(itertools.product(range(height), range(width)))
    equations = []
    for i in range(height):
        equations.append([(1 if j < width - 1 else -1) if a == i else 0 for a, j in places])
    for j in range(width):
        equations.append([(1 if i < height - 1 else -1) if b == j else 0 for i, b in places])
    bounds = [(shown[i][j], shown[i][j]) if shown[i][j] is not None else (0, None) for i, j in places]
    found = {}
    for number, (i, j) in enumerate(places):
        if shown[i][j] is None:
            aim = np.zeros(len(places))
            aim[number] = 1
            low = linprog(aim, A_eq=equations, b_eq=np.zeros(len(equations)), bounds=bounds, method="highs")
            high = linprog(-aim, A_eq=equations, b_eq=np.zeros(len(equations)), bounds=bounds, method="highs")
            found[i, j] = (low.fun, -high.fun if high.status == 0 else float("inf"))
    return found


@settings(max_examples=60, deadline=None)
@given(INNER)
def test_whatever_is_shown_then_every_small_count_could_be_any_of_five_numbers(inner: list[list[int]]) -> None:
    grid = _with_sums(inner)
    shown = suppress(grid)
    feasible = ranges(shown)
    for (i, j), (low, high) in feasible.items():
        if grid[i][j] < LEAST:
            assert high - low >= LEAST - 1 - 1e-6, (shown, (i, j), low, high)


@given(INNER)
def test_whatever_is_shown_then_it_is_true_and_no_small_count_is(inner: list[list[int]]) -> None:
    grid = _with_sums(inner)
    for real, told in zip(itertools.chain(*grid), itertools.chain(*suppress(grid)), strict=True):
        assert told is None or (told == real and real >= LEAST)


@given(INNER)
def test_when_all_counts_are_large_then_all_are_shown(inner: list[list[int]]) -> None:
    grid = _with_sums([[count + LEAST for count in row] for row in inner])
    assert suppress(grid) == grid


def test_when_one_count_is_small_then_its_row_and_column_do_not_give_it_away() -> None:
    shown = suppress(_with_sums([[3, 20, 30], [40, 50, 60], [70, 80, 90]]))
    assert shown[0][0] is None
    assert sum(cell is None for cell in shown[0]) >= 2
    assert sum(row[0] is None for row in shown) >= 2
    assert shown[3][3] == 443


def test_when_two_small_counts_stand_alone_in_a_row_then_their_sum_does_not_give_them_away() -> None:
    feasible = ranges(suppress(_with_sums([[1, 1, 50], [40, 40, 50], [30, 30, 50]])))
    for low, high in (feasible[0, 0], feasible[0, 1]):
        assert high - low >= LEAST - 1


def test_when_everything_is_small_then_nothing_is_shown() -> None:
    assert suppress(_with_sums([[1, 0], [0, 1]])) == [[None] * 3] * 3


def test_no_more_is_hidden_than_it_takes() -> None:
    assert suppress(_with_sums([[9, 6], [1, 0]]))[2][2] == 16


def test_a_table_names_its_cells_and_sums() -> None:
    counts = {("2026-W47", "stalking"): 12, ("2026-W47", "gang_exit"): 9, ("2026-W48", "stalking"): 30}
    shown = table({**counts, ("2026-W48", "gang_exit"): 8}, ["2026-W47", "2026-W48"], ["stalking", "gang_exit"])
    assert shown["2026-W47", "stalking"] == 12
    assert shown["2026-W48", TOTAL] == 38
    assert shown[TOTAL, TOTAL] == 59
    hidden = table(counts, ["2026-W47", "2026-W48"], ["stalking", "gang_exit"])
    assert hidden["2026-W48", "gang_exit"] is None


def test_a_table_of_nothing_is_empty_of_numbers() -> None:
    assert table({}, [], []) == {(TOTAL, TOTAL): None}
    assert set(table({}, ["a"], ["b"]).values()) == {None}


@pytest.mark.parametrize("counts", [{("a", "x"): 1}, {("x", "b"): 1}, {("a", "b"): -1}])
def test_when_a_count_does_not_fit_the_table_then_it_is_refused(counts: dict[tuple[str, str], int]) -> None:
    with pytest.raises(ValueError, match="outside"):
        table(counts, ["a"], ["b"])


def test_a_year_of_weeks_and_topics_is_done_in_seconds() -> None:
    grid = _with_sums([[(7 * i + 3 * j) % 23 for j in range(52)] for i in range(22)])
    shown = suppress(grid)
    assert any(cell is not None for row in shown for cell in row)
