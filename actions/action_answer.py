"""Answers a topic: its text for the point of view, and the services that fit."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.courier import understood, utter
from bot.answers import plan
from bot.meaning.attributes import NAMES_SOMEONE
from bot.texts import labels


class ActionAnswer(Action):
    def name(self) -> str:
        return "action_answer"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        message = understood(tracker)
        names_someone = bool(message.get(NAMES_SOMEONE))
        answer = plan.answer(message["intent"]["name"], tracker.slots, names_someone, labels()["start_topics"])
        return utter(answer, dispatcher, tracker.slots)
