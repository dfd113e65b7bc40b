"""Which services are shown to whom and when, on the real register, and the reasons given."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from bot.services.model import Directory
from bot.services.select import EMERGENCY, MOST_SHOWN, LeftOut, Reason, Selection, Situation, select
from bot.topics import DANGER_NOW, HELP_TOPICS, OUT_OF_SCOPE, TOPICS, URGENCY, WHO
from tests.moments import CHRISTMAS_DAY, CLOSED_SWITCHBOARD, EVENING, EVERY_MOMENT, NIGHT, WEEKDAY, WEEKEND
from tests.small_register import SmallRegister, fact, service

AGES = (None, 9, 15, 20, 40)
GENDERS = (None, "female", "male", "trans")
EVERY_PERSON = tuple(itertools.product(WHO, AGES, GENDERS))
FOR_MEN = {"stodlinjen_man", "killar_se"}
FOR_TRANS = {"stodlinjen_transpersoner"}


def ids(selection: Selection) -> list[str]:
    return [choice.service.id for choice in selection.choices]


def shown(directory: Directory, topic: str, now: datetime = WEEKDAY, **more: Any) -> list[str]:
    return ids(select(Situation(topic, now, **more), directory))


def reasons(selection: Selection, service_id: str) -> tuple[Reason, ...]:
    return next(c.reasons for c in selection.choices if c.service.id == service_id)


# --- what holds for everybody ---


@pytest.mark.parametrize("topic", sorted(TOPICS | {DANGER_NOW}))
def test_whoever_writes_and_whenever_then_one_to_three_different_services_are_shown_each_with_a_reason(
    directory: Directory, topic: str
) -> None:
    for (who, age, gender), urgency, now in itertools.product(EVERY_PERSON, URGENCY, EVERY_MOMENT):
        situation = Situation(topic, now, who, urgency, age, gender)
        selection = select(situation, directory)
        assert 1 <= len(selection.choices) <= MOST_SHOWN, situation
        assert len(set(ids(selection))) == len(selection.choices), situation
        assert all(choice.reasons for choice in selection.choices), situation
        assert not set(ids(selection)) & selection.left_out.keys(), situation
        assert all(choice.service.reachable_now_by for choice in selection.choices), situation


@pytest.mark.parametrize("topic", sorted(TOPICS | {DANGER_NOW}))
def test_when_it_is_acute_then_112_is_first_whoever_writes_and_whenever(directory: Directory, topic: str) -> None:
    for (who, age, gender), now in itertools.product(EVERY_PERSON, EVERY_MOMENT):
        selection = select(Situation(topic, now, who, "acute", age, gender), directory)
        assert ids(selection)[0] == EMERGENCY
        assert selection.choices[0].reasons == (Reason.EMERGENCY,)


def test_when_danger_has_no_topic_then_112_is_first_even_if_urgency_was_not_set(directory: Directory) -> None:
    assert shown(directory, DANGER_NOW)[0] == EMERGENCY


@pytest.mark.parametrize("topic", sorted(HELP_TOPICS))
def test_when_a_line_is_for_men_or_trans_persons_then_only_those_who_said_so_see_it(
    directory: Directory, topic: str
) -> None:
    for (who, age, gender), now in itertools.product(EVERY_PERSON, EVERY_MOMENT):
        seen = set(shown(directory, topic, now, who=who, age=age, gender=gender))
        assert gender == "male" or not seen & FOR_MEN, (who, age, gender)
        assert gender == "trans" or not seen & FOR_TRANS, (who, age, gender)


@pytest.mark.parametrize("topic", sorted(HELP_TOPICS))
def test_when_a_line_is_for_professionals_only_then_nobody_else_sees_it(directory: Directory, topic: str) -> None:
    for (who, age, gender), now in itertools.product(EVERY_PERSON, EVERY_MOMENT):
        if who != "professional":
            assert "nch_stodtelefon" not in shown(directory, topic, now, who=who, age=age, gender=gender)


@pytest.mark.parametrize("topic", sorted(HELP_TOPICS))
def test_when_the_switchboard_is_open_then_socialjouren_is_not_shown(directory: Directory, topic: str) -> None:
    for (who, age, gender), urgency in itertools.product(EVERY_PERSON, URGENCY):
        situation = Situation(topic, WEEKDAY, who, urgency, age, gender)
        assert "socialjouren_dalarna" not in ids(select(situation, directory)), situation


# --- what staff have agreed on, topic by topic ---


@pytest.mark.parametrize("now", EVERY_MOMENT)
@pytest.mark.parametrize(
    ("topic", "who", "first"),
    [
        ("gang_exit", "self", "avhopparverksamheten_borlange"),
        ("gang_exit", "child", "avhopparverksamheten_borlange"),
        ("gang_exit", "professional", "avhopparverksamheten_borlange"),
        ("gang_worry_child", "child", "sig_borlange"),
        ("gang_worry_child", "other", "sig_borlange"),
        ("honour_oppression", "self", "ratt_att_valja"),
        ("honour_oppression", "other", "ratt_att_valja"),
        ("honour_oppression", "professional", "nch_stodtelefon"),
        ("forced_marriage", "self", "ratt_att_valja"),
        ("perpetrator", "self", "valj_att_sluta"),
        ("perpetrator", "other", "valj_att_sluta"),
        ("youth_mental_health", "self", "ungdomshalsan_borlange"),
        ("youth_mental_health", "child", "ungdomshalsan_borlange"),
        ("youth_sexual_health", "self", "ungdomsmottagningen_borlange"),
        ("suicide_self_harm", "self", "mind_sjalvmordslinjen"),
        ("relationship_violence", "self", "kvinnofridslinjen"),
        ("police_report", "self", "polisen_114_14"),
        ("parent_support", "self", "foraldraskapsstod_borlange"),
        ("substance_use", "other", "alkohol_drogradgivningen_borlange"),
    ],
)
def test_when_nothing_presses_then_the_service_staff_put_first_is_first_by_day_and_by_night(
    directory: Directory, topic: str, who: str, first: str, now: datetime
) -> None:
    assert shown(directory, topic, now, who=who)[0] == first


@pytest.mark.parametrize("now", EVERY_MOMENT)
@pytest.mark.parametrize("who", ["self", "other", "none"])
@pytest.mark.parametrize("urgency", ["urgent", "support", "info", "none"])
def test_when_a_partner_is_violent_then_kvinnojouren_borlange_is_among_the_services(
    directory: Directory, who: str, urgency: str, now: datetime
) -> None:
    assert "kvinnojouren_borlange" in shown(directory, "relationship_violence", now, who=who, urgency=urgency)


def test_when_a_young_person_feels_bad_then_ungdomshalsan_is_shown_and_bris_to_the_youngest(
    directory: Directory,
) -> None:
    assert shown(directory, "youth_mental_health", who="self", age=16)[:2] == ["ungdomshalsan_borlange", "bris"]
    assert "bris" not in shown(directory, "youth_mental_health", who="self", age=20)


def test_when_no_service_of_the_topic_is_for_that_age_then_the_grown_up_ones_are_shown(directory: Directory) -> None:
    seen = shown(directory, "youth_mental_health", who="self", age=40)
    assert seen == ["vardguiden_1177"]


@pytest.mark.parametrize("topic", ["greet", "no_such_topic", OUT_OF_SCOPE])
def test_when_a_topic_has_no_services_of_its_own_then_the_switchboard_is_shown(
    directory: Directory, topic: str
) -> None:
    selection = select(Situation(topic, WEEKDAY), directory)
    assert ids(selection) == ["borlange_servicecenter"]
    assert reasons(selection, "borlange_servicecenter") == (Reason.LAST_RESORT,)


def test_when_a_point_of_view_has_no_order_then_that_of_the_one_concerned_counts(directory: Directory) -> None:
    assert "professional" not in directory.order["stalking"]
    assert shown(directory, "stalking", who="professional") == shown(directory, "stalking", who="self")


# --- person ---


@pytest.mark.parametrize(
    ("gender", "age", "first"),
    [
        (None, None, "kvinnofridslinjen"),
        ("female", 30, "kvinnofridslinjen"),
        ("male", 30, "stodlinjen_man"),
        ("trans", 30, "stodlinjen_transpersoner"),
    ],
)
def test_when_the_writer_has_said_their_gender_then_the_line_for_them_is_first(
    directory: Directory, gender: str | None, age: int | None, first: str
) -> None:
    assert shown(directory, "relationship_violence", who="self", gender=gender, age=age)[0] == first


def test_when_a_man_writes_then_lines_for_women_are_left_out_with_the_reason(directory: Directory) -> None:
    selection = select(Situation("relationship_violence", WEEKDAY, "self", gender="male"), directory)
    assert selection.left_out["kvinnofridslinjen"] is LeftOut.NOT_FOR_GENDER
    assert selection.left_out["kvinnojouren_borlange"] is LeftOut.NOT_FOR_GENDER


def test_when_a_woman_writes_then_lines_for_men_are_left_out_with_the_reason(directory: Directory) -> None:
    selection = select(Situation("relationship_violence", WEEKDAY, "self", gender="female"), directory)
    assert selection.left_out["stodlinjen_man"] is LeftOut.NOT_FOR_GENDER


def test_when_a_boy_writes_then_the_line_for_grown_men_is_left_out_for_his_age(directory: Directory) -> None:
    selection = select(Situation("relationship_violence", WEEKDAY, "self", gender="male", age=15), directory)
    assert selection.left_out["stodlinjen_man"] is LeftOut.NOT_FOR_AGE


@pytest.mark.parametrize(("age", "may_see_bris"), [(9, True), (17, True), (18, False), (None, True)])
def test_when_the_writer_is_of_age_then_bris_is_not_for_them(
    directory: Directory, age: int | None, may_see_bris: bool
) -> None:
    selection = select(Situation("child_unsafe_home", NIGHT, "self", age=age), directory)
    assert ("bris" in ids(selection)) is may_see_bris
    assert (selection.left_out.get("bris") is LeftOut.NOT_FOR_AGE) is not may_see_bris


def test_when_a_relative_writes_then_their_own_age_and_gender_do_not_shut_the_victims_line(
    directory: Directory,
) -> None:
    seen = shown(directory, "relationship_violence", who="other", age=70, gender="male")
    assert "kvinnofridslinjen" in seen


def test_when_a_service_is_not_for_that_point_of_view_then_the_reason_is_given(directory: Directory) -> None:
    selection = select(Situation(DANGER_NOW, WEEKDAY, "professional"), directory)
    assert selection.left_out["bris"] is LeftOut.NOT_FOR_WHO


# --- clock ---


@pytest.mark.parametrize("now", CLOSED_SWITCHBOARD)
def test_when_the_switchboard_is_closed_then_socialjouren_stands_in_before_it(
    directory: Directory, now: datetime
) -> None:
    selection = select(Situation("child_harmed", now, "other"), directory)
    assert ids(selection)[0] == "socialjouren_dalarna"
    assert Reason.INSTEAD_OF_CLOSED in reasons(selection, "socialjouren_dalarna")


def test_when_the_switchboard_is_open_then_socialjouren_is_left_out_as_standby(directory: Directory) -> None:
    selection = select(Situation("child_harmed", WEEKDAY, "other"), directory)
    assert ids(selection)[0] == "socialtjansten_borlange"
    assert selection.left_out["socialjouren_dalarna"] is LeftOut.STANDBY


@pytest.mark.parametrize(
    ("now", "open_now"),
    [(WEEKDAY, True), (EVENING, False), (NIGHT, False), (WEEKEND, False), (CHRISTMAS_DAY, False)],
)
def test_when_a_service_is_shown_then_it_is_said_whether_it_is_open(
    directory: Directory, now: datetime, open_now: bool
) -> None:
    selection = select(Situation("gang_worry_child", now, "child"), directory)
    assert selection.choices[0].service.id == "sig_borlange"
    assert selection.choices[0].open_now is open_now
    assert (Reason.OPEN_NOW in selection.choices[0].reasons) is open_now


def test_when_hours_are_not_known_then_the_choice_claims_nothing(directory: Directory) -> None:
    selection = select(Situation("perpetrator", NIGHT, "self"), directory)
    assert selection.choices[0].open_now is None
    assert Reason.OPEN_NOW not in selection.choices[0].reasons


@pytest.mark.parametrize("now", CLOSED_SWITCHBOARD)
def test_when_it_is_acute_and_a_service_is_closed_then_one_that_answers_goes_before_it(
    directory: Directory, now: datetime
) -> None:
    seen = shown(directory, "gang_exit", now, who="self", urgency="acute")
    assert "avhopparverksamheten_borlange" not in seen
    assert "socialjouren_dalarna" in seen


def test_when_it_is_acute_then_a_service_with_only_a_web_page_yields_to_one_with_a_phone(small: SmallRegister) -> None:
    small.write(service("webben", facts={"url": fact("https://www.example.se")}))
    small.write_order({**small.order(), "stalking": {"self": ["webben", "jouren"]}})
    directory = small.read()
    assert shown(directory, "stalking") == ["webben", "jouren"]
    assert shown(directory, "stalking", urgency="acute") == [EMERGENCY, "jouren", "webben"]


# --- the register's own notes ---


def _two_services(small: SmallRegister, **more: Any) -> Directory:
    small.write(service("andra", **more))
    small.write_order({**small.order(), "stalking": {"self": ["andra", "jouren"]}})
    return small.read()


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"withdrawn": True}, LeftOut.WITHDRAWN),
        ({"facts": {}}, LeftOut.NO_WAY_TO_REACH),
        ({"facts": {"phone": fact("020-00 00 00", source=None)}}, LeftOut.NO_WAY_TO_REACH),
        ({"facts": {"phone": fact("020-00 00 00", confidence="general-knowledge")}}, LeftOut.NO_WAY_TO_REACH),
        ({"for_who": ["professional"]}, LeftOut.NOT_FOR_WHO),
        ({"ages": {"min": 60}}, LeftOut.NOT_FOR_AGE),
        ({"ages": {"max": 17}}, LeftOut.NOT_FOR_AGE),
        ({"genders": ["male"]}, LeftOut.NOT_FOR_GENDER),
        ({"stands_in_for": "jouren"}, LeftOut.STANDBY),
    ],
)
def test_when_a_service_cannot_be_offered_then_it_is_left_out_and_the_reason_kept(
    small: SmallRegister, more: dict[str, Any], why: LeftOut
) -> None:
    situation = Situation("stalking", WEEKDAY, "self", age=30, gender="female")
    selection = select(situation, _two_services(small, **more))
    assert ids(selection) == ["jouren"]
    assert selection.left_out == {"andra": why}


def test_when_hours_of_the_regular_service_are_not_known_then_its_stand_in_stays_away(small: SmallRegister) -> None:
    assert "opening" not in service("jouren")
    assert shown(_two_services(small, stands_in_for="jouren"), "stalking", NIGHT) == ["jouren"]


def test_when_more_than_three_fit_then_the_rest_is_left_out_for_lack_of_room(directory: Directory) -> None:
    selection = select(Situation("police_report", WEEKDAY, "self"), directory)
    assert ids(selection) == ["polisen_114_14", "brottsofferjouren", "kvinnofridslinjen"]
    assert selection.left_out["polisen_tips"] is LeftOut.NO_ROOM


def test_when_every_service_of_a_topic_is_withdrawn_then_switchboard_and_112_remain(directory: Directory) -> None:
    of_the_topic = {i for by_who in directory.order["gang_exit"].values() for i in by_who}
    withdrawn = {i: replace(s, withdrawn=True) if i in of_the_topic else s for i, s in directory.services.items()}
    assert shown(Directory(withdrawn, directory.order), "gang_exit") == ["borlange_servicecenter", EMERGENCY]


def test_when_the_switchboard_is_withdrawn_then_it_is_not_shown_as_last_resort_either(directory: Directory) -> None:
    switchboard = replace(directory.services["borlange_servicecenter"], withdrawn=True)
    services = {**directory.services, switchboard.id: switchboard}
    assert shown(Directory(services, directory.order), OUT_OF_SCOPE) == [EMERGENCY]


# --- reasons ---


@pytest.mark.parametrize(
    ("topic", "who", "age", "service_id", "expected"),
    [
        ("relationship_violence", "self", None, "kvinnofridslinjen", {Reason.FITS_TOPIC, Reason.OPEN_NOW}),
        ("relationship_violence", "self", None, "kvinnojouren_borlange", {Reason.FITS_TOPIC, Reason.LOCAL}),
        (
            "relationship_violence", "other", None, "kvinnofridslinjen",
            {Reason.FITS_TOPIC, Reason.FITS_RELATIVE, Reason.OPEN_NOW},
        ),
        (
            "honour_oppression", "professional", None, "ratt_att_valja",
            {Reason.FITS_TOPIC, Reason.FITS_PROFESSIONAL, Reason.OPEN_NOW},
        ),
        ("youth_mental_health", "self", 16, "bris", {Reason.FITS_TOPIC, Reason.FITS_YOUNG, Reason.OPEN_NOW}),
        (
            "youth_mental_health", "self", 16, "ungdomshalsan_borlange",
            {Reason.FITS_TOPIC, Reason.FITS_YOUNG, Reason.LOCAL},
        ),
    ],
)  # fmt: skip
def test_when_a_service_is_shown_then_its_reasons_are_those_that_hold(
    directory: Directory, topic: str, who: str, age: int | None, service_id: str, expected: set[Reason]
) -> None:
    selection = select(Situation(topic, WEEKDAY, who, age=age), directory)
    assert set(reasons(selection, service_id)) == expected


def test_when_it_is_acute_then_the_number_for_what_can_wait_stays_away(directory: Directory) -> None:
    calm = select(Situation("stalking", WEEKDAY, "self", urgency="urgent"), directory)
    acute = select(Situation("stalking", WEEKDAY, "self", urgency="acute"), directory)
    assert "polisen_114_14" in ids(calm)
    assert acute.left_out["polisen_114_14"] is LeftOut.CALM_ONLY
