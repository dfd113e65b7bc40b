"""Not understood: offers the likeliest topics as buttons, the second time in a row people."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.courier import understood, utter
from bot.answers import plan
from bot.meaning.attributes import TOPIC_RANKING
from bot.texts import labels


class ActionOfferTopics(Action):
    def name(self) -> str:
        return "action_offer_topics"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        ranking = [guess["name"] for guess in understood(tracker)[TOPIC_RANKING]]
        danger_asked = tracker.get_slot("danger") == "ask"
        offered = plan.offer(ranking, tracker.get_slot("misunderstood") or 0, danger_asked, labels()["start_topics"])
        return utter(offered, dispatcher, tracker.slots)
