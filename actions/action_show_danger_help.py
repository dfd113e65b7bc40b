"""After the 112 text: the way out special to the topic, and the services, 112 first."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.courier import utter
from bot.answers import plan


class ActionShowDangerHelp(Action):
    def name(self) -> str:
        return "action_show_danger_help"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        # A "yes" to our question carries the calm urgency of the word "ja"; the danger it confirms is what counts.
        slots = {**tracker.slots, "urgency": "acute"}
        return utter(plan.danger_help(slots), dispatcher, slots)
