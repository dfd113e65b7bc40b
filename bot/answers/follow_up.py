"""Recognises what the classifiers cannot: a message that is only understood from the talk it stands in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

from bot.kommun import kommun
from bot.meaning.normalise import Normaliser, read_slang, without_dots

FILE = Path(__file__).with_name("follow_ups.yml")
MOST_WORDS = 14  # a longer message tells something of its own
_WORD = re.compile(r"\w+")
_ANSWERS: dict[str, tuple[str, ...]] = {
    "danger": ("yes", "no", "unsure", "refuses_112", "yes_danger", "no_danger"),
    "topic": ("yes", "no", "first", "second", "third"),
    "who": ("who_professional", "who_child", "who_other", "who_self"),
}
_ONLY_EXPECTED = frozenset({"yes_danger", "no_danger"})


class FollowUpFaults(ValueError):
    """follow_ups.yml cannot be used; the message names every fault."""


@dataclass(frozen=True)
class FollowUp:
    """`anytime`: also clear when no topic runs. `whole`: only when nothing else stands in the message."""

    id: str
    phrases: re.Pattern[str]
    unless: re.Pattern[str] | None
    anytime: bool


@lru_cache(maxsize=1)
def read_follow_ups(path: Path = FILE) -> tuple[FollowUp, ...]:
    """The kinds in the order of the file. Raises FollowUpFaults."""
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    parts = {**content["parts"], "here": "|".join(kommun().here)}
    faults: list[str] = []
    found: dict[str, FollowUp] = {}
    for raw in content["follow_ups"]:
        if raw["id"] in found or not raw.get("phrases") or raw.keys() - {"id", "phrases", "unless", "anytime", "whole"}:
            faults.append(f"{path.name}: {raw['id']}: stands twice, has no phrases or an unknown key")
            continue
        try:
            phrases = _pattern(raw["phrases"], parts, whole=bool(raw.get("whole")))
            unless = _pattern(raw["unless"], parts, whole=False) if raw.get("unless") else None
        except (re.error, KeyError) as error:
            faults.append(f"{path.name}: {raw['id']}: {error}")
            continue
        found[raw["id"]] = FollowUp(raw["id"], phrases, unless, bool(raw.get("anytime")))
    if faults:
        raise FollowUpFaults("\n".join(faults))
    return tuple(found.values())


def find_follow_up(text: str, in_talk: bool, asked: str | None = None) -> str | None:
    """The id of the kind that `text` (cleaned, any spelling) is; None for a message that speaks for itself.

    The kinds that answer our open question (`asked`) are tried first, then all in the order of the file.
    """
    prepared = " ".join(_WORD.findall(without_dots(_slang()(text))))
    if not prepared or len(prepared.split()) > MOST_WORDS:
        return None
    expected = _ANSWERS.get(asked or "", ())
    kinds = sorted(read_follow_ups(), key=lambda kind: kind.id not in expected)
    kinds = [k for k in kinds if (in_talk or k.anytime) and (k.id in expected or k.id not in _ONLY_EXPECTED)]
    return next((k.id for k in kinds if _fits(k, prepared)), None)


def _fits(kind: FollowUp, prepared: str) -> bool:
    return bool(kind.phrases.search(prepared)) and not (kind.unless and kind.unless.search(prepared))


@lru_cache(maxsize=1)
def _slang() -> Normaliser:
    return Normaliser(read_slang())


def _pattern(phrases: list[str], parts: dict[str, str], whole: bool) -> re.Pattern[str]:
    """A phrase is a regular expression over words without å ä ö; `{name}` stands for an alternative in `parts`."""
    filled = [without_dots(re.sub(r"\{([a-z_]+)\}", lambda m: f"(?:{parts[m.group(1)]})", p)) for p in phrases]
    filled = [re.sub(r"\bdet\b", "det?", p) for p in filled]  # "de" is typed for "det"
    around = r"^(?:{})$" if whole else r"\b(?:{})\b"
    return re.compile("|".join(around.format(p) for p in filled))
