"""Points in time at which help lines open, close or keep a holiday; all Swedish time."""

from __future__ import annotations

from datetime import datetime

from bot.services.hours import SWEDISH_TIME

WEEKDAY = datetime(2026, 11, 24, 10, 0, tzinfo=SWEDISH_TIME)  # a Tuesday
EVENING = datetime(2026, 11, 24, 20, 0, tzinfo=SWEDISH_TIME)
NIGHT = datetime(2026, 11, 25, 2, 0, tzinfo=SWEDISH_TIME)
WEEKEND = datetime(2026, 11, 28, 14, 0, tzinfo=SWEDISH_TIME)  # a Saturday
CHRISTMAS_DAY = datetime(2026, 12, 25, 10, 0, tzinfo=SWEDISH_TIME)  # a Friday

CLOSED_SWITCHBOARD = (EVENING, NIGHT, WEEKEND, CHRISTMAS_DAY)
EVERY_MOMENT = (WEEKDAY, *CLOSED_SWITCHBOARD)
