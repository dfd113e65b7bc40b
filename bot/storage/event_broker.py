"""Receives every event of every conversation from Rasa and keeps only the weekly counts.

`publish` runs on Rasa's event loop and must never raise: an exception there costs the resident the answer and moves
the conversation to a hidden store without time limit. A thread writes in batches; what cannot be written is dropped
and counted, never retried for ever.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections import Counter
from datetime import date
from typing import Any

from rasa.core.brokers.broker import EventBroker
from rasa.utils.endpoints import EndpointConfig
from sqlalchemy.engine import Engine
from sqlalchemy.exc import SQLAlchemyError

from bot.storage import tallies
from bot.storage.engine import open_database
from bot.topics import TOPICS, URGENCY

log = logging.getLogger(__name__)

_WRITE_EVERY = 20.0  # seconds; batches blur when a message came
_MOST_HELD = 10_000  # distinct keys waiting while the database is away


class TallyBroker(EventBroker):
    """Rasa's event broker, named in endpoints.yml."""

    def __init__(self, engine: Engine, write_every: float = _WRITE_EVERY) -> None:
        self._engine, self._write_every = engine, write_every
        self._waiting: Counter[tallies.Key] = Counter()
        self._guard = threading.Lock()
        self._stop = threading.Event()
        self.dropped = 0
        self._thread = threading.Thread(target=self._write_forever, name="tallies", daemon=True)
        self._thread.start()

    @classmethod
    async def from_endpoint_config(
        cls, broker_config: EndpointConfig | None, event_loop: asyncio.AbstractEventLoop | None = None
    ) -> TallyBroker:
        assert broker_config is not None
        return cls(open_database(broker_config.kwargs["db_url"]))

    def publish(self, event: dict[str, Any]) -> None:
        try:
            key = _key(event)
            if key is None:
                return
            with self._guard:
                if key in self._waiting or len(self._waiting) < _MOST_HELD:
                    self._waiting[key] += 1
                else:
                    self.dropped += 1
        except Exception as error:
            self.dropped += 1
            log.error("tally dropped: %s", type(error).__name__)

    def flush(self) -> None:
        """Write what waits; on failure it waits on for the next time."""
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

    async def close(self) -> None:
        self._stop.set()
        self._thread.join(timeout=5)
        self.flush()
        self._engine.dispose()

    def _write_forever(self) -> None:
        while not self._stop.wait(self._write_every):
            self.flush()


def _key(event: dict[str, Any]) -> tallies.Key | None:
    """The count an event adds to; only known labels get through, whatever the event holds."""
    if event.get("event") != "user" or (event.get("metadata") or {}).get("store") is False:
        return None
    found = event.get("parse_data") or {}
    topic, urgency = found.get("topic"), found.get("urgency")
    if topic not in TOPICS or urgency not in URGENCY:
        return None
    return tallies.iso_week(date.today()), str(topic), str(urgency)
