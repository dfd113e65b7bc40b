"""Is a service open at a given moment? Wraps opening-hours-py, which knows Sweden's public holidays."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

import opening_hours

SWEDISH_TIME = ZoneInfo("Europe/Stockholm")


class BadOpeningHours(ValueError):
    """The text is not in OpenStreetMap's opening hours notation."""


@lru_cache(maxsize=256)
def _parsed(opening: str) -> opening_hours.OpeningHours:
    try:
        return opening_hours.OpeningHours(opening, timezone=SWEDISH_TIME, country="SE")
    except opening_hours.ParserError as error:  # type: ignore[attr-defined]  # its type stub forgot it
        raise BadOpeningHours(f"cannot read opening hours {opening!r}") from error


def check(opening: str) -> None:
    """Raise BadOpeningHours when `opening` is not in OpenStreetMap's notation."""
    _parsed(opening)


def is_open(opening: str | None, now: datetime) -> bool | None:
    """True or False for an aware `now`; None when the hours are not known. Raises BadOpeningHours, ValueError (naive now)."""
    if opening is None:
        return None
    if now.tzinfo is None:
        raise ValueError("now must carry a time zone")
    return bool(_parsed(opening).is_open(now.astimezone(SWEDISH_TIME)))
