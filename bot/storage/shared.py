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
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, TypeVar

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from redis.asyncio import Redis
from redis.exceptions import RedisError, ResponseError

from bot.settings import LIFETIME_SECONDS

log = logging.getLogger(__name__)

T = TypeVar("T")
_KINDS = ("talk", "draft", "left", "no", "lock", "key", "count")
_TALK, _DRAFT, _LEFT, _NO, _LOCK, _KEY, _COUNT = (f"lotsen:{kind}:" for kind in _KINDS)
_TIMEOUT = 0.5  # seconds Redis may take to connect, and to answer
_PAUSE = 5.0  # seconds without asking it again after it did not
_LOCKED = 10.0  # seconds a turn may hold its conversation
_WAIT = 3.0  # seconds another turn waits for it; then it goes on, for the resident must be answered
_POLL = 0.05
_DRAFT_KEPT = 600  # seconds a draft waits, after its conversation has ended, for an assistant to take it
_AT_ONCE = 100
_NONCE = 12

# Each is done by Redis as one step: nothing can come between a look and what follows from it.
_RELEASE = "if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) end"
_KEEP = """
local name, seconds, kept, talk, draft = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), ARGV[4], ARGV[5]
if redis.call('exists', 'lotsen:left:' .. name) == 1 then return 0 end
redis.call('set', 'lotsen:talk:' .. name, talk, 'ex', seconds)
if draft == '' or redis.call('exists', 'lotsen:no:' .. name) == 1 then
  redis.call('del', 'lotsen:draft:' .. name)
  redis.call('zrem', 'lotsen:due', name)
else
  redis.call('set', 'lotsen:draft:' .. name, draft, 'ex', seconds + kept)
  redis.call('zadd', 'lotsen:due', redis.call('time')[1] + seconds, name)
end
return 1
"""
_SAY_NO = """
local name = ARGV[1]
if redis.call('exists', 'lotsen:talk:' .. name, 'lotsen:draft:' .. name) > 0 then
  redis.call('set', 'lotsen:no:' .. name, '', 'ex', tonumber(ARGV[2]))
end
"""
_LEAVE = """
local name, kept = ARGV[1], tonumber(ARGV[2])
if redis.call('exists', 'lotsen:talk:' .. name, 'lotsen:draft:' .. name) > 0 then
  redis.call('set', 'lotsen:left:' .. name, '', 'ex', kept)
end
redis.call('del', 'lotsen:talk:' .. name)
redis.call('zrem', 'lotsen:due', name)
local draft = redis.call('getdel', 'lotsen:draft:' .. name)
if redis.call('exists', 'lotsen:no:' .. name) == 1 then return false end
return draft
"""
_TAKE_DUE = """
local now, kept, most = redis.call('time')[1], tonumber(ARGV[1]), tonumber(ARGV[2])
for _, name in ipairs(redis.call('zrangebyscore', 'lotsen:due', 0, now, 'limit', 0, most)) do
  if redis.call('exists', 'lotsen:lock:' .. name) == 0 then
    redis.call('zrem', 'lotsen:due', name)
    redis.call('set', 'lotsen:left:' .. name, '', 'ex', kept)
    redis.call('del', 'lotsen:talk:' .. name)
    local draft = redis.call('getdel', 'lotsen:draft:' .. name)
    if draft and redis.call('exists', 'lotsen:no:' .. name) == 0 then return draft end
  end
end
return false
"""


class Unavailable(RuntimeError):
    """Redis did not answer; the assistant goes on with what it has in its own memory."""


class KeepsOnDisk(RuntimeError):
    """Redis is set up to write what it holds to disk, which must never happen to a conversation."""


