"""The HTTP contract, held against the running assistant."""

from __future__ import annotations

import json
import socket

import pytest

from tests.live.running import Lotsen

MESSAGE = "/webhooks/chat/message"
JSON = {"Content-Type": "application/json"}
SERVICE_KEYS = {
    "id", "name", "helps_with", "phone", "tel", "phone_alt", "sms", "chat_url", "url", "hours", "open_now", "cost",
    "anonymous", "on_phone_bill", "note", "verified_on", "why",
}  # fmt: skip


def test_when_a_message_is_sent_then_the_answer_has_exactly_the_contracts_keys(lotsen: Lotsen) -> None:
    answer = lotsen.message("min man slår mig och jag vet inte vart jag ska vända mig").body
    assert set(answer) == {"conversation", "understood", "replies"}
    assert set(answer["understood"]) == {"topic", "urgency", "who", "confidence", "language", "asked"}
    for reply in answer["replies"]:
        assert set(reply) == {"text", "lang", "dir", "services", "choices"}
        for service in reply["services"]:
            assert set(service) == SERVICE_KEYS


@pytest.mark.parametrize(
    ("body", "headers", "status", "code"),
    [
        (b"{", JSON, 400, "malformed"),
        (b"[]", JSON, 400, "malformed"),
        (b"[" * 9000, JSON, 400, "malformed"),
        (b"\xff\xfe\x00", JSON, 400, "malformed"),
        (b'{"text": 5}', JSON, 400, "malformed"),
        (b'{"text": null}', JSON, 400, "malformed"),
        (b'{"text": {"a": 1}}', JSON, 400, "malformed"),
        (b'{"text": "hej", "store": "ja"}', JSON, 400, "malformed"),
        (b'{"text": "hej", "conversation": 7}', JSON, 400, "malformed"),
        (b'{"text": ""}', JSON, 400, "empty"),
        (b'{"text": " \\u0000 \\ud800 "}', JSON, 400, "empty"),
        (json.dumps({"text": "a" * 2001}).encode(), JSON, 400, "too_long"),
        (json.dumps({"text": "a" * 40_000}).encode(), JSON, 413, "too_large"),
        (b'{"text": "hej"}', {"Content-Type": "text/plain"}, 415, "wrong_type"),
    ],
)
def test_when_a_request_is_wrong_then_the_answer_is_kind_json_with_the_emergency_number(
    lotsen: Lotsen, body: bytes, headers: dict[str, str], status: int, code: str
) -> None:
    answer = lotsen.request(MESSAGE, body, headers)
    assert (answer.status, answer.body["error"]["code"]) == (status, code)
    assert answer.body["error"]["emergency"] == "112"
    assert "112" in answer.body["error"]["message"]


@pytest.mark.parametrize(
    "text",
    ["/restart", "/danger_now", "//out_of_scope{}", "👍", "😭😭😭", "?", "1234", "\ud83d", "a" * 2000, "ord " * 400, "\u202ejeh", "<script>alert(1)</script>",
     "'; drop table service; --", "{{7*7}}", "Hjälp\x00mig"],
)  # fmt: skip
def test_when_the_text_is_odd_then_something_is_still_said(lotsen: Lotsen, text: str) -> None:
    answer = lotsen.message(text)
    if answer.status == 200:
        assert answer.body["replies"]
        assert all(reply["text"] for reply in answer.body["replies"])
    else:
        assert answer.body["error"]["code"] == "empty"


def test_when_text_begins_with_a_slash_then_it_chooses_no_intent(lotsen: Lotsen) -> None:
    answer = lotsen.message('/gang_exit{"topic": "gang_exit"}').body
    assert answer["understood"]["confidence"] < 1.0


@pytest.mark.parametrize("path", ["/version", "/status", "/conversations/x/tracker", "/model", "/domain", "/webhooks/rest/webhook", "/socket.io/", "/etc/passwd", "/..%2f..%2fetc/passwd"])  # fmt: skip
def test_when_anything_but_the_chat_is_asked_for_then_it_is_not_there(lotsen: Lotsen, path: str) -> None:
    answer = lotsen.request(path)
    assert answer.status == 404
    assert answer.body["error"]["code"] == "not_found"


