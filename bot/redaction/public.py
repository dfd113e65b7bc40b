"""What is public and stays: numbers and sites of help services, from the register the assistant shows."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

import yaml

from bot.kommun import SERVICES_FOLDER, kommun

_REGISTER = Path(__file__).parents[1] / "services" / "register"  # of all Sweden; the kommun's stands in its folder
_EMERGENCY = (
    "112",
    "11414",
    "1177",
    "11313",
    "116000",
    "116006",
    "116016",
    "116111",
    "116117",
    "116123",
    "911",
    "118118",
    "90101",
)
_NUMBER_FACTS = ("phone", "phone_alt", "sms")


def digits(text: str) -> str:
    """Digits alone, a Swedish country code written as the 0 it stands for."""
    found = re.sub(r"\D", "", text)
    if text.strip().startswith("+46") or found.startswith("0046"):
        found = re.sub(r"^(?:00)?460?", "0", found)
    return found


@lru_cache(maxsize=1)
def numbers() -> frozenset[str]:
    """Digits of every number that belongs to a public service."""
    shown = (
        str(fact["value"])
        for facts in _facts()
        for n, fact in facts.items()
        if n in _NUMBER_FACTS and fact.get("value")
    )
    return frozenset((*_EMERGENCY, *map(digits, shown)))


@lru_cache(maxsize=1)
def sites() -> frozenset[str]:
    """Host names of public services, without www."""
    links = (
        str(f["value"]) for facts in _facts() for n, f in facts.items() if n in ("url", "chat_url") and f.get("value")
    )
    return frozenset(urlsplit(link).netloc.removeprefix("www.") for link in links) | {
        "polisen.se",
        "1177.se",
        urlsplit(kommun().site).netloc.removeprefix("www."),
    }


def is_number(text: str) -> bool:
    return digits(text) in numbers()


def _facts() -> list[dict[str, dict[str, object]]]:
    folders = (_REGISTER, kommun().folder / SERVICES_FOLDER)
    files = [file for folder in folders for file in sorted(folder.glob("*.yml"))]
    return [yaml.safe_load(file.read_text(encoding="utf-8")).get("facts") or {} for file in files]
