"""Danger asked about, told, over or refused."""

from __future__ import annotations

import pytest

from bot.answers.decide import danger_help
from bot.answers.plan import YES_NO
from bot.topics import DANGER_NOW, NOT_UNDERSTOOD
from tests.answers.talks import CALM_TALK, VIOLENCE, say, shown, texts, turn
from tests.moments import EVENING

ASKED_DANGER = {**CALM_TALK, "asked": "danger", "danger_asked": ["score"]}


def test_when_danger_is_unsure_then_it_is_asked_once() -> None:
    first = say(**{**VIOLENCE, "found": {"who": "self", "danger": "ask"}}, reasons=["score"])
    assert first.parts[-1].options == YES_NO
    assert first.slots["asked"] == "danger"
    again = say("han är arg", "relationship_violence", before=first.slots, found={"danger": "ask"}, reasons=["score"])
    assert "utter_ask_danger" not in texts(again)
    new = say("han är arg", "relationship_violence", before=first.slots, found={"danger": "ask"}, reasons=["weapon"])
    assert new.slots["asked"] == "danger"


@pytest.mark.parametrize("text", ["ja", "jaa", "ja det är jag", "vet inte", "kanske"])
def test_when_asked_about_danger_and_the_answer_is_not_no_then_112_comes_first(text: str) -> None:
    plan = say(text, NOT_UNDERSTOOD, before=ASKED_DANGER)
    assert texts(plan)[0] == "utter_danger_now"
    assert shown(plan)[0] == "larm_112"
    assert plan.slots["asked"] is None


@pytest.mark.parametrize("text", ["nej", "nä", "nej inte just nu", "nej tack"])
def test_when_asked_about_danger_and_the_answer_is_no_then_the_talk_goes_on(text: str) -> None:
    plan = say(text, NOT_UNDERSTOOD, before=ASKED_DANGER)
    assert texts(plan) == ["utter_not_in_danger"]
    assert plan.slots["topic"] == "relationship_violence"
    assert plan.slots["asked"] is None


@pytest.mark.parametrize(
    ("topic", "text"),
    [
        ("relationship_violence", "utter_danger_stay"),
        ("suicide_self_harm", "utter_danger_suicide"),
        ("forced_marriage", "utter_danger_travel"),
    ],
)
def test_when_there_is_danger_then_the_way_out_fits_the_topic_and_112_is_first(topic: str, text: str) -> None:
    plan = danger_help(turn("han är här", DANGER_NOW, found={"topic": topic}))
    assert texts(plan) == [text]
    assert shown(plan)[0] == "larm_112"
    assert plan.slots["after_danger"] is True


def test_when_danger_comes_in_a_talk_then_its_topic_and_person_are_kept_but_for_suicide() -> None:
    child = {**CALM_TALK, "who": "child"}
    plan = danger_help(turn("han är här", DANGER_NOW, before=child, found={"topic": "stalking", "who": "self"}))
    assert (plan.slots["topic"], plan.slots["who"]) == ("relationship_violence", "child")
    plan = danger_help(turn("tagit tabletter", DANGER_NOW, before=child, found={"topic": "suicide_self_harm"}))
    assert plan.slots["topic"] == "suicide_self_harm"


def test_when_the_danger_is_over_then_the_talk_goes_on_gently() -> None:
    after = {**CALM_TALK, **danger_help(turn("han är här", DANGER_NOW, before=CALM_TALK)).slots}
    plan = say("jag vet inte vad jag känner", before=after)
    assert texts(plan) == ["utter_after_danger_gentle"]
    assert shown(plan) and "larm_112" not in shown(plan)
    assert plan.slots["after_danger"] is False


@pytest.mark.parametrize("text", ["ambulansen har hämtat henne nu", "polisen är redan här", "polisen kom precis"])
def test_when_help_has_come_then_the_talk_goes_on_gently_about_the_same(text: str) -> None:
    after = {**CALM_TALK, **danger_help(turn("han är här", DANGER_NOW, before=CALM_TALK)).slots}
    plan = say(text, "friend_worry", before=after)
    assert texts(plan) == ["utter_after_danger_gentle"]
    assert plan.slots["topic"] == "relationship_violence"


@pytest.mark.parametrize(
    ("text", "topic"), [("hur får jag han att sluta smsa", "stalking"), ("jag vill sluta slå", "perpetrator")]
)
def test_when_it_is_not_the_writer_who_must_stop_then_nobody_is_taken_for_the_one_who_does_it(
    text: str, topic: str
) -> None:
    plan = say(text, "perpetrator", before={**CALM_TALK, "topic": "stalking"}, ranking=[("perpetrator", 0.9)])
    assert plan.slots["topic"] == topic


def test_when_112_is_refused_then_other_ways_are_shown_and_nothing_is_asked() -> None:
    plan = say(
        "vill inte ringa 112", "deny", before=CALM_TALK, found={"danger": "ask"}, reasons=["weapon"], now=EVENING
    )
    assert texts(plan) == ["utter_refuses_112"]
    assert shown(plan)[0] == "kvinnofridslinjen"
    assert not {"larm_112", "socialjouren_dalarna"} & set(shown(plan))
