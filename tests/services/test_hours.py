"""Open or closed, in Swedish time and with Swedish holidays."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest

from bot.services import hours
from bot.services.hours import SWEDISH_TIME
from tests.moments import CHRISTMAS_DAY, EVENING, NIGHT, WEEKDAY, WEEKEND

OFFICE = "Mo-Fr 08:00-16:30; PH off"


def _at(year: int, month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=SWEDISH_TIME)


@pytest.mark.parametrize(
    ("opening", "now", "is_open"),
    [
        (OFFICE, WEEKDAY, True),
        (OFFICE, _at(2026, 11, 24, 7, 59), False),
        (OFFICE, _at(2026, 11, 24, 8), True),
        (OFFICE, _at(2026, 11, 24, 16, 29), True),
        (OFFICE, _at(2026, 11, 24, 16, 30), False),
        (OFFICE, EVENING, False),
        (OFFICE, NIGHT, False),
        (OFFICE, WEEKEND, False),
        (OFFICE, CHRISTMAS_DAY, False),
        (OFFICE, _at(2026, 1, 6, 10), False),  # trettondedagen, a Tuesday
        (OFFICE, _at(2026, 5, 14, 10), False),  # Kristi himmelsfärdsdag, a Thursday
        (OFFICE, _at(2027, 1, 1, 10), False),
        (OFFICE, _at(2026, 7, 14, 10), True),  # a holiday in France, not here
        ("24/7", CHRISTMAS_DAY, True),
        ("24/7", NIGHT, True),
        ("Mo-Su 21:00-06:00", NIGHT, True),
        ("Mo-Su 21:00-06:00", WEEKDAY, False),
        ("Su-Th 19:00-21:00", EVENING, True),
        ("Su-Th 19:00-21:00", WEEKEND, False),
    ],
)
def test_when_hours_are_known_then_clock_weekday_and_holiday_decide(opening: str, now: datetime, is_open: bool) -> None:
    assert hours.is_open(opening, now) is is_open


@pytest.mark.parametrize(
    ("utc", "is_open"),
    [
        (datetime(2026, 11, 24, 7, 0, tzinfo=timezone.utc), True),  # winter: 8 in Borlänge
        (datetime(2026, 11, 24, 6, 59, tzinfo=timezone.utc), False),
        (datetime(2026, 8, 25, 6, 0, tzinfo=timezone.utc), True),  # summer: 8 in Borlänge
        (datetime(2026, 8, 25, 14, 30, tzinfo=timezone.utc), False),
    ],
)
def test_when_the_server_counts_in_another_zone_then_swedish_time_decides(utc: datetime, is_open: bool) -> None:
    assert hours.is_open(OFFICE, utc) is is_open


def test_when_hours_are_not_known_then_nothing_is_claimed() -> None:
    assert hours.is_open(None, WEEKDAY) is None


def test_when_the_moment_has_no_time_zone_then_it_is_an_error() -> None:
    with pytest.raises(ValueError, match="time zone"):
        hours.is_open(OFFICE, datetime(2026, 11, 24, 10, 0))


@pytest.mark.parametrize("opening", ["vardagar 8-16", "Mo-Fr 08:00-", "måndag"])
def test_when_hours_are_not_in_the_notation_then_it_is_said_with_the_text(opening: str) -> None:
    with pytest.raises(hours.BadOpeningHours, match=opening):
        hours.check(opening)
    with pytest.raises(hours.BadOpeningHours):
        hours.is_open(opening, WEEKDAY)
