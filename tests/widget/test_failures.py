"""The widget works when the server does not."""

from __future__ import annotations

import time
from collections.abc import Callable

from playwright.sync_api import Page

from tests.widget.people import FIELD, say
from tests.widget.served import EMERGENCY, Server, answer, reply


def _send(page: Page, text: str) -> None:
    page.get_by_label(FIELD).fill(text)
    page.get_by_role("button", name="Skicka").click()


def test_when_the_server_is_down_then_the_numbers_are_shown_and_the_words_kept_and_it_finds_back(
    page: Page, server: Server
) -> None:
    server.down = True
    _send(page, "hjälp mig")
    log = page.get_by_role("log")
    log.get_by_text("Jag får ingen kontakt just nu.").wait_for(timeout=5500)
    for service in EMERGENCY.card()["services"]:
        assert log.locator(f"a[href='{service['tel']}']").count() == 1
    assert page.get_by_label(FIELD).input_value() == "hjälp mig"
    server.down = False
    log.get_by_text("Nu har jag kontakt igen.").wait_for(timeout=8000)
    page.get_by_role("button", name="Skicka").click()
    page.locator(".said:not(.mine)").wait_for()
    assert page.get_by_label(FIELD).input_value() == ""


def test_when_the_server_is_slow_then_it_is_told_within_five_seconds_and_nothing_is_sent_twice(
    new_page: Callable[..., Page], server: Server
) -> None:
    page = new_page()
    page.goto(server.address + "/")
    server.slow = 8
    begun = time.monotonic()
    _send(page, "hjälp mig")
    page.get_by_role("button", name="Skicka").click()
    page.get_by_role("log").get_by_text("112 – ring om någon är i fara nu.").wait_for(timeout=6000)
    assert time.monotonic() - begun < 6
    page.wait_for_timeout(2500)
    assert len(server.told("/message")) == 1


def test_when_a_message_is_sent_twice_in_a_hurry_then_it_goes_once(page: Page, server: Server) -> None:
    server.slow = 0.3
    page.get_by_label(FIELD).fill("hej")
    page.get_by_role("button", name="Skicka").dblclick()
    page.locator(".said:not(.mine)").wait_for()
    assert len(server.told("/message")) == 1


def test_when_the_server_says_no_then_its_words_are_shown_and_the_text_is_kept(page: Page, server: Server) -> None:
    server.script = [
        {"error": {"code": "too_many", "message": "Vänta lite. Är någon i fara: ring 112.", "emergency": "112"}}
    ]
    _send(page, "hej igen")
    page.get_by_role("log").get_by_text("Vänta lite.").wait_for()
    assert page.get_by_label(FIELD).input_value() == "hej igen"


def test_when_the_text_is_empty_or_too_long_then_it_is_said_in_words_and_not_sent(page: Page, server: Server) -> None:
    page.get_by_role("button", name="Skicka").click()
    assert page.get_by_text("Skriv något först.").is_visible()
    _send(page, "a" * 2001)
    assert page.get_by_text("Högst 2 000 tecken").is_visible()
    assert len(page.get_by_label(FIELD).input_value()) == 2001
    assert server.asked == []
    say(page, "😀" * 2000)


def test_when_a_talk_is_long_then_it_does_not_become_slow(new_page: Callable[..., Page], server: Server) -> None:
    page = new_page()
    page.goto(server.address + "/")
    server.script = [answer(reply("Ett svar. " * 20))]

    def seconds() -> float:
        begun = time.monotonic()
        for _ in range(10):
            say(page, "en rad till")
        return time.monotonic() - begun

    first = seconds()
    for _ in range(19):
        last = seconds()
    assert page.locator(".mine").count() == 200
    assert last < max(2.5 * first, first + 1.0)
