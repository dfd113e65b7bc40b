"""Finds the phrases of signals.yml in a message: pure text work, no model, well under a millisecond."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

from bot.meaning.normalise import Normaliser, read_slang, without_dots

FILE = Path(__file__).with_name("signals.yml")
LEVELS = ("certain", "ask", "over")


class SignalFaults(ValueError):
    """signals.yml cannot be used; `faults` lists every problem."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass(frozen=True)
class Signal:
    """`phrases` call for `level` (`over`: they say that the danger has passed), unless one of `unless` stands in the same message. All without å ä ö."""

    id: str
    level: str
    reason: str
    phrases: re.Pattern[str]
    unless: re.Pattern[str] | None


@lru_cache(maxsize=1)
def read_signals(path: Path = FILE) -> tuple[Signal, ...]:
    """Raises SignalFaults with every fault of the file."""
    content = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    parts: dict[str, str] = content.get("parts") or {}
    faults: list[str] = [] if content.get("signals") else [f"{path.name}: lists no signals"]
    signals: list[Signal] = []
    for raw in content.get("signals") or ():
        where = f"{path.name}: {raw.get('id', '?')}"
        if raw.get("id") in {s.id for s in signals}:
            faults.append(f"{where}: stands twice")
        if not all(isinstance(raw.get(key) or [], list) for key in ("phrases", "unless")):
            faults.append(f"{where}: phrases and unless must be lists")
            continue
        if raw.get("level") not in LEVELS or not raw.get("phrases") or not raw.get("reason"):
            faults.append(f"{where}: needs level ({', '.join(LEVELS)}), phrases and reason")
            continue
        try:
            phrases = _pattern(raw["phrases"], parts)
            unless = _pattern(raw["unless"], parts) if raw.get("unless") else None
        except (re.error, KeyError) as error:
            faults.append(f"{where}: {error}")
            continue
        assert phrases is not None
        signals.append(Signal(raw["id"], raw["level"], raw["reason"], phrases, unless))
    if faults:
        raise SignalFaults(faults)
    return tuple(signals)


def find_signals(text: str) -> tuple[Signal, ...]:
    """The signals in `text` (cleaned, any spelling), in the order of the file."""
    prepared = _prepare(text)
    return tuple(
        s for s in read_signals() if s.phrases.search(prepared) and not (s.unless and s.unless.search(prepared))
    )


@lru_cache(maxsize=1)
def _slang() -> Normaliser:
    return Normaliser(read_slang())


def _prepare(text: str) -> str:
    return without_dots(_slang()(text))


def _pattern(phrases: list[str], parts: dict[str, str]) -> re.Pattern[str]:
    """A phrase is a regular expression over words; `{name}` stands for an alternative list under `parts`."""
    filled = [re.sub(r"\{([a-z_]+)\}", lambda m: f"(?:{parts[m.group(1)]})", p) for p in phrases]
    return re.compile("|".join(rf"\b(?:{without_dots(p)})\b" for p in filled))
