"""What is only understood from the talk: questions about what was shown, corrections, going back, facts."""

from __future__ import annotations

from typing import Any

import pytest

from bot.answers.plan import ANSWER_OPTIONS, WHO_OPTIONS
from bot.topics import NOT_UNDERSTOOD
from tests.answers.talks import CALM_TALK, VIOLENCE, offered, say, shown, talk, texts
from tests.moments import NIGHT

# --- questions about the services just shown ---


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("är det gratis?", "utter_follow_cost"),
        ("hur når jag dom på natten?", "utter_follow_hours"),
        ("kan de se att jag ringt?", "utter_follow_bill_hidden"),
        ("syns det på räkningen", "utter_follow_bill_hidden"),
        ("måste jag säga vad jag heter", "utter_follow_anonymous_yes"),
        ("finns det nåt i Borlänge?", "utter_follow_local"),
        ("kan man chatta", "utter_follow_chat"),
        ("vad är numret", "utter_follow_phone"),
        ("finns det fler", "utter_follow_more"),
        ("vad händer om jag ringer", "utter_follow_what_happens"),
        ("har dom tolk", "utter_follow_language"),
    ],
)
@pytest.mark.parametrize("misread", [NOT_UNDERSTOOD, "out_of_scope", "social_services", "anonymity"])
def test_when_a_follow_up_is_asked_then_it_is_answered_whatever_the_classifier_took_it_for(
    text: str, first: str, misread: str
) -> None:
    plan = say(text, misread, before=CALM_TALK)
    assert texts(plan)[0] == first
    assert plan.slots["topic"] == plan.slots["subject"] == "relationship_violence"
    assert plan.slots["who"] == "self"


def test_when_a_fact_is_unknown_then_it_is_said_to_be_unknown() -> None:
    plan = say("är det gratis?", before={**CALM_TALK, "shown": ["kvinnojouren_borlange"]})
    assert texts(plan) == ["utter_follow_cost_unknown"]


def test_when_nothing_has_been_shown_then_a_follow_up_is_met_with_the_question_what_it_is_about() -> None:
    plan = say("är det gratis?")
    assert texts(plan) == ["utter_follow_nothing_running"]
    assert plan.slots["asked"] == "topic"


def test_when_more_is_wanted_then_only_new_services_are_shown() -> None:
    first = say(**VIOLENCE)
    more = say("finns det fler", before=first.slots)
    assert shown(more) and not set(shown(more)) & set(shown(first))


def test_when_there_are_no_more_services_or_none_is_left_to_tell_of_then_the_contact_centre_is_shown() -> None:
    everything = say("finns det fler", before={**CALM_TALK, "shown": ["brottsofferjouren", "bris", "terrafem"]})
    for plan in (everything, say("är det gratis?", before={**CALM_TALK, "shown": ["finns_inte"]})):
        assert texts(plan) == ["utter_follow_more_none"]
        assert shown(plan) == ["borlange_servicecenter"]


def test_when_a_service_was_withdrawn_meanwhile_then_it_is_not_told_of() -> None:
    before = {**CALM_TALK, "shown": ["finns_inte", "kvinnofridslinjen"]}
    assert shown(say("hur når jag dom på natten?", before=before, now=NIGHT)) == ["kvinnofridslinjen"]


def test_when_a_sure_new_topic_is_told_in_words_of_a_follow_up_then_the_topic_changes() -> None:
    text = "min granne slår sina barn och det hörs på natten"
    plan = say(text, "child_harmed", before=CALM_TALK, found={"who": "other"}, who_said="other")
    assert plan.slots["topic"] == "child_harmed"
    assert plan.slots["previous_topic"] == "relationship_violence"


# --- corrections ---


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("nej det gäller min syster", "other"),
        ("det är min dotter", "child"),
        ("Jag frågar i jobbet", "professional"),
        ("jag är lärare", "professional"),
    ],
)
def test_when_it_concerns_another_than_we_took_it_for_then_the_topic_is_answered_anew(text: str, who: str) -> None:
    plan = say(text, "friend_worry", before=CALM_TALK)
    assert texts(plan)[0] == f"utter_ack_who_{who}"
    assert plan.slots["topic"] == "relationship_violence"
    assert plan.slots["who"] == who


