"""Made-up messages with what identifies somebody marked: what the pipeline learns from, and what the redactor is measured on.

JSON Lines in the format `python -m bot.redaction` writes: {"id", "text", "masked": [[start, end, type], ...]}.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from bot.redaction.spans import TYPES


class SetFault(ValueError):
    """A set cannot be used; the message names file and line."""


@dataclass(frozen=True)
class Marked:
    """A made-up message and what must not survive in it: `masked` is (start, end, type), in code points."""

    id: str
    text: str
    masked: tuple[tuple[int, int, str], ...]


def read_marked(path: Path) -> list[Marked]:
    """Raises SetFault, OSError."""
    read = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            raw = json.loads(line)
            message = Marked(raw["id"], raw["text"], tuple((int(s), int(e), str(t)) for s, e, t in raw["masked"]))
        except (ValueError, KeyError, TypeError) as fault:
            raise SetFault(f"{path.name}, line {number}: not the format") from fault
        if any(not 0 <= s < e <= len(message.text) or t not in TYPES for s, e, t in message.masked):
            raise SetFault(f"{path.name}, line {number}: a span lies outside the text or has an unknown type")
        read.append(message)
    return read
