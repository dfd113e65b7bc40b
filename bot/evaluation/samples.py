"""Reads a labelled set (one JSON object a line); every fault is reported with its line, all at once."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from bot.topics import STYLES, TOPICS, URGENCY, WHO


class SetFaults(ValueError):
    """The set cannot be used. `faults` lists every problem."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass(frozen=True)
class Sample:
    id: str
    text: str
    topic: str
    also: tuple[str, ...] = ()
    who: str = "none"
    urgency: str = "none"
    style: str = "plain"
    lang: str = "sv"

    def is_right(self, topic: str | None) -> bool:
        """A second right topic counts as well."""
        return topic == self.topic or topic in self.also


def read_samples(path: Path) -> list[Sample]:
    """Raises SetFaults (also for an empty set) and OSError."""
    faults: list[str] = []
    samples: list[Sample] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip():
            sample = _sample(line, f"{path.name}:{number}", faults)
            if sample is not None:
                samples.append(sample)
    if not samples and not faults:
        faults.append(f"{path.name}: the set is empty")
    if faults:
        raise SetFaults(faults)
    return samples


def checksum(path: Path) -> str:
    """SHA-256 of the file, as in tests/evaluation/CHECKSUMS."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _sample(line: str, where: str, faults: list[str]) -> Sample | None:
    try:
        raw = json.loads(line)
    except ValueError:
        faults.append(f"{where}: not JSON")
        return None
    if not isinstance(raw, dict) or not isinstance(raw.get("text"), str) or not raw["text"].strip():
        faults.append(f"{where}: needs an object with a text")
        return None
    allowed = {"topic": TOPICS, "who": WHO, "urgency": URGENCY, "style": STYLES}
    before = len(faults)
    for key, values in allowed.items():
        if raw.get(key, "plain" if key == "style" else "none") not in values:
            faults.append(f"{where}: {key} '{raw.get(key)}' is not in bot/topics.py")
    for other in raw.get("also") or ():
        if other not in TOPICS:
            faults.append(f"{where}: also '{other}' is not a topic")
    if len(faults) > before:
        return None
    return Sample(
        id=str(raw.get("id", where)),
        text=raw["text"],
        topic=raw["topic"],
        also=tuple(raw.get("also") or ()),
        who=raw.get("who", "none"),
        urgency=raw.get("urgency", "none"),
        style=raw.get("style", "plain"),
        lang=raw.get("lang", "sv"),
    )
