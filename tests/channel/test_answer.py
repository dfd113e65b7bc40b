from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest

from bot.channel.answer import complete, replies_json, understood_json
from bot.channel.collector import Collector, Uttered
from bot.channel.conversations import Conversation, Meaning
from bot.channel.emergency import EmergencyReplies
from bot.texts import responses
from bot.topics import HELP_TOPICS, META_TOPICS, OUT_OF_SCOPE, SMALL_TALK

EMERGENCY = EmergencyReplies()
CALM = Uttered("Bra att du skriver. De här kan hjälpa.")
UNDERSTOOD_KEYS = {"topic", "urgency", "who", "confidence", "language", "asked"}
REPLY_KEYS = {"text", "lang", "dir", "services", "choices"}
SERVICE_KEYS = {
    "id", "name", "helps_with", "phone", "tel", "phone_alt", "sms", "chat_url", "url", "hours", "open_now", "cost",
    "anonymous", "on_phone_bill", "note", "verified_on", "why",
}  # fmt: skip


def found(topic: str | None = None, **more: Any) -> dict[str, Any]:
    return {"topic": topic, "topic_confidence": 0.87654, "urgency": "support", "language": "sv", **more}


def test_when_nothing_was_uttered_then_the_emergency_card_is_the_answer() -> None:
    (reply,) = complete([], in_danger=False, emergency=EMERGENCY)
    assert reply.text == responses()["utter_fault"]
    assert next(card["phone"] for card in reply.services) == "112"
    assert len(reply.services) > 1


def test_when_nothing_was_uttered_in_danger_then_112_is_the_answer() -> None:
    (reply,) = complete([], in_danger=True, emergency=EMERGENCY)
    assert reply.text.startswith("112")
    assert reply.services[0]["phone"] == "112"


@pytest.mark.parametrize(
    "uttered",
    [
        [],
        [CALM],
        [CALM, CALM],
        [Uttered("Ring 112.")],
        [Uttered(" 112 – ring nu")],
        [Uttered("Hej! Jag är Lotsen.")],
        [CALM, Uttered("112 – ring nu")],
        [Uttered("112 – ring nu"), CALM],
    ],
)
def test_when_in_danger_then_the_first_reply_begins_with_112_whatever_was_uttered(uttered: list[Uttered]) -> None:
    replies = complete(uttered, in_danger=True, emergency=EMERGENCY)
    assert replies[0].text.startswith("112")
    assert [r for r in replies if r in uttered] == uttered  # and nothing that was uttered is lost


def test_when_the_dialogue_said_112_first_then_it_is_not_said_twice() -> None:
    uttered = [Uttered("112 – ring nu om du är i fara."), CALM]
    assert complete(uttered, in_danger=True, emergency=EMERGENCY) == uttered


def test_when_there_is_no_danger_then_the_replies_are_what_was_uttered() -> None:
    assert complete([CALM, CALM], in_danger=False, emergency=EMERGENCY) == [CALM, CALM]


@pytest.mark.parametrize("small_talk", sorted(SMALL_TALK))
@pytest.mark.parametrize("running", ["relationship_violence", "gang_exit"])
def test_when_small_talk_follows_then_the_running_topic_stays(small_talk: str, running: str) -> None:
    understood = understood_json(found(small_talk), {"topic": running, "who": "self"}, in_danger=False)
    assert understood["topic"] == running
    assert understood["who"] == "self"


@pytest.mark.parametrize("label", sorted(HELP_TOPICS | META_TOPICS | {OUT_OF_SCOPE}))
def test_when_a_new_topic_is_named_then_it_becomes_the_running_topic(label: str) -> None:
    slots = {"topic": label if label in HELP_TOPICS else "stalking", "who": "other"}
    assert understood_json(found(label), slots, in_danger=False)["topic"] == label


def test_when_a_message_has_no_topic_then_the_running_topic_stays() -> None:
    assert understood_json({}, {"topic": "stalking"}, in_danger=False)["topic"] == "stalking"


def test_when_the_first_message_is_small_talk_then_that_is_the_topic() -> None:
    assert understood_json(found("greet"), {}, in_danger=False)["topic"] == "greet"


@pytest.mark.parametrize("label", ["nlu_fallback", "danger_now", "only_signs", "påhittat"])
def test_when_the_label_is_no_topic_then_no_topic_is_told(label: str) -> None:
    assert understood_json(found(label), {}, in_danger=False)["topic"] is None


@pytest.mark.parametrize("topic", [*sorted(META_TOPICS), OUT_OF_SCOPE, "greet"])
def test_when_the_topic_is_no_help_topic_then_it_concerns_nobody(topic: str) -> None:
    assert understood_json(found(topic), {"who": "child"}, in_danger=False)["who"] == "none"


def test_when_in_danger_then_the_urgency_is_acute_whatever_was_understood() -> None:
    assert understood_json(found("greet", urgency="none"), {}, in_danger=True)["urgency"] == "acute"
    assert understood_json({}, {}, in_danger=True)["urgency"] == "acute"


@pytest.mark.parametrize("urgency,told", [("urgent", "urgent"), (None, "none"), ("panik", "none"), ("info", "info")])
def test_when_the_urgency_is_unknown_then_none_is_told(urgency: str | None, told: str) -> None:
    assert understood_json(found("stalking", urgency=urgency), {}, in_danger=False)["urgency"] == told


