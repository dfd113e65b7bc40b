"""Who is logged in: in memory only, so that a restart logs everybody out."""

from __future__ import annotations

import hmac
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.desk.permissions import Role

IDLE_SECONDS = 20 * 60
LIFETIME_SECONDS = 8 * 60 * 60
MOST_PER_ACCOUNT = 5


@dataclass
class Session:
    """`reason` is why its owner reads conversations, once said; `told` a sentence to show on the next page."""

    account: str
    role: Role
    begun: float
    seen: float
    csrf: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    reason: str | None = None
    told: str | None = None

    def accepts(self, csrf: str | None) -> bool:
        return hmac.compare_digest(self.csrf.encode(), (csrf or "").encode())


class Sessions:
    """Sessions by their secret id, the value of the cookie."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._sessions: dict[str, Session] = {}

    def begin(self, account: str, role: Role) -> str:
        """Return the new session's id; the account's oldest session beyond MOST_PER_ACCOUNT ends."""
        now = self._clock()
        self._sessions = {i: s for i, s in self._sessions.items() if self._lasts(s)}
        own = sorted((s.begun, i) for i, s in self._sessions.items() if s.account == account)
        for _, old in own[: max(0, len(own) + 1 - MOST_PER_ACCOUNT)]:
            del self._sessions[old]
        session_id = secrets.token_urlsafe(32)
        self._sessions[session_id] = Session(account, role, now, now)
        return session_id

    def get(self, session_id: str | None) -> Session | None:
        """The session, which has now been seen; None when there is none or its time is over."""
        session = self._sessions.get(session_id or "")
        if session is None:
            return None
        if not self._lasts(session):
            self.end(session_id)
            return None
        session.seen = self._clock()
        return session

    def end(self, session_id: str | None) -> None:
        self._sessions.pop(session_id or "", None)

    def end_all_of(self, account: str) -> None:
        self._sessions = {i: s for i, s in self._sessions.items() if s.account != account}

    def _lasts(self, session: Session) -> bool:
        now = self._clock()
        return now - session.seen < IDLE_SECONDS and now - session.begun < LIFETIME_SECONDS