def test_when_another_person_is_meant_then_age_and_gender_of_the_first_are_forgotten() -> None:
    plan = say("det gäller min syster", before={**CALM_TALK, "age": 15, "gender": "male"})
    assert plan.slots["age"] is None
    assert plan.slots["gender"] is None


def test_when_an_age_is_said_then_young_people_get_their_own_words() -> None:
    plan = say("jag är 15", "youth_mental_health", before=CALM_TALK, age_said=15)
    assert texts(plan) == ["utter_ack_age_young", "utter_relationship_violence_young"]
    assert plan.slots["age"] == 15


def test_when_a_gender_is_said_then_the_services_fit_it() -> None:
    plan = say("och om jag är kille?", "friend_worry", before=CALM_TALK, gender_said="male")
    assert texts(plan) == ["utter_ack_gender", "utter_relationship_violence"]
    assert "stodlinjen_man" in shown(plan)
    assert "kvinnofridslinjen" not in shown(plan)


def test_when_we_are_told_that_it_is_not_that_then_other_topics_are_offered() -> None:
    plan = say("nej inte det", "deny", before=CALM_TALK)
    assert texts(plan) == ["utter_not_that"]
    assert "relationship_violence" not in offered(plan)


def test_when_it_is_said_whom_it_concerns_before_a_topic_is_clear_then_it_is_kept_and_the_offer_stands() -> None:
    before = {"asked": "topic", "offered": ["child_harmed", "gang_worry_child"]}
    plan = say("jag är lärare", "perpetrator", before=before, ranking=[("perpetrator", 0.5), ("child_harmed", 0.2)])
    assert texts(plan) == ["utter_ack_who_professional", "utter_yes_to_topics"]
    assert offered(plan) == ["child_harmed", "gang_worry_child"]
    assert texts(say("", "child_harmed", before=plan.slots, pressed=True)) == ["utter_child_harmed_professional"]


@pytest.mark.parametrize(
    ("who", "said"), [("professional", "utter_child_harmed_professional"), ("self", "utter_fact_police_report")]
)
def test_when_it_is_asked_whether_one_must_report_then_the_duty_is_told_to_those_who_have_it(
    who: str, said: str
) -> None:
    assert texts(say("måste jag anmäla", "police_report", before={**CALM_TALK, "who": who})) == [said]


# --- going back, repeating, leaving the subject, two things at once ---


def test_when_the_resident_goes_back_then_the_earlier_topic_runs_again() -> None:
    plan = talk(
        VIOLENCE, {"text": "jag dricker för mycket", "intent": "substance_use"}, {"text": "tillbaka till det första"}
    )
    assert texts(plan)[0] == "utter_back_to_topic"
    assert plan.slots["topic"] == "relationship_violence"
    assert plan.slots["previous_topic"] == "substance_use"


def test_when_something_else_is_asked_in_between_then_the_topic_is_kept() -> None:
    plan = say("när hämtas soporna", "out_of_scope", before=CALM_TALK)
    assert texts(plan) == ["utter_off_topic_in_talk"]
    assert plan.slots["subject"] == "relationship_violence"
    assert offered(plan) == ["relationship_violence"]
    assert plan.slots["shown"] == CALM_TALK["shown"]


def test_when_two_topics_are_told_at_once_then_both_are_offered_and_help_for_both_is_shown() -> None:
    ranking = [("substance_use", 0.55), ("relationship_violence", 0.4)]
    plan = say("min man dricker varje dag och slår mig", "substance_use", ranking=ranking)
    assert texts(plan) == ["utter_substance_use", "utter_two_topics"]
    assert {"alkoholhjalpen", "kvinnofridslinjen"} & set(shown(plan))
    assert offered(plan)[:2] == ["substance_use", "relationship_violence"]
    chosen = say("det andra", before=plan.slots)
    assert chosen.slots["topic"] == "relationship_violence"


def test_when_two_topics_are_alike_then_one_story_is_not_taken_for_two() -> None:
    ranking = [("relationship_violence", 0.55), ("perpetrator", 0.4)]
    assert "utter_two_topics" not in texts(
        say("han knuffar mig och säger förlåt", "relationship_violence", ranking=ranking)
    )


