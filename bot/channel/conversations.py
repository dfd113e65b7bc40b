"""Which conversations exist: random tokens, their time limits, how many turns, and what their buttons mean.

In memory only. The token is the only key to a conversation; it is issued here and stands in no log, URL or cookie.
"""

from __future__ import annotations

import secrets
import time
from collections import OrderedDict, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.settings import IDLE_SECONDS, LIFETIME_SECONDS, MAX_CONVERSATIONS, MAX_TURNS

_MINUTE = 60.0
_OPTIONS_KEPT = 30  # older buttons have scrolled away


@dataclass(frozen=True)
class Meaning:
    """What a button says when it is pressed."""

    title: str
    intent: str
    topic: str | None


@dataclass
class Conversation:
    token: str
    born: float
    touched: float
    turns: int = 0
    is_full: bool = False  # its words take as much memory as one conversation may
    options: OrderedDict[str, Meaning] = field(default_factory=OrderedDict)
    recent: deque[float] = field(default_factory=deque)  # when the latest messages came, for the rate limit

    @property
    def is_long(self) -> bool:
        """True when it has had all the turns a conversation may have, or as many words."""
        return self.is_full or self.turns >= MAX_TURNS

    def offer(self, meaning: Meaning) -> str:
        """Return the opaque token the button sends; it works in this conversation alone."""
        token = f"c_{secrets.token_hex(6)}"
        self.options[token] = meaning
        while len(self.options) > _OPTIONS_KEPT:
            self.options.popitem(last=False)
        return token


class Conversations:
    """The register of running conversations."""

    def __init__(
        self,
        messages_per_minute: int,
        idle: float = IDLE_SECONDS,
        lifetime: float = LIFETIME_SECONDS,
        cap: int = MAX_CONVERSATIONS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._per_minute, self._idle, self._lifetime, self._cap = messages_per_minute, idle, lifetime, cap
        self._clock = clock
        self._running: OrderedDict[str, Conversation] = OrderedDict()  # the one idle longest first

    def enter(self, token: str | None) -> Conversation:
        """The conversation called `token`, or a new one when the token is None, unknown or over its time."""
        now = self._clock()
        conversation = self._running.get(token) if token else None
        if conversation is None or self._over(conversation, now):
            if conversation is not None:
                del self._running[conversation.token]
            conversation = Conversation(secrets.token_urlsafe(24), now, now)
            self._running[conversation.token] = conversation
        conversation.touched = now
        self._running.move_to_end(conversation.token)
        while len(self._running) > self._cap:
            self._running.popitem(last=False)
        return conversation

    def goes_on(self, token: str | None) -> bool:
        """True when `token` is a running conversation, so that `enter` would begin no new one."""
        conversation = self._running.get(token) if token else None
        return conversation is not None and not self._over(conversation, self._clock())

    def may_write(self, conversation: Conversation) -> bool:
        """False when more messages came within the last minute than anyone writes by hand."""
        now = self._clock()
        while conversation.recent and now - conversation.recent[0] > _MINUTE:
            conversation.recent.popleft()
        if len(conversation.recent) >= self._per_minute:
            return False
        conversation.recent.append(now)
        return True

    def forget(self, token: str) -> None:
        self._running.pop(token, None)

    def turns_of(self, token: str) -> int:
        """How many turns the conversation has had here; -1 when it is not here."""
        conversation = self._running.get(token)
        return conversation.turns if conversation else -1

    def export(self, token: str) -> tuple[dict[str, Any] | None, float]:
        """The conversation for another process, with ages in the place of times, and the seconds it may rest."""
        conversation, now = self._running.get(token), self._clock()
        if conversation is None:
            return None, 0.0
        age, rest = now - conversation.born, now - conversation.touched
        exported = {
            "age": age,
            "rest": rest,
            "at": time.time(),
            "turns": conversation.turns,
            "is_full": conversation.is_full,
            "options": {sent: [m.title, m.intent, m.topic] for sent, m in conversation.options.items()},
            "recent": [now - moment for moment in conversation.recent],
        }
        return exported, min(self._idle - rest, self._lifetime - age)

    def take_over(self, token: str, exported: Mapping[str, Any]) -> None:
        """The counterpart of `export`."""
        now = self._clock()
        since = max(0.0, time.time() - exported["at"])
        self._running[token] = Conversation(
            token,
            now - since - exported["age"],
            now - since - exported["rest"],
            exported["turns"],
            exported["is_full"],
            OrderedDict((sent, Meaning(*meaning)) for sent, meaning in exported["options"].items()),
            deque(now - since - age for age in exported["recent"]),
        )

    def __len__(self) -> int:
        return len(self._running)

    def _over(self, conversation: Conversation, now: float) -> bool:
        return now - conversation.touched > self._idle or now - conversation.born > self._lifetime
