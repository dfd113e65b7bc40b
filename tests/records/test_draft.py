from __future__ import annotations

from typing import Any

import pytest

from bot.records.draft import WITHHELD, Draft, withhold
from bot.records.record import LOTSEN, RESIDENT, Record, Turn
from tests.records.made_up import NAME, answered, redact, said


def record_of(*events: dict[str, Any]) -> Record | None:
    draft = Draft("2026-W48", "natt")
    for event in events:
        draft.hear(event, redact)
    return draft.record("0" * 32)


def kept(*events: dict[str, Any]) -> Record:
    record = record_of(*events)
    assert record is not None
    return record


def test_a_record_holds_the_redacted_talk_what_was_understood_and_what_was_shown() -> None:
    record = kept(
        said(f"{NAME} står utanför"),
        answered("Är du i fara nu?", "polisen_114_14", "larm_112"),
        {"event": "action", "sender_id": "t", "name": "action_listen"},
        said("han gick", topic="deny", urgency="none", who="none"),
        answered("Bra.", "larm_112", "brottsofferjouren"),
    )
    assert record == Record(
        id="0" * 32,
        week="2026-W48",
        part_of_day="natt",
        topic="stalking",
        urgency="urgent",
        language="sv",
        who="self",
        helped=None,
        pressed=False,
        services=("polisen_114_14", "larm_112", "brottsofferjouren"),
        turns=(
            Turn(RESIDENT, "[NAMN] står utanför", "stalking", "urgent", "self", 0.87),
            Turn(LOTSEN, "Är du i fara nu?"),
            Turn(RESIDENT, "han gick", "deny", "none", "none", 0.87),
            Turn(LOTSEN, "Bra."),
        ),
    )


def test_when_a_message_is_heard_then_its_raw_words_are_nowhere_in_the_draft() -> None:
    draft = Draft("2026-W48", "natt")
    draft.hear(said(f"{NAME} slår", token=NAME, entities=[{"value": NAME}], topic=NAME, who=NAME), redact)
    assert NAME not in repr(vars(draft)) + repr(draft.record("0" * 32))


@pytest.mark.parametrize("store", [False, None])
def test_when_a_message_has_no_consent_then_neither_it_nor_the_answer_to_it_is_kept(store: bool | None) -> None:
    record = kept(
        said("första"),
        answered("Svar ett."),
        said("andra", store=store, urgency="acute", topic="gang_exit"),
        answered("Svar två.", "larm_112"),
        {"event": "slot", "sender_id": "t", "name": "topic", "value": "gang_exit"},
    )
    assert [turn.text for turn in record.turns] == ["första", "Svar ett."]
    assert (record.urgency, record.topic, record.services) == ("urgent", "stalking", ())


@pytest.mark.parametrize("metadata", [None, {}, {"store": "true"}, {"store": 1}])
def test_when_consent_is_anything_but_a_plain_yes_then_nothing_is_kept(metadata: Any) -> None:
    assert record_of({**said("hej"), "metadata": metadata}, answered("Hej!")) is None


def test_when_only_lotsen_spoke_then_there_is_no_record() -> None:
    assert record_of(answered("Hej!")) is None


def test_the_record_is_as_urgent_as_the_worst_moment() -> None:
    record = kept(said("a", urgency="support"), said("b", urgency="acute"), said("c", urgency="none"))
    assert record.urgency == "acute"


@pytest.mark.parametrize(
    ("topics", "topic"),
    [
        (("greet", "stalking", "thanks"), "stalking"),
        (("stalking", "gang_exit", "out_of_scope"), "gang_exit"),
        (("greet", "anonymity"), "anonymity"),
        (("påhittat",), "none"),
    ],
)
def test_the_record_is_about_the_help_topic_named_last(topics: tuple[str, ...], topic: str) -> None:
    assert kept(*(said("x", topic=t) for t in topics)).topic == topic


def test_what_the_dialogue_found_out_by_asking_counts_too() -> None:
    slots = {"topic": "honour_oppression", "who": "child", "language": "so", "age": 14, "subject": NAME}
    events = [{"event": "slot", "sender_id": "t", "name": n, "value": v} for n, v in slots.items()]
    record = kept(said("x", topic="deny", who="none"), *events)
    assert (record.topic, record.who, record.language) == ("honour_oppression", "child", "so")


@pytest.mark.parametrize("value", [NAME, None, 7, ["sv"], {"a": 1}])
def test_when_a_label_is_unknown_then_it_is_left_out(value: Any) -> None:
    record = kept(said("x", topic=value, urgency=value, who=value, language=value, topic_confidence=None))
    assert record.turns == (Turn(RESIDENT, "x"),)
    assert (record.topic, record.urgency, record.who, record.language) == ("none", "none", "none", "sv")


def test_when_the_redactor_fails_then_the_message_is_withheld_and_the_log_has_no_word_of_it(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def broken(text: str) -> str:
        raise ValueError(text)

    draft = Draft("2026-W48", "natt")
    draft.hear(said(NAME), broken)
    record = draft.record("0" * 32)
    assert record is not None and record.turns[0].text == WITHHELD
    assert "ValueError" in caplog.text and NAME not in caplog.text


def test_when_there_is_no_redactor_then_no_word_is_kept() -> None:
    draft = Draft("2026-W48", "natt")
    draft.hear(said("helt vanliga ord"), withhold)
    assert "vanliga" not in repr(draft.record("0" * 32))


def test_when_a_talk_never_ends_then_its_record_is_bounded() -> None:
    record = kept(*(said("x" * 2000) for _ in range(1000)))
    assert sum(len(turn.text) for turn in record.turns) <= 60_000
