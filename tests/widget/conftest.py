"""Chromium, once for all tests of the widget, and a page in it for each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.live.test_browser import CHROMIUM, FLAGS
from tests.widget.served import Server, serve

SIZES = {"phone": (390, 844), "desktop": (1280, 900)}


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def server() -> Iterator[Server]:
    with serve() as server:
        yield server


@pytest.fixture
def new_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Makes a page in a context of its own; keyword arguments are those of `Browser.new_context`."""
    contexts = []

    def make(size: str = "phone", **more: Any) -> Page:
        width, height = SIZES[size]
        context = browser.new_context(**{"viewport": {"width": width, "height": height}, "locale": "sv-SE", **more})
        context.route(
            "https://www.smhi.se/**", lambda route: route.fulfill(body="<title>Väder</title>", content_type="text/html")
        )
        contexts.append(context)
        return context.new_page()

    yield make
    for context in contexts:
        context.close()


@pytest.fixture(params=list(SIZES))
def page(request: pytest.FixtureRequest, new_page: Callable[..., Page], server: Server) -> Page:
    """The stand-alone page, on a phone and on a desktop."""
    page = new_page(request.param)
    page.goto(server.address + "/")
    return page
