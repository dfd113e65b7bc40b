"""Makes turns of a talk as the actions hand them over, on the real register."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.answers.decide import decide
from bot.answers.plan import Plan
from bot.answers.turn import Turn
from bot.services import register
from bot.topics import HELP_TOPICS, NOT_UNDERSTOOD
from tests.moments import WEEKDAY

DIRECTORY = register.read()
START = ("relationship_violence", "honour_oppression", "anonymity")


def turn(
    text: str = "",
    intent: str = NOT_UNDERSTOOD,
    before: Mapping[str, Any] | None = None,
    found: Mapping[str, Any] | None = None,
    now: datetime = WEEKDAY,
    pressed: bool = False,
    **more: Any,
) -> Turn:
    """`found` is what the pipeline read out of this message; `pressed` that a button said it."""
    topic = {"topic": intent} if intent in HELP_TOPICS else {}
    slots = {**(before or {}), **topic, "language": "sv", **(found or {})}
    if not pressed:
        more.setdefault("ranking", [(intent, 0.9)])
    return Turn(text, intent, before or {}, slots, DIRECTORY, now, start_topics=START, **more)


def say(*args: Any, **more: Any) -> Plan:
    return decide(turn(*args, **more))


def texts(plan: Plan) -> list[str]:
    return [part.response for part in plan.parts]


def shown(plan: Plan) -> list[str]:
    return [choice.service.id for part in plan.parts for choice in part.services]


def offered(plan: Plan) -> list[str]:
    return [option.label for part in plan.parts for option in part.options]


def talk(*turns: Mapping[str, Any], start: Mapping[str, Any] | None = None) -> Plan:
    """Holds a talk: each turn's keyword arguments in order; the last plan is returned."""
    slots: dict[str, Any] = dict(start or {})
    plan = Plan(())
    for one in turns:
        plan = say(before=slots, **one)
        slots = {**slots, **plan.slots}
    return plan


VIOLENCE: dict[str, Any] = {
    "text": "min man slår mig ibland",
    "intent": "relationship_violence",
    "found": {"who": "self"},
    "who_said": "self",
}
CALM_TALK: Mapping[str, Any] = {**say(**VIOLENCE).slots}
"""What the talk knows after the partner's violence was told and answered."""
