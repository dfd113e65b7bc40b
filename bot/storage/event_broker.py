"""Receives every event of every conversation from Rasa; keeps weekly counts, and of conversations with consent a redacted record.

`publish` runs on Rasa's event loop and must never raise: an exception there costs the resident the answer and moves
the conversation to a hidden store without time limit. Words are redacted there and then, so that none waits in a queue.
A thread writes in batches; what cannot be written is dropped and counted, never retried for ever.
"""

from __future__ import annotations

import asyncio
import logging
import random
import threading
import time
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from rasa.core.brokers.broker import EventBroker
from rasa.utils.endpoints import EndpointConfig
from sqlalchemy.engine import Engine
from sqlalchemy.exc import SQLAlchemyError

from bot.records.collection import Collection
from bot.records.draft import Redact, withhold
from bot.records.pool import Pool
from bot.records.weeks import first_week_kept, iso_week
from bot.redaction import find, replace
from bot.services.hours import SWEDISH_TIME
from bot.settings import MAX_CONVERSATIONS, read_settings
from bot.storage import records, tallies
from bot.storage.engine import open_database, shorten_journal
from bot.topics import TOPICS, URGENCY

log = logging.getLogger(__name__)

_WRITE_EVERY = 20.0  # seconds; batches blur when a message came
_MOST_HELD = 10_000  # distinct keys waiting while the database is away
_MOST_DRAFTS = MAX_CONVERSATIONS // 5


class RedactingBroker(EventBroker):
    """Rasa's event broker, named in endpoints.yml. `records` is told by door and tracker store what becomes of a talk."""

    def __init__(
        self,
        engine: Engine,
        redact: Redact = withhold,
        record_days: int = 30,
        write_every: float = _WRITE_EVERY,
        records_every: float = 600.0,
    ) -> None:
        self._engine, self._days = engine, record_days
        self._write_every, self._records_every = write_every, records_every
        self._waiting: Counter[tallies.Key] = Counter()
        self._pool = Pool()
        self.records = Collection(redact, self._pool, _swedish_now, most=_MOST_DRAFTS if record_days else 0)
        self._guard = threading.Lock()
        self._stop = threading.Event()
        self.dropped = 0
        self._thread = threading.Thread(target=self._write_forever, name="records", daemon=True)
        self._thread.start()

    @classmethod
    async def from_endpoint_config(
        cls, broker_config: EndpointConfig | None, event_loop: asyncio.AbstractEventLoop | None = None
    ) -> RedactingBroker:
        assert broker_config is not None
        settings = read_settings()
        return cls(
            open_database(broker_config.kwargs["db_url"]),
            redact=redacted,
            record_days=settings.record_days,
            records_every=float(settings.records_every),
        )

    def publish(self, event: dict[str, Any]) -> None:
        for take in (self._count, self.records.hear):
            self._safely(take, event)

    def flush(self) -> None:
        """Write the counts that wait; on failure they wait on for the next time."""
        with self._guard:
            batch, self._waiting = self._waiting, Counter()
        if not batch:
            return
        try:
            tallies.create(self._engine)
            tallies.add(self._engine, batch)
        except SQLAlchemyError as error:
            log.error("tallies wait, the database cannot be written: %s", type(error).__name__)
            with self._guard:
                self._waiting.update(batch)

    def write_records(self) -> int:
        """Write the ended conversations that may be written; the others wait, and on failure all of them do."""
        try:
            records.create(self._engine)
            written = self._pool.write(
                first_week_kept(_swedish_now().date(), self._days),
                lambda: records.combinations(self._engine),
                lambda batch: records.write(self._engine, batch),
            )
            if written:
                shorten_journal(self._engine)  # it tells in which order pages were written
            return written
        except SQLAlchemyError as error:
            log.error("records wait, the database cannot be written: %s", type(error).__name__)
            return 0

    async def close(self) -> None:
        """Counts are written; drafts and waiting records are lost: a stop must not write a batch that is too small."""
        self._stop.set()
        self._thread.join(timeout=5)
        self.flush()
        self._engine.dispose()

    def _safely(self, take: Callable[[dict[str, Any]], None], event: dict[str, Any]) -> None:
        try:
            take(event)
        except Exception as error:
            self.dropped += 1
            log.error("event dropped: %s", type(error).__name__)

    def _count(self, event: dict[str, Any]) -> None:
        key = _key(event)
        if key is None:
            return
        with self._guard:
            if key in self._waiting or len(self._waiting) < _MOST_HELD:
                self._waiting[key] += 1
            else:
                self.dropped += 1

    def _write_forever(self) -> None:
        due = self._next_records()
        while not self._stop.wait(min(self._write_every, self._records_every)):
            self.flush()
            if time.monotonic() >= due:
                self.write_records()
                due = self._next_records()

    def _next_records(self) -> float:
        """Half to one and a half of the time between two batches, at random: the time of writing tells less."""
        return time.monotonic() + self._records_every * random.uniform(0.5, 1.5)


def redacted(text: str) -> str:
    """What may be kept of a resident's words. Raises when it cannot tell; the draft then withholds the turn."""
    return replace(text, find(text))


def _swedish_now() -> datetime:
    return datetime.now(SWEDISH_TIME)


def _key(event: dict[str, Any]) -> tallies.Key | None:
    """The count an event adds to; only known labels get through, whatever the event holds."""
    if event.get("event") != "user" or (event.get("metadata") or {}).get("store") is False:
        return None
    found = event.get("parse_data") or {}
    topic, urgency = found.get("topic"), found.get("urgency")
    if topic not in TOPICS or urgency not in URGENCY:
        return None
    return iso_week(date.today()), str(topic), str(urgency)
