"""Two models on the same set: what got better, what got worse, and whether that may be chance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import comb

from bot.evaluation.predict import Prediction


@dataclass(frozen=True)
class Change:
    """One kind of answer: of `of` messages the old model had `before` right and the new one `after`.

    `better` counts those that only the new one has right, `worse` those that only the old one had. `guards_lives`: may not
    fall. `chance` is the two-sided exact McNemar test.
    """

    name: str
    of: int
    before: int
    after: int
    better: int
    worse: int
    guards_lives: bool = False

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
        _change("fara upptäckt som säker", [(n.is_certain, o.is_certain) for n, o in acute], guards_lives=True),
        _change("fara upptäckt eller tillfrågad", [(n.is_noticed, o.is_noticed) for n, o in acute], guards_lives=True),
        _change("inget falskt larm", [(not n.is_certain, not o.is_certain) for n, o in calm]),
        _change("rätt ämne", [(n.is_right, o.is_right) for n, o in pairs]),
        _change("rätt ämne bland tre", [(n.is_right_among_three, o.is_right_among_three) for n, o in pairs]),
    ]


def compare_corrected(new: Sequence[Prediction], old: Sequence[Prediction]) -> Change:
    """The messages that staff marked as misunderstood: how many of them each model understands as they said."""
    return _change("missförstått som ni har rättat", [(n.is_right, o.is_right) for n, o in zip(new, old, strict=True)])


def _change(name: str, pairs: Sequence[tuple[bool, bool]], guards_lives: bool = False) -> Change:
    after, before = sum(n for n, _ in pairs), sum(o for _, o in pairs)
    better, worse = sum(n and not o for n, o in pairs), sum(o and not n for n, o in pairs)
    return Change(name, len(pairs), before, after, better, worse, guards_lives)
