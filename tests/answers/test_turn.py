"""What a message means in its talk, and what is answered."""

from __future__ import annotations

from typing import Any

import pytest

from bot.answers.decide import danger_help
from bot.answers.plan import ANSWER_OPTIONS, WHO_OPTIONS, YES_NO, Plan
from bot.services.model import Directory
from bot.topics import DANGER_NOW, HELP_TOPICS, META_TOPICS, NOT_UNDERSTOOD, SMALL_TALK
from tests.answers.talks import CALM_TALK, START, VIOLENCE, offered, say, shown, talk, texts, turn
from tests.moments import EVENING, NIGHT

ASKED_DANGER = {**CALM_TALK, "asked": "danger", "danger_asked": ["score"]}


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


# --- danger ---


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


# --- other languages ---

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


def test_when_the_register_is_empty_then_the_words_are_still_said() -> None:
    from dataclasses import replace

    from bot.answers.decide import decide

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
