"""What an answer is made of: texts in their order, cards, buttons, the open question and the slots."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from bot.answers import plan
from bot.answers.plan import ASKED_DANGER, ASKED_TOPIC, YES_NO, Option, Part, Plan
from bot.answers.situation import situation_of
from bot.services.select import Situation
from bot.topics import DANGER_NOW, HELP_TOPICS, META_TOPICS, SMALL_TALK
from tests.moments import NIGHT

START = ("relationship_violence", "anonymity")


def answer(label: str, slots: Mapping[str, Any] | None = None, names_someone: bool = False) -> Plan:
    return plan.answer(label, slots or {}, names_someone, START)


def texts(made: Plan) -> list[str]:
    return [part.response for part in made.parts]


# --- an answer ---


@pytest.mark.parametrize("topic", sorted(HELP_TOPICS))
def test_when_a_help_topic_is_understood_then_its_text_and_its_services_follow(topic: str) -> None:
    assert answer(topic).parts == (Part(f"utter_{topic}", cards_for=topic),)


@pytest.mark.parametrize("label", ["human_handoff", "out_of_scope"])
def test_when_lotsen_itself_cannot_help_then_people_are_shown(label: str) -> None:
    assert answer(label).parts == (Part(f"utter_{label}", cards_for=label),)


@pytest.mark.parametrize("label", sorted((META_TOPICS | SMALL_TALK | {"only_signs"}) - {"human_handoff"}))
def test_when_it_is_small_talk_or_about_lotsen_then_no_services_are_shown(label: str) -> None:
    assert all(part.cards_for is None for part in answer(label).parts)


@pytest.mark.parametrize("label", ["greet", "capabilities"])
def test_when_a_talk_begins_then_the_start_topics_are_offered_as_buttons(label: str) -> None:
    assert answer(label).parts[0].options == (
        Option("relationship_violence", "relationship_violence", "relationship_violence"),
        Option("anonymity", "anonymity", None),
    )


@pytest.mark.parametrize("label", ["bot_identity", "abuse_at_bot"])
def test_when_lotsen_is_not_enough_then_a_button_leads_to_people(label: str) -> None:
    assert answer(label).parts[0].options == (Option("human_handoff", "human_handoff", None),)


def test_when_the_point_of_view_is_known_then_the_text_is_theirs() -> None:
    assert texts(answer("gang_exit", {"who": "other"})) == ["utter_gang_exit_relative"]
    assert texts(answer("child_harmed", {"who": "professional"})) == ["utter_child_harmed_professional"]


@pytest.mark.parametrize("label", ["stalking", "anonymity"])
def test_when_somebody_is_named_then_the_answer_comes_first_and_the_kind_request_after(label: str) -> None:
    assert texts(answer(label, names_someone=True)) == [f"utter_{label}", "utter_no_names"]


@pytest.mark.parametrize("label", ["greet", "thanks", "out_of_scope"])
def test_when_somebody_is_named_in_small_talk_then_nothing_is_made_of_it(label: str) -> None:
    assert texts(answer(label, names_someone=True)) == [f"utter_{label}"]


@pytest.mark.parametrize(("language", "said"), [(None, False), ("sv", False), ("en", True), ("ar", True)])
def test_when_the_language_is_not_swedish_then_it_is_said_first(language: str | None, said: bool) -> None:
    assert (texts(answer("stalking", {"language": language}))[0] == "utter_other_language") is said


@pytest.mark.parametrize(("danger", "asks"), [("ask", True), ("none", False), ("certain", False), (None, False)])
def test_when_danger_is_unsure_then_the_answer_ends_with_the_question_and_its_buttons(
    danger: str | None, asks: bool
) -> None:
    made = answer("relationship_violence", {"danger": danger})
    assert (made.parts[-1] == Part("utter_ask_danger", options=YES_NO)) is asks
    assert made.slots["asked"] == (ASKED_DANGER if asks else None)


def test_when_all_happens_at_once_then_the_parts_keep_their_order() -> None:
    made = answer("stalking", {"language": "en", "danger": "ask", "who": "other"}, names_someone=True)
    assert texts(made) == [
        "utter_other_language",
        "utter_stalking_relative",
        "utter_no_names",
        "utter_ask_danger",
    ]


def test_when_something_was_understood_then_misunderstandings_are_counted_anew() -> None:
    assert answer("stalking", {"misunderstood": 1}).slots["misunderstood"] == 0


def test_when_danger_is_asked_about_then_yes_means_danger_and_no_means_no() -> None:
    assert [(o.label, o.intent) for o in YES_NO] == [("danger_yes", DANGER_NOW), ("danger_no", "deny")]


# --- danger ---


@pytest.mark.parametrize(
    ("topic", "text"),
    [
        ("relationship_violence", "utter_danger_stay"),
        ("suicide_self_harm", "utter_danger_suicide"),
        ("forced_marriage", "utter_danger_travel"),
    ],
)
def test_when_there_is_danger_then_the_way_out_fits_the_topic_and_its_services_follow(topic: str, text: str) -> None:
    made = plan.danger_help({"topic": topic})
    assert made.parts == (Part(text, cards_for=topic),)
    assert made.slots == {"asked": None, "misunderstood": 0}


def test_when_there_is_danger_without_a_topic_then_the_services_for_danger_follow() -> None:
    assert plan.danger_help({}).parts == (Part("utter_danger_stay", cards_for=DANGER_NOW),)


def test_when_there_is_no_danger_then_the_question_is_closed() -> None:
    made = plan.no_danger()
    assert texts(made) == ["utter_not_in_danger"]
    assert made.slots == {"asked": None, "misunderstood": 0}


# --- not understood ---


def test_when_not_understood_once_then_the_likeliest_topics_are_offered_and_small_talk_is_not() -> None:
    ranking = ["greet", "stalking", "capabilities", "gang_exit", "anonymity", "perpetrator", "out_of_scope"]
    made = plan.offer(ranking, misunderstood=0, danger_asked=False, start_topics=START)
    assert texts(made) == ["utter_offer_topics"]
    assert made.parts[0].options == (
        Option("stalking", "stalking", "stalking"),
        Option("gang_exit", "gang_exit", "gang_exit"),
        Option("anonymity", "anonymity", None),
    )
    assert made.slots == {"asked": ASKED_TOPIC, "misunderstood": 1}


@pytest.mark.parametrize("earlier", [1, 2, 7])
def test_when_not_understood_again_then_people_are_shown_instead_of_guesses(earlier: int) -> None:
    made = plan.offer(["stalking"], misunderstood=earlier, danger_asked=False, start_topics=START)
    assert made.parts == (Part("utter_not_understood_again", cards_for="human_handoff"),)
    assert made.slots == {"asked": None, "misunderstood": earlier + 1}


@pytest.mark.parametrize(("earlier", "first"), [(0, "utter_offer_topics"), (1, "utter_not_understood_again")])
def test_when_not_understood_and_danger_is_unsure_then_the_danger_question_is_the_open_one(
    earlier: int, first: str
) -> None:
    made = plan.offer(["stalking"], earlier, danger_asked=True, start_topics=START)
    assert texts(made) == [first, "utter_ask_danger"]
    assert made.parts[-1].options == YES_NO
    assert made.slots["asked"] == ASKED_DANGER


def test_when_few_topics_are_likely_then_those_to_begin_with_fill_up() -> None:
    made = plan.offer(["greet", "stalking"], misunderstood=0, danger_asked=False, start_topics=START)
    assert [option.intent for option in made.parts[0].options] == ["stalking", *START]


def test_when_danger_is_told_in_another_language_then_that_language_is_answered_too() -> None:
    made = plan.danger_help({"topic": "stalking", "language": "en"})
    assert texts(made) == ["utter_danger_stay", "utter_other_language"]


# --- the situation handed to the selector ---


def test_when_slots_are_empty_then_the_situation_claims_nothing() -> None:
    empty = {"who": None, "urgency": None, "age": None, "gender": None}
    assert situation_of("stalking", {}, NIGHT) == situation_of("stalking", empty, NIGHT) == Situation("stalking", NIGHT)


def test_when_slots_are_filled_then_the_situation_carries_them() -> None:
    slots = {"who": "self", "urgency": "acute", "age": 15, "gender": "male"}
    assert situation_of("stalking", slots, NIGHT) == Situation("stalking", NIGHT, "self", "acute", 15, "male")
