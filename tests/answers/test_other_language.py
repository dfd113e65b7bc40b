"""A talk in another language than Swedish."""

from __future__ import annotations

from typing import Any

import pytest

from bot.answers.decide import danger_help
from bot.topics import DANGER_NOW
from tests.answers.talks import CALM_TALK, offered, say, shown, talk, texts, turn

ASKED_DANGER = {**CALM_TALK, "asked": "danger", "danger_asked": ["score"]}


ENGLISH: dict[str, Any] = {
    "text": "my husband beats me every day",
    "intent": "relationship_violence",
    "found": {"language": "en", "who": "self"},
}


def test_when_another_language_is_written_then_its_card_comes_with_interpreters_first_and_topics() -> None:
    plan = say(**ENGLISH)
    assert [(p.response, p.language) for p in plan.parts] == [("card", "en"), ("offer", "en")]
    assert shown(plan)[0] == "kvinnofridslinjen"
    assert "child_harmed" in offered(plan)


def test_when_the_message_is_short_then_the_language_of_the_talk_stays() -> None:
    plan = talk(ENGLISH, {"text": "ok", "intent": "affirm"})
    assert plan.slots["language"] == "en"
    assert say("my sister", before=CALM_TALK, found={"language": "en"}).slots["language"] == "sv"


@pytest.mark.parametrize(
    ("text", "language", "first"),
    [
        ("Yes!!", "en", "utter_danger_now"),
        ("no he left", "en", "not_in_danger"),
        ("نعم", "ar", "utter_danger_now"),
        ("لا", "ar", "not_in_danger"),
    ],
)
def test_when_asked_about_danger_in_another_language_then_its_yes_and_no_are_understood(
    text: str, language: str, first: str
) -> None:
    before = {**ASKED_DANGER, "language": language}
    assert texts(say(text, before=before, found={"language": language}))[0] == first


def test_when_somebody_is_named_in_another_language_then_no_swedish_is_mixed_in() -> None:
    assert all(part.language == "en" for part in say(**ENGLISH, names_someone=True).parts)


def test_when_the_swedish_answer_is_wanted_then_it_is_given() -> None:
    plan = talk(ENGLISH, {"text": "More answers in Swedish"})
    assert texts(plan) == ["utter_relationship_violence"]


def test_when_a_language_has_no_texts_then_that_is_said_in_swedish_and_english() -> None:
    assert texts(say(**{**ENGLISH, "found": {"language": "xx", "who": "self"}}))[0] == "utter_other_language"


def test_when_danger_is_told_in_another_language_then_its_card_follows() -> None:
    plan = danger_help(turn("help he has a knife", DANGER_NOW, found={"language": "en", "topic": "stalking"}))
    assert [(p.response, p.language) for p in plan.parts] == [("card", "en")]
    assert shown(plan)[0] == "larm_112"
