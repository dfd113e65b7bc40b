"""Nothing of a talk is left on the device, and no other site is asked for anything."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.widget.people import FIELD, NOTHING_STORED, say, shown, stored
from tests.widget.served import Server


def test_when_one_talks_then_nothing_is_stored_and_no_other_site_is_asked(page: Page, server: Server) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.reload()
    title, entries = page.title(), page.evaluate("history.length")
    say(page, "han slår mig")
    assert stored(page) == NOTHING_STORED
    assert page.context.cookies() == []
    assert (page.title(), page.evaluate("history.length")) == (title, entries)
    assert "våld" not in title.lower() and page.url == server.address + "/"
    assert asked and all(address.startswith(server.address) for address in asked)
    assert not any("sl" in address.split("/")[-1] for address in asked if "message" in address)


@pytest.mark.parametrize("way", ["reload", "away and back"])
def test_when_the_page_is_shown_anew_then_the_box_is_empty(page: Page, server: Server, way: str) -> None:
    say(page, "han slår mig")
    page.get_by_label(FIELD).fill("halvskrivet om honom")
    if way == "reload":
        page.reload()
    else:
        page.goto(server.address + "/demo")
        page.go_back()
    page.get_by_label(FIELD).wait_for()
    assert "slår" not in shown(page) and "halvskrivet" not in shown(page)
    assert page.get_by_text("Vad gäller det?").count() == 1
    assert server.told("/forget") == [{"conversation": "t1"}]


def test_when_the_page_goes_away_after_a_yes_to_saving_then_the_talk_is_ended_and_not_forgotten(
    page: Page, server: Server
) -> None:
    page.get_by_role("button", name="Ja, spara").click()
    say(page, "han slår mig")
    page.goto(server.address + "/demo")
    page.wait_for_timeout(200)
    assert server.told("/message")[0]["store"] is True
    assert server.told("/end") == [{"conversation": "t1"}] and server.told("/forget") == []


def test_when_the_talk_is_forgotten_then_it_is_gone_here_and_there(page: Page, server: Server) -> None:
    say(page, "han slår mig")
    page.get_by_text("Fler val").click()
    page.get_by_role("button", name="Glöm samtalet").click()
    assert "slår" not in shown(page) and "Samtalet är glömt." in shown(page)
    page.wait_for_timeout(200)
    assert server.told("/forget") == [{"conversation": "t1"}]
    say(page, "hej")
    assert server.told("/message")[-1]["conversation"] is None


def test_when_the_talk_is_forgotten_while_an_answer_is_on_its_way_then_the_answer_is_thrown_away(
    new_page: Callable[..., Page], server: Server
) -> None:
    page = new_page()
    page.goto(server.address + "/")
    server.slow = 0.6
    page.get_by_label(FIELD).fill("han slår mig")
    page.get_by_role("button", name="Skicka").click()
    page.get_by_text("Fler val").click()
    page.get_by_role("button", name="Glöm samtalet").click()
    page.wait_for_timeout(1000)
    assert page.locator(".said").count() == 0
    assert server.told("/forget") == [{"conversation": "t1"}]


def test_when_nobody_writes_for_half_an_hour_then_it_is_told_before_and_the_words_are_gone(
    new_page: Callable[..., Page], server: Server
) -> None:
    page = new_page()
    page.clock.install()
    page.goto(server.address + "/")
    say(page, "han slår mig")
    page.clock.run_for(25 * 60 * 1000 + 1000)
    assert "glöms om fem minuter" in page.get_by_role("log").inner_text()
    page.clock.run_for(5 * 60 * 1000)
    assert "slår" not in shown(page) and "Det var tyst i 30 minuter" in shown(page)


def test_when_one_writes_then_nothing_is_offered_to_spelling_or_form_filling_services(page: Page) -> None:
    field = page.get_by_label(FIELD)
    wanted = {"autocomplete": "off", "spellcheck": "false", "autocapitalize": "off", "autocorrect": "off"}
    assert {name: field.get_attribute(name) for name in wanted} == wanted


def test_when_the_page_is_printed_then_the_chat_is_not_on_paper(page: Page) -> None:
    say(page, "han slår mig")
    page.emulate_media(media="print")
    assert not page.locator(".root").is_visible()
