"""What a message says by itself, and what is said when it says nothing clear."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.answers.decide import decide
from bot.answers.plan import Plan
from bot.services.model import Directory
from bot.topics import HELP_TOPICS, META_TOPICS, SMALL_TALK
from tests.answers.talks import START, VIOLENCE, offered, say, shown, talk, texts, turn

# --- what a message says by itself ---


@pytest.mark.parametrize("topic", sorted(HELP_TOPICS))
def test_when_a_help_topic_is_told_then_its_text_and_at_most_three_services_follow(topic: str) -> None:
    plan = say("jag behöver hjälp med en sak", topic, found={"who": "self"}, who_said="self")
    assert texts(plan) == [f"utter_{topic}"]
    assert 1 <= len(shown(plan)) <= 3
    assert plan.slots["topic"] == plan.slots["shown_topic"] == topic
    assert plan.slots["shown"] == shown(plan)


@pytest.mark.parametrize("label", ["human_handoff", "out_of_scope"])
def test_when_lotsen_itself_cannot_help_then_people_are_shown(label: str) -> None:
    plan = say("en fråga", label)
    assert texts(plan) == [f"utter_{label}"]
    assert shown(plan)


@pytest.mark.parametrize("label", sorted((META_TOPICS | SMALL_TALK | {"only_signs"}) - {"human_handoff"}))
def test_when_it_is_small_talk_or_about_lotsen_then_no_services_are_shown(label: str) -> None:
    assert shown(say("...", label)) == []


def test_when_a_talk_begins_then_topics_and_easy_swedish_are_offered() -> None:
    assert offered(say("hej", "greet")) == [*START, "easy_on"]


@pytest.mark.parametrize(
    ("who", "age", "text"),
    [
        ("other", None, "utter_relationship_violence_relative"),
        ("professional", None, "utter_relationship_violence_professional"),
        ("self", 15, "utter_relationship_violence_young"),
        ("self", 40, "utter_relationship_violence"),
    ],
)
def test_when_the_point_of_view_is_known_then_the_text_is_theirs(who: str, age: int | None, text: str) -> None:
    found = {"who": who, "age": age}
    assert texts(say("det är våld hemma", "relationship_violence", found=found, who_said=who)) == [text]


def test_when_somebody_is_named_then_the_kind_request_comes_after_the_answer() -> None:
    assert texts(say(**VIOLENCE, names_someone=True)) == ["utter_relationship_violence", "utter_no_names"]
    assert texts(say("tack", "thanks", names_someone=True)) == ["utter_thanks"]


def test_when_more_is_told_of_the_same_topic_then_the_text_is_not_said_again_word_for_word() -> None:
    plan = talk(VIOLENCE, {**VIOLENCE, "text": "han tar mina pengar också"})
    assert texts(plan) == ["utter_told_more"]
    assert shown(plan)


# --- not understood ---


def offer(ranking: list[tuple[str, float]], **before: Any) -> Plan:
    return say("nåt konstigt har hänt i skogen", before=before, ranking=ranking)


def test_when_between_topics_then_the_likeliest_are_offered_and_small_talk_is_not() -> None:
    plan = offer([("greet", 0.3), ("stalking", 0.25), ("gang_exit", 0.2)])
    assert texts(plan) == ["utter_offer_topics"]
    assert offered(plan) == ["stalking", "gang_exit", START[0]]
    assert plan.slots["misunderstood"] == 1


def test_when_a_guess_came_with_services_then_a_question_about_them_is_answered() -> None:
    plan = offer([("relationship_violence", 0.43), ("honour_oppression", 0.38)])
    assert plan.slots["shown"] == shown(plan) != []
    after = say("vad händer om jag ringer dit?", before=plan.slots)
    assert "utter_follow_nothing_running" not in texts(after)


def test_when_far_from_all_topics_then_all_are_offered_with_people_and_the_contact_centre() -> None:
    plan = offer([("stalking", 0.05)])
    assert offered(plan) == [*START, "out_of_scope"]
    assert "borlange_servicecenter" in shown(plan)


@pytest.mark.parametrize("earlier", [1, 2, 7])
def test_when_not_understood_again_then_people_are_shown_instead_of_guesses(earlier: int) -> None:
    plan = offer([("stalking", 0.4)], misunderstood=earlier)
    assert texts(plan) == ["utter_not_understood_again"]
    assert shown(plan)
    assert offered(plan) == []


def test_when_something_was_understood_then_misunderstandings_are_counted_anew() -> None:
    assert say(**VIOLENCE, before={"misunderstood": 1}).slots["misunderstood"] == 0


def test_when_the_register_is_empty_then_the_words_are_still_said() -> None:
    plan = decide(replace(turn(**VIOLENCE), directory=Directory({}, {})))
    assert texts(plan)[0] == "utter_relationship_violence"


def test_when_a_blow_is_told_beside_a_matter_for_the_kommun_then_the_blow_is_answered_and_both_are_offered() -> None:
    ranking = [("out_of_scope", 0.6), ("relationship_violence", 0.25)]
    text = "vart ringer man om en bot och var får man hjälp när han slår en"
    plan = say(text, "out_of_scope", ranking=ranking)
    assert texts(plan) == ["utter_relationship_violence", "utter_two_topics"]
    assert offered(plan)[-2:] == ["relationship_violence", "out_of_scope"]
    calm = [("out_of_scope", 0.9), ("relationship_violence", 0.05)]
    for said, guesses in ((text, calm), ("vart ringer man om en bot för felparkering", ranking)):
        assert "utter_two_topics" not in texts(say(said, "out_of_scope", ranking=guesses))
