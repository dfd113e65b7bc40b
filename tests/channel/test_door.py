"""The door without Rasa behind it: what a resident gets when understanding breaks before the dialogue is reached."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest
from rasa.shared.core.domain import Domain
from sanic import Request, Sanic
from sanic.compat import Header

from bot.channel import door
from bot.channel.door import ChatChannel
from bot.channel.faults import Fault, RequestRefused, error_body
from bot.channel.request import ChatRequest
from bot.meaning import encoder
from bot.records.collection import Collection
from bot.redaction import Span, has_placeholder
from bot.settings import read_settings
from bot.storage.engine import open_database
from bot.storage.event_broker import RedactingBroker
from bot.storage.tracker_store import MemoryTrackerStore, turn_note
from bot.texts import responses


async def _silent(_message: Any) -> None:
    """A dialogue that says nothing."""


@pytest.mark.parametrize(("text", "first"), [("han har en kniv i handen", "112 – ring nu"), ("hej", "112 – ring om")])
def test_when_the_embedding_fails_then_danger_is_still_answered_and_nobody_meets_an_error(
    monkeypatch: pytest.MonkeyPatch, text: str, first: str
) -> None:
    def broken(_text: str) -> None:
        raise RuntimeError(text)

    monkeypatch.setattr(encoder, "available", lambda: True)
    monkeypatch.setattr(encoder, "encode", broken)
    channel = ChatChannel(read_settings({}))
    answer = asyncio.run(channel._talk(ChatRequest(text, None, None), _silent))
    assert answer["replies"][0]["text"].startswith(first)
    assert answer["replies"][0]["services"]


@pytest.mark.parametrize(
    ("text", "first"),
    [("han har en kniv i handen, ring 070-174 06 05", "112 – ring nu"), ("ring mig 070-174 06 05", "112 – ring om")],
)
def test_when_identifiers_cannot_be_taken_out_then_nothing_reads_the_message_and_danger_is_answered(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, text: str, first: str
) -> None:
    def broken(_text: str) -> None:
        raise RuntimeError(text)

    read: list[str] = []

    async def listen(message: Any) -> None:
        read.append(message.text)

    monkeypatch.setattr(door, "find_direct", broken)
    answer = asyncio.run(_channel()._talk(ChatRequest(text, None, None), listen))
    assert not read and "174" not in caplog.text
    assert answer["replies"][0]["text"].startswith(first)


@pytest.mark.parametrize("text", ["ring mig 070-174 06 05", "mejla brunkeflod@example.org", "19121212-1212 är mitt"])
def test_when_a_direct_identifier_is_written_then_nothing_behind_the_door_reads_it(text: str) -> None:
    read: list[str] = []

    async def listen(message: Any) -> None:
        read.append(message.text)

    asyncio.run(_channel()._talk(ChatRequest(text, None, None), listen))
    (heard,) = read
    assert has_placeholder(heard)
    assert not any(secret in heard for secret in ("174", "brunkeflod", "1212"))


def test_when_danger_stands_beside_what_is_taken_out_then_the_whole_message_is_screened(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(door, "find_direct", lambda text: (Span(0, len(text), "number", "test"),))
    answer = asyncio.run(_channel()._talk(ChatRequest("han har en kniv i handen", None, None), _silent))
    assert answer["replies"][0]["text"].startswith("112 – ring nu")


def _channel(**limits: str) -> ChatChannel:
    return ChatChannel(read_settings(limits))


def _admit(channel: ChatChannel, token: str | None, address: str) -> None:
    asyncio.run(channel._admit(ChatRequest("hej", token, None), address))


def test_when_an_address_begins_too_many_conversations_then_it_may_still_go_on_with_its_own() -> None:
    channel = _channel(LOTSEN_NEW_PER_ADDRESS="1")
    _admit(channel, None, "198.51.100.7")
    token = channel._conversations.enter(None).token
    with pytest.raises(RequestRefused) as refused:
        _admit(channel, "påhittad", "198.51.100.7")
    _admit(channel, token, "198.51.100.7")
    _admit(channel, None, "198.51.100.8")
    assert refused.value.fault is Fault.TOO_MANY
    assert "112" in error_body(Fault.TOO_MANY)["error"]["message"]


def test_when_an_address_sends_too_many_messages_then_it_is_refused() -> None:
    channel = _channel(LOTSEN_ADDRESS_PER_MINUTE="2")
    token = channel._conversations.enter(None).token
    for _ in range(2):
        _admit(channel, token, "198.51.100.7")
    with pytest.raises(RequestRefused):
        _admit(channel, token, "198.51.100.7")


def _with_records(tmp_path: Path, **limits: str) -> tuple[ChatChannel, RedactingBroker]:
    channel = _channel(**limits)
    broker = RedactingBroker(open_database(f"sqlite:///{tmp_path / 'r.db'}"), write_every=3600)
    channel._trackers = MemoryTrackerStore(Domain.empty(), event_broker=broker)
    return channel, broker


def _post(handler: Any, **body: Any) -> int:
    request = Request(
        b"/",
        Header({"content-type": "application/json"}),
        "1.1",
        "POST",
        None,
        Sanic.get_app("door", force_create=True),
    )
    request.body = json.dumps(body).encode()
    return int(asyncio.run(handler(request)).status)


def test_when_a_no_comes_with_a_message_that_is_refused_then_it_is_heard_all_the_same(tmp_path: Path) -> None:
    channel, broker = _with_records(tmp_path, LOTSEN_MESSAGES_PER_MINUTE="1")
    token = asyncio.run(channel._talk(ChatRequest("hej", None, True), _silent))["conversation"]
    assert list(broker.records._drafts) == [token]
    with pytest.raises(RequestRefused):
        asyncio.run(channel._talk(ChatRequest("hej", token, False), _silent))
    assert not broker.records._drafts


def test_when_the_choice_is_changed_between_messages_then_it_holds_at_once(tmp_path: Path) -> None:
    channel, broker = _with_records(tmp_path)
    token = channel._conversations.enter(None).token
    for choice, drafted in ((True, [token]), (None, [token]), (False, []), (True, [token])):
        assert _post(lambda r: channel._note(r, "store", Collection.choose), conversation=token, store=choice) == 204
        assert list(broker.records._drafts) == drafted


def test_when_a_thumb_is_pressed_then_the_record_is_told(tmp_path: Path) -> None:
    channel, broker = _with_records(tmp_path)
    token = channel._conversations.enter(None).token
    broker.records.choose(token, True)
    assert _post(lambda r: channel._note(r, "helped", Collection.set_helped), conversation=token, helped=False) == 204
    assert broker.records._drafts[token].helped is False


@pytest.mark.parametrize("token", ["påhittad", None, "", "x" * 5000])
def test_when_a_stranger_makes_up_tokens_then_no_memory_is_filled(tmp_path: Path, token: str | None) -> None:
    channel, broker = _with_records(tmp_path)
    assert _post(lambda r: channel._note(r, "store", Collection.choose), conversation=token, store=True) == 204
    assert _post(lambda r: channel._leave(r, MemoryTrackerStore.forget), conversation=token) == 204
    assert not broker.records._drafts
    assert channel._trackers is not None and not channel._trackers._left


@pytest.mark.parametrize("choice", ["true", 1, 0, [], {}])
def test_when_a_choice_is_neither_yes_nor_no_then_it_is_refused(tmp_path: Path, choice: Any) -> None:
    channel, _ = _with_records(tmp_path)
    token = channel._conversations.enter(None).token
    with pytest.raises(RequestRefused):
        _post(lambda r: channel._note(r, "store", Collection.choose), conversation=token, store=choice)


def test_when_the_conversation_takes_too_much_memory_then_the_next_message_is_told_that_it_has_been_long() -> None:
    async def fill(_message: Any) -> None:
        note = turn_note.get()
        assert note is not None
        note.full = True

    channel = _channel()
    token = asyncio.run(channel._talk(ChatRequest("hej", None, None), fill))["conversation"]
    answer = asyncio.run(channel._talk(ChatRequest("hej igen", token, None), fill))
    assert answer["replies"][0]["text"] == responses()["utter_too_long_talk"]


def test_when_the_screen_fails_then_rasa_still_reads_the_message_and_no_word_is_logged(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    text = "han har en kniv i handen"

    def broken(_text: str) -> None:
        raise RuntimeError(text)

    read: list[str] = []

    async def listen(message: Any) -> None:
        read.append(message.text)

    monkeypatch.setattr(door, "screen", broken)
    channel = ChatChannel(read_settings({}))
    answer = asyncio.run(channel._talk(ChatRequest(text, None, None), listen))
    assert read == [text]
    assert answer["replies"][0]["text"].startswith("112")
    assert "kniv" not in caplog.text


def test_in_production_no_number_is_shown_before_staff_have_verified_it() -> None:
    strict, open_ = (ChatChannel(read_settings({"LOTSEN_PRODUCTION": on})) for on in ("1", "0"))
    numbers = [
        [card["phone"] for card in channel._emergency.card()["services"] if card["phone"]]
        for channel in (strict, open_)
    ]
    assert numbers[0] == ["112"]
    assert len(numbers[1]) > 1
    assert b"020-50 50 50" not in strict._pages["/lotsen.js"].body


def test_a_no_in_a_message_that_the_address_may_not_send_is_heard(tmp_path: Path) -> None:
    channel, broker = _with_records(tmp_path)
    token = channel._conversations.enter(None).token
    broker.records.choose(token, True)
    channel._hear_no(ChatRequest("hej", token, None))
    assert list(broker.records._drafts) == [token]
    channel._hear_no(ChatRequest("hej", token, False))
    assert not broker.records._drafts
