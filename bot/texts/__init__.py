"""What is said: `*.yml` beside this file hold every sentence a resident reads; this package only reads them."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent
LABELS_FILE = FOLDER / "labels.yml"
EASY_FILE = FOLDER / "easy.yml"
LANGUAGES_FOLDER = FOLDER / "languages"


def response_files() -> list[Path]:
    """The files that hold whole answers, in Rasa's format; labels.yml and easy.yml are none of them."""
    return sorted(p for p in FOLDER.glob("*.yml") if p not in (LABELS_FILE, EASY_FILE))


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
        found.update(_texts_in(path))
    return found


@lru_cache(maxsize=1)
def easy_responses() -> dict[str, str]:
    """Response name -> its text in easy Swedish, for those that have one."""
    return _texts_in(EASY_FILE) if EASY_FILE.exists() else {}


@lru_cache(maxsize=1)
def languages() -> dict[str, dict[str, Any]]:
    """Language code -> its few texts: danger, card, offer, ... and `topics`, the buttons."""
    return {
        path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(LANGUAGES_FOLDER.glob("*.yml"))
    }


def _texts_in(path: Path) -> dict[str, str]:
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    return {name: variants[0]["text"] for name, variants in content["responses"].items()}
