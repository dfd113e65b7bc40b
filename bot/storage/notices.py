"""All SQL about the kommun's notice. A table that only grows; the last row counts, and one without text takes it away."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from bot.services.notice import Notice

_METADATA = sa.MetaData()

_NOTICE = sa.Table(
    "notice",
    _METADATA,
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("text", sa.String(400), nullable=False),  # empty: there is no notice any more
    sa.Column("starts", sa.String(32), nullable=False),  # ISO, with time zone
    sa.Column("ends", sa.String(32), nullable=False),
    sa.Column("account", sa.String(64), nullable=False),
)


def create(engine: Engine) -> None:
    _METADATA.create_all(engine)


def put(engine: Engine, notice: Notice | None, account: str) -> None:
    """Put `notice` in the place of the one before; None takes that away. Raises sqlalchemy.exc.SQLAlchemyError."""
    row = {"text": "", "starts": "", "ends": ""}
    if notice is not None:
        row = {"text": notice.text, "starts": notice.starts.isoformat(), "ends": notice.ends.isoformat()}
    with engine.begin() as connection:
        connection.execute(sa.insert(_NOTICE), {**row, "account": account})


def current(engine: Engine) -> Notice | None:
    """The last notice put, whether its time has come or not. Raises sqlalchemy.exc.SQLAlchemyError."""
    with engine.connect() as connection:
        row = connection.execute(sa.select(_NOTICE).order_by(_NOTICE.c.number.desc()).limit(1)).mappings().first()
    if row is None or not row["text"]:
        return None
    return Notice(row["text"], datetime.fromisoformat(row["starts"]), datetime.fromisoformat(row["ends"]))
