"""Made-up records and events for the tests of bot/records."""

from __future__ import annotations

import secrets
from typing import Any

from bot.records.record import LOTSEN, RESIDENT, Record, Turn

NAME = "Zlatanmarkor"  # ASCII: JSON would write an ö as an escape, and a search would miss it


def redact(text: str) -> str:
    """A stand-in for the redactor."""
    return text.replace(NAME, "[NAMN]")


def record(
    week: str = "2026-W48",
    part_of_day: str | None = "kväll",
    topic: str = "stalking",
    language: str = "sv",
    record_id: str | None = None,
    text: str = "[NAMN] står utanför",
    helped: bool | None = None,
) -> Record:
    turns = (Turn(RESIDENT, text, topic, "urgent", "self", 0.87), Turn(LOTSEN, "Ring 112 om det är fara."))
    services = ("polisen_114_14", "brottsofferjouren")
    record_id = record_id or secrets.token_hex(16)
    return Record(record_id, week, part_of_day, topic, "urgent", language, "self", helped, False, services, turns)


def said(text: str, token: str = "t", store: bool | None = True, **found: Any) -> dict[str, Any]:
    """Rasa's event for a resident's message."""
    parsed = {"topic": "stalking", "urgency": "urgent", "who": "self", "topic_confidence": 0.8734, "language": "sv"}
    return {
        "event": "user",
        "sender_id": token,
        "text": text,
        "metadata": {"store": store},
        "parse_data": {**parsed, **found, "text": text},
        "timestamp": 1763900000.123,
    }


def answered(text: str, *services: str, token: str = "t") -> dict[str, Any]:
    """Rasa's event for a reply of Lotsen's."""
    cards = [{"id": service, "name": service.title(), "phone": "112"} for service in services]
    return {"event": "bot", "sender_id": token, "text": text, "data": {"custom": {"services": cards, "lang": None}}}
