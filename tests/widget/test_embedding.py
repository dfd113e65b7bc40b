"""One line on somebody else's page."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page as Tab

from bot.channel.pages import FOLDER, Page
from tests.widget.people import EXIT, OPEN, say, shown
from tests.widget.served import HEADERS, Server, serve

HOSTILE = """<style>* { font-size: 4px !important; color: red !important; display: inline !important } button { visibility: hidden }</style>
<script>Array.prototype.odd = 1; window.make = window.Talk = window.WORDS = 'theirs'; window.say = 1</script>"""


def host(server: Server, head: str = "", body: str = "", csp: str | None = None) -> str:
    """Put a page of the host's on the server and return its address."""
    page = f'<!doctype html><html lang="sv"><head><title>Kommunen</title>{head}</head><body><h1>Sida</h1>{body}</body></html>'
    server.extra["/host"] = Page(page.encode(), "text/html; charset=utf-8")
    server.headers["/host"] = {"Content-Security-Policy": csp} if csp else {}
    return server.address + "/host"


ONE_LINE = '<script src="/lotsen.js" defer></script>'


@pytest.fixture
def tab(new_page: Callable[..., Tab]) -> Tab:
    return new_page("desktop")


def test_when_the_host_page_has_wild_styles_and_names_then_the_widget_is_untouched_and_leaves_no_name(
    tab: Tab, server: Server
) -> None:
    tab.goto(host(server, HOSTILE + ONE_LINE))
    tab.get_by_role("button", name=OPEN).click()
    say(tab, "hej")
    size = tab.locator(".said.mine").evaluate("e => [getComputedStyle(e).fontSize, getComputedStyle(e).color]")
    assert size == ["17px", "rgb(27, 35, 37)"]
    assert tab.evaluate("[window.make, window.Talk, window.WORDS, window.say]") == ["theirs", "theirs", "theirs", 1]
    assert tab.evaluate("Object.keys(window).filter((k) => /lotsen|EMBEDDED|SCRIPT|API/.test(k))") == []


def test_when_the_line_stands_twice_then_there_is_one_bubble(tab: Tab, server: Server) -> None:
    tab.goto(host(server, ONE_LINE * 2))
    tab.get_by_role("button", name=OPEN).wait_for()
    assert tab.locator("lotsen-chat").count() == 1


def test_when_there_are_two_of_them_then_each_holds_its_own_talk(tab: Tab, server: Server) -> None:
    tab.goto(host(server, ONE_LINE, '<lotsen-chat></lotsen-chat><lotsen-chat data-position="left"></lotsen-chat>'))
    buttons = tab.get_by_role("button", name=OPEN)
    assert buttons.count() == 2
    boxes = [buttons.nth(i).bounding_box() for i in range(2)]
    assert boxes[0] and boxes[1] and boxes[1]["x"] < boxes[0]["x"]
    first, second = tab.locator("lotsen-chat").nth(0), tab.locator("lotsen-chat").nth(1)
    buttons.nth(0).click()
    first.get_by_role("textbox").fill("hej")
    first.get_by_role("button", name="Skicka").click()
    first.locator(".said:not(.mine)").wait_for()
    assert second.locator(".said").count() == 0


def test_when_it_stands_in_a_frame_then_it_works_there(tab: Tab, server: Server) -> None:
    tab.goto(host(server, body='<iframe src="/" title="Chatt" style="width:400px;height:700px"></iframe>'))
    frame = tab.frame_locator("iframe")
    frame.get_by_label("Skriv med egna ord").fill("hej")
    frame.get_by_role("button", name="Skicka").click()
    frame.locator(".said:not(.mine)").wait_for()


def test_when_the_host_has_a_strict_policy_then_the_documented_lines_are_all_it_takes(tab: Tab, server: Server) -> None:
    with serve() as chat:
        origin = server.address
        cors = {"Access-Control-Allow-Origin": origin, "Access-Control-Allow-Headers": "content-type"}
        for path in ("/lotsen.js", "/webhooks/chat/message", "/webhooks/chat/forget", "/webhooks/chat/health"):
            chat.headers[path] = {**HEADERS, **cors}
        csp = f"default-src 'none'; script-src {chat.address}; connect-src {chat.address}"
        broken: list[str] = []
        tab.on(
            "console",
            lambda message: broken.append(message.text) if "Content Security Policy" in message.text else None,
        )
        tab.goto(host(server, f'<script src="{chat.address}/lotsen.js" defer></script>', csp=csp))
        tab.get_by_role("button", name=OPEN).click()
        say(tab, "hej")
        assert tab.locator(".panel").evaluate("e => getComputedStyle(e).position") == "fixed"
        assert broken == [] and len(chat.told("/message")) == 1


def test_when_attributes_are_given_then_colour_place_topics_and_exit_are_the_kommuns(tab: Tab, server: Server) -> None:
    line = '<script src="/lotsen.js" defer data-color="#7a1f5c" data-position="left" data-start="En sak|En annan" data-exit="https://www.smhi.se/x"></script>'
    tab.goto(host(server, line))
    opener = tab.get_by_role("button", name=OPEN)
    assert opener.evaluate("e => getComputedStyle(e).backgroundColor") == "rgb(122, 31, 92)"
    box = opener.bounding_box()
    assert box and box["x"] < 100
    opener.click()
    assert tab.get_by_role("button", name="En annan").is_visible() and not tab.get_by_text("Jag mår dåligt").count()
    assert tab.get_by_role("link", name=EXIT).get_attribute("href") == "https://www.smhi.se/x"


@pytest.mark.parametrize(
    ("lang", "opener", "shown"), [("en", "Need to talk?", "en"), ("xx", OPEN, "sv"), ("toString", OPEN, "sv")]
)
def test_when_a_language_is_given_then_the_widget_speaks_it_if_it_can(
    tab: Tab, server: Server, lang: str, opener: str, shown: str
) -> None:
    tab.goto(host(server, ONE_LINE.replace("defer", f'defer data-lang="{lang}"')))
    tab.get_by_role("button", name=opener).click()
    assert tab.locator(".root").get_attribute("lang") == shown
    tab.get_by_role("textbox").fill("hello")
    tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")
    tab.locator(".said:not(.mine)").wait_for()
    assert server.told("/message")[0]["language"] == shown


def test_when_there_are_words_in_a_language_then_none_is_missing() -> None:
    text = (FOLDER / "strings.js").read_text(encoding="utf-8")
    swedish, english = (set(re.findall(r"^  (\w+):", part, re.MULTILINE)) for part in text.split("STRINGS.en"))
    assert swedish == english


def test_when_the_exit_is_no_web_address_then_the_kommuns_own_is_kept(tab: Tab, server: Server) -> None:
    tab.goto(host(server, ONE_LINE.replace("defer", 'defer data-exit="javascript:alert(1)"')))
    tab.get_by_role("button", name=OPEN).click()
    assert tab.get_by_role("link", name=EXIT).get_attribute("href") == "https://www.smhi.se/"


def test_when_the_element_is_taken_away_then_its_talk_is_forgotten_and_shift_is_the_hosts_again(
    tab: Tab, server: Server
) -> None:
    tab.goto(host(server, ONE_LINE))
    tab.get_by_role("button", name=OPEN).click()
    say(tab, "han slår mig")
    tab.evaluate("document.querySelector('lotsen-chat').remove()")
    for _ in range(3):
        tab.keyboard.press("Shift")
    tab.wait_for_timeout(200)
    assert tab.url.endswith("/host") and "slår" not in shown(tab)
    assert server.told("/forget") == [{"conversation": "t1"}]
