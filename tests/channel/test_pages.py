"""What residents' browsers get from memory."""

from __future__ import annotations

import gzip

import pytest

from bot.channel.emergency import EmergencyReplies
from bot.channel.pages import read_pages

MOST = 25 * 1024  # bytes, compressed: a phone with one bar of signal


def card(**more: object) -> dict[str, object]:
    return {"id": "x", "name": "A & B", "helps_with": "<b>", "phone": "112", "tel": "tel:112", **more}


def test_when_pages_are_read_then_the_page_has_a_way_out_and_the_numbers_without_javascript() -> None:
    page = read_pages('https://x.se/?a=1&b="2"', [card()], [card(tel=None, url="https://y.se/")])["/"].body.decode()
    assert "{{" not in page
    assert "https://x.se/?a=1&amp;b=&quot;2&quot;" in page
    assert '<a href="tel:112" rel="noreferrer">112</a>' in page and "A &amp; B" in page and "&lt;b&gt;" in page
    assert '<a href="https://y.se/" rel="noreferrer">Webbplats</a>' in page


def test_when_the_script_is_made_then_it_holds_the_emergency_numbers_and_is_small() -> None:
    emergency = EmergencyReplies()
    script = read_pages("https://www.smhi.se/", emergency.card()["services"], emergency.others())["/lotsen.js"].body
    assert all(str(service["tel"]).encode() in script for service in emergency.card()["services"])
    assert len(gzip.compress(script)) <= MOST
    assert b'"open_now": true' not in script and b'"open_now": false' not in script


@pytest.mark.parametrize("path", ["/demo", "/demo.css"])
def test_when_the_demo_page_is_read_then_nothing_is_left_to_fill_in(path: str) -> None:
    assert b"{{" not in read_pages("https://x.se/", [], [])[path].body
