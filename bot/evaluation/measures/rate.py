"""A share with its count and Wilson's 95 % interval, honest for small numbers."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

_Z = 1.959964


@dataclass(frozen=True)
class Rate:
    """`hits` of `count`; an empty rate has no value and says so."""

    hits: int
    count: int

    @classmethod
    def of(cls, outcomes: Iterable[bool]) -> Rate:
        listed = list(outcomes)
        return cls(sum(listed), len(listed))

    @property
    def value(self) -> float | None:
        return self.hits / self.count if self.count else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Wilson score interval."""
        if not self.count:
            return None
        n, p = self.count, self.hits / self.count
        middle = (p + _Z**2 / (2 * n)) / (1 + _Z**2 / n)
        half = _Z / (1 + _Z**2 / n) * math.sqrt(p * (1 - p) / n + _Z**2 / (4 * n * n))
        return max(0.0, middle - half), min(1.0, middle + half)

    def __str__(self) -> str:
        if self.value is None or self.interval is None:
            return "inga exempel"
        low, high = self.interval
        return f"{self.value:.3f} ({self.hits}/{self.count}, 95 % {low:.3f}-{high:.3f})"

    def as_dict(self) -> dict[str, object]:
        return {"value": self.value, "hits": self.hits, "count": self.count, "interval": self.interval}
