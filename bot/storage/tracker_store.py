"""Conversations, in this process's memory only: limits of time, number and size, and the ways they are left.

How one is left decides what becomes of its record (bot/records): `forget` drops it; `end`, the limits of time and the
caps end the conversation, so that a resident's consent holds. A stop of the process ends nothing.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import SerializedTrackerAsText, TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker

from bot.settings import IDLE_SECONDS, LIFETIME_SECONDS, MAX_CONVERSATION, MAX_CONVERSATIONS, MAX_HELD
from bot.storage.event_broker import RedactingBroker

_SWEEP_EVERY = 15.0  # seconds; idle words must not wait for the next visitor to be removed
_LONGEST_TURN = 600.0  # seconds: Rasa gives up on an action that hangs after 300


class StoreRefused(RuntimeError):
    """The store was set up in a way that would leak or lose what it promises."""


@dataclass
class TurnNote:
    """What the conversation knew when its turn was saved. The channel lays one out; `save` fills it in."""

    slots: dict[str, Any] = field(default_factory=dict)
    understood: dict[str, Any] = field(default_factory=dict)  # the latest message's parse data
    saved: bool = False
    full: bool = False  # the conversation holds as much as one may


turn_note: ContextVar[TurnNote | None] = ContextVar("turn_note", default=None)


@dataclass
class _Held:
    """A conversation: its events as JSON, one by one, so that a turn costs what is new in it and not all that was said."""

    born: float
    touched: float
    events: list[str]

    @property
    def size(self) -> int:
        """Characters."""
        return sum(map(len, self.events))


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
        most_held: int = MAX_HELD,
        clock: Callable[[], float] = time.monotonic,
        **kwargs: Any,
    ) -> None:
        """Raises StoreRefused without our broker: Rasa would otherwise start, and answer, with nothing recorded."""
        super().__init__(domain, event_broker, **kwargs)
        if not isinstance(event_broker, RedactingBroker):
            raise StoreRefused("endpoints.yml names no usable event broker")
        self.records = event_broker.records
        self._idle, self._lifetime, self._cap = float(idle_seconds), float(lifetime_seconds), int(cap)
        self._clock = clock
        self._most_held, self._size = most_held, 0
        self._held: OrderedDict[str, _Held] = OrderedDict()  # the one idle longest first
        self._left: OrderedDict[str, float] = OrderedDict()  # when; a turn may still run in them
        self._sweeper: asyncio.Task[None] | None = None

    async def save(self, tracker: DialogueStateTracker) -> None:
        if self._sweeper is None:
            self._sweeper = asyncio.create_task(self._sweep_forever())
        if tracker.sender_id in self._left:
            return
        now = self._clock()
        held = self._drop(tracker.sender_id)
        if held is None or self._over(held):
            held = _Held(now, now, [])
        new = [event.as_dict() for event in islice(tracker.events, len(held.events), None)]
        for event in new:
            self.event_broker.publish({"sender_id": tracker.sender_id, **event})
        held.events += [json.dumps(event) for event in new]
        held.touched = now
        self._held[tracker.sender_id] = held
        self._size += held.size
        self.sweep()
        note = turn_note.get()
        if note is not None and tracker.latest_message is not None:
            note.full = held.size >= MAX_CONVERSATION
            note.slots = tracker.current_slot_values()
            note.understood = dict(tracker.latest_message.parse_data or {})
            note.saved = True

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        held = self._held.get(sender_id)
        if held is None or self._over(held):
            return None
        return self.deserialise_tracker(sender_id, f'{{"name": "", "events": [{",".join(held.events)}]}}')

    async def retrieve_full_tracker(self, conversation_id: str) -> DialogueStateTracker | None:
        return await self.retrieve(conversation_id)

    async def keys(self) -> Iterable[str]:
        return list(self._held)

    def holds(self, sender_id: str) -> bool:
        return sender_id in self._held

    def forget(self, sender_id: str) -> None:
        """Nothing of the conversation is kept, nor of a turn of it that still runs; its id must never be used again."""
        self._leave(sender_id)
        self.records.forget(sender_id)

    def end(self, sender_id: str) -> None:
        """The same for the words; the record is kept when the resident wanted it."""
        self._leave(sender_id)
        self.records.end(sender_id)

    def export(self, sender_id: str) -> dict[str, Any]:
        """The words for another process, with ages in the place of times."""
        held, now = self._held.get(sender_id), self._clock()
        if held is None:
            return {"age": 0.0, "rest": 0.0, "at": time.time(), "events": []}
        return {"age": now - held.born, "rest": now - held.touched, "at": time.time(), "events": held.events}

    def take_over(self, sender_id: str, exported: Mapping[str, Any]) -> None:
        """The counterpart of `export`."""
        self.let_go(sender_id)
        del self._left[sender_id]
        if exported["events"]:
            now, since = self._clock(), max(0.0, time.time() - exported["at"])
            held = _Held(now - since - exported["age"], now - since - exported["rest"], list(exported["events"]))
            self._held[sender_id] = held
            self._size += held.size

    def let_go(self, sender_id: str) -> None:
        """Another process goes on with it: what is held here is gone, and what a turn that still runs would save."""
        self._leave(sender_id)

    def sweep(self) -> None:
        """End what is over its time, and the longest idle beyond the caps."""
        over = [sender_id for sender_id, held in self._held.items() if self._over(held)]
        for sender_id in over:
            self._drop(sender_id)
            self.records.end(sender_id)
        while len(self._held) > self._cap or (self._size > self._most_held and len(self._held) > 1):
            idle_longest = next(iter(self._held))
            self._drop(idle_longest)
            self.records.end(idle_longest)
        while self._left and self._clock() - next(iter(self._left.values())) > _LONGEST_TURN:
            self._left.popitem(last=False)

    def _leave(self, sender_id: str) -> None:
        self._drop(sender_id)
        self._left[sender_id] = self._clock()

    def _drop(self, sender_id: str) -> _Held | None:
        held = self._held.pop(sender_id, None)
        self._size -= held.size if held else 0
        return held

    def _over(self, held: _Held) -> bool:
        now = self._clock()
        return now - held.touched > self._idle or now - held.born > self._lifetime

    async def _sweep_forever(self) -> None:
        while True:
            await asyncio.sleep(_SWEEP_EVERY)
            self.sweep()
