"""Reading, marking and masking stored conversations."""

from __future__ import annotations

import secrets
from dataclasses import replace

import pytest

from bot.desk.permissions import Role
from bot.records.record import LOTSEN, RESIDENT, Turn
from bot.storage import desk as stored
from bot.storage import records, review
from bot.storage.review import Wish
from tests.desk.running import RunningDesk, Visitor
from tests.records.made_up import record


def _written(desk: RunningDesk, **more: object) -> str:
    made = record(**more)  # type: ignore[arg-type]
    records.write(desk.records, [made])
    return made.id


def _reading(desk: RunningDesk, role: Role = Role.REVIEWER) -> Visitor:
    visitor = desk.visitor(role)
    visitor.get("/samtal/skal")
    visitor.post("/samtal/skal", reason="improve")
    return visitor


def test_a_conversation_opens_only_with_a_reason_and_each_opening_is_logged(desk: RunningDesk) -> None:
    record_id = _written(desk, text="det här är vad jag skrev")
    visitor = desk.visitor(Role.READER)
    page = visitor.get(f"/samtal/{record_id}")
    assert "Varför läser du?" in page.text
    assert "det här är vad jag skrev" not in page.text
    assert visitor.post("/samtal/skal", record=record_id, reason="nyfiken").status_code == 400
    visitor.get(f"/samtal/{record_id}")
    page = visitor.post("/samtal/skal", record=record_id, reason="fault")
    assert "det här är vad jag skrev" in page.text
    newest = stored.entries(desk.own, limit=1)[0]
    assert (newest.account, newest.act, newest.about) == ("reader", "read", f"{record_id} fault")


def test_the_page_shows_what_was_understood_and_how_surely(desk: RunningDesk) -> None:
    page = _reading(desk).get(f"/samtal/{_written(desk)}").text
    assert "87 % säker" in page
    assert "Någon följer efter mig" in page
    assert "Ring 112 om det är fara." in page


def test_what_a_resident_wrote_is_never_run_as_html(desk: RunningDesk) -> None:
    record_id = _written(desk, text="<script>alert(1)</script>")
    visitor = _reading(desk)
    for path in (f"/samtal/{record_id}", "/samtal?vecka=2026-W48"):
        assert "<script>alert" not in visitor.get(path).text


@pytest.mark.parametrize("verdict", ["right", "missed_danger", "wrong_service", "bad_text"])
def test_a_turn_is_marked(desk: RunningDesk, verdict: str) -> None:
    record_id, visitor = _written(desk), _reading(desk)
    visitor.get(f"/samtal/{record_id}")
    assert visitor.post(f"/samtal/{record_id}/marka", place="0", verdict=verdict).status_code == 200
    assert [(m.place, m.verdict, m.topic, m.account) for m in review.marks(desk.records, record_id)] == [
        (0, verdict, None, "reviewer")
    ]


def test_a_wrong_topic_needs_the_right_one_and_takes_the_place_of_right(desk: RunningDesk) -> None:
    record_id, visitor = _written(desk), _reading(desk)
    visitor.get(f"/samtal/{record_id}")
    path = f"/samtal/{record_id}/marka"
    visitor.post(path, place="0", verdict="right")
    assert visitor.post(path, place="0", verdict="wrong_topic").status_code == 400
    visitor.get(f"/samtal/{record_id}")
    assert visitor.post(path, place="0", verdict="wrong_topic", topic="påhittat").status_code == 400
    visitor.get(f"/samtal/{record_id}")
    visitor.post(path, place="0", verdict="wrong_topic", topic="gang_exit")
    assert [(m.verdict, m.topic) for m in review.marks(desk.records, record_id)] == [("wrong_topic", "gang_exit")]


@pytest.mark.parametrize("place", ["1", "99", "-1", "0x1", "", "²", "9" * 40])
def test_only_what_the_resident_said_can_be_marked(desk: RunningDesk, place: str) -> None:
    record_id, visitor = _written(desk), _reading(desk)
    visitor.get(f"/samtal/{record_id}")
    assert visitor.post(f"/samtal/{record_id}/marka", place=place, verdict="right").status_code == 400
    assert review.marks(desk.records, record_id) == []


