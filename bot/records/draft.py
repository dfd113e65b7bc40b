"""A running conversation as it would be stored: redacted as it is heard, so that no raw word waits here."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Mapping
from typing import Any

from bot.records.record import LOTSEN, RESIDENT, Record, Turn
from bot.topics import HELP_TOPICS, LANGUAGES, TOPICS, URGENCY, WHO

log = logging.getLogger(__name__)

Redact = Callable[[str], str]

WITHHELD = "[TEXT]"
"""Stands for a message that could not be redacted."""

NO_TOPIC = "none"
_MOST_CHARACTERS = 60_000  # of one conversation; later turns are left out


def withhold(_text: str) -> str:
    """The redactor to use when there is none: keeps no word."""
    return WITHHELD


class Draft:
    """Begun in a week and a part of the day; only known labels get in beside the redacted words."""

    def __init__(self, week: str, part_of_day: str) -> None:
        self._week, self._part_of_day = week, part_of_day
        self._topic, self._urgency, self._language, self._who = NO_TOPIC, "none", "sv", "none"
        self._turns: list[Turn] = []
        self._services: dict[str, None] = {}
        self._characters = 0
        self._listening = False
        self.helped: bool | None = None
        self.pressed = False

    def export(self) -> dict[str, Any]:
        """All of it as plain values."""
        return {**vars(self), "_turns": [vars(turn) for turn in self._turns]}

    @classmethod
    def of(cls, exported: Mapping[str, Any]) -> Draft:
        """The counterpart of `export`."""
        draft = cls(exported["_week"], exported["_part_of_day"])
        vars(draft).update({**exported, "_turns": [Turn(**turn) for turn in exported["_turns"]]})
        return draft

    def hear(self, event: Mapping[str, Any], redact: Redact) -> None:
        """Take in one of Rasa's events. What follows a message that may not be kept is not kept either."""
        kind = event.get("event")
        if kind == "user":
            self._listening = (event.get("metadata") or {}).get("store") is True
            if self._listening:
                self._hear_resident(event, redact)
        elif kind == "bot" and self._listening:
            self._hear_lotsen(event)
        elif kind == "slot" and self._listening:
            self._notice(event.get("name"), event.get("value"))

    def record(self, record_id: str) -> Record | None:
        """The record to keep, or None when the resident said nothing that may be kept."""
        if not any(turn.role == RESIDENT for turn in self._turns):
            return None
        return Record(
            record_id,
            self._week,
            self._part_of_day,
            self._topic,
            self._urgency,
            self._language,
            self._who,
            self.helped,
            self.pressed,
            tuple(self._services),
            tuple(self._turns),
        )

    def _hear_resident(self, event: Mapping[str, Any], redact: Redact) -> None:
        found = event.get("parse_data") or {}
        topic, urgency, who = (
            _label(found.get(name), known) for name, known in (("topic", TOPICS), ("urgency", URGENCY), ("who", WHO))
        )
        confidence = found.get("topic_confidence")
        number = round(float(confidence), 2) if isinstance(confidence, (int, float)) else None
        self._add(Turn(RESIDENT, _redacted(event.get("text"), redact), topic, urgency, who, number))
        self._notice("topic", topic)
        self._notice("who", who)
        self._notice("language", found.get("language"))
        if urgency is not None and URGENCY.index(urgency) < URGENCY.index(self._urgency):
            self._urgency = urgency

    def _hear_lotsen(self, event: Mapping[str, Any]) -> None:
        text = event.get("text")
        if isinstance(text, str):
            self._add(Turn(LOTSEN, text))
        for service in ((event.get("data") or {}).get("custom") or {}).get("services") or ():
            self._services[str(service["id"])] = None

    def _notice(self, name: object, value: object) -> None:
        """The conversation is about the help topic named last; small talk and other matters count while there is none."""
        if name == "topic" and _label(value, TOPICS) and (value in HELP_TOPICS or self._topic not in HELP_TOPICS):
            self._topic = str(value)
        elif name == "who" and value != "none" and _label(value, WHO):
            self._who = str(value)
        elif name == "language" and _label(value, LANGUAGES):
            self._language = str(value)

    def _add(self, turn: Turn) -> None:
        self._characters += len(turn.text)
        if self._characters <= _MOST_CHARACTERS:
            self._turns.append(turn)


def _label(value: object, known: Collection[str]) -> str | None:
    return value if isinstance(value, str) and value in known else None


def _redacted(text: object, redact: Redact) -> str:
    """Fail closed: what cannot be redacted is not kept, and the failure is told without a word of it."""
    if not isinstance(text, str):
        return WITHHELD
    try:
        return str(redact(text))
    except Exception as error:
        log.error("message withheld from its record: %s", type(error).__name__)
        return WITHHELD
