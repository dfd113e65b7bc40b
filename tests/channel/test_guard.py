from __future__ import annotations

import asyncio
import json

import pytest
from sanic import Request, Sanic
from sanic.compat import Header
from sanic.response import BaseHTTPResponse, empty, text

from bot.channel.guard import Guard
from bot.channel.pages import Page

ORIGIN = "https://www.borlange.se"
PAGES = {"/": Page(b"<!doctype html>", "text/html; charset=utf-8"), "/lotsen.js": Page(b"1", "text/javascript")}
GUARD = Guard(PAGES, frozenset({ORIGIN}))
APP = Sanic("guarded")


def request(path: str, method: str = "GET", **headers: str) -> Request:
    return Request(path.encode(), Header(headers), "1.1", method, None, APP)


def admitted(path: str, method: str = "GET") -> BaseHTTPResponse | None:
    return asyncio.run(GUARD.admit(request(path, method)))


def dressed(response: BaseHTTPResponse, **headers: str) -> BaseHTTPResponse:
    asyncio.run(GUARD.dress(request("/webhooks/chat/health", **headers), response))
    return response


@pytest.mark.parametrize(
    "path",
    [
        "/status", "/version", "/conversations/abc/tracker", "/conversations/abc/messages", "/model", "/model/parse",
        "/model/train", "/domain", "/webhooks/rest/webhook", "/webhooks/", "/webhooks/chat", "/webhooks/chatt/message",
        "/webhooks/CHAT/message", "/index.html.bak", "/..", "/../endpoints.yml", "/%2e%2e/endpoints.yml", "//",
        "/static/", "/socket.io/", "/.git/config", "/lotsen.js/", "/docs",
    ],
)  # fmt: skip
@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE", "OPTIONS", "HEAD"])
def test_when_a_path_is_not_the_chats_then_it_is_not_found(path: str, method: str) -> None:
    response = admitted(path, method)
    assert response is not None and response.status == 404
    error = json.loads(response.body)["error"]
    assert error["code"] == "not_found" and error["emergency"] == "112"


@pytest.mark.parametrize("path", ["message", "forget", "health", "emergency"])
def test_when_a_path_is_the_chats_own_then_the_guard_lets_it_through(path: str) -> None:
    assert admitted(f"/webhooks/chat/{path}", "POST") is None
    assert admitted(f"/webhooks/chat/{path}?x=1") is None


@pytest.mark.parametrize("path", sorted(PAGES))
def test_when_a_page_is_asked_for_then_it_is_served_from_memory(path: str) -> None:
    response = admitted(path)
    assert response is not None and response.status == 200
    assert response.body == PAGES[path].body and response.content_type == PAGES[path].content_type
    assert admitted(path + "?utm=x") is not None


@pytest.mark.parametrize("path", sorted(PAGES))
def test_when_something_is_posted_to_a_page_then_it_is_not_found(path: str) -> None:
    response = admitted(path, "POST")
    assert response is not None and response.status == 404


def test_when_a_browser_asks_before_it_sends_then_the_answer_is_empty() -> None:
    response = admitted("/webhooks/chat/message", "OPTIONS")
    assert response is not None and response.status == 204


def test_when_any_answer_leaves_then_nothing_of_it_is_kept_or_framed_by_strangers() -> None:
    headers = dressed(text("hej")).headers
    assert headers["Cache-Control"] == "no-store"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Content-Type-Options"] == "nosniff"
    security = headers["Content-Security-Policy"]
    assert "default-src 'none'" in security and "unsafe" not in security
    assert f"frame-ancestors 'self' {ORIGIN}" in security


def test_when_the_site_is_known_then_it_may_call() -> None:
    headers = dressed(empty(), origin=ORIGIN).headers
    assert headers["Access-Control-Allow-Origin"] == ORIGIN
    assert headers["Vary"] == "Origin"


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "*", ORIGIN + ".evil.se", ORIGIN.upper(), "http://www.borlange.se", ""]
)
def test_when_the_site_is_unknown_then_no_permission_is_given(origin: str) -> None:
    response = empty()
    response.headers["Access-Control-Allow-Origin"] = "*"  # what Rasa's own CORS would add
    response.headers["access-control-allow-credentials"] = "true"
    headers = dressed(response, origin=origin).headers
    assert not [name for name in headers if name.lower().startswith("access-control-")]


def test_when_no_site_may_embed_the_chat_then_only_its_own_page_frames_it() -> None:
    response = empty()
    asyncio.run(Guard({}, frozenset()).dress(request("/"), response))
    assert response.headers["Content-Security-Policy"].endswith("frame-ancestors 'self'")
