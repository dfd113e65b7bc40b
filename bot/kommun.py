"""The kommun Lotsen works for: everything about it stands in one folder, `kommuner/<name>/`, and is read here once.

`kommun.yml` holds short facts, `services/` its help services, `texts.yml` and `easy.yml` what it says otherwise than
bot/texts/, and `<list>.txt` words for the list of the same name in bot/redaction/lists/. Only the first two must be there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from bot.settings import KOMMUN_FOLDER

TEXTS_FILE, EASY_FILE, SERVICES_FOLDER = "texts.yml", "easy.yml", "services"
_KEYS = frozenset({"place", "official_name", "site", "exit_url", "colour", "languages", "here"})
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_ADDRESS = re.compile(r"https://[^\s/]+\.\w{2,}(?:/\S*)?")
_PLAIN_WORDS = re.compile(r"[a-z0-9]+(?: [a-z0-9]+)*")


class KommunFaults(ValueError):
    """The folder cannot be used; the message names every fault."""


@dataclass(frozen=True)
class Kommun:
    """What `kommun.yml` says."""

    folder: Path
    place: str  # the town: fills {place}, "Finns i {place}."
    official_name: str  # as it calls itself: fills {official_name}, and the title of the chat's page
    site: str  # its web site; also what the redactor lets stand
    exit_url: str  # where "Lämna snabbt" goes, unless LOTSEN_EXIT_URL says otherwise
    colour: str  # "#rrggbb" of the chat, unless the page that embeds it says otherwise
    languages: frozenset[str]  # besides Swedish, those it talks in (texts in bot/texts/languages/); 112 is told in all
    here: tuple[str, ...]  # how residents say "here": lower case, without å ä ö

    def fill(self, text: str) -> str:
        """`text` with {place} and {official_name}."""
        return text.replace("{place}", self.place).replace("{official_name}", self.official_name)


@lru_cache(maxsize=1)
def kommun() -> Kommun:
    """That of LOTSEN_KOMMUN. Raises KommunFaults."""
    return read(KOMMUN_FOLDER)


def read(folder: Path) -> Kommun:
    """The kommun whose folder this is. Raises KommunFaults."""
    path = folder / "kommun.yml"
    try:
        raw: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise KommunFaults(f"{path}: cannot be read ({type(error).__name__})") from None
    if not isinstance(raw, dict) or raw.keys() != _KEYS:
        raise KommunFaults(f"{path}: needs {', '.join(sorted(_KEYS))}, and nothing else")
    faults = [f"{path}: {fault}" for fault in _faults(raw)]
    if faults:
        raise KommunFaults("\n".join(faults))
    return Kommun(folder, **{**raw, "languages": frozenset(raw["languages"]), "here": tuple(raw["here"])})


def _faults(raw: dict[str, Any]) -> list[str]:
    faults = [f"{key} must be a short text" for key in ("place", "official_name") if not _is_text(raw[key])]
    faults += [
        f"{key} must begin with https://"
        for key in ("site", "exit_url")
        if not (_is_text(raw[key]) and _ADDRESS.fullmatch(raw[key]))
    ]
    if not (isinstance(raw["colour"], str) and _COLOUR.fullmatch(raw["colour"])):
        faults.append('colour must be "#rrggbb"')
    for key in ("languages", "here"):
        if not isinstance(raw[key], list) or not all(map(_is_text, raw[key])):
            faults.append(f"{key} must be a list")
        elif key == "here" and not (raw[key] and all(map(_PLAIN_WORDS.fullmatch, raw[key]))):
            faults.append("here must be words in lower case, without å ä ö")
    return faults


def _is_text(found: object) -> bool:
    return isinstance(found, str) and 0 < len(found.strip()) <= 200 and "{" not in found
