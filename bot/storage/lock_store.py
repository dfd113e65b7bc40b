"""One message at a time per conversation. Rasa's in-memory lock store polls once a second; this one wakes at once."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

from rasa.core.lock_store import InMemoryLockStore, LockError


class AsyncLockStore(InMemoryLockStore):
    """Rasa's lock store, named in endpoints.yml; for one process.

    Rasa accepts several workers with any custom lock store, and the in-memory conversations would be split over
    them: so several workers are refused here.
    """

    def __init__(self, endpoint_config: Any = None) -> None:
        super().__init__()
        if os.environ.get("SANIC_WORKERS", "1") != "1":
            raise RuntimeError("SANIC_WORKERS must be 1: conversations live in one process's memory")
        self._locks: dict[str, tuple[asyncio.Lock, int]] = {}

    @asynccontextmanager
    async def lock(
        self, conversation_id: str, lock_lifetime: float = 60, wait_time_in_seconds: float = 1
    ) -> AsyncGenerator[None, None]:
        lock, waiting = self._locks.get(conversation_id, (asyncio.Lock(), 0))
        self._locks[conversation_id] = (lock, waiting + 1)
        try:
            try:
                await asyncio.wait_for(lock.acquire(), lock_lifetime)
            except asyncio.TimeoutError as error:
                raise LockError("the conversation is still busy") from error
            try:
                yield
            finally:
                lock.release()
        finally:
            lock, waiting = self._locks[conversation_id]
            if waiting == 1:
                del self._locks[conversation_id]
            else:
                self._locks[conversation_id] = (lock, waiting - 1)