def test_masked_words_are_gone_from_every_turn_and_from_the_files(desk: RunningDesk) -> None:
    name = "Q" + secrets.token_hex(8)
    made = replace(
        record(),
        turns=(
            Turn(RESIDENT, f"det är {name} som gör det"),
            Turn(LOTSEN, "Tack."),
            Turn(RESIDENT, f"{name.upper()}, alltså, men inte {name}erna"),
        ),
    )
    records.write(desk.records, [made])
    visitor = _reading(desk)
    visitor.get(f"/samtal/{made.id}")
    assert visitor.post(f"/samtal/{made.id}/maska", words=name).status_code == 200
    texts = [turn.text for turn in review.one(desk.records, made.id).turns]  # type: ignore[union-attr]
    assert texts == ["det är [BORTTAGET] som gör det", "Tack.", f"[BORTTAGET], alltså, men inte {name}erna"]
    visitor.get(f"/samtal/{made.id}")
    visitor.post(f"/samtal/{made.id}/maska", words=f"{name}erna")
    raw = b"".join(path.read_bytes() for path in desk.data.iterdir() if path.is_file())
    assert name.encode() not in raw
    assert name.upper().encode() not in raw


def test_words_that_are_not_there_are_told(desk: RunningDesk) -> None:
    record_id, visitor = _written(desk), _reading(desk)
    visitor.get(f"/samtal/{record_id}")
    answer = visitor.post(f"/samtal/{record_id}/maska", words="finns inte")
    assert answer.status_code == 400
    assert "precis som de står" in answer.text


def test_filters_choose_and_the_pages_follow_each_other_without_gap(desk: RunningDesk) -> None:
    week = "2020-W10"
    written = {_written(desk, week=week, topic="gang_exit") for _ in range(60)}
    other = _written(desk, week=week, topic="stalking")
    visitor = desk.visitor(Role.READER)
    first = visitor.get(f"/samtal?vecka={week}&amne=gang_exit")
    follow = first.text.split('href="/samtal?')[-1].split('"')[0].replace("&amp;", "&")
    second = visitor.get(f"/samtal?{follow}")
    seen = [i for page in (first, second) for i in written if f"/samtal/{i}?" in page.text]
    assert sorted(seen) == sorted(written)
    assert other not in first.text + second.text


def test_unsure_unhelped_marked_and_unmarked_are_found(desk: RunningDesk) -> None:
    week, sure = "2020-W20", record(week="2020-W20")
    unsure = replace(record(week=week), turns=(Turn(RESIDENT, "hm", "stalking", "support", "self", 0.3),))
    unhelped = record(week=week, helped=False)
    records.write(desk.records, [sure, unsure, unhelped])
    review.mark(desk.records, sure.id, review.Mark(0, "right", None, "reviewer"))
    found = {show: {row.id for row in review.rows(desk.records, Wish(week=week, show=show))} for show in review.SHOWS}
    assert found == {
        "unsure": {unsure.id},
        "unhelped": {unhelped.id},
        "marked": {sure.id},
        "unmarked": {unsure.id, unhelped.id},
    }


def test_the_neighbours_are_those_of_the_list(desk: RunningDesk) -> None:
    wish = Wish(week="2020-W30")
    for _ in range(5):
        _written(desk, week="2020-W30")
    ids = [row.id for row in review.rows(desk.records, wish)]
    for place, record_id in enumerate(ids):
        expected = (ids[place - 1] if place else None, ids[place + 1] if place + 1 < len(ids) else None)
        assert review.neighbours(desk.records, wish, ("2020-W30", record_id)) == expected


def test_a_conversation_that_is_gone_is_said_to_be_gone(desk: RunningDesk) -> None:
    answer = _reading(desk).get("/samtal/" + "0" * 32)
    assert answer.status_code == 404
    assert "gallrats" in answer.text


def test_marks_go_with_the_conversation(desk: RunningDesk) -> None:
    record_id = _written(desk, week="2019-W01")
    review.mark(desk.records, record_id, review.Mark(0, "right", None, "reviewer"))
    assert records.delete_before(desk.records, "2019-W02") == 1
    assert review.marks(desk.records, record_id) == []
    assert records.orphans(desk.records) == 0


def test_no_word_of_a_conversation_is_in_the_log_or_the_output(desk: RunningDesk) -> None:
    word = "ordetsomaldrigloggas"
    record_id, visitor = _written(desk, text=f"jag sa {word} till dig"), _reading(desk)
    visitor.get(f"/samtal/{record_id}")
    visitor.post(f"/samtal/{record_id}/maska", words=f"inte {word}")
    visitor.get(f"/samtal/{record_id}")
    visitor.post(f"/samtal/{record_id}/maska", words=word)
    assert word not in desk.log.read_text(encoding="utf-8")
    assert all(word not in entry.about for entry in stored.entries(desk.own, limit=1000))
