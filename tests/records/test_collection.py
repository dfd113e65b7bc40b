from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from bot.records.collection import Collection
from bot.records.record import Record
from tests.records.made_up import NAME, answered, redact, said

NIGHT = datetime(2026, 11, 26, 3, 17, 42)


class Ended:
    """Stands for the pool."""

    def __init__(self) -> None:
        self.records: list[Record] = []

    def add(self, record: Record) -> None:
        self.records.append(record)


@pytest.fixture
def ended() -> Ended:
    return Ended()


@pytest.fixture
def collection(ended: Ended) -> Collection:
    return Collection(redact, ended, lambda: NIGHT, most=3)  # type: ignore[arg-type]


def talk(collection: Collection, token: str, *texts: str, store: bool | None = True) -> None:
    for text in texts:
        collection.choose(token, store)
        collection.hear(said(text, token, store))
        collection.hear(answered("Svar.", token=token))


def texts(record: Record) -> list[str]:
    return [turn.text for turn in record.turns if turn.role == "resident"]


def test_when_a_talk_with_consent_ends_then_its_record_knows_the_week_and_part_of_day_alone(
    collection: Collection, ended: Ended
) -> None:
    talk(collection, "token-a", "hej", f"jag heter {NAME}")
    assert ended.records == []
    collection.end("token-a")
    (record,) = ended.records
    assert (record.week, record.part_of_day) == ("2026-W48", "natt")
    assert texts(record) == ["hej", "jag heter [NAMN]"]
    assert "token-a" not in repr(record)


def test_when_two_talks_are_the_same_then_their_ids_are_not(collection: Collection, ended: Ended) -> None:
    for token in ("a", "b"):
        talk(collection, token, "hej")
        collection.end(token)
    one, other = ended.records
    assert one.id != other.id
    assert len(one.id) == 32


@pytest.mark.parametrize("store", [None, False])
def test_when_there_is_no_consent_then_nothing_is_ever_held(
    collection: Collection, ended: Ended, store: bool | None
) -> None:
    talk(collection, "a", "hej", store=store)
    assert not collection._drafts
    collection.end("a")
    assert ended.records == []


def test_when_a_talk_is_forgotten_then_no_record_comes_of_it(collection: Collection, ended: Ended) -> None:
    talk(collection, "a", "hej")
    collection.forget("a")
    collection.end("a")
    assert ended.records == []
    assert "hej" not in repr([vars(d) for d in collection._drafts.values()])


def test_when_a_turn_is_still_running_as_the_talk_is_forgotten_then_it_leaves_nothing(
    collection: Collection, ended: Ended
) -> None:
    talk(collection, "a", "hej")
    collection.forget("a")
    collection.hear(said("sista ordet", "a"))
    collection.end("a")
    assert ended.records == []
    assert not collection._drafts


def test_when_the_resident_takes_the_consent_back_then_what_was_said_before_is_dropped(
    collection: Collection, ended: Ended
) -> None:
    talk(collection, "a", "före")
    collection.choose("a", False)
    talk(collection, "a", "efter")
    collection.end("a")
    (record,) = ended.records
    assert texts(record) == ["efter"]


def test_when_no_choice_comes_with_a_message_then_the_choice_before_still_holds_for_the_others(
    collection: Collection, ended: Ended
) -> None:
    talk(collection, "a", "ett")
    talk(collection, "a", "två", store=None)
    talk(collection, "a", "tre")
    collection.end("a")
    assert texts(ended.records[0]) == ["ett", "tre"]


@pytest.mark.parametrize("pressed", [True, False, None])
def test_a_press_is_kept_and_cannot_be_taken_back(collection: Collection, ended: Ended, pressed: bool | None) -> None:
    collection.choose("a", True)
    collection.hear(said("hej", "a"))
    collection.set_pressed("a", True)
    collection.set_pressed("a", pressed)
    collection.set_pressed("okänd", True)
    collection.end("a")
    assert ended.records[0].pressed is True


@pytest.mark.parametrize("helped", [True, False, None])
def test_when_a_thumb_is_pressed_then_the_record_tells(
    collection: Collection, ended: Ended, helped: bool | None
) -> None:
    talk(collection, "a", "hej")
    collection.set_helped("a", True)
    collection.set_helped("a", helped)
    collection.end("a")
    assert ended.records[0].helped is helped


def test_when_a_thumb_is_pressed_without_consent_then_nothing_is_held(collection: Collection) -> None:
    collection.set_helped("okänd", True)
    assert not collection._drafts


def test_when_a_talk_has_ended_then_ending_it_again_makes_no_second_record(
    collection: Collection, ended: Ended
) -> None:
    talk(collection, "a", "hej")
    collection.end("a")
    collection.end("a")
    assert len(ended.records) == 1


def test_when_too_many_talks_run_at_once_then_the_oldest_drafts_go(collection: Collection, ended: Ended) -> None:
    for token in "abcd":
        talk(collection, token, token)
    for token in "abcd":
        collection.end(token)
    assert [texts(record) for record in ended.records] == [["b"], ["c"], ["d"]]


def test_when_none_may_be_drafted_then_a_yes_changes_nothing(ended: Ended) -> None:
    never = Collection(redact, ended, lambda: NIGHT, most=0)  # type: ignore[arg-type]
    talk(never, "a", "hej")
    never.end("a")
    assert ended.records == []


@pytest.mark.parametrize("event", [{}, {"sender_id": None}, {"sender_id": "a", "event": "user", "parse_data": None}])
def test_when_an_event_is_odd_then_it_does_no_harm(collection: Collection, event: dict[str, Any]) -> None:
    collection.choose("a", True)
    collection.hear(event)
    assert list(collection._drafts) == ["a"]
