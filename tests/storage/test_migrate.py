"""An older database becomes what this version expects, with all it held."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy.engine import Engine

from bot.settings import ROOT
from bot.storage import records
from bot.storage.migrate import migrate
from tests.databases import KINDS, database
from tests.records.made_up import record

HEAD = "0002"


@pytest.fixture(params=KINDS)
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    with database(request.param, tmp_path, lambda _engine: None) as opened:
        yield opened


def _as_first(engine: Engine) -> None:
    """The tables of the version before versions, with two records in them."""
    records.create(engine)
    records.write(engine, [record(record_id="1" * 32), record(record_id="2" * 32)])
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP INDEX record_counted")
        connection.exec_driver_sql("ALTER TABLE record DROP COLUMN pressed")
        connection.exec_driver_sql("CREATE INDEX record_counted ON record (week, language, part_of_day, helped)")


def _differences(engine: Engine) -> list[object]:
    def ours(_object: object, name: str | None, kind: str, _reflected: bool, _compared: object) -> bool:
        return kind != "table" or name in records.METADATA.tables

    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": ours, "compare_type": True})
        return list(compare_metadata(context, records.METADATA))


def test_an_older_database_gets_what_is_new_and_keeps_what_it_held(engine: Engine) -> None:
    _as_first(engine)
    assert migrate(engine) == HEAD
    assert [(r.id, r.pressed) for r in records.read(engine)] == [("1" * 32, None), ("2" * 32, None)]
    records.write(engine, [record(record_id="3" * 32)])
    assert _differences(engine) == []


def test_a_database_made_by_this_version_without_being_told_so_is_taken_as_it_is(engine: Engine) -> None:
    records.create(engine)
    records.write(engine, [record()])
    assert migrate(engine) == HEAD
    assert len(records.read(engine)) == 1 and _differences(engine) == []


def test_a_new_database_is_made_in_the_newest_version_and_stays_as_it_is(engine: Engine) -> None:
    assert migrate(engine) == HEAD
    records.write(engine, [record()])
    assert migrate(engine) == HEAD
    assert len(records.read(engine)) == 1
    assert _differences(engine) == []


def test_when_several_begin_at_once_then_it_is_done_once(tmp_path: Path) -> None:
    with database("postgresql", tmp_path, _as_first) as engine, ThreadPoolExecutor(4) as pool:
        assert list(pool.map(migrate, [engine] * 4)) == [HEAD] * 4
        assert len(records.read(engine)) == 2


def test_when_a_step_fails_then_nothing_has_changed(engine: Engine) -> None:
    _as_first(engine)
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP INDEX record_counted")  # the step wants to drop it
    with pytest.raises(sa.exc.SQLAlchemyError):
        migrate(engine)
    columns = {column["name"] for column in sa.inspect(engine).get_columns("record")}
    assert "pressed" not in columns


def test_the_command_says_which_version_there_is_and_when_the_database_cannot_be_reached(tmp_path: Path) -> None:
    for url, code, said in (
        (f"sqlite:///{tmp_path / 'a.db'}", 0, HEAD),
        ("postgresql://127.0.0.1:1/x", 1, "Inget har ändrats"),
    ):
        command = [sys.executable, "-m", "bot.storage.migrate"]
        ended = subprocess.run(
            command, cwd=ROOT, env={"LOTSEN_DATABASE_URL": url, "PATH": ""}, capture_output=True, text=True, check=False
        )
        assert ended.returncode == code, ended.stderr
        assert said in ended.stdout + ended.stderr
