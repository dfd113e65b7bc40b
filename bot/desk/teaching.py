"""What a training example must be before anybody may propose it, and the file training reads. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable
from functools import lru_cache
from pathlib import Path

import yaml

from bot.redaction import find
from bot.settings import ROOT
from bot.storage.proposals import Example
from bot.topics import DESK

LEAST, MOST = 3, 300  # characters
AT_ONCE = 5
MOST_TOGETHER = AT_ONCE * (MOST + 1)
_PLACEHOLDER = re.compile(r"\[[A-ZÅÄÖ_]+\]")
_MARKUP = re.compile(r"[\[\]{}<>|\\\n\r\t]")


class Unfit(ValueError):
    """The example may not be used; the message says why, in Swedish, and may quote the example to whoever wrote it."""


def tidy(text: str) -> str:
    return " ".join(text.split())


def examples_in(raw: str, known: Collection[str]) -> list[str]:
    """The examples of a form, one a line: several ways to say the same teach more than one. Raises Unfit, naming the line."""
    lines = [line for line in map(tidy, raw.splitlines()) if line] or [""]
    if len(lines) > AT_ONCE:
        raise Unfit(f"Skriv högst {AT_ONCE} exempel åt gången.")
    if len({same(line) for line in lines}) < len(lines):
        raise Unfit("Två av raderna säger samma sak. Skriv dem på olika sätt.")
    for number, line in enumerate(lines, 1):
        try:
            check(line, known)
        except Unfit as unfit:
            raise Unfit(f"Rad {number}: {unfit}" if len(lines) > 1 else str(unfit)) from None
    return lines


def check(text: str, known: Collection[str]) -> None:
    """Raises Unfit. `known` are the lines (as `same` makes them) that it may not repeat."""
    if not LEAST <= len(text) <= MOST:
        raise Unfit(f"Exemplet ska ha {LEAST} till {MOST} tecken.")
    if found := _PLACEHOLDER.search(text):
        raise Unfit(f"Byt ut {found.group()} mot vanliga ord, till exempel ”min kompis” eller ”skolan”.")
    if _MARKUP.search(text):
        raise Unfit("Skriv utan klamrar, hakar och andra specialtecken.")
    if spans := find(text):
        said = ", ".join(f"”{text[span.start : span.end]}”" for span in spans)
        raise Unfit(f"Det här kan peka ut någon, eller är ett ord som Lotsen inte känner: {said}. Skriv om det.")
    if same(text) in known:
        raise Unfit("Det exemplet finns redan, bland övningarna eller i proven. Skriv det på ett annat sätt.")


def same(text: str) -> str:
    """What two lines share that differ in nothing but capitals, signs and spaces."""
    return " ".join(re.findall(r"\w+", text.lower()))


@lru_cache(maxsize=1)
def known_lines() -> frozenset[str]:
    """Every training line, and every message of the evaluation sets: these are for measuring and must never be learnt."""
    lines: set[str] = set()
    for path in (ROOT / "data" / "nlu").glob("*.yml"):
        rows = path.read_text(encoding="utf-8").splitlines()
        lines.update(same(row.strip()[2:]) for row in rows if row.strip().startswith("- "))
    for path in (ROOT / "tests" / "evaluation").glob("*.jsonl"):
        rows = path.read_text(encoding="utf-8").splitlines()
        lines.update(same(json.loads(row)["text"]) for row in rows if row.strip())
    return frozenset(lines)


def write_lines(path: Path, examples: Iterable[Example]) -> None:
    """Write `examples` in the format of data/nlu/. Raises OSError."""
    blocks = [
        {
            "intent": example.topic,
            "metadata": {
                "writer": DESK, "voice": DESK, "who": example.who, "urgency": example.urgency, "style": "plain",
            },
            "examples": f"- {example.text}\n",
        }
        for example in examples
    ]  # fmt: skip
    path.parent.mkdir(parents=True, exist_ok=True)
    content = yaml.safe_dump({"version": "3.1", "nlu": blocks}, allow_unicode=True, sort_keys=False)
    path.write_text(content, encoding="utf-8")
