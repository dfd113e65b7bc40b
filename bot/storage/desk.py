"""All SQL about the desk's own tables, accounts and the log of what staff did. They stand in a database of their own.

A row of the log can be added and never changed: the database itself refuses, and each row carries a hash over itself and
the row before, so that a change made behind the database's back shows.
"""

from __future__ import annotations

import hashlib
from dataclasses import asdict, astuple, dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from bot.storage import proposals

_METADATA = sa.MetaData()

_ACCOUNT = sa.Table(
    "account",
    _METADATA,
    sa.Column("name", sa.String(64), primary_key=True),
    sa.Column("role", sa.String(16), nullable=False),
    sa.Column("password", sa.String(256)),  # argon2id; null: logs in through the kommun's own login only
    sa.Column("totp", sa.String(64)),  # Base32; null: no second factor
    sa.Column("active", sa.Boolean, nullable=False),
)

_LOG = sa.Table(
    "log",
    _METADATA,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("at", sa.String(19), nullable=False),  # 2026-11-28T07:05:00, Swedish time
    sa.Column("account", sa.String(64), nullable=False),
    sa.Column("act", sa.String(32), nullable=False),
    sa.Column("about", sa.String(200), nullable=False),  # an id or a label, never words of a conversation
    sa.Column("chain", sa.String(64), nullable=False),
)

_REFUSE_SQLITE = (
    "CREATE TRIGGER log_no_{0} BEFORE {0} ON log BEGIN SELECT RAISE(ABORT, 'the log cannot be changed'); END"
)
_REFUSE_POSTGRESQL = (
    "CREATE OR REPLACE FUNCTION refuse_log() RETURNS trigger AS $$ BEGIN RAISE EXCEPTION 'the log cannot be changed'; "
    "END $$ LANGUAGE plpgsql",
    "CREATE TRIGGER log_stays BEFORE UPDATE OR DELETE ON log FOR EACH ROW EXECUTE FUNCTION refuse_log()",
    "CREATE TRIGGER log_stays_whole BEFORE TRUNCATE ON log EXECUTE FUNCTION refuse_log()",
)
for _verb in ("UPDATE", "DELETE"):
    sa.event.listen(_LOG, "after_create", sa.DDL(_REFUSE_SQLITE.format(_verb)).execute_if(dialect="sqlite"))
for _statement in _REFUSE_POSTGRESQL:
    # "%" would be a placeholder in sa.DDL; there is none
    sa.event.listen(_LOG, "after_create", sa.DDL(_statement).execute_if(dialect="postgresql"))


@dataclass(frozen=True)
class Account:
    name: str
    role: str
    password: str | None
    totp: str | None
    active: bool


@dataclass(frozen=True)
class Entry:
    """A row of the log."""

    number: int
    at: str
    account: str
    act: str
    about: str


def create(engine: Engine) -> None:
    _METADATA.create_all(engine)
    proposals.create(engine)


def accounts(engine: Engine) -> list[Account]:
    with engine.connect() as connection:
        return [Account(**row) for row in connection.execute(sa.select(_ACCOUNT).order_by(_ACCOUNT.c.name)).mappings()]


def account(engine: Engine, name: str) -> Account | None:
    with engine.connect() as connection:
        row = connection.execute(sa.select(_ACCOUNT).where(_ACCOUNT.c.name == name)).mappings().one_or_none()
    return Account(**row) if row else None


def save_account(engine: Engine, saved: Account) -> None:
    """Add the account, or put it in the place of the one with its name."""
    with engine.begin() as connection:
        connection.execute(sa.delete(_ACCOUNT).where(_ACCOUNT.c.name == saved.name))
        connection.execute(sa.insert(_ACCOUNT), asdict(saved))


def note(engine: Engine, at: datetime, account_name: str, act: str, about: str = "") -> None:
    """Add a row to the log. Raises sqlalchemy.exc.SQLAlchemyError; what was to be done must then not be done."""
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql("LOCK TABLE log IN EXCLUSIVE MODE")
        else:
            connection.execute(sa.update(_ACCOUNT).where(sa.false()).values(active=True))  # takes the write lock first
        number, chain = _last(connection)
        entry = Entry(number + 1, at.strftime("%Y-%m-%dT%H:%M:%S"), account_name[:64], act, about[:200])
        connection.execute(sa.insert(_LOG), {**asdict(entry), "chain": _link(chain, entry)})


def entries(engine: Engine, before: int | None = None, limit: int = 100, account_name: str = "") -> list[Entry]:
    """Rows of the log, the newest first; `before` is the number of the last row already seen."""
    wanted = sa.select(*[c for c in _LOG.columns if c.name != "chain"]).order_by(_LOG.c.number.desc()).limit(limit)
    if before is not None:
        wanted = wanted.where(_LOG.c.number < before)
    if account_name:
        wanted = wanted.where(_LOG.c.account == account_name)
    with engine.connect() as connection:
        return [Entry(**row) for row in connection.execute(wanted).mappings()]


def first_broken(engine: Engine, newest: int | None = None) -> int | None:
    """The number of the first row that was changed, or that follows one taken away; None when the log is whole.

    With `newest` only so many of the last rows are looked at, which costs the same however long the log is.
    """
    with engine.connect() as connection:
        after = max(0, _last(connection)[0] - newest) if newest is not None else 0
        before = sa.select(_LOG.c.chain).where(_LOG.c.number == after)
        chain, expected = str(connection.scalar(before) or ""), after + 1
        wanted = sa.select(_LOG).where(_LOG.c.number > after).order_by(_LOG.c.number)
        for row in connection.execute(wanted).mappings():
            entry = Entry(**{k: v for k, v in row.items() if k != "chain"})
            chain = _link(chain, entry)
            if entry.number != expected or chain != row["chain"]:
                return expected
            expected += 1
    return None


def _last(connection: Connection) -> tuple[int, str]:
    row = connection.execute(sa.select(_LOG.c.number, _LOG.c.chain).order_by(_LOG.c.number.desc()).limit(1)).first()
    return (int(row[0]), str(row[1])) if row else (0, "")


def _link(before: str, entry: Entry) -> str:
    return hashlib.sha256("\0".join([before, *map(str, astuple(entry))]).encode()).hexdigest()