class Shared:
    """One a process. Every method but `available` raises Unavailable; what Redis does not answer is not asked again for a while."""

    def __init__(self, url: str) -> None:
        self._redis: Redis[bytes] = Redis.from_url(
            url, socket_timeout=_TIMEOUT, socket_connect_timeout=_TIMEOUT, health_check_interval=30
        )
        self._silent_until = 0.0
        self._is_safe = False  # this very Redis was seen to keep nothing on disk

    @property
    def available(self) -> bool:
        return time.monotonic() >= self._silent_until

    async def refuse_disk(self) -> None:
        """Raises KeepsOnDisk. Where the server does not tell its settings, whoever runs it answers for them."""
        try:
            found = {name: (await self._redis.config_get(name)).get(name) for name in ("save", "appendonly")}
        except ResponseError:
            log.warning("Redis does not tell whether it writes to disk")
            found = {}
        except (RedisError, OSError, asyncio.TimeoutError) as error:
            raise self._away(error) from None
        if found.get("save") or found.get("appendonly") == "yes":
            raise KeepsOnDisk('Redis must run with save "" and appendonly no')
        self._is_safe = True

    @contextlib.asynccontextmanager
    async def locked(self, token: str) -> AsyncIterator[None]:
        """One turn at a time in a conversation, whichever assistants they reach."""
        name, mine = _LOCK + _name(token), secrets.token_hex(8)
        deadline = time.monotonic() + _WAIT
        while not await self._ask(lambda: self._redis.set(name, mine, nx=True, px=int(_LOCKED * 1000))):
            if time.monotonic() > deadline:
                break
            await asyncio.sleep(_POLL)
        try:
            yield
        finally:
            with contextlib.suppress(Unavailable):
                await self._ask(lambda: self._redis.eval(_RELEASE, 1, name, mine))

    async def fetch(self, token: str) -> tuple[dict[str, Any] | None, dict[str, Any] | None, bool]:
        """The conversation, the draft of its record (None where there is none any more), and whether it was left."""
        name = _name(token)
        sealed, draft, left = await self._ask(lambda: self._redis.mget(_TALK + name, _DRAFT + name, _LEFT + name))
        return _opened(sealed, token), json.loads(draft) if draft else None, left is not None

    async def keep(self, token: str, talk: dict[str, Any], draft: dict[str, Any] | None, seconds: float) -> None:
        """Keep them for `seconds`; then the draft is due to become a record. A conversation that was left stays left, and
        where the resident said no there is no draft."""
        sealed, plain = _sealed(talk, token), json.dumps(draft) if draft is not None else ""
        whole = max(1, int(seconds))
        await self._ask(lambda: self._redis.eval(_KEEP, 0, _name(token), whole, _DRAFT_KEPT, sealed, plain))

    async def leave(self, token: str) -> dict[str, Any] | None:
        """The conversation is gone; the draft it had is returned, and nobody else gets it."""
        draft = await self._ask(lambda: self._redis.eval(_LEAVE, 0, _name(token), _DRAFT_KEPT))
        return json.loads(draft) if draft else None

    async def say_no(self, token: str) -> None:
        """Nothing of the conversation may become a record, whatever a turn that still runs gives back. Waits for nothing."""
        await self._ask(lambda: self._redis.eval(_SAY_NO, 0, _name(token), LIFETIME_SECONDS + _DRAFT_KEPT))

    async def say_yes(self, token: str) -> None:
        """Take an earlier no back."""
        await self._ask(lambda: self._redis.delete(_NO + _name(token)))

    async def take_due(self) -> dict[str, Any] | None:
        """A draft whose conversation has ended by itself, given to one assistant only; None when there is none (now)."""
        draft = await self._ask(lambda: self._redis.eval(_TAKE_DUE, 0, _DRAFT_KEPT, _AT_ONCE))
        return json.loads(draft) if draft else None

    async def count(self, kind: str, address: str, seconds: int) -> int:
        """How many requests of this `kind` the address has sent, over all assistants, in the running `seconds`.

        The address is hashed under a random key that Redis forgets, with the counts, when they are over.
        """
        fresh = secrets.token_bytes(32)

        def shared_key() -> Any:
            pipe = self._redis.pipeline(transaction=True)
            pipe.set(_KEY + kind, fresh, nx=True, ex=seconds)
            pipe.get(_KEY + kind)
            return pipe.execute()

        key = (await self._ask(shared_key))[1] or fresh
        place = _COUNT + kind + hashlib.blake2b(address.encode(errors="replace"), key=key, digest_size=8).hexdigest()

        def counted() -> Any:
            pipe = self._redis.pipeline(transaction=True)
            pipe.incr(place)
            pipe.expire(place, seconds)
            return pipe.execute()

        return int((await self._ask(counted))[0])

    async def close(self) -> None:
        await self._redis.close()

    async def _ask(self, call: Callable[[], Awaitable[T]]) -> T:
        if not self.available:
            raise Unavailable("Redis did not answer a moment ago")
        try:
            if not self._is_safe:  # at first, and whenever it was away: another may stand in its place
                await self.refuse_disk()
            return await call()
        except KeepsOnDisk as error:
            log.critical("%s", error)
            raise self._away(error) from None
        except (RedisError, OSError, asyncio.TimeoutError) as error:
            raise self._away(error) from None  # redis-py writes the whole command into its exceptions

    def _away(self, error: Exception) -> Unavailable:
        self._silent_until, self._is_safe = time.monotonic() + _PAUSE, False
        log.error("Redis is not available: %s", type(error).__name__)
        return Unavailable("Redis does not answer")


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
