"""What is said: `*.yml` beside this file hold every sentence a resident reads; this package only reads them.

A kommun's folder may say some of them otherwise; {place} and {official_name} become its own.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from bot.kommun import EASY_FILE as LOCAL_EASY
from bot.kommun import TEXTS_FILE as LOCAL_TEXTS
from bot.kommun import kommun

FOLDER = Path(__file__).parent
LABELS_FILE = FOLDER / "labels.yml"
EASY_FILE = FOLDER / "easy.yml"
LANGUAGES_FOLDER = FOLDER / "languages"


class TextFault(ValueError):
    """A kommun's text has a name that no common text has: it would never be said."""


def response_files() -> list[Path]:
    """The files that hold whole answers, in Rasa's format; labels.yml and easy.yml are none of them."""
    return sorted(p for p in FOLDER.glob("*.yml") if p not in (LABELS_FILE, EASY_FILE))


def local_files() -> list[Path]:
    """The kommun's own texts: answers, and answers in easy Swedish. It may have none."""
    return [path for name in (LOCAL_TEXTS, LOCAL_EASY) if (path := kommun().folder / name).exists()]


@lru_cache(maxsize=1)
def labels() -> dict[str, Any]:
    """Short phrases: buttons, card lines, error messages."""
    content: dict[str, Any] = _filled(yaml.safe_load(LABELS_FILE.read_text(encoding="utf-8")))
    return content


def common_responses() -> dict[str, str]:
    """The texts of every kommun that has none of its own instead. Raises KeyError on a malformed file."""
    return {name: text for path in response_files() for name, text in _texts_in(path).items()}


def common_easy_responses() -> dict[str, str]:
    """The same in easy Swedish."""
    return _texts_in(EASY_FILE)


@lru_cache(maxsize=1)
def responses() -> dict[str, str]:
    """Response name -> its text, for the moments when Rasa itself cannot speak. Raises KeyError on a malformed file, TextFault."""
    return _with_local(common_responses(), LOCAL_TEXTS)


@lru_cache(maxsize=1)
def easy_responses() -> dict[str, str]:
    """Response name -> its text in easy Swedish, for those that have one. Raises TextFault."""
    return _with_local(common_easy_responses(), LOCAL_EASY)


@lru_cache(maxsize=1)
def languages() -> dict[str, dict[str, Any]]:
    """Language code -> its few texts: danger, card, offer, ... and `topics`, the buttons."""
    return {
        path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(LANGUAGES_FOLDER.glob("*.yml"))
    }


def _filled(content: Any) -> Any:
    """`content` of a YAML file with the kommun's names in all its texts."""
    if isinstance(content, dict):
        return {key: _filled(value) for key, value in content.items()}
    return kommun().fill(content) if isinstance(content, str) else content


def _with_local(common: dict[str, str], name: str) -> dict[str, str]:
    path = kommun().folder / name
    local = _texts_in(path) if path.exists() else {}
    if unknown := local.keys() - common.keys():
        raise TextFault(f"{path}: {', '.join(sorted(unknown))}: no common text has this name")
    return {**common, **local}


def _texts_in(path: Path) -> dict[str, str]:
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    return {name: kommun().fill(variants[0]["text"]) for name, variants in content["responses"].items()}
