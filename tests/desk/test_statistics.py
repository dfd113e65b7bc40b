"""What the statistics tell, and what they must not."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from bot.desk.figures import figure, rising
from bot.desk.permissions import Role
from bot.records.weeks import iso_week
from bot.storage import records, tallies
from tests.desk.running import RunningDesk, running
from tests.records.made_up import record

WEEK = iso_week(date.today())


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningDesk]:
    with running(tmp_path_factory.mktemp("statistics")) as started:
        tallies.create(started.records)
        counts = Counter(
            {(WEEK, "stalking", "urgent"): 40, (WEEK, "gang_exit", "support"): 3, (WEEK, "digital_abuse", "support"): 4}
        )
        tallies.add(started.records, counts)
        records.write(started.records, [record(week=WEEK, helped=True) for _ in range(12)])
        records.write(started.records, [record(week=WEEK, helped=False) for _ in range(2)])
        yield started


def _table(desk: RunningDesk) -> dict[tuple[str, str], str]:
    answer = desk.visitor(Role.READER).get("/statistik/tabell.csv")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    return {(table, row): count for table, row, count in rows[1:]}


def test_counts_are_told_and_small_ones_are_not(desk: RunningDesk) -> None:
    table = _table(desk)
    assert table["Ämnen", "Någon följer efter mig eller hör av sig hela tiden"] == "40"
    assert not table["Ämnen", "Jag vill lämna ett gäng"].isdigit()
    assert table["Sparade samtal per vecka", WEEK] == "14"
    assert not table["Fick personen hjälp?", "Tumme ner"].isdigit()
    assert (
        not table["Fick personen hjälp?", "Tumme upp"].isdigit()
        or not table["Fick personen hjälp?", "Inget svar"].isdigit()
    )


def test_the_page_and_the_report_show_the_same_and_no_small_count(desk: RunningDesk) -> None:
    visitor = desk.visitor(Role.EDITOR)
    for path in ("/statistik", "/statistik/rapport", "/statistik?veckor=52", "/statistik?veckor=99"):
        page = visitor.get(path).text
        assert ">40<" in page
        assert ">3<" not in page
        assert ">2<" not in page


def test_a_hidden_count_cannot_be_had_from_the_total() -> None:
    told = figure("x", "y", {"a": 20, "b": 3}, ["a", "b"], {})
    assert told.total is None or [count is None for count in told.counts].count(True) != 1
    small = figure("x", "y", {"a": 2}, ["a"], {})
    assert (small.counts, small.total) == ((None,), None)


def test_a_topic_rises_when_the_last_week_stands_out() -> None:
    weeks = [iso_week(date(2026, 11, 2) + timedelta(weeks=n)) for n in range(4)]
    by_week = {(week, "stalking"): 10 for week in weeks} | {(week, "gang_exit"): 6 for week in weeks}
    by_week[weeks[-1], "stalking"] = 16
    by_week[weeks[-1], "digital_abuse"] = 4
    assert [
        (r.topic, r.last, r.before) for r in rising(by_week, weeks, ["stalking", "gang_exit", "digital_abuse"])
    ] == [("stalking", 16, 10.0)]
    assert rising(by_week, weeks[:2], ["stalking"]) == []
