"""How much one address may send, without keeping any address.

An address is turned at once into a place in a fixed row of counters, by a hash whose random key lives as long as the row:
a few minutes at most. Then key and counts are forgotten together, and nobody can tell any more who was counted.
"""

from __future__ import annotations

import contextlib
import hashlib
import ipaddress
import secrets
import time
from collections.abc import Callable

from bot.storage.shared import Shared, Unavailable

_PLACES = 1 << 16  # a row is never longer, however many addresses come
_LONGEST_LIMIT = 0xFFFF
_IPV6_NETWORK = 64  # bits; one subscriber owns all addresses behind them


class Window:
    """Admits at most `limit` requests an address within `seconds`; two addresses in one place share, which is rare."""

    def __init__(self, limit: int, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self.limit, self.seconds, self._clock = min(limit, _LONGEST_LIMIT), seconds, clock
        self._forget()

    def admit(self, address: str) -> bool:
        """Count one request; False when the address has had its share. A refused request is not counted."""
        if self._clock() - self._begun >= self.seconds:
            self._forget()
        digest = hashlib.blake2b(address.encode(errors="replace"), key=self._key, digest_size=2).digest()
        place = 2 * int.from_bytes(digest, "big")
        count = int.from_bytes(self._counts[place : place + 2], "big")
        if count >= self.limit:
            return False
        self._counts[place : place + 2] = (count + 1).to_bytes(2, "big")
        return True

    def _forget(self) -> None:
        self._begun = self._clock()
        self._key = secrets.token_bytes(32)
        self._counts = bytearray(2 * _PLACES)


class AddressLimits:
    """What the door asks: may this address send a message, and may it begin one more conversation?

    With several assistants they count together; while what they share does not answer, each counts for itself.
    """

    def __init__(self, messages: int, conversations: int, shared: Shared | None = None) -> None:
        self._messages, self._conversations = Window(messages, 60.0), Window(conversations, 300.0)
        self._shared = shared

    async def admit_message(self, address: str) -> bool:
        return await self._admit("messages", self._messages, address)

    async def admit_conversation(self, address: str) -> bool:
        return await self._admit("conversations", self._conversations, address)

    async def _admit(self, kind: str, window: Window, address: str) -> bool:
        if self._shared is not None:
            with contextlib.suppress(Unavailable):
                return await self._shared.count(kind, address, int(window.seconds)) <= window.limit
        return window.admit(address)


def address_of(connection: str, forwarded: str | None, trust_proxy: bool) -> str:
    """Whom to count: the connection's address, or the last hop of X-Forwarded-For when a proxy of ours wrote it.

    All hops before the last are the sender's own words. An IPv6 address counts as its network.
    """
    address = connection
    if trust_proxy and forwarded:
        last = forwarded.rsplit(",", 1)[-1].strip()
        address = last if _parsed(last) else connection
    parsed = _parsed(address)
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped is not None:
            return str(parsed.ipv4_mapped)
        return str(ipaddress.ip_network((parsed.packed, _IPV6_NETWORK), strict=False).network_address)
    return address


def _parsed(address: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(address)
    except ValueError:
        return None
