"""Carries a tuned encoder's heads from the component that tuned it to the classifiers, along the training examples."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bot.meaning.two_view_classifier import GivenHead, Linear


@dataclass(frozen=True)
class Heads:
    """The heads by name, each with its labels in sorted order."""

    linear: Mapping[str, Linear]
    labels: Mapping[str, tuple[str, ...]]

    def fingerprint(self) -> str:
        """Rasa hashes what stands on an example; the heads follow from what it has hashed already."""
        return "heads"


@dataclass(frozen=True)
class TunedExample:
    """`unseen` holds, for a held-out example only, what an encoder that had not seen its writer said of it."""

    heads: Heads
    unseen: Mapping[str, Sequence[float]] | None

    def fingerprint(self) -> str:
        return "held out" if self.unseen else "seen"


class HeadMismatch(ValueError):
    """The head was learnt for other labels than the classifier has."""


def given_head(examples: Sequence[TunedExample | None], name: str, labels: Sequence[str]) -> GivenHead | None:
    """The head `name` for a classifier of `labels` (sorted); None when the encoder was not tuned. Raises HeadMismatch."""
    tuned = [e for e in examples if e is not None]
    if not tuned:
        return None
    heads = tuned[0].heads
    if heads.labels[name] != tuple(labels):
        raise HeadMismatch(f"head '{name}' knows {heads.labels[name]}, the classifier {tuple(labels)}")
    unseen = np.array([e is not None and e.unseen is not None for e in examples])
    rows = [e.unseen[name] for e in examples if e is not None and e.unseen is not None]
    return GivenHead(heads.linear[name], unseen, np.array(rows, dtype=np.float64))
