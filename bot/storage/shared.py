"""What several assistants share, in Redis: conversations, the records that come of them, and how much an address has sent.

Redis keeps nothing on disk (it is refused otherwise), everything in it has a time limit, and a conversation's words lie there
under a key that only its token opens: the token is in the resident's browser tab and nowhere else, Redis knows a hash of it.
The redacted draft of its record lies beside it in clear, as it would in the database.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import json
import logging
import secrets
import time
from collections.abc import AsyncIterator, Awaitable
from typing import Any, TypeVar

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from redis.asyncio import Redis
from redis.exceptions import RedisError, ResponseError

log = logging.getLogger(__name__)

T = TypeVar("T")
_KINDS = ("talk", "draft", "left", "lock", "key", "count")
_TALK, _DRAFT, _LEFT, _LOCK, _KEY, _COUNT = (f"lotsen:{kind}:" for kind in _KINDS)
_DUE = "lotsen:due"
_TIMEOUT = 0.5  # seconds Redis may take to connect, and to answer
_PAUSE = 5.0  # seconds without asking it again after it did not
_LOCKED = 10.0  # seconds a turn may hold its conversation
_WAIT = 3.0  # seconds another turn waits for it; then it goes on, for the resident must be answered
_POLL = 0.05
_DRAFT_KEPT = 600  # seconds a draft waits, after its conversation has ended, for an assistant to take it
_AT_ONCE = 100
_NONCE = 12
_RELEASE = "if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) end"


class Unavailable(RuntimeError):
    """Redis did not answer; the assistant goes on with what it has in its own memory."""


class KeepsOnDisk(RuntimeError):
    """Redis is set up to write what it holds to disk, which must never happen to a conversation."""


class Shared:
    """One a process. Every method but `available` raises Unavailable."""

    def __init__(self, url: str) -> None:
        self._redis: Redis[bytes] = Redis.from_url(
            url, socket_timeout=_TIMEOUT, socket_connect_timeout=_TIMEOUT, health_check_interval=30
        )
        self._silent_until = 0.0

    @property
    def available(self) -> bool:
        return time.monotonic() >= self._silent_until

    async def refuse_disk(self) -> None:
        """Raises KeepsOnDisk. Where the server does not tell its settings, whoever runs it answers for them."""
        try:
            found = {
                **await self._ask(self._redis.config_get("save")),
                **await self._ask(self._redis.config_get("appendonly")),
            }
        except ResponseError:
            log.warning("Redis does not tell whether it writes to disk")
            return
        if found.get(b"save") or found.get(b"appendonly") == b"yes":
            raise KeepsOnDisk('Redis must run with save "" and appendonly no')

    @contextlib.asynccontextmanager
    async def locked(self, token: str) -> AsyncIterator[None]:
        """One turn at a time in a conversation, whichever assistants they reach."""
        name, mine = _LOCK + _name(token), secrets.token_hex(8)
        deadline = time.monotonic() + _WAIT
        while not await self._ask(self._redis.set(name, mine, nx=True, px=int(_LOCKED * 1000))):
            if time.monotonic() > deadline:
                break
            await asyncio.sleep(_POLL)
        try:
            yield
        finally:
            with contextlib.suppress(Unavailable):
                await self._ask(self._redis.eval(_RELEASE, 1, name, mine))

    async def fetch(self, token: str) -> tuple[dict[str, Any] | None, dict[str, Any] | None]:
        """The conversation and the draft of its record; None where there is none (any more)."""
        name = _name(token)
        sealed, draft = await self._ask(self._redis.mget(_TALK + name, _DRAFT + name))
        return _opened(sealed, token), json.loads(draft) if draft else None

    async def keep(self, token: str, talk: dict[str, Any], draft: dict[str, Any] | None, seconds: float) -> None:
        """Keep them for `seconds`; then the draft is due to become a record. A conversation that was left stays left."""
        name, whole = _name(token), max(1, int(seconds))
        if await self._ask(self._redis.exists(_LEFT + name)):
            return
        pipe = self._redis.pipeline(transaction=True)
        pipe.set(_TALK + name, _sealed(talk, token), ex=whole)
        if draft is None:
            pipe.delete(_DRAFT + name)
            pipe.zrem(_DUE, name)
        else:
            pipe.set(_DRAFT + name, json.dumps(draft), ex=whole + _DRAFT_KEPT)
            pipe.zadd(_DUE, {name: time.time() + whole})
        await self._ask(pipe.execute())

    async def leave(self, token: str) -> dict[str, Any] | None:
        """The conversation is gone; the draft it had is returned, and nobody else gets it."""
        name = _name(token)
        pipe = self._redis.pipeline(transaction=True)
        pipe.set(_LEFT + name, b"", ex=_DRAFT_KEPT)
        pipe.delete(_TALK + name)
        pipe.zrem(_DUE, name)
        pipe.getdel(_DRAFT + name)
        draft = (await self._ask(pipe.execute()))[-1]
        return json.loads(draft) if draft else None

    async def take_due(self) -> list[dict[str, Any]]:
        """Drafts whose conversation has ended by itself. Each is given to one assistant only."""
        names = await self._ask(self._redis.zrangebyscore(_DUE, 0, time.time(), start=0, num=_AT_ONCE))
        drafts = []
        for name in map(bytes.decode, names):
            if await self._ask(self._redis.zrem(_DUE, name)):
                draft = await self._ask(self._redis.getdel(_DRAFT + name))
                if draft:
                    drafts.append(json.loads(draft))
        return drafts

    async def count(self, kind: str, address: str, seconds: int) -> int:
        """How many requests of this `kind` the address has sent, over all assistants, in the running `seconds`.

        The address is hashed under a random key that Redis forgets, with the counts, when they are over.
        """
        fresh = secrets.token_bytes(32)
        pipe = self._redis.pipeline(transaction=True)
        pipe.set(_KEY + kind, fresh, nx=True, ex=seconds)
        pipe.get(_KEY + kind)
        key = (await self._ask(pipe.execute()))[1] or fresh
        place = _COUNT + kind + hashlib.blake2b(address.encode(errors="replace"), key=key, digest_size=8).hexdigest()
        pipe = self._redis.pipeline(transaction=True)
        pipe.incr(place)
        pipe.expire(place, seconds)
        return int((await self._ask(pipe.execute()))[0])

    async def close(self) -> None:
        await self._redis.close()

    async def _ask(self, call: Awaitable[T]) -> T:
        if not self.available:
            if asyncio.iscoroutine(call):
                call.close()
            raise Unavailable("Redis did not answer a moment ago")
        try:
            return await call
        except ResponseError:
            raise
        except (RedisError, OSError, asyncio.TimeoutError) as error:
            self._silent_until = time.monotonic() + _PAUSE
            log.error("Redis is not available: %s", type(error).__name__)
            raise Unavailable("Redis does not answer") from error


def _name(token: str) -> str:
    return hashlib.blake2b(token.encode(errors="replace"), digest_size=16, person=b"lotsen-name").hexdigest()


def _cipher(token: str) -> AESGCM:
    return AESGCM(hashlib.blake2b(token.encode(errors="replace"), digest_size=32, person=b"lotsen-words").digest())


def _sealed(talk: dict[str, Any], token: str) -> bytes:
    nonce = secrets.token_bytes(_NONCE)
    return nonce + _cipher(token).encrypt(nonce, json.dumps(talk).encode(), None)


def _opened(sealed: bytes | None, token: str) -> dict[str, Any] | None:
    if not sealed:
        return None
    try:
        talk: dict[str, Any] = json.loads(_cipher(token).decrypt(sealed[:_NONCE], sealed[_NONCE:], None))
    except (InvalidTag, ValueError):
        log.error("a shared conversation cannot be opened")
        return None
    return talk
