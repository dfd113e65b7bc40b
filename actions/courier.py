"""What every action here does the same way: read slots, utter a plan's parts with their cards and buttons, set slots."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.answers.plan import Plan
from bot.answers.situation import situation_of
from bot.services.card import card
from bot.services.hours import SWEDISH_TIME
from bot.services.select import select
from bot.settings import read_settings
from bot.storage.directory import FreshDirectory
from bot.storage.engine import open_database
from bot.texts import labels, responses


@lru_cache(maxsize=1)
def _directory() -> FreshDirectory:
    return FreshDirectory(open_database(read_settings().database_url))


def utter(plan: Plan, dispatcher: CollectingDispatcher, slots: dict[str, Any]) -> list[EventType]:
    """Utter every part and return the events that set the plan's slots.

    The words go first: when the directory cannot be read, they are still said.
    """
    for part in plan.parts:
        buttons = [
            {"title": _title(option.label), "payload": option.intent, "topic": option.topic} for option in part.options
        ]
        cards = _cards(part.cards_for, slots) if part.cards_for else []
        dispatcher.utter_message(text=responses()[part.response], buttons=buttons, json_message={"services": cards})
    return [SlotSet(name, value) for name, value in plan.slots.items()]


def understood(tracker: Tracker) -> dict[str, Any]:
    """What the pipeline found in the latest message."""
    found: dict[str, Any] = tracker.latest_message
    return found


def _title(label: str) -> str:
    texts = labels()
    return str(texts["answers"].get(label) or texts["topics"][label])


def _cards(topic: str, slots: dict[str, Any]) -> list[dict[str, Any]]:
    selection = select(situation_of(topic, slots, datetime.now(SWEDISH_TIME)), _directory().current())
    return [card(choice, labels()) for choice in selection.choices]
