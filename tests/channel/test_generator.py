"""What Rasa says by itself, without the action server."""

from __future__ import annotations

import asyncio

import pytest
from rasa.shared.core.slots import AnySlot
from rasa.shared.core.trackers import DialogueStateTracker

from bot.texts import easy_responses, responses
from bot.texts.generator import TextGenerator


@pytest.mark.parametrize("plain", [True, False, None])
def test_when_the_talk_is_in_easy_swedish_then_the_danger_text_is_too_and_112_stays_first(plain: bool | None) -> None:
    tracker = DialogueStateTracker("t", [AnySlot("plain_swedish", mappings=[{"type": "custom"}], initial_value=plain)])
    said = asyncio.run(TextGenerator().generate("utter_danger_now", tracker, "chat"))
    texts = easy_responses() if plain else responses()
    assert said is not None
    assert said["text"] == texts["utter_danger_now"]
    assert said["text"].startswith("112")
