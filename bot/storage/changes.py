"""All SQL about what staff changed in the directory: a table that only grows."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from bot.services.changes import Act, Change

_METADATA = sa.MetaData()

_CHANGE = sa.Table(
    "directory_change",
    _METADATA,
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("service_id", sa.String(64), nullable=False),
    sa.Column("fact", sa.String(32), nullable=False),
    sa.Column("act", sa.String(16), nullable=False),
    sa.Column("value", sa.JSON),
    sa.Column("how", sa.String(16)),
    sa.Column("on", sa.String(10), nullable=False),  # ISO date
    sa.Column("account", sa.String(64), nullable=False),
)


def create(engine: Engine) -> None:
    _METADATA.create_all(engine)


def add(engine: Engine, change: Change) -> None:
    """Raises sqlalchemy.exc.SQLAlchemyError."""
    add_all(engine, [change])


def add_all(engine: Engine, made: Sequence[Change]) -> None:
    """In this order, all or nothing. Raises sqlalchemy.exc.SQLAlchemyError."""
    with engine.begin() as connection:
        for change in made:
            connection.execute(sa.insert(_CHANGE), {**vars(change), "act": change.act.value})


def read(connection: Connection) -> list[Change]:
    """All changes, the oldest first."""
    columns = [column for column in _CHANGE.columns if column.name != "number"]
    rows = connection.execute(sa.select(*columns).order_by(_CHANGE.c.number)).mappings()
    return [Change(**{**row, "act": Act(row["act"])}) for row in rows]


def read_all(engine: Engine) -> list[Change]:
    """All changes, the oldest first. Raises sqlalchemy.exc.SQLAlchemyError."""
    with engine.connect() as connection:
        return read(connection)
