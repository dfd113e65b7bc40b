"""Where ended conversations wait until enough of them can be written together, in random order. In memory only."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Mapping, Sequence

from bot.records.rare import LEAST, Combination, writable
from bot.records.record import Record

_CHANCE = random.SystemRandom()
_MOST = 500  # records that wait; beyond it one of them, any one, is dropped


class Pool:
    """What waits here is lost when the process stops; that is meant."""

    def __init__(self, least: int = LEAST, most: int = _MOST) -> None:
        self._least, self._most = least, most
        self._waiting: list[Record] = []
        self._guard = threading.Lock()

    def add(self, record: Record) -> None:
        with self._guard:
            self._waiting.insert(_CHANCE.randrange(len(self._waiting) + 1), record)
            if len(self._waiting) > self._most:
                self._waiting.pop(_CHANCE.randrange(len(self._waiting)))

    def write(
        self,
        first_week_kept: str,
        stored: Callable[[], Mapping[Combination, int]],
        save: Callable[[Sequence[Record]], None],
    ) -> int:
        """Hand what may be written to `save`, all or nothing, and return how many; what fails to be saved waits on.

        What has waited beyond its time (its week lies before `first_week_kept`) is dropped.
        """
        with self._guard:
            self._waiting = [record for record in self._waiting if record.week >= first_week_kept]
            waiting = list(self._waiting)
        if len(waiting) < self._least:
            return 0
        chosen, _ = writable(waiting, stored(), self._least)
        if not chosen:
            return 0
        _CHANCE.shuffle(chosen)
        save(chosen)
        saved = {record.id for record in chosen}
        with self._guard:
            self._waiting = [record for record in self._waiting if record.id not in saved]
        return len(chosen)

    def __len__(self) -> int:
        with self._guard:
            return len(self._waiting)
