"""WCAG 2.2 AA: axe in every state, and what axe cannot see."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.widget.people import FIELD, OPEN, say
from tests.widget.served import SERVICE, Server, answer, reply

LOOKS: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "forced colours": {"forced_colors": "active"},
    "less motion, desktop": {"reduced_motion": "reduce", "viewport": {"width": 1280, "height": 900}},
    "reflow": {"viewport": {"width": 320, "height": 256}},
}
URGENT = {**SERVICE, "id": "larm_112", "name": "112", "phone": "112", "tel": "tel:112"}
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


def faults(page: Page) -> list[str]:
    page.wait_for_timeout(250)  # until what moves in has come to rest
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{fault['id']}: {node['target']} {node['failureSummary']}" for fault in found for node in fault["nodes"]]


@pytest.mark.parametrize("look", list(LOOKS))
def test_when_axe_looks_at_every_state_then_it_finds_no_fault(
    new_page: Callable[..., Page], server: Server, look: str
) -> None:
    page = new_page(**LOOKS[look])
    page.goto(server.address + "/")
    assert faults(page) == []
    page.get_by_text("Om samtalet, spår").click()
    page.get_by_text("Fler val").click()
    page.get_by_role("button", name="Skicka").click()
    page.get_by_role("button", name="Ja, spara").click()
    assert faults(page) == []
    server.script = [
        answer(
            reply("112 – ring nu.", services=[URGENT, SERVICE], choices=[{"title": "Ja", "send": "c"}]),
            reply("هل أنت في خطر؟", lang="ar", dir="rtl", choices=[{"title": "نعم", "send": "d"}]),
            urgency="acute",
        )
    ]
    say(page, "han är här")
    assert faults(page) == []
    server.down = True
    page.get_by_label(FIELD).fill("hjälp")
    page.get_by_role("button", name="Skicka").click()
    page.get_by_role("log").get_by_text("Jag får ingen kontakt").wait_for()
    assert faults(page) == []


def test_when_the_bubble_stands_on_a_page_then_axe_finds_no_fault_closed_or_open(
    new_page: Callable[..., Page], server: Server
) -> None:
    page = new_page("desktop")
    page.goto(server.address + "/demo")
    assert faults(page) == []
    page.get_by_role("button", name=OPEN).click()
    assert faults(page) == []


def test_when_there_is_no_javascript_then_numbers_and_services_are_there_and_axe_finds_no_fault(
    new_page: Callable[..., Page], server: Server
) -> None:
    page = new_page(java_script_enabled=False)
    page.goto(server.address + "/")
    assert page.locator("a[href='tel:112']").first.is_visible()
    assert page.locator("a[href^='tel:']").count() > 10


def test_when_only_a_keyboard_is_used_then_a_whole_talk_can_be_held_and_focus_comes_back(
    new_page: Callable[..., Page], server: Server
) -> None:
    page = new_page("desktop")
    page.goto(server.address + "/demo")

    def focused() -> str:
        return str(
            page.evaluate("(document.activeElement.shadowRoot?.activeElement || document.activeElement).textContent")
        )

    for _ in range(20):
        page.keyboard.press("Tab")
        if focused() == OPEN:
            break
    page.keyboard.press("Enter")
    assert focused() == "Lämna snabbt"
    page.get_by_label(FIELD).focus()
    page.keyboard.type("hej")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.locator(".said:not(.mine)").wait_for()
    assert page.evaluate("document.activeElement.shadowRoot.activeElement.tagName") == "TEXTAREA"
    page.get_by_role("button", name="Minimera").focus()
    page.keyboard.press("Enter")
    assert focused() == OPEN


def test_when_something_is_said_then_one_polite_live_region_tells_it(page: Page) -> None:
    say(page, "hej")
    regions = page.locator("[aria-live], [role=status], [role=alert], [role=log]")
    assert regions.count() == 1
    assert regions.get_attribute("role") == "log" and regions.get_attribute("aria-live") == "polite"
    assert "Tack för att du berättar." in regions.inner_text()


def test_when_fingers_press_then_everything_is_at_least_44_pixels(page: Page) -> None:
    say(page, "hej")
    page.get_by_text("Fler val").click()
    small = page.evaluate(
        "() => [...document.querySelector('lotsen-chat').shadowRoot.querySelectorAll('button, a, summary, textarea')]"
        ".filter((e) => e.checkVisibility()).map((e) => [e.textContent, e.getBoundingClientRect()])"
        ".filter(([, r]) => r.width < 44 || r.height < 44).map(([text, r]) => `${text} ${r.width}x${r.height}`)"
    )
    assert small == []


@pytest.mark.parametrize("text", ["Skriv med egna ord", "Ring 116 111", "Lämna snabbt"])
def test_when_the_text_is_twice_as_large_then_nothing_is_cut_off(
    new_page: Callable[..., Page], server: Server, text: str
) -> None:
    page = new_page(viewport={"width": 320, "height": 640})
    page.goto(server.address + "/")
    page.evaluate("document.querySelector('lotsen-chat').style.setProperty('--size', '2')")
    say(page, "hej")
    page.get_by_text(text, exact=True).first.scroll_into_view_if_needed()
    box = page.get_by_text(text, exact=True).first.bounding_box()
    assert box and box["x"] >= 0 and box["x"] + box["width"] <= 320
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize(
    "colour", ["#ffff00", "#000000", "#ffffff", "#7f7f7f", "#00567a", "#e30613", "red;}*{display:none"]
)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_when_a_kommun_picks_any_colour_then_it_can_be_read(
    new_page: Callable[..., Page], server: Server, colour: str, scheme: str
) -> None:
    page = new_page(color_scheme=scheme)
    page.route("**/", lambda route: route.fulfill(body=HOST.replace("COLOUR", colour), content_type="text/html"))
    page.goto(server.address + "/")
    page.get_by_role("button", name=OPEN).click()
    say(page, "hej")
    assert faults(page) == []


HOST = (
    '<!doctype html><html lang="sv"><title>x</title><main><h1>x</h1></main>'
    '<script src="/lotsen.js" data-color="COLOUR" defer></script></html>'
)
