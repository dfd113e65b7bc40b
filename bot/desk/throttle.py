"""Slows down those who guess passwords, without locking out the one whose account it is.

After OWASP's "device cookies": a browser that has logged in to an account before carries a signed cookie and is counted by
itself, all other browsers are counted together for each account. Whoever guesses from elsewhere shuts out other strangers,
not the colleague at the own computer.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time
from collections import OrderedDict
from collections.abc import Callable

MOST_FAILURES = 8
WINDOW = 15 * 60.0  # seconds
_MOST_COUNTED = 20_000


class Throttle:
    """Failures by key (a known browser's, or the account's for strangers) within the last WINDOW. In memory only."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._failures: OrderedDict[str, tuple[float, int]] = OrderedDict()  # key -> begun, count

    def admits(self, key: str) -> bool:
        return self._count(key) < MOST_FAILURES

    def note_failure(self, key: str) -> None:
        count = self._count(key)
        begun = self._failures[key][0] if count else self._clock()
        self._failures[key] = (begun, count + 1)
        while len(self._failures) > _MOST_COUNTED:
            self._failures.popitem(last=False)

    def forgive(self, key: str) -> None:
        self._failures.pop(key, None)

    def _count(self, key: str) -> int:
        begun, count = self._failures.get(key, (0.0, 0))
        if count and self._clock() - begun >= WINDOW:
            del self._failures[key]
            return 0
        return count


class KnownBrowsers:
    """Makes and checks the cookie by which a browser shows that it has logged in to an account before."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def cookie(self, account: str) -> str:
        nonce = secrets.token_hex(16)
        return f"{nonce}.{self._signature(account, nonce)}"

    def key_for(self, account: str, cookie: str | None) -> str:
        """Under which key failures of this attempt count."""
        nonce, _, signature = (cookie or "").partition(".")
        if hmac.compare_digest(signature.encode(), self._signature(account, nonce).encode()):
            return f"browser {nonce}"
        return f"account {account}"

    def _signature(self, account: str, nonce: str) -> str:
        return hmac.new(self._key, f"{account}\0{nonce}".encode(), hashlib.sha256).hexdigest()
