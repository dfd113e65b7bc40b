"""Answers previewed at the desk are those residents get; the notice is checked, shown in its time, and removed."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bot.channel.pages import read_pages
from bot.channel.refresh import decisions_in
from bot.desk.permissions import Role
from bot.services.hours import SWEDISH_TIME
from bot.services.notice import Notice
from bot.storage import notices
from bot.texts import easy_responses, responses
from tests.desk.running import RunningDesk

_NOW = datetime.now(SWEDISH_TIME)
_HOUR = timedelta(hours=1)


def _local(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M")


@pytest.mark.parametrize("who", ["self", "child", "other", "professional", "none"])
def test_every_topic_has_a_preview_from_every_point_of_view(desk: RunningDesk, who: str) -> None:
    visitor = desk.visitor(Role.EDITOR)
    topics = visitor.get("/texter").text.split('id="amne"')[1].split("</select>")[0].split('value="')[1:]
    for topic in (t.split('"')[0] for t in topics):
        page = visitor.get(f"/texter?amne={topic}&vem={who}")
        assert page.status_code == 200, topic
        assert 'class="lotsen"' in page.text, topic


def test_the_preview_says_what_the_texts_say(desk: RunningDesk) -> None:
    visitor = desk.visitor(Role.READER)
    assert responses()["utter_gang_exit"].split(".")[0] in visitor.get("/texter?amne=gang_exit&vem=self").text
    easy = easy_responses()["utter_gang_exit"].split(".")[0]
    assert easy in visitor.get("/texter?amne=gang_exit&vem=self&enkel=1").text
    acute = visitor.get("/texter?amne=relationship_violence&vem=self&lage=acute").text
    assert responses()["utter_danger_now"].split(".")[0] in acute
    assert "112 (SOS Alarm)" in acute


@pytest.mark.parametrize(
    ("text", "starts", "ends", "why"),
    [
        ("", _NOW, _NOW + _HOUR, "Skriv vad som gäller"),
        ("a" * 201, _NOW, _NOW + _HOUR, "högst 200"),
        ("Stängt", _NOW + _HOUR, _NOW, "efter början"),
        ("Stängt", _NOW - 3 * _HOUR, _NOW - _HOUR, "redan varit"),
    ],
)
def test_a_notice_that_cannot_be_right_is_told(
    desk: RunningDesk, text: str, starts: datetime, ends: datetime, why: str
) -> None:
    visitor = desk.visitor(Role.EDITOR)
    visitor.get("/texter")
    answer = visitor.post("/texter/meddelande", text=text, starts=_local(starts), ends=_local(ends))
    assert answer.status_code == 400
    assert why in answer.text
    assert notices.current(desk.records) is None


def test_a_notice_is_shown_in_its_time_and_removed(desk: RunningDesk) -> None:
    visitor = desk.visitor(Role.EDITOR)
    visitor.get("/texter")
    said = "Kvinnojouren har stängt i dag"
    visitor.post("/texter/meddelande", text=said, starts=_local(_NOW - _HOUR), ends=_local(_NOW + _HOUR))
    read = decisions_in(desk.records, only_verified=False)
    assert (notice := read().notice) is not None
    assert notice.text == said
    visitor.get("/texter")
    visitor.post("/texter/meddelande", remove="1")
    assert read().notice is None
    notices.put(desk.records, Notice(said, _NOW + _HOUR, _NOW + 2 * _HOUR), "editor")
    assert read().notice is None


def test_in_production_residents_see_verified_numbers_only_and_operators_the_count_of_the_others(
    desk: RunningDesk,
) -> None:
    open_, strict = (decisions_in(desk.records, only_verified=only)() for only in (False, True))
    assert strict.unverified == open_.unverified > 20
    assert strict.directory.services["kvinnofridslinjen"].shown("phone") is None
    assert strict.directory.services["larm_112"].shown("phone") is not None
    assert open_.directory.services["kvinnofridslinjen"].shown("phone") is not None


def test_the_notice_stands_on_the_page_and_in_the_script_and_cannot_break_out() -> None:
    notice = Notice("</script><b>Stängt</b>", _NOW, _NOW + _HOUR)
    pages = read_pages("https://www.smhi.se/", [], [], notice)
    assert b"<b>St" not in pages["/"].body
    assert "&lt;b&gt;Stängt".encode() in pages["/"].body
    assert "Stängt".encode() in pages["/lotsen.js"].body
