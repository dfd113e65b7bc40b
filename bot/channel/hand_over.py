"""Lets a conversation go on at whichever assistant its next message reaches.

With one assistant everything stays in its memory and nothing here does anything. With LOTSEN_REDIS_URL a turn begins by taking
the conversation over from Redis and ends by giving it back, so that no assistant holds it in between. While Redis does not
answer, the assistant that has the conversation goes on with it, and its record is lost rather than written twice. A no, or
a leave, that Redis could not be told is told as soon as it answers, before anything becomes a record here.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections import OrderedDict
from collections.abc import AsyncIterator, Coroutine
from typing import Any, TypeVar

from bot.channel.conversations import Conversations
from bot.storage.shared import Shared, Unavailable
from bot.storage.tracker_store import MemoryTrackerStore

log = logging.getLogger(__name__)

T = TypeVar("T")
_SWEEP_EVERY = 15.0  # seconds
_MOST_OWED = 10_000  # conversations; beyond it the oldest debt is forgotten
_NO, _LEAVE = "no", "leave"


class HandOver:
    """`turn` stands around everything that is done in a conversation."""

    def __init__(self, shared: Shared | None, conversations: Conversations) -> None:
        self._shared, self._conversations = shared, conversations
        self._trackers: MemoryTrackerStore | None = None
        self._owed: OrderedDict[str, str] = OrderedDict()  # token -> what Redis could not be told
        self._running: set[asyncio.Task[Any]] = set()

    def use(self, trackers: MemoryTrackerStore) -> None:
        """Tell where the words are, once Rasa has made it."""
        self._trackers = trackers
        if self._shared is not None:
            trackers.records.keep_no_ended()

    async def to_the_end(self, work: Coroutine[Any, Any, T]) -> T:
        """Do `work` even when whoever asked for it has gone."""
        task = asyncio.ensure_future(work)
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        return await asyncio.shield(task)

    @contextlib.asynccontextmanager
    async def turn(self, token: str | None) -> AsyncIterator[Turn]:
        """Take `token`'s conversation over, and give back the one the turn was in (`Turn.token`), which may be a new one."""
        turn = Turn(token)
        if self._shared is None or self._trackers is None:
            yield turn
            return
        async with contextlib.AsyncExitStack() as stack:
            told = True
            if token is not None:
                try:
                    await stack.enter_async_context(self._shared.locked(token))
                    await self._take_over(token)
                except Unavailable:
                    told = False
            try:
                yield turn
            finally:
                if token is not None and turn.token != token and not told:
                    # It goes on as another one: nobody could take back a yes given in this one.
                    self._owe(token, _LEAVE)
                await self.to_the_end(self._give_back({n for n in (token, turn.token) if n is not None}))

    async def leave(self, token: str, keep_record: bool) -> None:
        """The conversation is over everywhere; its record is kept or dropped."""
        if self._shared is None or self._trackers is None:
            return
        try:
            async with self._shared.locked(token):
                draft = await self._shared.leave(token)
            if keep_record and draft is not None:
                self._trackers.records.settle(draft)
        except Unavailable:
            self._owe(token, _LEAVE)

    async def hear_choice(self, token: str | None, store: bool | None) -> None:
        """What the resident chose about saving, told before and beside any turn: a no must not wait for one."""
        if self._shared is None or token is None or store is None:
            return
        try:
            await (self._shared.say_yes(token) if store else self._shared.say_no(token))
        except Unavailable:
            if not store:
                self._owe(token, _NO)

    async def sweep_forever(self) -> None:
        """Pay what is owed, then make records of conversations that have ended by themselves."""
        while self._shared is not None and self._trackers is not None:
            await asyncio.sleep(_SWEEP_EVERY)
            try:
                await self._pay(self._shared)
                while (draft := await self._shared.take_due()) is not None:
                    self._trackers.records.settle(draft)
            except Unavailable:
                continue
            except Exception as error:  # one bad draft must not end the sweeping for good
                log.error("not swept: %s", type(error).__name__)

    async def _pay(self, shared: Shared) -> None:
        while self._owed:
            token, what = next(iter(self._owed.items()))
            await (shared.leave(token) if what == _LEAVE else shared.say_no(token))
            self._owed.pop(token, None)

    def _owe(self, token: str, what: str) -> None:
        if self._owed.get(token) != _LEAVE:
            self._owed[token] = what
        while len(self._owed) > _MOST_OWED:
            self._owed.popitem(last=False)

    async def _take_over(self, token: str) -> None:
        assert self._shared is not None and self._trackers is not None
        talk, draft, left = await self._shared.fetch(token)
        if left:
            self._drop(token)
        elif talk is not None and self._conversations.turns_of(token) < talk["conversation"]["turns"]:
            # Otherwise it is newer here: Redis was away when it was to be given back.
            self._conversations.take_over(token, talk["conversation"])
            self._trackers.take_over(token, talk["words"])
            self._trackers.records.take_over(token, draft if self._owed.get(token) is None else None)

    async def _give_back(self, tokens: set[str]) -> None:
        assert self._shared is not None and self._trackers is not None
        for token in tokens:
            conversation, seconds = self._conversations.export(token)
            if conversation is None:
                continue  # never begun, or left during the turn
            words, draft = self._trackers.export(token), self._trackers.records.export(token)
            talk: dict[str, Any] = {"conversation": conversation, "words": words}
            with contextlib.suppress(Unavailable):
                await self._shared.keep(token, talk, draft, seconds)
                self._drop(token)

    def _drop(self, token: str) -> None:
        assert self._trackers is not None
        self._conversations.forget(token)
        self._trackers.let_go(token)
        self._trackers.records.forget(token)


class Turn:
    """The conversation a turn is in: the one named at its beginning until the turn says otherwise."""

    def __init__(self, token: str | None) -> None:
        self.token = token
