from __future__ import annotations

import json
from typing import Any

import pytest

from bot.channel.faults import Fault, RequestRefused, error_body, fault_for_status
from bot.channel.request import ChatRequest, read_chat, read_object, read_token
from bot.settings import MAX_BODY, MAX_TEXT

JSON = "application/json"


def body(**content: Any) -> bytes:
    return json.dumps(content).encode()


def refusal(raw: bytes, content_type: str | None = JSON) -> Fault:
    with pytest.raises(RequestRefused) as refused:
        read_chat(raw, content_type)
    return refused.value.fault


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"hej jag e radd",
        b'{"text": "han slog mej igar"',
        b'{"text": "hej",}',
        b"{'text': 'hej'}",
        b"[]",
        b'["han slog mej"]',
        b'"han slog mej"',
        b"null",
        b"17",
        b"true",
        b"\x00\xff\xfe\x89PNG\r\n\x1a\n\x00\x01\x02",
        b'{"text": "\xff\xfe"}',
        b'{"text": "hej\x00"}',  # a bare NUL is not JSON
    ],
)
def test_when_the_body_is_no_json_object_then_it_is_called_malformed(raw: bytes) -> None:
    assert refusal(raw) is Fault.MALFORMED


@pytest.mark.parametrize(
    "text", [None, 112, 1.5, True, ["han", "slog mej"], {"svar": "nej"}, [], {}], ids=lambda value: repr(value)
)
def test_when_the_text_is_not_a_string_then_it_is_called_malformed(text: object) -> None:
    assert refusal(body(text=text)) is Fault.MALFORMED


def test_when_there_is_no_text_at_all_then_it_is_called_malformed() -> None:
    assert refusal(body(conversation=None)) is Fault.MALFORMED


@pytest.mark.parametrize("field", ["store", "language", "conversation"])
@pytest.mark.parametrize("value", [1, ["sv"], {"a": 1}, 0.5])
def test_when_another_field_has_the_wrong_type_then_it_is_called_malformed(field: str, value: object) -> None:
    assert refusal(body(text="ja kan inte gå hem", **{field: value})) is Fault.MALFORMED


@pytest.mark.parametrize("opened,closed", [("[", "]"), ('{"a":', "}"), ('{"text":[', "]}")])
def test_when_json_is_nested_as_deep_as_it_fits_then_it_is_called_malformed(opened: str, closed: str) -> None:
    depth = MAX_BODY // len(opened + closed) - 2
    assert refusal((opened * depth + closed * depth).encode()) is Fault.MALFORMED
    assert refusal((opened * depth).encode()) is Fault.MALFORMED


def test_when_a_number_is_as_long_as_it_fits_then_nothing_breaks() -> None:
    raw = b'{"text": "hej", "n": ' + b"9" * (MAX_BODY - 40) + b"}"
    try:
        assert read_chat(raw, JSON).text == "hej"
    except RequestRefused as refused:
        assert refused.fault is Fault.MALFORMED


@pytest.mark.parametrize(
    "content_type",
    [
        None,
        "",
        "text/plain",
        "multipart/form-data; boundary=x",
        "application/x-www-form-urlencoded",
        "application/jsonp",
    ],
)
def test_when_the_body_is_not_declared_as_json_then_it_is_the_wrong_type(content_type: str | None) -> None:
    assert refusal(body(text="hej"), content_type) is Fault.WRONG_TYPE


@pytest.mark.parametrize("content_type", [JSON, "application/json; charset=utf-8", "Application/JSON", "text/json"])
def test_when_the_body_is_declared_as_json_then_it_is_read(content_type: str) -> None:
    assert read_chat(body(text="kan nån hjälpa mej"), content_type).text == "kan nån hjälpa mej"


def test_when_the_body_is_over_16_kb_then_it_is_too_large_whatever_its_type() -> None:
    over = body(text="hej", padding="x" * MAX_BODY)
    assert len(over) > MAX_BODY
    assert refusal(over) is Fault.TOO_LARGE
    assert refusal(over, "text/plain") is Fault.TOO_LARGE


def test_when_the_body_is_exactly_16_kb_then_it_is_read() -> None:
    empty = body(text="hej", padding="")
    full = body(text="hej", padding="x" * (MAX_BODY - len(empty)))
    assert len(full) == MAX_BODY == 16 * 1024
    assert read_chat(full, JSON).text == "hej"


def test_when_the_text_has_2000_characters_then_it_is_read_and_with_one_more_it_is_too_long() -> None:
    assert MAX_TEXT == 2000
    assert len(read_chat(body(text="å" * MAX_TEXT), JSON).text) == MAX_TEXT
    assert refusal(body(text="å" * (MAX_TEXT + 1))) is Fault.TOO_LONG


