"""What both actions do the same way: read the talk, utter a plan's parts with their cards and buttons, set slots."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.answers.plan import Plan
from bot.answers.situation import slots_before
from bot.answers.turn import Turn
from bot.answers.words import text_of, title_of
from bot.meaning.attributes import AGE, DANGER_REASONS, GENDER, NAMES_SOMEONE, TOPIC_RANKING, URGENCY, WHO
from bot.services.card import card
from bot.services.hours import SWEDISH_TIME
from bot.settings import read_settings
from bot.storage.directory import FreshDirectory
from bot.storage.engine import open_database
from bot.texts import labels


@lru_cache(maxsize=1)
def _directory() -> FreshDirectory:
    settings = read_settings()
    return FreshDirectory(open_database(settings.database_url), only_verified=settings.production)


def turn_of(tracker: Tracker) -> Turn:
    """The latest message and the talk it stands in. Raises sqlalchemy.exc.SQLAlchemyError without a directory."""
    found: dict[str, Any] = tracker.latest_message
    return Turn(
        text=found.get("text") or "",
        intent=found["intent"]["name"],
        before=slots_before(tracker.events),
        slots=tracker.slots,
        directory=_directory().current(),
        now=datetime.now(SWEDISH_TIME),
        ranking=[(guess["name"], guess["confidence"]) for guess in found.get(TOPIC_RANKING) or ()],
        reasons=found.get(DANGER_REASONS) or (),
        urgency=found.get(URGENCY) or "support",
        names_someone=bool(found.get(NAMES_SOMEONE)),
        who_said=found.get(WHO),
        age_said=found.get(AGE),
        gender_said=found.get(GENDER),
    )


def utter(plan: Plan, dispatcher: CollectingDispatcher, slots: dict[str, Any]) -> list[EventType]:
    """Utter every part and return the events that set the plan's slots."""
    plain = bool({**slots, **plan.slots}.get("plain_swedish"))
    for part in plan.parts:
        buttons = [
            {"title": title_of(option, part.language), "payload": option.intent, "topic": option.topic}
            for option in part.options
        ]
        cards = [card(choice, labels()) for choice in part.services]
        content = {"services": cards, "lang": part.language}
        dispatcher.utter_message(text=text_of(part, plain), buttons=buttons, json_message=content)
    return [SlotSet(name, value) for name, value in plan.slots.items()]
