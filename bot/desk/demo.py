"""Made-up conversations from demo.yml, with ids of their own kind, so that they are told apart and can be removed."""

from __future__ import annotations

import secrets
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy.engine import Engine

from bot.records.record import LOTSEN, RESIDENT, Record, Turn
from bot.records.weeks import iso_week
from bot.services import register
from bot.services.model import Directory
from bot.storage import records
from bot.texts import responses

_FILE = Path(__file__).with_name("demo.yml")


def conversations(today: date) -> list[Record]:
    """The made-up conversations, as if the last had ended this week."""
    content: list[dict[str, Any]] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    known = register.read()
    return [_record(raw, today, known) for raw in content]


def add(engine: Engine, today: date) -> int:
    """Write them and return how many there are. Raises sqlalchemy.exc.SQLAlchemyError."""
    made = conversations(today)
    records.write(engine, made)
    return len(made)


def _record(raw: dict[str, Any], today: date, known: Directory) -> Record:
    turns = tuple(_turn(said) for said in raw["turns"])
    topics = [turn.topic for turn in turns if turn.topic]
    return Record(
        records.DEMO + secrets.token_hex(14),
        iso_week(today - timedelta(weeks=raw["weeks_ago"])),
        raw["part"],
        topics[0],
        raw["urgency"],
        "sv",
        raw["who"],
        raw.get("helped"),
        raw.get("helped") is True,
        known.named(raw["services"]),
        turns,
    )


def _turn(said: dict[str, Any]) -> Turn:
    if "lotsen" in said:
        return Turn(LOTSEN, responses()[said["lotsen"]])
    return Turn(RESIDENT, said["du"], said["topic"], said.get("urgency", "none"), said.get("who", "none"), said["sure"])
