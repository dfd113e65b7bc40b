"""The resident answered that there is no danger now."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.courier import utter
from bot.answers import plan


class ActionAfterNoDanger(Action):
    def name(self) -> str:
        return "action_after_no_danger"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        return utter(plan.no_danger(), dispatcher, tracker.slots)
