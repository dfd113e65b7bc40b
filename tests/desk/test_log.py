"""The log of what staff did cannot be changed, and shows when somebody did so behind the database's back."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from threading import Thread

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from bot.storage import desk
from bot.storage.engine import open_database
from tests.databases import KINDS, database

_NOON = datetime(2026, 11, 28, 12, 0)


@pytest.fixture(params=KINDS)
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    with database(request.param, tmp_path, desk.create) as opened:
        yield opened


def _note(engine: Engine, count: int, account: str = "asa") -> None:
    for number in range(count):
        desk.note(engine, _NOON, account, "read", f"samtal {number}")


@pytest.mark.parametrize("statement", ["update log set account = 'bo'", "delete from log"])
def test_the_database_refuses_to_change_or_take_away_a_row(engine: Engine, statement: str) -> None:
    _note(engine, 3)
    with pytest.raises(sa.exc.SQLAlchemyError), engine.begin() as connection:
        connection.execute(sa.text(statement))
    assert [entry.account for entry in desk.entries(engine)] == ["asa"] * 3
    assert desk.first_broken(engine) is None


def test_rows_written_at_the_same_time_stand_in_one_chain(engine: Engine) -> None:
    writers = [Thread(target=_note, args=(engine, 15, f"konto{i}")) for i in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert [entry.number for entry in desk.entries(engine, limit=200)] == list(range(60, 0, -1))
    assert desk.first_broken(engine) is None


@pytest.mark.parametrize(
    "tampering", ["update log set about = 'annat' where number = 2", "delete from log where number = 2"]
)
def test_a_row_changed_behind_the_databases_back_shows(tmp_path: Path, tampering: str) -> None:
    engine = open_database(f"sqlite:///{tmp_path / 'desk.db'}")
    desk.create(engine)
    _note(engine, 3)
    assert [desk.first_broken(engine, newest) for newest in (None, 0, 2, 3, 9)] == [None] * 5
    connection = sqlite3.connect(tmp_path / "desk.db")
    for trigger in ("log_no_UPDATE", "log_no_DELETE"):
        connection.execute(f"drop trigger {trigger}")
    connection.execute(tampering)
    connection.commit()
    assert desk.first_broken(engine) == 2
    assert desk.first_broken(engine, newest=2) == 2
    assert desk.first_broken(engine, newest=10) == 2
    assert desk.first_broken(engine, newest=0) is None