def test_when_a_short_message_is_not_surely_something_new_then_the_running_topic_goes_on() -> None:
    plan = say("vad händer om dom tar mig", "social_services", before=CALM_TALK, ranking=[("social_services", 0.7)])
    assert texts(plan) == ["utter_told_more"]
    assert plan.slots["subject"] == "relationship_violence"
    assert offered(plan) == ["social_services"]
    sure = say("jag dricker för mycket", "substance_use", before=CALM_TALK, ranking=[("substance_use", 0.99)])
    assert sure.slots["topic"] == "substance_use"
    suicide = say("jag vill inte leva", "suicide_self_harm", before=CALM_TALK, ranking=[("suicide_self_harm", 0.5)])
    assert suicide.slots["topic"] == "suicide_self_harm"


def test_when_something_spoken_of_before_is_named_then_it_is_that() -> None:
    before = {**CALM_TALK, "topic": "gang_worry_child", "previous_topic": "substance_use"}
    ranking = [("gang_exit", 0.9), ("gang_worry_child", 0.08)]
    assert say("det om gänget", "gang_exit", before=before, ranking=ranking).slots["topic"] == "gang_worry_child"


def test_when_a_step_is_refused_then_nobody_is_pressed_and_help_stays_in_sight() -> None:
    plan = say("vågar inte anmäla", "police_report", before=CALM_TALK)
    assert texts(plan) == ["utter_refuses_step"]
    assert shown(plan)


# --- our own questions ---


def test_when_it_is_not_known_whom_it_concerns_then_it_is_asked_once() -> None:
    first = say("självmordstankar", "suicide_self_harm")
    assert first.parts[-1].options == WHO_OPTIONS
    assert first.slots["asked"] == "who"
    answered = say("Någon annan", before=first.slots)
    assert texts(answered)[0] == "utter_ack_who_other"
    assert "utter_ask_who" not in texts(say("sex mot min vilja", "sexual_violence", before=first.slots))


@pytest.mark.parametrize(
    ("text", "said"),
    [("ja", "utter_yes_to_topics"), ("nej", "utter_no_to_topics"), ("den andra", "utter_capabilities")],
)
def test_when_topics_are_offered_then_yes_no_and_a_place_in_the_list_are_understood(text: str, said: str) -> None:
    before = {"asked": "topic", "offered": ["stalking", "capabilities"], "misunderstood": 1}
    assert texts(say(text, before=before))[0] == said


@pytest.mark.parametrize("option", [o for o in ANSWER_OPTIONS if o.intent == NOT_UNDERSTOOD], ids=lambda o: o.label)
def test_when_a_button_is_read_like_typed_words_then_its_words_are_known(option: Any) -> None:
    from bot.answers.follow_up import find_follow_up
    from bot.texts import labels

    assert find_follow_up(labels()["answers"][option.label], in_talk=True, asked="who") == option.label


# --- facts, honesty, easy Swedish ---


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("vad händer om man ringer 112", "utter_fact_call_112"),
        ("hur får man kontaktförbud", "utter_fact_contact_ban"),
        ("får mina föräldrar veta", "utter_fact_secrecy"),
        ("är du en människa?", "utter_bot_identity"),
        ("vem läser det här?", "utter_who_reads"),
        ("kan du ringa polisen åt mig", "utter_not_emergency_service"),
        ("hur tar jag bort historiken", "utter_fact_hide_tracks"),
    ],
)
@pytest.mark.parametrize("before", [{}, CALM_TALK], ids=["first", "in_talk"])
def test_when_a_fact_is_asked_for_then_it_is_told_and_a_running_topic_is_kept(
    text: str, said: str, before: dict[str, Any]
) -> None:
    plan = say(text, before=before)
    assert texts(plan)[0] == said
    if before:
        assert plan.slots["topic"] == "relationship_violence"


def test_when_easy_swedish_is_wanted_then_the_topic_is_told_again_and_it_lasts() -> None:
    plan = say("prata enklare", before=CALM_TALK)
    assert texts(plan) == ["utter_easy_on", "utter_relationship_violence"]
    assert say("tack", "thanks", before=plan.slots).slots["plain_swedish"] is True
    assert say("vanlig svenska", before=plan.slots).slots["plain_swedish"] is False
