"""The statistics as figures that may be shown: counts by label, small ones left out. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.records.statistics import LEAST, TOTAL, table

_ONLY = "n"


@dataclass(frozen=True)
class Figure:
    """One row of counts. None: too few to tell; `total` None: nothing of it may be told."""

    title: str
    unit: str
    labels: tuple[str, ...]
    counts: tuple[int | None, ...]
    total: int | None

    @property
    def highest(self) -> int:
        return max((count for count in self.counts if count is not None), default=0)

    @property
    def rows(self) -> list[tuple[str, int | None]]:
        return list(zip(self.labels, self.counts, strict=True))

    @property
    def hides(self) -> bool:
        return None in self.counts


@dataclass(frozen=True)
class Rise:
    """A topic with more messages in the last whole week than on average in the weeks before."""

    topic: str
    last: int
    before: float


def figure(title: str, unit: str, counts: Mapping[str, int], order: Sequence[str], words: Mapping[str, str]) -> Figure:
    """`counts` in the order of `order`, in the words of `words`. The total is told in several figures, so where it would
    have to be hidden to keep a small count secret, all counts of this figure are."""
    shown = table({(name, _ONLY): counts.get(name, 0) for name in order}, list(order), [_ONLY])
    total = shown[TOTAL, _ONLY]
    kept = tuple(shown[name, _ONLY] if total is not None else None for name in order)
    return Figure(title, unit, tuple(words.get(name, name) for name in order), kept, total)


def rising(by_week: Mapping[tuple[str, str], int], weeks: Sequence[str], topics: Sequence[str]) -> list[Rise]:
    """Topics of which the last of `weeks` (in order) had at least LEAST messages and half as many again as the mean before."""
    if len(weeks) < 3:
        return []
    last, before = weeks[-1], weeks[:-1]
    found = []
    for topic in topics:
        now = by_week.get((last, topic), 0)
        mean = sum(by_week.get((week, topic), 0) for week in before) / len(before)
        if now >= LEAST and mean >= LEAST and now >= 1.5 * mean:
            found.append(Rise(topic, now, round(mean, 1)))
    return sorted(found, key=lambda rise: -rise.last / rise.before)
