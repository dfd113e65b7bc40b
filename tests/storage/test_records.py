"""The tables of stored conversations, on real SQLite files and on a real PostgreSQL."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from bot.storage import records
from bot.storage.engine import open_database
from tests.databases import KINDS, database
from tests.records.made_up import record


@pytest.fixture(params=KINDS)
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    with database(request.param, tmp_path, records.create) as opened:
        yield opened


def test_what_is_written_is_read_again(engine: Engine) -> None:
    written = [record(helped=True), record(part_of_day=None, language="annat", helped=False), record()]
    records.write(engine, written)
    assert records.read(engine) == sorted(written, key=lambda r: r.id)


def test_when_one_record_cannot_be_written_then_none_is(engine: Engine) -> None:
    records.write(engine, [record(record_id="a" * 32)])
    with pytest.raises(sa.exc.SQLAlchemyError):
        records.write(engine, [record(), record(record_id="a" * 32)])
    broken = record()
    with pytest.raises(sa.exc.SQLAlchemyError):
        records.write(engine, [record(), replace(broken, turns=(replace(broken.turns[0], text=None),))])  # type: ignore[arg-type]
    assert len(records.read(engine)) == 1
    assert records.orphans(engine) == 0


def test_combinations_are_counted(engine: Engine) -> None:
    records.write(engine, [record(), record(), record(part_of_day=None), record(language="annat")])
    assert records.combinations(engine) == {
        ("stalking", "sv", "kväll"): 2,
        ("stalking", "sv", None): 1,
        ("stalking", "annat", "kväll"): 1,
    }


def test_when_old_weeks_are_deleted_then_their_turns_go_with_them_and_newer_ones_stay(engine: Engine) -> None:
    old, new = [record("2026-W43"), record("2025-W52")], [record("2026-W44"), record("2027-W01")]
    records.write(engine, [*old, *new])
    assert records.ids_before(engine, "2026-W44") == {r.id for r in old}
    assert records.delete_before(engine, "2026-W44") == 2
    assert records.read(engine) == sorted(new, key=lambda r: r.id)
    assert records.orphans(engine) == 0
    assert records.delete_before(engine, "2026-W44") == 0


def test_the_tables_have_no_room_for_times_tokens_or_counters(engine: Engine) -> None:
    inspector = sa.inspect(engine)
    columns = {table: {c["name"] for c in inspector.get_columns(table)} for table in records.TABLES}
    assert columns == {
        "record": {
            "id", "week", "part_of_day", "topic", "urgency", "language", "who", "helped", "pressed", "services",
        },
        "record_turn": {"record_id", "place", "role", "text", "topic", "urgency", "who", "confidence"},
        "record_mark": {"record_id", "place", "verdict", "topic", "account"},
    }  # fmt: skip
    indexes = {i["name"]: i["column_names"] for t in records.TABLES for i in inspector.get_indexes(t)}
    assert indexes == {
        "record_by_week": ["week", "id"],
        "turn_unsure": ["record_id"],
        "record_counted": ["week", "language", "part_of_day", "helped", "pressed"],
    }
    with engine.connect() as connection:
        counters = "information_schema.sequences" if engine.dialect.name == "postgresql" else "sqlite_master"
        where = "" if engine.dialect.name == "postgresql" else "where name = 'sqlite_sequence'"
        assert connection.execute(sa.text(f"select count(*) from {counters} {where}")).scalar() == 0


def test_in_sqlite_nothing_tells_which_record_was_written_first(tmp_path: Path) -> None:
    engine = open_database(f"sqlite:///{tmp_path / 'lotsen.db'}")
    records.create(engine)
    ids = [secrets.token_hex(16) for _ in range(12)]
    for batch in (ids[:6], ids[6:]):
        records.write(engine, [record(record_id=record_id) for record_id in batch])
    with engine.connect() as connection:
        for table in records.TABLES:
            with pytest.raises(sa.exc.OperationalError, match="rowid"):
                connection.execute(sa.text(f"select rowid from {table}"))
        assert connection.execute(sa.text("select id from record")).scalars().all() == sorted(ids)
    engine.dispose()
