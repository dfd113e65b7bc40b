"""Weekly counts: how many messages were about which topic, and how urgent. No words, no times, no conversation ids."""

from __future__ import annotations

from collections import Counter

import sqlalchemy as sa
from sqlalchemy.engine import Engine

_METADATA = sa.MetaData()

_TALLY = sa.Table(
    "tally",
    _METADATA,
    sa.Column("week", sa.String(8), primary_key=True),  # "2026-W48": the finest time that is ever written
    sa.Column("topic", sa.String(64), primary_key=True),
    sa.Column("urgency", sa.String(16), primary_key=True),
    sa.Column("messages", sa.Integer, nullable=False),
)

Key = tuple[str, str, str]  # week, topic, urgency


def create(engine: Engine) -> None:
    _METADATA.create_all(engine)


def add(engine: Engine, counts: Counter[Key]) -> None:
    """Add `counts` to the table, all or nothing. Raises sqlalchemy.exc.SQLAlchemyError."""
    with engine.begin() as connection:
        for (week, topic, urgency), messages in counts.items():
            same = sa.and_(_TALLY.c.week == week, _TALLY.c.topic == topic, _TALLY.c.urgency == urgency)
            more = sa.update(_TALLY).where(same).values(messages=_TALLY.c.messages + messages)
            if connection.execute(more).rowcount == 0:
                row = {"week": week, "topic": topic, "urgency": urgency, "messages": messages}
                connection.execute(sa.insert(_TALLY), row)


def read(engine: Engine) -> Counter[Key]:
    """All counts."""
    with engine.connect() as connection:
        rows = connection.execute(sa.select(_TALLY)).all()
    return Counter({(r.week, r.topic, r.urgency): r.messages for r in rows})