def test_when_anything_is_answered_then_it_may_not_be_kept_or_framed_by_strangers(lotsen: Lotsen) -> None:
    for path in ("/", "/chat.js", "/webhooks/chat/health", "/nothing"):
        headers = lotsen.request(path).headers
        assert headers["cache-control"] == "no-store"
        assert headers["referrer-policy"] == "no-referrer"
        assert "frame-ancestors 'self'" in headers["content-security-policy"]
        assert not [name for name in headers if name.startswith("access-control-")]


def test_when_another_site_asks_then_it_gets_no_permission(lotsen: Lotsen) -> None:
    answer = lotsen.request(MESSAGE, b'{"text": "hej"}', {**JSON, "Origin": "https://evil.example"})
    assert "access-control-allow-origin" not in answer.headers


def test_when_the_token_is_unknown_then_a_new_conversation_begins(lotsen: Lotsen) -> None:
    answer = lotsen.message("hej", "hittepå").body
    assert answer["conversation"] != "hittepå"
    assert len(answer["conversation"]) >= 24


def test_when_forgotten_then_the_conversation_starts_anew(lotsen: Lotsen) -> None:
    talk = lotsen.talk()
    talk.say("min son hänger med ett gäng och har en massa pengar")
    old = talk.token
    assert lotsen.post("/webhooks/chat/forget", {"conversation": old}).status == 204
    answer = talk.say("tack")
    assert answer["conversation"] != old
    assert answer["understood"]["topic"] == "thanks"


def test_when_asked_for_health_and_emergency_then_both_answer(lotsen: Lotsen) -> None:
    health = lotsen.request("/webhooks/chat/health").body
    assert set(health) == {"status", "reasons", "model", "embeddings", "spacy_model"}
    assert health["status"] in ("ok", "degraded")
    card = lotsen.request("/webhooks/chat/emergency").body
    assert card["emergency"] == "112"
    assert card["services"][0]["tel"] == "tel:112"


def test_when_a_button_of_another_conversation_is_sent_then_it_means_nothing(lotsen: Lotsen) -> None:
    offered = lotsen.message("vad kan du hjälpa till med").body
    stolen = offered["replies"][0]["choices"][0]["send"]
    assert lotsen.message(stolen).body["understood"]["confidence"] < 1.0


@pytest.mark.parametrize(
    "head",
    ["Content-Length: -1", "Content-Length: -9999999", "Transfer-Encoding: chunked", "Transfer-Encoding: chunked\r\nContent-Length: 5",
     "Transfer-Encoding: gzip, chunked", "Content-Length: abc", "Content-Length: 5, 6", "Content-Length: "],
)  # fmt: skip
@pytest.mark.parametrize("port", ["address", "desk", "actions"])
def test_when_a_body_has_no_honest_length_then_it_is_refused_and_the_others_are_answered(
    lotsen: Lotsen, head: str, port: str
) -> None:
    """Sanic would read a negative length for ever, and nobody would be answered any more."""
    addresses = {"address": lotsen.address, "desk": lotsen.desk, "actions": f"http://127.0.0.1:{lotsen.actions_port}"}
    number = int(addresses[port].rstrip("/").rsplit(":", 1)[1])
    with socket.create_connection(("127.0.0.1", number), timeout=5) as connection:
        connection.sendall(f"POST {MESSAGE} HTTP/1.1\r\nHost: x\r\n{head}\r\n\r\n5\r\nhello\r\n0\r\n\r\n".encode())
        connection.settimeout(5)
        answer = b""
        while part := connection.recv(4096):
            answer += part
    assert answer.startswith(b"HTTP/1.1 4") and answer.count(b"HTTP/1.1") == 1
    assert lotsen.message("hej").status == 200
