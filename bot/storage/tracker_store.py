"""Conversations, in this process's memory only: idle and absolute time limits, a cap on their number, and `forget`."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import SerializedTrackerAsText, TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker

from bot.settings import IDLE_SECONDS, LIFETIME_SECONDS, MAX_CONVERSATIONS

_SWEEP_EVERY = 15.0  # seconds; idle words must not wait for the next visitor to be removed


class StoreRefused(RuntimeError):
    """The store was set up in a way that would leak or lose what it promises."""


@dataclass
class TurnNote:
    """What the conversation knew when its turn was saved. The channel lays one out; `save` fills it in."""

    slots: dict[str, Any] = field(default_factory=dict)
    understood: dict[str, Any] = field(default_factory=dict)  # the latest message's parse data
    saved: bool = False


turn_note: ContextVar[TurnNote | None] = ContextVar("turn_note", default=None)


@dataclass
class _Held:
    born: float
    touched: float
    serialised: str


class MemoryTrackerStore(TrackerStore, SerializedTrackerAsText):
    """Rasa's tracker store, named in endpoints.yml. Nothing it holds ever touches a disk."""

    def __init__(
        self,
        domain: Domain | None,
        host: Any = None,
        event_broker: EventBroker | None = None,
        idle_seconds: float = IDLE_SECONDS,
        lifetime_seconds: float = LIFETIME_SECONDS,
        cap: int = MAX_CONVERSATIONS,
        clock: Callable[[], float] = time.monotonic,
        **kwargs: Any,
    ) -> None:
        """Raises StoreRefused without a broker: Rasa would otherwise start, and answer, with nothing recorded."""
        super().__init__(domain, event_broker, **kwargs)
        if event_broker is None:
            raise StoreRefused("endpoints.yml names no usable event broker")
        self._idle, self._lifetime, self._cap = float(idle_seconds), float(lifetime_seconds), int(cap)
        self._clock = clock
        self._held: OrderedDict[str, _Held] = OrderedDict()  # the one idle longest first
        self._sweeper: asyncio.Task[None] | None = None

    async def save(self, tracker: DialogueStateTracker) -> None:
        if self._sweeper is None:
            self._sweeper = asyncio.create_task(self._sweep_forever())
        await self.stream_events(tracker)
        now = self._clock()
        earlier = self._held.get(tracker.sender_id)
        born = earlier.born if earlier and not self._over(earlier) else now
        self._held[tracker.sender_id] = _Held(born, now, self.serialise_tracker(tracker))
        self._held.move_to_end(tracker.sender_id)
        self.sweep()
        note = turn_note.get()
        if note is not None and tracker.latest_message is not None:
            note.slots = tracker.current_slot_values()
            note.understood = dict(tracker.latest_message.parse_data or {})
            note.saved = True

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        held = self._held.get(sender_id)
        if held is None or self._over(held):
            return None
        return self.deserialise_tracker(sender_id, held.serialised)

    async def retrieve_full_tracker(self, conversation_id: str) -> DialogueStateTracker | None:
        return await self.retrieve(conversation_id)

    async def keys(self) -> Iterable[str]:
        return list(self._held)

    def forget(self, sender_id: str) -> None:
        """Drop the conversation; does nothing when it is not held."""
        self._held.pop(sender_id, None)

    def sweep(self) -> None:
        """Drop what is over its time, and the longest idle beyond the cap."""
        for sender_id in [s for s, held in self._held.items() if self._over(held)]:
            del self._held[sender_id]
        while len(self._held) > self._cap:
            self._held.popitem(last=False)

    def _over(self, held: _Held) -> bool:
        now = self._clock()
        return now - held.touched > self._idle or now - held.born > self._lifetime

    async def _sweep_forever(self) -> None:
        while True:
            await asyncio.sleep(_SWEEP_EVERY)
            self.sweep()
