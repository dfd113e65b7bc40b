"""Quick exit: the behaviours of GOV.UK's exit-this-page component, and what a frightened person needs besides."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.widget.people import EXIT, NOTHING_STORED, OPEN, say, shown, stored
from tests.widget.served import SERVICE, Server, answer, reply

AWAY = "https://www.smhi.se/**"


def test_when_the_link_is_pressed_then_the_talk_is_gone_everywhere_and_back_does_not_return(
    page: Page, server: Server
) -> None:
    page.goto(server.address + "/demo")
    page.goto(server.address + "/")
    say(page, "han slår mig")
    page.get_by_role("link", name=EXIT).click()
    page.wait_for_url(AWAY)
    assert server.told("/forget") == [{"conversation": "t1"}]
    page.go_back()
    assert page.url.endswith("/demo")
    assert "slår" not in shown(page) and stored(page) == NOTHING_STORED


def test_when_the_chat_is_opened_then_the_way_out_is_the_first_thing_a_keyboard_reaches(page: Page) -> None:
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.shadowRoot.activeElement.textContent") == EXIT


def test_when_shift_is_pressed_three_times_then_the_page_is_left_and_each_press_is_told(page: Page) -> None:
    say(page, "han slår mig")
    page.keyboard.press("Shift")
    assert "två gånger till" in page.get_by_role("log").inner_text()
    page.keyboard.press("Shift")
    assert "en gång till" in page.get_by_role("log").inner_text()
    page.keyboard.press("Shift")
    page.wait_for_url(AWAY)


def test_when_shift_is_pressed_as_part_of_writing_then_nobody_is_thrown_out(page: Page) -> None:
    page.get_by_role("textbox").focus()
    for letter in "HAN":
        page.keyboard.press(f"Shift+{letter}")
    page.keyboard.press("Shift")
    page.keyboard.press("a")
    page.keyboard.press("Shift")
    page.keyboard.press("Shift")
    page.wait_for_timeout(200)
    assert "smhi" not in page.url


def test_when_the_presses_are_too_slow_then_it_is_told_and_they_count_anew(
    new_page: Callable[..., Page], server: Server
) -> None:
    page = new_page()
    page.clock.install()
    page.goto(server.address + "/")
    page.keyboard.press("Shift")
    page.keyboard.press("Shift")
    page.clock.run_for(5100)
    assert "Du är kvar på sidan." in page.get_by_role("log").inner_text()
    page.keyboard.press("Shift")
    page.clock.run_for(100)
    assert "smhi" not in page.url


def test_when_the_bubble_is_closed_then_shift_does_nothing(new_page: Callable[..., Page], server: Server) -> None:
    page = new_page()
    page.goto(server.address + "/demo")
    for _ in range(3):
        page.keyboard.press("Shift")
    page.wait_for_timeout(200)
    assert page.url.endswith("/demo")


def test_when_escape_is_pressed_then_nothing_is_lost(page: Page) -> None:
    page.get_by_role("textbox").fill("halvskrivet")
    page.keyboard.press("Escape")
    assert page.get_by_role("textbox").input_value() == "halvskrivet"


def test_when_there_is_no_network_then_the_screen_is_blank_all_the_same(
    new_page: Callable[..., Page], server: Server
) -> None:
    page = new_page()
    page.goto(server.address + "/")
    say(page, "han slår mig")
    page.context.unroute("https://www.smhi.se/**")
    page.route(AWAY, lambda route: route.abort("internetdisconnected"))
    page.route("**/webhooks/**", lambda route: route.abort("internetdisconnected"))
    page.get_by_role("link", name=EXIT).click()
    page.wait_for_timeout(300)
    assert "slår" not in page.content() and (not page.url.startswith(server.address) or "slår" not in shown(page))


def test_when_the_sheet_falls_then_it_covers_everything_at_once(page: Page) -> None:
    say(page, "han slår mig")
    left = page.evaluate(
        "() => { document.querySelector('lotsen-chat').shadowRoot.querySelector('.exit').click();"
        " const r = document.querySelector('[data-lotsen-gone]').getBoundingClientRect();"
        " return [r.width, r.height, document.elementFromPoint(100, 100).hasAttribute('data-lotsen-gone'),"
        " document.querySelector('lotsen-chat').shadowRoot.querySelector('.log').textContent]; }"
    )
    size = page.viewport_size
    assert size and left == [size["width"], size["height"], True, ""]


@pytest.mark.parametrize(("width", "height"), [(320, 568), (320, 180), (1280, 220)])
def test_when_the_window_is_tiny_or_zoomed_then_the_way_out_stays_in_view(
    new_page: Callable[..., Page], server: Server, width: int, height: int
) -> None:
    server.script = [answer(*[reply("Ett långt svar. " * 30)] * 4)]
    page = new_page(viewport={"width": width, "height": height})
    page.goto(server.address + "/demo")
    page.get_by_role("button", name=OPEN).click()
    say(page, "hej")
    box = page.get_by_role("link", name=EXIT).bounding_box()
    assert (
        box
        and box["x"] >= 0
        and box["y"] >= 0
        and box["x"] + box["width"] <= width
        and box["y"] + box["height"] <= height
    )
    assert box["height"] >= 44 or height < 300
    assert page.evaluate("document.documentElement.scrollWidth") <= max(width, 320)


def test_when_a_talk_grows_then_the_way_out_never_scrolls_away(page: Page, server: Server) -> None:
    server.script = [answer(reply("Ett svar.", services=[SERVICE] * 3, choices=[{"title": "Ja", "send": "c"}]))]
    for _ in range(4):
        say(page, "hej")
        box = page.get_by_role("link", name=EXIT).bounding_box()
        assert box and 0 <= box["y"] < 20
    server.down = True
    page.get_by_role("textbox").fill("hej")
    page.get_by_role("button", name="Skicka").click()
    page.get_by_role("log").get_by_text("Jag får ingen kontakt").wait_for()
    box = page.get_by_role("link", name=EXIT).bounding_box()
    assert box and 0 <= box["y"] < 20


def test_when_a_keyboard_covers_half_the_screen_then_the_way_out_and_the_field_are_both_in_view(
    new_page: Callable[..., Page], server: Server
) -> None:
    page = new_page()
    page.goto(server.address + "/")
    say(page, "hej")
    page.set_viewport_size({"width": 390, "height": 500})
    page.get_by_role("textbox").focus()
    for part in (
        page.get_by_role("link", name=EXIT),
        page.get_by_role("textbox"),
        page.get_by_role("button", name="Skicka"),
    ):
        box = part.bounding_box()
        assert box and box["y"] >= 0 and box["y"] + box["height"] <= 500


def test_when_the_browser_brings_the_page_back_from_memory_then_it_is_as_if_opened_anew(
    page: Page, server: Server
) -> None:
    say(page, "han slår mig")
    page.evaluate(
        "() => { for (const name of ['pagehide', 'pageshow']) window.dispatchEvent(new PageTransitionEvent(name, { persisted: true })); }"
    )
    assert "slår" not in shown(page) and page.locator("[data-lotsen-gone]").count() == 0
    assert page.get_by_text("Vad gäller det?").count() == 1
    say(page, "hej")
    assert server.told("/message")[-1]["conversation"] is None


def test_when_a_cookie_banner_lies_over_the_page_then_the_way_out_lies_above_it(
    new_page: Callable[..., Page], server: Server
) -> None:
    page = new_page()
    page.goto(server.address + "/demo")
    page.get_by_role("button", name=OPEN).click()
    page.evaluate(
        "() => { const b = document.createElement('div'); b.style.cssText = 'position:fixed;inset:0;z-index:2147483647;background:#000'; document.body.prepend(b); }"
    )
    page.get_by_role("link", name=EXIT).click()
    page.wait_for_url(AWAY)


def test_when_it_promises_then_it_says_that_the_history_stays_and_how_to_clear_it(page: Page) -> None:
    page.get_by_text("Om samtalet, spår och fler nummer").click()
    assert page.get_by_text("webbläsarens historik finns kvar").is_visible()
    assert page.get_by_text("under Historik i webbläsarens meny").is_visible()
