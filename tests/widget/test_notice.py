"""The kommun's notice above the chat: read by all who open it, in its time, and nothing but text."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from playwright.sync_api import Page

from bot.services.hours import SWEDISH_TIME
from bot.services.notice import Notice
from tests.widget.served import serve
from tests.widget.test_accessibility import faults

_NOW = datetime.now(SWEDISH_TIME)
_TEXT = "Kvinnojouren har stängt i dag. Ring Kvinnofridslinjen."


def test_when_there_is_a_notice_then_it_is_read_first_and_axe_finds_no_fault(new_page: Callable[..., Page]) -> None:
    with serve(notice=Notice(_TEXT, _NOW - timedelta(hours=1), _NOW + timedelta(hours=1))) as server:
        page = new_page("phone")
        page.goto(server.address + "/")
        assert page.locator("aside").get_by_role("paragraph").first.inner_text() == _TEXT
        assert faults(page) == []
        plain = new_page("phone", java_script_enabled=False)
        plain.goto(server.address + "/")
        assert _TEXT in plain.locator("main p").all_inner_texts()


def test_when_its_time_is_over_on_a_page_that_stayed_open_then_it_is_not_shown(new_page: Callable[..., Page]) -> None:
    with serve(notice=Notice(_TEXT, _NOW - timedelta(hours=2), _NOW - timedelta(minutes=1))) as server:
        page = new_page("phone")
        page.goto(server.address + "/")
        page.locator("aside").wait_for()
        assert page.get_by_text(_TEXT).count() == 0


def test_when_a_notice_holds_html_then_it_is_text(new_page: Callable[..., Page]) -> None:
    said = "<b id=fet>Stängt</b></script>"
    with serve(notice=Notice(said, _NOW, _NOW + timedelta(hours=1))) as server:
        page = new_page("phone")
        page.goto(server.address + "/")
        assert page.get_by_text(said).is_visible()
        assert page.locator("#fet").count() == 0