def test_when_2000_emoji_are_escaped_then_they_do_not_fit_into_the_body_and_that_is_said() -> None:
    assert refusal(body(text="😢" * MAX_TEXT)) is Fault.TOO_LARGE


@pytest.mark.parametrize(
    "text", ["", " ", "\n\t  \r\n", "\u200b\u200d\ufeff", "\x00\x01", "\ud83d", "\u00a0\u3000", "\u202e"]
)
def test_when_nothing_readable_is_left_then_the_message_is_empty(text: str) -> None:
    assert refusal(body(text=text)) is Fault.EMPTY


@pytest.mark.parametrize(
    "sent,read",
    [
        ("/restart", "restart"),
        ("//greet", "greet"),
        (" / /danger_now{}", "danger_now{}"),
        ("\u200b/greet", "greet"),
        ("\x00/session_start", "session_start"),
        ("\n\n/ han slår mej", "han slår mej"),
        ("min man/sambo slår", "min man/sambo slår"),
    ],
)
def test_when_text_begins_with_a_slash_then_it_is_read_as_plain_text(sent: str, read: str) -> None:
    assert read_chat(body(text=sent), JSON).text == read


@pytest.mark.parametrize(
    "sent,read",
    [
        ("hjälp\ud83d mej", "hjälp mej"),
        ("\udc00han slår", "han slår"),
        ("ja e\x00 rädd", "ja e rädd"),
        ("ja\x1b[31m e rädd", "ja[31m e rädd"),
        ("a\u030a a\u0308 o\u0308", "å ä ö"),
        ("jag\u202e är\u200b  rädd\n\nför   pappa", "jag är rädd för pappa"),
        ("😢 orkar inte", "😢 orkar inte"),
    ],
)
def test_when_text_holds_what_no_one_typed_then_only_the_words_are_left(sent: str, read: str) -> None:
    text = read_chat(body(text=sent), JSON).text
    assert text == read
    text.encode("utf-8")  # a lone surrogate would raise here, and wherever the text goes next


@pytest.mark.parametrize("store", [True, False, None])
def test_when_the_request_is_whole_then_every_field_is_read(store: bool | None) -> None:
    raw = body(text="va ska ja göra", conversation="abc", language="sv", store=store, extra="spelar ingen roll")
    assert read_chat(raw, JSON) == ChatRequest("va ska ja göra", "abc", store)


@pytest.mark.parametrize("token", [None, "", "x" * 101, "x" * 5000])
def test_when_a_token_can_be_none_of_ours_then_it_counts_as_none(token: str | None) -> None:
    assert read_token({"conversation": token}) is None


def test_when_forget_is_asked_with_a_list_then_it_is_called_malformed() -> None:
    with pytest.raises(RequestRefused) as refused:
        read_token(read_object(b'{"conversation": ["a"]}', JSON))
    assert refused.value.fault is Fault.MALFORMED


@pytest.mark.parametrize("fault", list(Fault))
def test_when_a_request_is_refused_then_the_error_has_the_contracts_shape_and_names_112(fault: Fault) -> None:
    answer = error_body(fault)
    assert set(answer) == {"error"}
    assert set(answer["error"]) == {"code", "message", "emergency"}
    assert answer["error"]["code"] == fault.code
    assert answer["error"]["emergency"] == "112"
    assert "112" in answer["error"]["message"]
    json.dumps(answer)


def test_when_a_request_is_refused_then_the_refusal_repeats_nothing_of_it() -> None:
    with pytest.raises(RequestRefused) as refused:
        read_chat(b'{"text": "Zlatanmark', JSON)
    assert "Zlatanmark" not in str(refused.value)
    assert "Zlatanmark" not in json.dumps(error_body(refused.value.fault))


@pytest.mark.parametrize(
    "status,fault",
    [
        (400, Fault.MALFORMED),
        (404, Fault.NOT_FOUND),
        (405, Fault.METHOD),
        (408, Fault.MALFORMED),
        (413, Fault.TOO_LARGE),
        (415, Fault.WRONG_TYPE),
        (417, Fault.MALFORMED),
        (429, Fault.TOO_MANY),
        (500, Fault.UNAVAILABLE),
        (502, Fault.UNAVAILABLE),
        (503, Fault.UNAVAILABLE),
    ],
)
def test_when_sanic_itself_comes_to_a_status_then_the_nearest_fault_stands_for_it(status: int, fault: Fault) -> None:
    assert fault_for_status(status) is fault
