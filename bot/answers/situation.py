"""Builds the service selector's `Situation` from what the conversation remembers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.services.select import Situation


def situation_of(topic: str, slots: Mapping[str, Any], now: datetime) -> Situation:
    """`slots` are the conversation's; missing ones count as not known. `now` must carry a time zone."""
    return Situation(
        topic=topic,
        now=now,
        who=slots.get("who") or "none",
        urgency=slots.get("urgency") or "support",
        age=slots.get("age"),
        gender=slots.get("gender"),
    )
