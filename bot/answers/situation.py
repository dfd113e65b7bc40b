"""Builds the service selector's `Situation`, and tells what the talk knew before the latest message came."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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


def slots_before(events: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The slots as they were before the latest message, whose reading has changed some of them already."""
    latest = max((at for at, event in enumerate(events) if event.get("event") == "user"), default=0)
    return {event["name"]: event.get("value") for event in events[:latest] if event.get("event") == "slot"}
