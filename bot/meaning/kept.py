"""Where encoders are kept between trainings: .cache/encoders/, under checksums of what they were made from."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path

from bot.settings import ROOT

CACHE = Path(os.environ.get("LOTSEN_CACHE", str(ROOT / ".cache"))) / "encoders"
_MAKING = ("encoder/bundle.py", "encoder/export.py", "encoder/int8.py")
_TUNING = (*_MAKING, "encoder/tokenizer.py", "encoder/network.py", "encoder/tuning.py", "rough.py", "slang.yml")


def kept_encoder(cache: Path = CACHE) -> Path:
    """The folder for the lines as they are on disk now; it exists when an encoder was tuned on exactly these."""
    return cache / _checksum(_TUNING, (ROOT / "data" / "nlu").glob("*.yml"))


def untouched_encoder(cache: Path = CACHE) -> Path:
    """The file of the network as it comes, made when it is missing. Raises int8.EncoderMissing, OSError."""
    file = cache / f"untouched-{_checksum(_MAKING)}.onnx"
    if not file.exists():
        from bot.meaning.encoder.untouched import export_untouched

        cache.mkdir(parents=True, exist_ok=True)
        partial = file.with_suffix(".part")
        export_untouched(partial)
        partial.replace(file)
    return file


def _checksum(sources: Iterable[str], files: Iterable[Path] = ()) -> str:
    digest = hashlib.sha256()
    for file in (*sorted(files), *(Path(__file__).parent / s for s in sources)):
        digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:32]
