"""Lets a conversation go on at whichever assistant its next message reaches.

With one assistant everything stays in its memory and nothing here does anything. With LOTSEN_REDIS_URL a turn begins by taking
the conversation over from Redis and ends by giving it back, so that no assistant holds it in between. While Redis does not
answer, the assistant that has the conversation goes on with it, and its record is lost rather than written twice.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from typing import Any

from bot.channel.conversations import Conversations
from bot.storage.shared import Shared, Unavailable
from bot.storage.tracker_store import MemoryTrackerStore

log = logging.getLogger(__name__)

_SWEEP_EVERY = 15.0  # seconds


class HandOver:
    """`turn` stands around everything that is done in a conversation."""

    def __init__(self, shared: Shared | None, conversations: Conversations) -> None:
        self._shared, self._conversations = shared, conversations
        self._trackers: MemoryTrackerStore | None = None

    def use(self, trackers: MemoryTrackerStore) -> None:
        """Tell where the words are, once Rasa has made it."""
        self._trackers = trackers
        if self._shared is not None:
            trackers.records.keep_no_ended()

    @contextlib.asynccontextmanager
    async def turn(self, token: str | None) -> AsyncIterator[Turn]:
        """Take `token`'s conversation over, and give back the one the turn was in (`Turn.token`), which may be a new one."""
        turn = Turn(token)
        if self._shared is None or self._trackers is None:
            yield turn
            return
        async with contextlib.AsyncExitStack() as stack:
            if token is not None:
                with contextlib.suppress(Unavailable):
                    await stack.enter_async_context(self._shared.locked(token))
                    await self._take_over(token)
            try:
                yield turn
            finally:
                with contextlib.suppress(Unavailable):
                    for name in {n for n in (token, turn.token) if n is not None}:
                        await self._give_back(name)

    async def leave(self, token: str, keep_record: bool) -> None:
        """The conversation is over everywhere; its record is kept or dropped."""
        if self._shared is None or self._trackers is None:
            return
        with contextlib.suppress(Unavailable):
            async with self._shared.locked(token):
                draft = await self._shared.leave(token)
            if keep_record and draft is not None:
                self._trackers.records.settle(draft)

    async def sweep_forever(self) -> None:
        """Make records of conversations that have ended by themselves."""
        while self._shared is not None and self._trackers is not None:
            await asyncio.sleep(_SWEEP_EVERY)
            with contextlib.suppress(Unavailable):
                for draft in await self._shared.take_due():
                    self._trackers.records.settle(draft)

    async def _take_over(self, token: str) -> None:
        assert self._shared is not None and self._trackers is not None
        talk, draft = await self._shared.fetch(token)
        if talk is None or self._conversations.turns_of(token) > talk["conversation"]["turns"]:
            return  # unknown there, or newer here: Redis was away when it was to be given back
        self._conversations.take_over(token, talk["conversation"])
        self._trackers.take_over(token, talk["words"])
        self._trackers.records.take_over(token, draft)

    async def _give_back(self, token: str) -> None:
        assert self._shared is not None and self._trackers is not None
        conversation, seconds = self._conversations.export(token)
        if conversation is None:
            return  # never begun, or left during the turn
        words, draft = self._trackers.export(token), self._trackers.records.export(token)
        talk: dict[str, Any] = {"conversation": conversation, "words": words}
        await self._shared.keep(token, talk, draft, seconds)
        self._conversations.forget(token)
        self._trackers.let_go(token)
        self._trackers.records.forget(token)


class Turn:
    """The conversation a turn is in: the one named at its beginning until the turn says otherwise."""

    def __init__(self, token: str | None) -> None:
        self.token = token
