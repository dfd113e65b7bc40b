"""Where a tuned encoder is kept between trainings: .cache/encoders/, under a checksum of the lines and the code that tunes."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from bot.settings import ROOT

CACHE = Path(os.environ.get("LOTSEN_CACHE", str(ROOT / ".cache"))) / "encoders"
_SOURCES = (
    "encoder/bundle.py", "encoder/tokenizer.py", "encoder/network.py", "encoder/tuning.py", "encoder/export.py",
    "rough.py", "slang.yml",
)  # fmt: skip


def kept_encoder(cache: Path = CACHE) -> Path:
    """The folder for the lines as they are on disk now; it exists when an encoder was tuned on exactly these."""
    digest = hashlib.sha256()
    for file in (*sorted((ROOT / "data" / "nlu").glob("*.yml")), *(Path(__file__).parent / s for s in _SOURCES)):
        digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return cache / digest.hexdigest()[:32]
