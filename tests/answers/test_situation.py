"""The situation handed to the selector, and what the talk knew before the latest message."""

from __future__ import annotations

from bot.answers.situation import situation_of, slots_before
from bot.services.select import Situation
from tests.moments import NIGHT


def test_when_slots_are_empty_then_the_situation_claims_nothing() -> None:
    empty = {"who": None, "urgency": None, "age": None, "gender": None}
    assert situation_of("stalking", {}, NIGHT) == situation_of("stalking", empty, NIGHT) == Situation("stalking", NIGHT)


def test_when_slots_are_filled_then_the_situation_carries_them() -> None:
    slots = {"who": "self", "urgency": "acute", "age": 15, "gender": "male"}
    assert situation_of("stalking", slots, NIGHT) == Situation("stalking", NIGHT, "self", "acute", 15, "male")


def test_when_the_latest_message_has_changed_slots_then_what_was_known_before_is_found() -> None:
    events = [
        {"event": "user"},
        {"event": "slot", "name": "topic", "value": "stalking"},
        {"event": "slot", "name": "who", "value": "self"},
        {"event": "slot", "name": "who", "value": "child"},
        {"event": "user"},
        {"event": "slot", "name": "topic", "value": "gang_exit"},
    ]
    assert slots_before(events) == {"topic": "stalking", "who": "child"}
    assert slots_before(events[:3]) == {}
    assert slots_before([]) == {}
