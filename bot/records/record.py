"""A stored conversation, as staff will read it. No field tells who, exactly when, or which session."""

from __future__ import annotations

from dataclasses import dataclass

RESIDENT, LOTSEN = "resident", "lotsen"


@dataclass(frozen=True)
class Turn:
    """What one side said. A resident's text is redacted; the rest is what was understood of it."""

    role: str
    text: str
    topic: str | None = None
    urgency: str | None = None
    who: str | None = None
    confidence: float | None = None


@dataclass(frozen=True)
class Record:
    """`id` is random and made when the conversation has ended; `part_of_day` None: not told, it would be too rare."""

    id: str
    week: str
    part_of_day: str | None
    topic: str
    urgency: str
    language: str
    who: str
    helped: bool | None
    pressed: bool | None
    services: tuple[str, ...]
    turns: tuple[Turn, ...]
