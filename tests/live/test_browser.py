"""A resident's browser: Chromium opens the page the real thing serves, and chats."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, sync_playwright

from tests.live.running import Lotsen

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PICTURES = Path(__file__).resolve().parents[2] / "reports" / "screenshots"


@pytest.fixture(params=[(390, 844), (1280, 900)], ids=["phone", "desktop"])
def page(request: pytest.FixtureRequest) -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        width, height = request.param
        yield browser.new_page(viewport={"width": width, "height": height}, locale="sv-SE")
        browser.close()


def say(page: Page, text: str) -> None:
    replies = page.locator("#log .bubble:not(.mine)").count()
    page.get_by_label("Skriv vad det gäller").fill(text)
    page.get_by_role("button", name="Skicka").click()
    page.wait_for_function("n => document.querySelectorAll('#log .bubble:not(.mine)').length > n", arg=replies)


def test_when_a_resident_chats_then_help_with_numbers_to_tap_is_shown(lotsen: Lotsen, page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(lotsen.address + "/")
    assert page.get_by_text("Du skriver med en robot.").is_visible()
    assert page.get_by_role("link", name="Fara nu? Ring 112").get_attribute("href") == "tel:112"
    say(page, "jag vill lämna gänget men vet inte hur")
    card = page.locator(".card").filter(has_text="avhopparverksamhet").first
    assert card.get_by_role("link", name="Ring 0243-740 00").get_attribute("href") == "tel:+4624374000"
    _picture(page, "help")
    say(page, "han är här nu och bankar på dörren")
    danger = page.locator(".bubble").filter(has_text="112 – ring nu").first
    header = page.locator("header").bounding_box()
    box = danger.bounding_box()
    assert header and box and box["y"] >= header["height"], "the word 112 must not hide behind the header"
    _picture(page, "danger")
    assert all(address.startswith(lotsen.address) for address in asked)


def test_when_leaving_quickly_then_the_page_is_gone_and_back_shows_an_empty_chat(lotsen: Lotsen, page: Page) -> None:
    page.route(
        "https://www.smhi.se/**", lambda route: route.fulfill(body="<title>Väder</title>", content_type="text/html")
    )
    page.goto(lotsen.address + "/webhooks/chat/emergency")
    page.goto(lotsen.address + "/")
    say(page, "min man slår mig")
    page.get_by_role("link", name="Lämna snabbt").click()
    page.wait_for_url("https://www.smhi.se/**")
    page.go_back()
    assert "slår" not in page.content()
    stored = page.evaluate("[document.cookie, localStorage.length, sessionStorage.length]")
    assert stored == ["", 0, 0]


def test_when_the_server_does_not_answer_then_112_is_shown_and_the_text_is_kept(lotsen: Lotsen, page: Page) -> None:
    page.goto(lotsen.address + "/")
    page.route("**/webhooks/chat/message", lambda route: route.abort())
    page.get_by_label("Skriv vad det gäller").fill("hjälp mig")
    page.get_by_role("button", name="Skicka").click()
    page.get_by_text("Jag får ingen kontakt just nu.").wait_for()
    assert "112" in (page.locator("#status").text_content() or "")
    assert page.get_by_label("Skriv vad det gäller").input_value() == "hjälp mig"


def _picture(page: Page, name: str) -> None:
    """For people to look at; reports/ stays out of git."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    width = (page.viewport_size or {"width": 0})["width"]
    page.screenshot(path=PICTURES / f"{name}-{width}.png")
