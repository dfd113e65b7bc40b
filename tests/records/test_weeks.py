from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.records.weeks import PARTS_OF_DAY, first_week_kept, iso_week, part_of_day

DAYS = st.dates(date(2024, 1, 1), date(2040, 12, 31))


@pytest.mark.parametrize(
    "day,week",
    [
        (date(2026, 11, 23), "2026-W48"),
        (date(2026, 1, 1), "2026-W01"),
        (date(2027, 1, 1), "2026-W53"),
        (date(2024, 12, 30), "2025-W01"),
        (date(2026, 3, 1), "2026-W09"),
    ],
)
def test_when_a_day_is_given_then_the_swedish_week_it_lies_in_is_told(day: date, week: str) -> None:
    assert iso_week(day) == week
    assert len(week) == 8


@given(DAYS, DAYS)
def test_weeks_sort_as_the_days_in_them(one: date, other: date) -> None:
    assert (iso_week(one) <= iso_week(other)) or one > other


@pytest.mark.parametrize(
    ("hour", "part"),
    [(0, "natt"), (5, "natt"), (6, "morgon"), (11, "morgon"), (12, "dag"), (17, "dag"), (18, "kväll"), (23, "kväll")],
)
def test_the_part_of_the_day_is_a_quarter_of_it(hour: int, part: str) -> None:
    assert part_of_day(hour) == part
    assert len(PARTS_OF_DAY) == 4


@given(DAYS, st.integers(0, 400), st.integers(1, 200))
def test_a_record_is_kept_its_days_and_at_most_six_more(today: date, age: int, days: int) -> None:
    kept = iso_week(today - timedelta(days=age)) >= first_week_kept(today, days)
    if age <= days:
        assert kept
    if age > days + 6:
        assert not kept


@given(DAYS, DAYS)
def test_when_nothing_is_to_be_kept_then_no_week_is(today: date, day: date) -> None:
    assert iso_week(day) < first_week_kept(today, 0)
