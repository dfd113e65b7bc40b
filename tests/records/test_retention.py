from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy.engine import Engine
from sqlalchemy.exc import SQLAlchemyError

from bot.records import retention
from bot.records.retention import NotDeleted, delete_old, verify
from bot.storage import records
from bot.storage.engine import open_database, shorten_journal
from tests.records.made_up import record
from tests.records.prove_retention import fill, found, plain_delete, prove_postgres, prove_sqlite

THURSDAY = date(2026, 11, 26)  # of week 48; the last day of week 43 is 32 days back, that of week 44 25


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "lotsen.db"


@pytest.fixture
def engine(database: Path) -> Iterator[Engine]:
    engine = open_database(f"sqlite:///{database}")
    records.create(engine)
    yield engine
    engine.dispose()


def weeks(engine: Engine) -> list[str]:
    return sorted(r.week for r in records.read(engine))


def test_a_week_stays_until_its_last_day_is_older_than_allowed(engine: Engine) -> None:
    records.write(engine, [record("2026-W43"), record("2026-W44"), record("2026-W48"), record("2025-W50")])
    done = delete_old(engine, 30, THURSDAY)
    assert (done.deleted, done.kept, done.first_week) == (2, 2, "2026-W44")
    assert weeks(engine) == ["2026-W44", "2026-W48"]


def test_when_conversations_are_never_to_be_stored_then_the_old_ones_go_too(engine: Engine) -> None:
    records.write(engine, [record("2026-W48"), record("2026-W44")])
    assert delete_old(engine, 0, THURSDAY).deleted == 2
    assert weeks(engine) == []


def test_when_there_is_nothing_to_delete_then_nothing_changes(engine: Engine) -> None:
    assert delete_old(engine, 30, THURSDAY).deleted == 0
    records.write(engine, [record()])
    before = records.read(engine)
    assert delete_old(engine, 30, THURSDAY).deleted == 0
    assert records.read(engine) == before


def test_when_records_are_deleted_then_no_byte_of_them_is_left_in_sqlites_files(tmp_path: Path) -> None:
    assert prove_sqlite(tmp_path)


def test_when_records_are_deleted_then_no_byte_of_them_is_left_in_postgresqls_tables(tmp_path: Path) -> None:
    assert prove_postgres(tmp_path)


def test_when_they_were_only_deleted_in_the_table_then_the_check_finds_their_traces(
    engine: Engine, database: Path
) -> None:
    old, _ = fill(engine)
    plain_delete(database)
    assert found(old, [database]) > 0
    with pytest.raises(NotDeleted, match="deleted records still stand"):
        verify(engine, "2026-W44", {r.id for r in old})


def test_when_an_earlier_run_was_cut_off_after_deleting_then_the_next_one_clears_its_traces(
    engine: Engine, database: Path
) -> None:
    old, _ = fill(engine)
    plain_delete(database)
    assert delete_old(engine, 30, THURSDAY).deleted == 0
    assert found(old, database.parent.glob("lotsen.db*")) == 0


@pytest.mark.parametrize("neighbours", [b"%b", b"abc%bdef", b"2026%b2026", b"0%b"])
def test_when_an_id_stands_among_other_digits_then_it_is_found_all_the_same(
    engine: Engine, database: Path, neighbours: bytes
) -> None:
    left = "0123456789abcdef" * 2
    with database.open("ab") as file:
        file.write(neighbours % left.encode())
    assert left in retention._ids_in_files(engine)


def test_when_deleting_leaves_records_in_the_table_then_it_is_not_taken_for_done(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    records.write(engine, [record("2026-W40")])
    monkeypatch.setattr(records, "delete_before", lambda _engine, _week: 1)
    with pytest.raises(NotDeleted, match="1 records are still in the table"):
        delete_old(engine, 30, THURSDAY)


def test_when_a_turn_lost_its_record_then_it_is_not_taken_for_done(engine: Engine, database: Path) -> None:
    records.write(engine, [record("2026-W40")])
    with contextlib.closing(sqlite3.connect(database, isolation_level=None)) as other:
        other.execute("delete from record")
    with pytest.raises(NotDeleted, match="2 turns"):
        delete_old(engine, 30, THURSDAY)


def test_when_somebody_still_reads_the_old_pages_then_it_is_not_taken_for_done(
    engine: Engine, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.storage.engine._BUSY_SECONDS", 0.1)
    impatient = open_database(f"sqlite:///{database}")
    old, _ = fill(impatient)
    with contextlib.closing(sqlite3.connect(database, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("select count(*) from record").fetchone()
        with pytest.raises((NotDeleted, SQLAlchemyError)):
            delete_old(impatient, 30, THURSDAY)
        reader.execute("COMMIT")
        delete_old(impatient, 30, THURSDAY)
        assert found(old, database.parent.glob("lotsen.db*")) == 0
    impatient.dispose()


def test_when_somebody_still_reads_then_the_journal_is_not_taken_for_empty(engine: Engine, database: Path) -> None:
    impatient = open_database(f"sqlite:///{database}?timeout=0.1")
    with contextlib.closing(sqlite3.connect(database, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("select count(*) from record").fetchone()
        records.write(impatient, [record()])
        assert not shorten_journal(impatient)
        reader.execute("COMMIT")
        assert shorten_journal(impatient)
    impatient.dispose()


def test_the_command_tells_what_it_did(
    engine: Engine, database: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    records.write(engine, [record("2001-W01"), record("9999-W01")])
    monkeypatch.setenv("LOTSEN_DATABASE_URL", f"sqlite:///{database}")
    monkeypatch.setattr(retention, "silence", lambda: None)
    assert retention.main([]) == 0
    assert "1 samtal borttagna, 1 kvar" in capsys.readouterr().out
    assert weeks(engine) == ["9999-W01"]


def test_when_the_database_cannot_be_used_then_the_command_fails_and_quotes_nothing(
    database: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    database.write_bytes(b"hemliga ord, ingen databas" * 500)
    monkeypatch.setenv("LOTSEN_DATABASE_URL", f"sqlite:///{database}")
    monkeypatch.setattr(retention, "silence", lambda: None)
    assert retention.main([]) == 1
    assert "retention" in caplog.text and "hemliga" not in caplog.text


def test_when_it_keeps_running_then_it_comes_back_every_day_and_sooner_after_a_failure(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Enough(Exception):
        pass

    slept: list[float] = []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        if len(slept) == 1:
            database.rename(database.with_suffix(".away"))
            database.mkdir()
        elif len(slept) == 2:
            raise Enough

    monkeypatch.setenv("LOTSEN_DATABASE_URL", f"sqlite:///{database}")
    monkeypatch.setattr(retention, "silence", lambda: None)
    monkeypatch.setattr(retention.time, "sleep", sleep)
    with pytest.raises(Enough):
        retention.main(["--daily"])
    assert slept == [24 * 60 * 60, 10 * 60]
