"""`python -m bot.records.retention [--daily]`: deletes redacted conversations that are older than LOTSEN_RECORD_DAYS, and proves it.

Exit code 1 when something that had to go is still there. `--daily` keeps running and does it at start and once a day.
"""

from __future__ import annotations

import argparse
import logging
import re
import sys
import time
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sqlalchemy.engine import Engine
from sqlalchemy.exc import SQLAlchemyError

from bot.log import silence
from bot.records.weeks import first_week_kept
from bot.services.hours import SWEDISH_TIME
from bot.settings import read_settings
from bot.storage import records
from bot.storage.engine import open_database, rewrite, shorten_journal

log = logging.getLogger("bot.records.retention")  # also as __main__

_DAY = 24 * 60 * 60.0
_SOON = 10 * 60.0  # after a failure
_RECORD_ID = re.compile(rb"(?=([0-9a-f]{32}))")  # looked ahead, so that neighbouring digits hide none


class NotDeleted(RuntimeError):
    """Something that had to go is still there; the message counts, and quotes nothing."""


@dataclass(frozen=True)
class Deletion:
    """What the job did: how many records went, how many stay, and the oldest week that stays."""

    deleted: int
    kept: int
    first_week: str


def delete_old(engine: Engine, days: int, today: date) -> Deletion:
    """Delete what is older than `days`, rewrite the tables, and look whether it is gone.

    Raises NotDeleted, or sqlalchemy.exc.SQLAlchemyError when the database cannot be written; both mean: do it again.
    The tables are rewritten also when nothing was to be deleted, since an earlier run may have been cut off half-way.
    """
    records.create(engine)
    week = first_week_kept(today, days)
    old = records.ids_before(engine, week)
    deleted = records.delete_before(engine, week)
    rewrite(engine, records.TABLES)
    verify(engine, week, old)
    return Deletion(deleted, sum(records.combinations(engine).values()), week)


def verify(engine: Engine, week: str, old: set[str]) -> None:
    """Raises NotDeleted when a record before `week` is left, a turn without record, or an `old` id in SQLite's files."""
    if left := len(records.ids_before(engine, week)):
        raise NotDeleted(f"{left} records are still in the table")
    if lost := records.orphans(engine):
        raise NotDeleted(f"{lost} turns are still in the table without their record")
    if not shorten_journal(engine):
        raise NotDeleted("the journal is in use and may still hold deleted records")
    if traces := len(old & _ids_in_files(engine)):
        raise NotDeleted(f"{traces} deleted records still stand in the database's files")


def _ids_in_files(engine: Engine) -> set[str]:
    """Everything that looks like a record id in any byte of SQLite's files; other databases keep files of their own."""
    if engine.dialect.name != "sqlite" or not engine.url.database:
        return set()
    database = Path(engine.url.database)
    files = [database, *(database.with_name(database.name + end) for end in ("-wal", "-shm", "-journal"))]
    content = b"\0".join(file.read_bytes() for file in files if file.exists())
    return {match.decode() for match in _RECORD_ID.findall(content)}


def _run(engine: Engine, days: int) -> Deletion | None:
    try:
        return delete_old(engine, days, datetime.now(SWEDISH_TIME).date())
    except NotDeleted as error:
        log.error("retention: %s", str(error))
    except SQLAlchemyError as error:
        log.error("retention: the database cannot be written: %s", type(error).__name__)
    return None


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bot.records.retention", description=__doc__)
    parser.add_argument("--daily", action="store_true", help="keep running, and do it at start and once a day")
    daily = parser.parse_args(arguments).daily
    silence()
    settings = read_settings()
    engine = open_database(settings.database_url)
    done = _run(engine, settings.record_days)
    while daily:
        time.sleep(_DAY if done else _SOON)
        done = _run(engine, settings.record_days)
    if done is None:
        return 1
    print(f"Gallrat: {done.deleted} samtal borttagna, {done.kept} kvar, äldsta vecka {done.first_week}. Kontrollerat.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