@pytest.mark.parametrize(
    "parse_data,slots",
    [
        ({}, {}),
        (found("stalking"), {"topic": "stalking", "who": "self", "asked": "danger"}),
        (found("greet", intent={"name": "greet"}, text="hejj", danger_reasons=["score"]), {"age": 14, "gender": None}),
    ],
)
def test_when_something_was_understood_then_exactly_the_contracts_keys_are_told(
    parse_data: dict[str, Any], slots: dict[str, Any]
) -> None:
    understood = understood_json(parse_data, slots, in_danger=False)
    assert set(understood) == UNDERSTOOD_KEYS
    assert 0 <= understood["confidence"] <= 1
    assert understood["language"] == "sv"
    json.dumps(understood)


def test_when_confidence_is_told_then_it_has_two_decimals() -> None:
    assert understood_json(found("stalking"), {}, in_danger=False)["confidence"] == 0.88


def test_when_replies_are_sent_then_they_have_exactly_the_contracts_keys() -> None:
    conversation = Conversation("t", 0.0, 0.0)
    buttons = (
        Meaning("Ja, det är fara nu", "danger_now", None),
        Meaning("Att anmäla till polisen", "topic", "police_report"),
    )
    sent = replies_json([EMERGENCY.danger(), Uttered("Vad gäller det?", (), buttons)], conversation)
    for reply in sent:
        assert set(reply) == REPLY_KEYS
        assert (reply["lang"], reply["dir"]) == ("sv", "ltr")
        for service in reply["services"]:
            assert set(service) == SERVICE_KEYS
        for choice in reply["choices"]:
            assert set(choice) == {"title", "send"}
    assert [c["title"] for c in sent[1]["choices"]] == [b.title for b in buttons]
    assert [conversation.options[c["send"]] for c in sent[1]["choices"]] == list(buttons)
    json.dumps(sent)


def collected(*messages: dict[str, Any]) -> list[Uttered]:
    async def collect() -> list[Uttered]:
        collector = Collector()
        for message in messages:
            await collector.send_response("anyone", message)
        return collector.uttered

    return asyncio.run(collect())


def test_when_the_dialogue_speaks_then_replies_are_kept_in_order_with_cards_and_buttons() -> None:
    button = {"title": "Ja", "payload": "danger_now", "topic": None}
    uttered = collected(
        {"text": "112 – ring nu", "custom": {"services": [{"id": "sos"}]}},
        {"text": "Är du i fara?", "buttons": [button, {"title": "Trasig", "payload": ""}]},
        {"text": "Hej", "custom": None, "buttons": None},
    )
    assert [u.text for u in uttered] == ["112 – ring nu", "Är du i fara?", "Hej"]
    assert uttered[0].services == ({"id": "sos"},)
    assert uttered[1].options == (Meaning("Ja", "danger_now", None),)


@pytest.mark.parametrize("message", [{}, {"text": None}, {"text": ""}, {"custom": {"services": [{"id": "sos"}]}}])
def test_when_a_reply_has_no_text_then_it_is_no_reply(message: dict[str, Any]) -> None:
    assert collected(message) == []


def test_when_two_turns_run_at_once_then_their_collectors_share_nothing() -> None:
    first, second = Collector(), Collector()
    asyncio.run(first.send_response("a", {"text": "till en"}))
    assert second.uttered == []


# --- other languages, and what the dialogue decided ---


def test_when_danger_is_told_in_another_language_then_112_is_said_in_it_first_and_in_swedish_after() -> None:
    uttered = [Uttered("112 – ring nu om du är i fara."), CALM]
    first, *others = complete(uttered, in_danger=True, emergency=EMERGENCY, language="en")
    assert first.text.startswith("112")
    assert first.lang == "en"
    assert others == uttered


@pytest.mark.parametrize("language", ["sv", "xx"])
def test_when_danger_is_told_in_swedish_or_a_language_without_words_then_swedish_is_said_alone(language: str) -> None:
    (only,) = complete([], in_danger=True, emergency=EMERGENCY, language=language)
    assert only.lang == "sv"


@pytest.mark.parametrize(("lang", "direction"), [("sv", "ltr"), ("en", "ltr"), ("ar", "rtl"), ("fa", "rtl")])
def test_when_a_reply_is_in_another_language_then_it_is_marked_with_its_direction(lang: str, direction: str) -> None:
    (reply,) = replies_json([Uttered("...", lang=lang)], Conversation("t", 0.0, 0.0))
    assert (reply["lang"], reply["dir"]) == (lang, direction)


def test_when_the_dialogue_took_the_message_for_part_of_the_talk_then_its_subject_counts() -> None:
    slots = {"topic": "stalking", "subject": "stalking", "who": "self"}
    assert understood_json(found("out_of_scope"), slots, in_danger=False)["topic"] == "stalking"
    assert understood_json(found("out_of_scope"), {"subject": "nlu_fallback"}, in_danger=False)["topic"] is None


def test_when_the_language_of_the_talk_is_known_then_it_is_told() -> None:
    assert understood_json(found("greet"), {"language": "ar"}, in_danger=False)["language"] == "ar"
