"""Each role's way through the desk in Chromium; axe looks at every page, wide and at 320 pixels.

With LOTSEN_PICTURES=folder a picture of every page is kept there (`make desk-pictures`).
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright

from bot.desk import demo
from bot.desk.permissions import Role
from bot.storage import desk as stored
from bot.storage import proposals, review
from bot.storage.proposals import Example
from tests.desk.running import PASSWORD, RunningDesk, account, running
from tests.desk.test_teaching import BETTER, WORSE_TOPIC, _done
from tests.live.test_browser import CHROMIUM, FLAGS

_TAGS = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
}
_PICTURES = os.environ.get("LOTSEN_PICTURES")


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models")
    (folder / "lotsen.tar.gz").write_bytes(b"old")
    return folder


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, models: Path) -> Iterator[RunningDesk]:
    with running(tmp_path_factory.mktemp("desk"), LOTSEN_MODELS=str(models)) as started:
        demo.add(started.records, date.today())
        stored.save_account(started.own, account("annan", Role.REVIEWER))
        yield started


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """For this module only: while it is open no other test may run a loop of its own."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()


Log = Callable[..., Page]


@pytest.fixture
def log_in(browser: Browser, desk: RunningDesk) -> Iterator[Log]:
    """Logs in by keyboard, in a browser of its own."""
    contexts = []

    def make(name: str, width: int = 1200) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 850}, locale="sv-SE")
        contexts.append(context)
        page = context.new_page()
        page.goto(desk.address + "/")
        look(page, "logga-in")
        page.get_by_label("Användarnamn").fill(name)
        page.keyboard.press("Tab")
        page.keyboard.type(PASSWORD)
        page.keyboard.press("Enter")
        page.get_by_role("heading", name=f"Hej {name}").wait_for()
        return page

    yield make
    for context in contexts:
        context.close()


def look(page: Page, name: str) -> None:
    """No fault for axe, and nothing wider than the window."""
    found = Axe().run(page, options=_TAGS).response["violations"]
    assert not found, (name, [(v["id"], [n["html"][:200] for n in v["nodes"]]) for v in found])
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), (
        f"{name} is wider than the window"
    )
    if _PICTURES and page.viewport_size["width"] > 1000:  # type: ignore[index]
        page.screenshot(path=f"{_PICTURES}/{name}.png", full_page=True)


@pytest.mark.parametrize("width", [1200, 320])
def test_a_reviewer_finds_reads_marks_masks_and_teaches(log_in: Log, desk: RunningDesk, width: int) -> None:
    page = log_in("reviewer", width)
    look(page, "start")
    page.get_by_role("link", name="samtal där Lotsen var osäker").click()
    look(page, "samtal")
    page.get_by_role("link", name="mina föräldrar kollar min mobil").click()
    if width == 1200:
        look(page, "skal")
    page.get_by_label("Förbättra Lotsens svar").check()
    page.get_by_role("button", name="Läs samtalet").click()
    look(page, "ett-samtal")
    page.get_by_label("Fel ämne, rätt är").first.select_option("honour_oppression")
    page.get_by_role("button", name="Markera", exact=True).first.click()
    assert page.get_by_role("status").inner_text() == "Markerat: Fel ämne."
    record_id = page.url.split("/samtal/")[1].split("?")[0]
    assert [m.topic for m in review.marks(desk.records, record_id)] == ["honour_oppression"]
    page.get_by_role("button", name="Gör till övningsexempel").first.click()
    look(page, "nytt-exempel")
    assert page.get_by_label("Rätt ämne").input_value() == "honour_oppression"
    page.get_by_label("Exemplet").fill(
        f"pappa läser allt jag skriver i telefonen o säger nej till dansen {width} gånger"
    )
    page.get_by_role("button", name="Föreslå").click()
    look(page, "larande")
    assert "väntar på att någon annan" in page.get_by_role("status").inner_text()


