"""The only times that are ever written: a week, and for conversations a part of the day. Pure."""

from __future__ import annotations

from datetime import date, timedelta

_AFTER_ALL_WEEKS = "9999-W99"
PARTS_OF_DAY = ("natt", "morgon", "dag", "kväll")  # six hours each, from midnight


def iso_week(day: date) -> str:
    """`2026-11-23` -> `2026-W48`."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"


def part_of_day(hour: int) -> str:
    """`3` -> `natt`."""
    return PARTS_OF_DAY[hour // 6]


def first_week_kept(today: date, days: int) -> str:
    """The oldest week of which some day lies at most `days` back; weeks before it (they sort as text) are to go.

    `days` 0: nothing is kept.

    Only the week of a record is known, so it is kept as long as its youngest possible day is young enough: a record
    written on a Monday may be up to `days` + 6 days old.
    """
    return iso_week(today - timedelta(days=days)) if days else _AFTER_ALL_WEEKS
