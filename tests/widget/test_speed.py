"""Small and fast enough for a five-year-old phone."""

from __future__ import annotations

from playwright.sync_api import Browser

from tests.widget.report import measure, sizes
from tests.widget.served import Server

MOST_BYTES = 25 * 1024
MOST_PAINT, MOST_SCRIPT = 100, 50  # ms


def test_when_the_page_loads_then_the_widget_is_small_quick_and_moves_nothing(server: Server, browser: Browser) -> None:
    load = measure(server, browser)
    assert sizes(server, browser)[1] <= MOST_BYTES
    assert load.painted < MOST_PAINT and load.script < MOST_SCRIPT
    assert load.shift == 0
