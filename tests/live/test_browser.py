"""A resident's browser: Chromium opens the page the real thing serves, and chats."""

from __future__ import annotations

from collections.abc import Iterator

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
FIELD = "Skriv med egna ord"


@pytest.fixture(params=[(390, 844), (1280, 900)], ids=["phone", "desktop"])
def page(request: pytest.FixtureRequest) -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        width, height = request.param
        yield browser.new_page(viewport={"width": width, "height": height}, locale="sv-SE")
        browser.close()


def say(page: Page, text: str) -> None:
    replies = page.locator(".said:not(.mine)").count()
    page.get_by_label(FIELD).fill(text)
    page.get_by_role("button", name="Skicka").click()
    page.locator(".said:not(.mine)").nth(replies).wait_for()


def test_when_a_resident_chats_then_help_with_numbers_to_tap_is_shown(lotsen: Lotsen, page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(lotsen.address + "/")
    assert page.get_by_text("Du skriver med en robot.").is_visible()
    assert page.get_by_role("link", name="Fara nu? Ring 112").get_attribute("href") == "tel:112"
    say(page, "jag vill lämna gänget men vet inte hur")
    card = page.locator(".card").filter(has_text="avhopparverksamhet").first
    assert card.get_by_role("link", name="Ring").get_attribute("href") == "tel:+4624374000"
    say(page, "han är här nu och bankar på dörren")
    danger = page.locator(".said").filter(has_text="112 – ring nu").first
    header, box = page.locator("header").bounding_box(), danger.bounding_box()
    assert header and box and box["y"] >= header["height"], "the word 112 must not hide behind the header"
    assert all(address.startswith(lotsen.address) for address in asked)


@pytest.mark.parametrize(
    ("start", "service"),
    [
        ("Min partner gör mig illa", "Kvinnofridslinjen"),
        ("Familjen kontrollerar mig", "Rätt att välja"),
        ("Jag är orolig för mitt barn", None),
        ("Jag vill lämna ett gäng", "avhopparverksamhet"),
        ("Jag mår dåligt", None),
        ("Jag har gjort någon illa", "Välj att sluta"),
    ],
)
def test_when_a_resident_begins_with_a_topic_then_it_is_understood(
    lotsen: Lotsen, page: Page, start: str, service: str | None
) -> None:
    page.goto(lotsen.address + "/")
    page.get_by_role("button", name=start).click()
    page.locator(".said:not(.mine)").first.wait_for()
    assert page.locator(".log .card, .log .choices button").count() > 1
    if service:
        assert page.locator(".log .card").filter(has_text=service).count() == 1


def test_when_the_chat_is_opened_on_the_demo_page_then_one_can_talk_and_leave(lotsen: Lotsen, page: Page) -> None:
    page.route(
        "https://www.smhi.se/**", lambda route: route.fulfill(body="<title>Väder</title>", content_type="text/html")
    )
    page.goto(lotsen.address + "/webhooks/chat/emergency")
    page.goto(lotsen.address + "/demo")
    page.get_by_role("button", name="Behöver du prata?").click()
    say(page, "min man slår mig")
    page.get_by_role("link", name="Lämna snabbt").click()
    page.wait_for_url("https://www.smhi.se/**")
    page.go_back()
    assert page.url.endswith("/emergency")
