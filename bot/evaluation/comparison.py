"""Two models on the same set: what got better, what got worse, and whether that may be chance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import comb

from bot.evaluation.predict import Prediction
from bot.urgency.decide import Danger


@dataclass(frozen=True)
class Change:
    """One kind of answer that one model got right and the other did not. `chance` is the two-sided exact McNemar test."""

    name: str
    better: int
    worse: int

    @property
    def chance(self) -> float:
        """Probability of a split at least this uneven if both models were equally good."""
        n, fewer = self.better + self.worse, min(self.better, self.worse)
        ways: int = sum(comb(n, k) for k in range(fewer + 1))
        return min(1.0, float(2 * ways / 2**n))

    def __str__(self) -> str:
        return f"bättre {self.better}, sämre {self.worse} (slump: p = {self.chance:.3f})"


def compare(new: Sequence[Prediction], old: Sequence[Prediction]) -> list[Change]:
    """Danger first. Raises ValueError when the predictions are not of the same samples in the same order."""
    if [p.sample for p in new] != [p.sample for p in old]:
        raise ValueError("the two models answered different samples")
    pairs = list(zip(new, old, strict=True))
    acute = [(n, o) for n, o in pairs if n.sample.urgency == "acute"]
    calm = [(n, o) for n, o in pairs if n.sample.urgency != "acute"]
    return [
        _change("fara upptäckt som säker", [(_certain(n), _certain(o)) for n, o in acute]),
        _change("fara upptäckt eller tillfrågad", [(_noticed(n), _noticed(o)) for n, o in acute]),
        _change("inget falskt larm", [(not _certain(n), not _certain(o)) for n, o in calm]),
        _change("rätt ämne", [(n.is_right, o.is_right) for n, o in pairs]),
        _change("rätt ämne bland tre", [(n.is_right_among_three, o.is_right_among_three) for n, o in pairs]),
    ]


def _change(name: str, outcomes: Sequence[tuple[bool, bool]]) -> Change:
    return Change(name, sum(n and not o for n, o in outcomes), sum(o and not n for n, o in outcomes))


def _certain(p: Prediction) -> bool:
    return p.danger is Danger.CERTAIN


def _noticed(p: Prediction) -> bool:
    return p.danger is not Danger.NONE
