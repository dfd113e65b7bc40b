"""The demonstration: made once, marked, removable, never in production, and hiding nobody real."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from bot.desk import demo, passwords
from bot.desk.first_start import first_start
from bot.desk.permissions import Role
from bot.records.record import RESIDENT
from bot.redaction import find
from bot.services.register import read
from bot.settings import read_settings
from bot.storage import desk as stored
from bot.storage import records, review
from bot.storage.engine import open_database
from bot.topics import TOPICS, URGENCY, WHO
from tests.desk.running import RunningDesk

TODAY = date(2026, 11, 28)


def test_the_first_start_makes_accounts_that_work_and_tells_of_them_once(tmp_path: Path) -> None:
    settings = read_settings({"LOTSEN_DATA": str(tmp_path)})
    told = first_start(settings)
    own = open_database(settings.desk_database_url)
    for account in stored.accounts(own):
        password = next(line.split()[1] for line in told.splitlines() if line.split()[:1] == [account.name])
        assert passwords.is_right(password, account.password)
    assert {account.role for account in stored.accounts(own)} >= {"reviewer", "editor", "administrator"}
    assert first_start(settings) == ""


def test_in_production_there_is_no_demonstration(tmp_path: Path) -> None:
    settings = read_settings({"LOTSEN_DATA": str(tmp_path), "LOTSEN_PRODUCTION": "1"})
    assert first_start(settings) == ""
    assert stored.accounts(open_database(settings.desk_database_url)) == []


def test_made_up_conversations_name_nobody_and_know_only_our_labels_and_services() -> None:
    services = read().services
    for made in demo.conversations(TODAY):
        assert made.id.startswith(records.DEMO)
        assert set(made.services) <= services.keys()
        assert made.urgency in URGENCY
        for turn in made.turns:
            assert turn.text
            if turn.role == RESIDENT:
                assert turn.topic in TOPICS
                assert turn.who in WHO
                bare = re.sub(r"\[[A-ZÅÄÖ]+\]", "", turn.text)
                assert not [s for s in find(bare) if s.type != "unknown"], turn.text


@pytest.fixture
def engine(tmp_path: Path) -> object:
    opened = open_database(f"sqlite:///{tmp_path / 'lotsen.db'}")
    records.create(opened)
    return opened


def test_made_up_conversations_do_not_make_a_real_one_less_rare(engine: object) -> None:
    demo.add(engine, TODAY)  # type: ignore[arg-type]
    assert records.combinations(engine) == {}  # type: ignore[arg-type]


def test_an_administrator_removes_them_and_a_reader_cannot(desk: RunningDesk) -> None:
    added = demo.add(desk.records, TODAY)
    before = review.count_demo(desk.records)
    assert before >= added
    reader = desk.visitor(Role.READER)
    reader.get("/")
    assert reader.post("/demo/ta-bort").status_code == 403
    assert review.count_demo(desk.records) == before
    administrator = desk.visitor(Role.ADMINISTRATOR)
    administrator.get("/")
    assert administrator.post("/demo/ta-bort").status_code == 200
    assert review.count_demo(desk.records) == 0
