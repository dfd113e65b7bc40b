"""All SQL about stored conversations.

Nothing in the tables counts upwards or knows a time finer than a part of the day, and SQLite keeps the rows ordered by
their random key (WITHOUT ROWID), so that it cannot be told which of two records was written first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from bot.records.rare import Combination
from bot.records.record import Record, Turn

UNSURE = 0.5
"""Below this confidence in its topic a message counts as uncertain."""

METADATA = sa.MetaData()

RECORD = sa.Table(
    "record",
    METADATA,
    sa.Column("id", sa.String(32), primary_key=True),  # random, made when the conversation ended
    sa.Column("week", sa.String(8), nullable=False),  # "2026-W48", for retention
    sa.Column("part_of_day", sa.String(8)),  # natt, morgon, dag, kväll; null where it would be rare
    sa.Column("topic", sa.String(64), nullable=False),  # label of bot/topics.py, or "none"
    sa.Column("urgency", sa.String(16), nullable=False),  # the highest of the conversation
    sa.Column("language", sa.String(8), nullable=False),  # "annat" where it would be rare
    sa.Column("who", sa.String(16), nullable=False),  # whom it concerned
    sa.Column("helped", sa.Boolean),  # the resident's thumb; null: none pressed
    sa.Column("pressed", sa.Boolean),  # a number, a text message or a chat; null: not known
    sa.Column("services", sa.JSON, nullable=False),  # ids of the services shown
    sqlite_with_rowid=False,
)

TURN = sa.Table(
    "record_turn",
    METADATA,
    sa.Column("record_id", sa.ForeignKey("record.id"), primary_key=True),
    sa.Column("place", sa.Integer, primary_key=True, autoincrement=False),  # the order within the conversation
    sa.Column("role", sa.String(8), nullable=False),  # resident or lotsen
    sa.Column("text", sa.Text, nullable=False),  # redacted when the resident's
    sa.Column("topic", sa.String(64)),  # what was understood, with the confidence in the topic
    sa.Column("urgency", sa.String(16)),
    sa.Column("who", sa.String(16)),
    sa.Column("confidence", sa.Float),
    sqlite_with_rowid=False,
)

MARK = sa.Table(
    "record_mark",  # what staff said of a turn; it goes when the record goes
    METADATA,
    sa.Column("record_id", sa.ForeignKey("record.id"), primary_key=True),
    sa.Column("place", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("verdict", sa.String(16), primary_key=True),
    sa.Column("topic", sa.String(64)),  # the right one, where the one understood was wrong
    sa.Column("account", sa.String(64), nullable=False),
    sqlite_with_rowid=False,
)

# What staff look for: the newest weeks first, and conversations that Lotsen was unsure about.
sa.Index("record_by_week", RECORD.c.week, RECORD.c.id)
# For statistics: one pass over the index.
sa.Index("record_counted", RECORD.c.week, RECORD.c.language, RECORD.c.part_of_day, RECORD.c.helped, RECORD.c.pressed)
_IS_UNSURE = TURN.c.confidence < UNSURE
sa.Index("turn_unsure", TURN.c.record_id, sqlite_where=_IS_UNSURE, postgresql_where=_IS_UNSURE)

DEMO = "demo"
"""What the ids of made-up conversations begin with; those of real ones are hexadecimal."""
IS_DEMO = RECORD.c.id.like(f"{DEMO}%")

TABLES = (MARK.name, TURN.name, RECORD.name)


def create(engine: Engine | Connection) -> None:
    METADATA.create_all(engine)


def write(engine: Engine, records: Sequence[Record]) -> None:
    """Add `records` in this order, all or nothing. Raises sqlalchemy.exc.SQLAlchemyError."""
    turns = [
        {"record_id": record.id, "place": place, **vars(turn)}
        for record in records
        for place, turn in enumerate(record.turns)
    ]
    with engine.begin() as connection:
        connection.execute(sa.insert(RECORD), [_row(record) for record in records])
        connection.execute(sa.insert(TURN), turns)


def combinations(engine: Engine) -> Counter[Combination]:
    """How many records stand under each topic, language and part of day. Made-up ones hide nobody and do not count."""
    columns = (RECORD.c.topic, RECORD.c.language, RECORD.c.part_of_day)
    counted = sa.select(*columns, sa.func.count()).where(~IS_DEMO).group_by(*columns)
    with engine.connect() as connection:
        rows = connection.execute(counted).all()
    return Counter({(topic, language, part): int(count) for topic, language, part, count in rows})


def read(engine: Engine) -> list[Record]:
    """All records, in the order of their random ids."""
    with engine.connect() as connection:
        rows = connection.execute(sa.select(RECORD).order_by(RECORD.c.id)).mappings().all()
        turns = connection.execute(sa.select(TURN).order_by(TURN.c.record_id, TURN.c.place)).mappings().all()
    of: dict[str, list[Turn]] = {row["id"]: [] for row in rows}
    for turn in turns:
        of[turn["record_id"]].append(Turn(**{k: v for k, v in turn.items() if k not in ("record_id", "place")}))
    return [Record(**{**row, "services": tuple(row["services"])}, turns=tuple(of[row["id"]])) for row in rows]


def ids_before(engine: Engine, week: str) -> set[str]:
    """The records of weeks before `week`."""
    with engine.connect() as connection:
        return set(connection.execute(sa.select(RECORD.c.id).where(RECORD.c.week < week)).scalars())


def delete_before(engine: Engine, week: str) -> int:
    """Delete the records of weeks before `week` with their turns, all or nothing, and return how many there were."""
    old = sa.select(RECORD.c.id).where(RECORD.c.week < week)
    with engine.begin() as connection:
        for table in (MARK, TURN):
            connection.execute(sa.delete(table).where(table.c.record_id.in_(old)))
        return int(connection.execute(sa.delete(RECORD).where(RECORD.c.week < week)).rowcount)


def orphans(engine: Engine) -> int:
    """Turns and marks whose record is gone; there should never be any."""
    known = sa.select(RECORD.c.id)
    with engine.connect() as connection:
        lost = [sa.select(sa.func.count()).where(table.c.record_id.not_in(known)) for table in (TURN, MARK)]
        return sum(int(connection.execute(count).scalar_one()) for count in lost)


def _row(record: Record) -> dict[str, Any]:
    return {
        **{name: value for name, value in vars(record).items() if name != "turns"},
        "services": list(record.services),
    }
