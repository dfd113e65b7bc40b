"""Opens the database; SQLite by default, set up so that a reader never waits for a writer."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Engine, make_url

_BUSY_SECONDS = 5
_LOCK = 4_713_002  # of PostgreSQL's advisory locks; migrate.py has one of its own


def open_database(url: str) -> Engine:
    """Return an engine for `url`; for a SQLite file its folder is made first. Raises sqlalchemy.exc.ArgumentError."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return sa.create_engine(url, future=True, pool_pre_ping=True)
    if parsed.database and parsed.database != ":memory:":
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = sa.create_engine(url, future=True, connect_args={"timeout": _BUSY_SECONDS, "check_same_thread": False})

    @sa.event.listens_for(engine, "connect")
    def _pragmas(connection, _record):  # type: ignore[no-untyped-def]
        # The driver would begin a transaction only before writing, and several reads could see different versions.
        connection.isolation_level = None
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA secure_delete=ON")

    @sa.event.listens_for(engine, "begin")
    def _begin(connection: sa.engine.Connection) -> None:
        connection.exec_driver_sql("BEGIN")

    return engine


@contextlib.contextmanager
def one_at_a_time(engine: Engine) -> Iterator[None]:
    """On PostgreSQL: of several processes that come here at once, one goes on and the others wait. Raises sqlalchemy.exc.SQLAlchemyError."""
    if engine.dialect.name != "postgresql":
        yield
        return
    with engine.connect() as connection, connection.begin():
        connection.execute(sa.text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        yield


def rewrite(engine: Engine, tables: Sequence[str]) -> None:
    """Write the tables anew without what was deleted: all of a SQLite file, in PostgreSQL each table's own file.

    What PostgreSQL's journal (pg_wal) held stays there until the server reuses it. Raises sqlalchemy.exc.SQLAlchemyError.
    """
    if engine.dialect.name == "sqlite":
        with _bare(engine) as cursor:  # VACUUM must stand outside the transaction that SQLAlchemy would begin
            cursor.execute("VACUUM")
        return
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for table in tables:
            connection.exec_driver_sql(f"VACUUM FULL {table}")


def shorten_journal(engine: Engine) -> bool:
    """Empty SQLite's write-ahead journal, which holds earlier pages; False while another reader still needs it."""
    if engine.dialect.name != "sqlite":
        return True
    with _bare(engine) as cursor:
        busy, _, _ = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not busy


@contextlib.contextmanager
def _bare(engine: Engine) -> Iterator[Any]:
    """A cursor of the driver's own, on SQLite; its errors become SQLAlchemy's."""
    connection = engine.raw_connection()
    try:
        yield connection.cursor()
    except sqlite3.Error as error:
        raise sa.exc.OperationalError("bare statement", None, error) from error
    finally:
        connection.close()