def test_words_marked_with_the_mouse_are_masked_for_good(log_in: Log, desk: RunningDesk) -> None:
    page = log_in("reviewer")
    page.goto(desk.address + "/samtal")
    page.get_by_role("link", name="gubben dricker upp pengarna").click()
    if page.get_by_label("Förbättra Lotsens svar").count():
        page.get_by_label("Förbättra Lotsens svar").check()
        page.get_by_role("button", name="Läs samtalet").click()
    page.evaluate(
        """() => {
          const node = document.querySelector(".resident .said").firstChild;
          const at = node.data.indexOf("plånboken");
          document.getSelection().setBaseAndExtent(node, at, node, at + 9);
        }"""
    )
    expect(page.locator("[data-selection]")).to_have_value("plånboken")
    page.get_by_role("button", name="Ta bort för gott").click()
    assert "gömmer [BORTTAGET]" in page.locator(".resident .said").first.inner_text()


def test_the_keyboard_leafs_through_conversations(log_in: Log, desk: RunningDesk) -> None:
    page = log_in("reader")
    page.goto(desk.address + "/samtal/skal")
    page.get_by_label("Utreda ett fel").check()
    page.get_by_role("button", name="Spara skälet").click()
    page.locator("tbody a").first.click()
    page.wait_for_url("**/samtal/demo*")
    first = page.url
    page.keyboard.press("j")
    page.wait_for_url(lambda url: url != first)
    page.keyboard.press("k")
    page.wait_for_url(first)
    assert page.get_by_role("button", name="Markera").count() == 0
    page.keyboard.press("l")
    page.wait_for_url("**/samtal")


@pytest.mark.parametrize("width", [1200, 320])
def test_an_editor_verifies_corrects_and_withdraws(log_in: Log, desk: RunningDesk, width: int) -> None:
    page = log_in("editor", width)
    page.goto(desk.address + "/tjanster")
    look(page, "tjanster")
    page.get_by_role("link", name="Mind Självmordslinjen").click()
    sheet = page.locator("#phone")
    sheet.get_by_label("Hur").first.select_option("called")
    sheet.get_by_role("button", name="Stämmer").click()
    assert "Kontrollerad" in page.locator("#phone").inner_text()
    look(page, "en-tjanst")
    page.locator("#phone").get_by_role("button", name="Dra in telefon").click()
    assert "Indragen" in page.locator("#phone").inner_text()
    page.locator("#phone").get_by_role("button", name="Ta tillbaka").click()
    assert "90101" in page.locator("#phone").inner_text()
    page.goto(desk.address + "/texter?amne=suicide_self_harm&vem=self")
    look(page, "texter")
    assert "90101" in page.get_by_role("list", name="Svaret").inner_text()


def test_an_administrator_switches_the_model_over_and_back(log_in: Log, desk: RunningDesk, models: Path) -> None:
    proposals.add(
        desk.own, Example("jag vågar inte gå hem efter träningen", "child_unsafe_home", "support", "self"), "x"
    )
    second = log_in("annan")
    second.goto(desk.address + "/larande")
    second.get_by_role("button", name="Godkänn").last.click()
    page = log_in("administrator")
    _done(models / "candidate", BETTER, WORSE_TOPIC)
    page.goto(desk.address + "/modell")
    look(page, "modell")
    page.get_by_role("button", name="Använd den nya modellen").click()
    assert (models / "lotsen.tar.gz").read_bytes() == b"new"
    page.get_by_role("button", name="Ta tillbaka den förra modellen").click()
    assert (models / "lotsen.tar.gz").read_bytes() == b"old"
    now = time.time()
    (models / "candidate").mkdir(exist_ok=True)
    (models / "candidate" / "progress.json").write_text(
        f'{{"step": "training", "begun": {now}, "since": {now}}}', "ascii"
    )
    page.goto(desk.address + "/modell")
    look(page, "traning")
    assert page.get_by_role("button", name="Träna en ny modell").count() == 0


@pytest.mark.parametrize("width", [1200, 320])
def test_the_other_pages_of_every_role_are_without_fault(log_in: Log, desk: RunningDesk, width: int) -> None:
    page = log_in("administrator", width)
    for path in ("/konton", "/logg", "/statistik", "/statistik/rapport", "/samtal", "/finns-inte-alls"):
        page.goto(desk.address + path)
        if path != "/finns-inte-alls":
            look(page, path.strip("/").replace("/", "-") if path != "/samtal" else "inte-tillatet")
