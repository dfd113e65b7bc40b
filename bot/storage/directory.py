"""The service directory in the database: written from the register at start, read by the action server."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from bot.services import changes, register
from bot.services.model import Confidence, Directory, Fact, Service
from bot.storage import changes as stored_changes
from bot.storage import notices

_METADATA = sa.MetaData()

_SERVICE = sa.Table(
    "service",
    _METADATA,
    sa.Column("id", sa.String(64), primary_key=True),
    sa.Column("name", sa.String(200), nullable=False),
    sa.Column("scope", sa.String(16), nullable=False),
    sa.Column("helps_with", sa.Text, nullable=False),
    sa.Column("for_who", sa.JSON, nullable=False),
    sa.Column("genders", sa.JSON),
    sa.Column("age_min", sa.Integer),
    sa.Column("age_max", sa.Integer),
    sa.Column("opening", sa.Text),  # OpenStreetMap notation
    sa.Column("role", sa.String(32)),
    sa.Column("stands_in_for", sa.String(64)),
    sa.Column("calm_only", sa.Boolean, nullable=False),
    sa.Column("withdrawn", sa.Boolean, nullable=False),
    sa.Column("staff_note", sa.Text),
)

_FACT = sa.Table(
    "fact",
    _METADATA,
    sa.Column("service_id", sa.String(64), sa.ForeignKey("service.id"), primary_key=True),
    sa.Column("name", sa.String(32), primary_key=True),
    sa.Column("value", sa.JSON, nullable=False),
    sa.Column("confidence", sa.String(32), nullable=False),
    sa.Column("source", sa.Text),  # address of the page it was read on
    sa.Column("source_date", sa.String(16)),
    sa.Column("say", sa.Text),
    sa.Column("verified_on", sa.String(10)),
)

_PLACE = sa.Table(
    "place",  # where a service stands in the order for a topic and point of view
    _METADATA,
    sa.Column("topic", sa.String(64), primary_key=True),
    sa.Column("who", sa.String(16), primary_key=True),
    sa.Column("place", sa.Integer, primary_key=True),
    sa.Column("service_id", sa.String(64), sa.ForeignKey("service.id"), nullable=False),
)

_SEED = sa.Table(
    "seed",  # which register the rows came from, so that a changed one is written again
    _METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("checksum", sa.String(64), nullable=False),
)


def register_checksum(folders: Sequence[Path] = register.FOLDERS, order_file: Path = register.ORDER_FILE) -> str:
    """SHA-256 over the register's files."""
    digest = hashlib.sha256()
    for path in [*(path for folder in folders for path in sorted(folder.glob("*.yml"))), order_file]:
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def fill(engine: Engine) -> int:
    """Write the register into the database if it changed; returns the number of services written (0: unchanged).

    One transaction: readers see the old directory or the new one. Raises register.RegisterFaults before touching it.
    """
    directory, checksum = register.read(), register_checksum()
    _drop_outdated(engine)
    _METADATA.create_all(engine)
    stored_changes.create(engine)
    notices.create(engine)
    with engine.begin() as connection:
        if connection.scalar(sa.select(_SEED.c.checksum)) == checksum:
            return 0
        for table in (_PLACE, _FACT, _SERVICE, _SEED):
            connection.execute(sa.delete(table))
        connection.execute(sa.insert(_SERVICE), [_service_row(s) for s in directory.services.values()])
        connection.execute(
            sa.insert(_FACT), [_fact_row(s.id, n, f) for s in directory.services.values() for n, f in s.facts.items()]
        )
        connection.execute(sa.insert(_PLACE), _place_rows(directory))
        connection.execute(sa.insert(_SEED), {"id": 1, "checksum": checksum})
    return len(directory.services)


def _drop_outdated(engine: Engine) -> None:
    """Tables of an earlier version go: nothing stands in them that is not in the register."""
    inspector = sa.inspect(engine)
    for table in _METADATA.tables.values():
        if inspector.has_table(table.name):
            found = {column["name"] for column in inspector.get_columns(table.name)}
            if found != {column.name for column in table.columns}:
                _METADATA.drop_all(engine)
                return


def load(engine: Engine) -> Directory:
    """Read the whole directory (some 50 services) in four queries, as staff have changed it. Raises sqlalchemy.exc.SQLAlchemyError."""
    with engine.connect() as connection:
        facts: dict[str, dict[str, Fact]] = {}
        for row in connection.execute(sa.select(_FACT)).mappings():
            fact = {k: row[k] for k in ("value", "source", "source_date", "say", "verified_on")}
            facts.setdefault(row["service_id"], {})[row["name"]] = Fact(
                **fact, confidence=Confidence(row["confidence"])
            )
        services = {
            row["id"]: Service(
                **{
                    **dict(row),
                    "for_who": frozenset(row["for_who"]),
                    "genders": frozenset(row["genders"]) if row["genders"] else None,
                },
                facts=facts.get(row["id"], {}),
            )
            for row in connection.execute(sa.select(_SERVICE)).mappings()
        }
        order: dict[str, dict[str, tuple[str, ...]]] = {}
        ordered = sa.select(_PLACE).order_by(_PLACE.c.topic, _PLACE.c.who, _PLACE.c.place)
        for row in connection.execute(ordered).mappings():
            by_who = order.setdefault(row["topic"], {})
            by_who[row["who"]] = (*by_who.get(row["who"], ()), row["service_id"])
        changed = stored_changes.read(connection)
    return changes.apply(Directory(services, order), changed)


class FreshDirectory:
    """The directory, read again when it is older than `seconds`: a withdrawn number disappears without a restart.

    `only_verified`: without the numbers that staff have not verified.
    """

    def __init__(self, engine: Engine, seconds: float = 10.0, only_verified: bool = False) -> None:
        self._engine, self._seconds, self._only_verified = engine, seconds, only_verified
        self._read_at = float("-inf")
        self._directory: Directory | None = None

    def current(self) -> Directory:
        """The last good copy outlives a database that cannot be read; without one the error is raised."""
        if time.monotonic() - self._read_at > self._seconds:
            self._read_at = (
                time.monotonic()
            )  # also after a failure: the next message must not wait for the database again
            try:
                directory = load(self._engine)
                self._directory = changes.only_verified(directory) if self._only_verified else directory
            except sa.exc.SQLAlchemyError:
                if self._directory is None:
                    raise
        assert self._directory is not None
        return self._directory


def _service_row(service: Service) -> dict[str, Any]:
    columns = {c.name for c in _SERVICE.columns}
    row = {k: v for k, v in vars(service).items() if k in columns}
    row["for_who"] = sorted(service.for_who)
    row["genders"] = sorted(service.genders) if service.genders else None
    return row


def _fact_row(service_id: str, name: str, fact: Fact) -> dict[str, Any]:
    return {**vars(fact), "service_id": service_id, "name": name, "confidence": fact.confidence.value}


def _place_rows(directory: Directory) -> list[dict[str, Any]]:
    return [
        {"topic": topic, "who": who, "place": place, "service_id": service_id}
        for topic, by_who in directory.order.items()
        for who, ids in by_who.items()
        for place, service_id in enumerate(ids)
    ]
