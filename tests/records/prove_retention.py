"""`make prove-retention`: shows on databases made for the occasion that what had to go is gone, byte by byte.

First on SQLite, then on PostgreSQL where the package pgserver is installed. To show that the search can find what is left,
the same is done with a plain DELETE and no more. Exit code 1 when the job leaves anything.
"""

from __future__ import annotations

import contextlib
import sqlite3
import sys
import tempfile
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from bot.records.record import Record
from bot.records.retention import delete_old
from bot.records.weeks import first_week_kept, iso_week
from bot.storage import records
from bot.storage.engine import open_database
from tests import postgres
from tests.records.made_up import record

TODAY = date(2026, 11, 26)
DAYS = 30
WEEKS = 12
A_WEEK = 40  # records


def fill(engine: Engine) -> tuple[list[Record], list[Record]]:
    """Write records of twelve weeks, each with a word of its own, and return those that have to go and those that stay."""
    records.create(engine)
    written = []
    for age in range(WEEKS):
        week = iso_week(TODAY - timedelta(weeks=age))
        batch = [record(week, text=f"ord{age:02d}x{number:03d}slut " * 20) for number in range(A_WEEK)]
        records.write(engine, batch)
        written += batch
    first = first_week_kept(TODAY, DAYS)
    return [r for r in written if r.week < first], [r for r in written if r.week >= first]


def found(chosen: Iterable[Record], files: Iterable[Path]) -> int:
    """How many of the records have their id or their word in any byte of `files`."""
    content = b"\0".join(file.read_bytes() for file in files if file.is_file())
    return sum(r.id.encode() in content or r.turns[0].text.split()[0].encode() in content for r in chosen)


def plain_delete(database: Path) -> None:
    """What a job without care would do."""
    with contextlib.closing(sqlite3.connect(database, isolation_level=None)) as connection:
        connection.execute("PRAGMA secure_delete=OFF")
        first = first_week_kept(TODAY, DAYS)
        old = "select id from record where week < ?"
        connection.execute(f"delete from record_turn where record_id in ({old})", (first,))
        connection.execute("delete from record where week < ?", (first,))


def prove_sqlite(folder: Path) -> bool:
    careless = open_database(f"sqlite:///{folder / 'careless.db'}")
    old, _ = fill(careless)
    careless.dispose()
    plain_delete(folder / "careless.db")
    _tell(
        "SQLite, endast DELETE", found(old, folder.glob("careless.db*")), len(old), "spår kvar (så ska det inte vara)"
    )

    engine = open_database(f"sqlite:///{folder / 'lotsen.db'}")
    old, new = fill(engine)
    with engine.connect() as reader:  # the assistant has the database open, too
        reader.execute(sa.text("select 1")).all()
        reader.rollback()
        files = sorted(folder.glob("lotsen.db*"))
        _tell("SQLite, före gallring", found(old, files), len(old), "gamla samtal i filerna")
        done = delete_old(engine, DAYS, TODAY)
        left, kept = found(old, folder.glob("lotsen.db*")), found(new, folder.glob("lotsen.db*"))
    _tell("SQLite, efter gallring", left, len(old), "spår kvar")
    _tell("SQLite, efter gallring", kept, len(new), "nyare samtal orörda")
    engine.dispose()
    return (done.deleted, left, kept) == (len(old), 0, len(new))


def prove_postgres(folder: Path) -> bool:
    with postgres.running(folder / "pg") as url:
        engine = open_database(url)
        old, new = fill(engine)
        _checkpoint(engine)
        base = folder / "pg" / "base"
        _tell("PostgreSQL, före gallring", found(old, base.rglob("*")), len(old), "gamla samtal i tabellernas filer")
        done = delete_old(engine, DAYS, TODAY)
        _checkpoint(engine)
        left, kept = found(old, base.rglob("*")), found(new, base.rglob("*"))
        _tell("PostgreSQL, efter gallring", left, len(old), "spår kvar i tabellernas filer")
        _tell("PostgreSQL, efter gallring", kept, len(new), "nyare samtal orörda")
        journal = found(old, (folder / "pg" / "pg_wal").rglob("*"))
        _tell(
            "PostgreSQL, efter gallring", journal, len(old), "spår i journalen pg_wal, tills servern skriver över den"
        )
        engine.dispose()
    return (done.deleted, left, kept) == (len(old), 0, len(new))


def _checkpoint(engine: Engine) -> None:
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("CHECKPOINT")


def _tell(where: str, count: int, of: int, what: str) -> None:
    print(f"{where:28} {count:4} av {of:4}  {what}", flush=True)


def main() -> int:
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        proved = [prove_sqlite(folder), prove_postgres(folder)]
    print("Gallringen håller." if all(proved) else "Gallringen håller INTE.")
    return 0 if all(proved) else 1


if __name__ == "__main__":
    sys.exit(main())
