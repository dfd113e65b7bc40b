"""Where the trained model lies, and whether it still fits what it was trained from."""

from __future__ import annotations

import hashlib
from pathlib import Path

from bot.settings import ROOT

MODEL_FILE = ROOT / "models" / "lotsen.tar.gz"
_STAMP = MODEL_FILE.with_name("lotsen.sha256")
# What training reads, and the code that turns it into numbers. Texts are not among it: rewording needs no training.
_TRAINED_FROM = ("config.yml", "domain.yml", "data", "bot/meaning", "bot/urgency", "bot/topics.py", "requirements.lock")
_SUFFIXES = {".yml", ".py", ".lock"}


def inputs_checksum(root: Path = ROOT) -> str:
    """SHA-256 over the files the model is trained from."""
    digest = hashlib.sha256()
    for name in _TRAINED_FROM:
        path = root / name
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.suffix in _SUFFIXES:
                digest.update(str(file.relative_to(root)).encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


def is_current() -> bool:
    """True when a model is there and nothing it was trained from has changed since."""
    return MODEL_FILE.exists() and _STAMP.exists() and _STAMP.read_text(encoding="ascii") == inputs_checksum()


def mark_current(checksum: str) -> None:
    """Note that the model was trained from inputs with this checksum (taken before the training began)."""
    _STAMP.write_text(checksum, encoding="ascii")
