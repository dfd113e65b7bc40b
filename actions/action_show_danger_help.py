"""After the 112 text: the way out special to the topic, and the services, 112 first."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.courier import turn_of, utter
from bot.answers.decide import danger_help


class ActionShowDangerHelp(Action):
    def name(self) -> str:
        return "action_show_danger_help"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        return utter(danger_help(turn_of(tracker)), dispatcher, tracker.slots)
