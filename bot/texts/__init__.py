"""What is said: `*.yml` beside this file hold every sentence a resident reads; this package only reads them."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent
LABELS_FILE = FOLDER / "labels.yml"


def response_files() -> list[Path]:
    """The files that hold whole answers, in Rasa's format; labels.yml is not one of them."""
    return sorted(p for p in FOLDER.glob("*.yml") if p != LABELS_FILE)


@lru_cache(maxsize=1)
def labels() -> dict[str, Any]:
    """Short phrases: buttons, card lines, error messages."""
    content: dict[str, Any] = yaml.safe_load(LABELS_FILE.read_text(encoding="utf-8"))
    return content


@lru_cache(maxsize=1)
def responses() -> dict[str, str]:
    """Response name -> its text, for the moments when Rasa itself cannot speak. Raises KeyError on a malformed file."""
    found: dict[str, str] = {}
    for path in response_files():
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        for name, variants in content["responses"].items():
            found[name] = variants[0]["text"]
    return found
