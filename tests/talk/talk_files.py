"""Reads the talks of tests/talk/<kind>.yml; reports every fault of every file at once, each with its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from bot.services import register
from bot.topics import HELP_TOPICS, TOPICS, URGENCY, WHO

FOLDER = Path(__file__).parent
KINDS = (
    "follow_ups", "corrections", "topic_changes", "going_back", "sudden_danger", "after_danger", "refusals",
    "two_topics", "off_topic_remarks", "yes_and_no", "misunderstandings", "uncertainty", "other_languages",
    "easy_swedish", "honesty", "facts", "points_of_view", "young_people",
)  # fmt: skip
VIEW_KINDS = ("points_of_view", "young_people")
VIEWS = ("self", "child", "other", "professional", "young")
FEWEST_TURNS, MOST_TURNS = 1, 7
ASKED = (None, "danger", "topic", "who")
MOST_CHARACTERS = 2000

SAID_IN_MANY_WAYS: dict[str, tuple[str, ...]] = {
    "unknown": (
        "vet inte", "vet jag inte", "vet tyvärr inte", "vet vi inte", "inte säker", "ingen uppgift", "inga uppgifter",
        "inte någon uppgift", "saknar uppgift", "har inte uppgift", "känner inte till", "känner jag inte till",
        "står inte", "okänt", "oklart", "inte hittat", "hittar inte", "inte koll", "inte sett", "har jag inte", "kan jag inte säga",
        "kan inte säga", "fråga när du ringer", "inte vad det kostar",
    ),
    "free": ("gratis", "kostar inget", "kostar ingenting", "kostar inte", "kostnadsfri", "utan kostnad", "inte betala"),
    "always_open": ("dygnet runt", "hela dygnet", "alltid öppet", "dag och natt", "när som helst"),
    "nameless": (
        "anonym", "utan namn", "inte säga vem", "inte säga ditt namn", "utan att säga", "inte berätta vem",
        "inte säga namn", "inget namn", "vara hemlig", "inte ditt namn",
    ),
    "not_on_bill": ("inte på telefonräkning", "inte på räkning", "inte på din räkning", "syns inte"),
    "robot": ("robot", "dator", "program", "ingen människa", "inte en människa", "inte någon människa"),
    "not_kept": ("sparas inte", "sparar inte", "sparas inget", "sparar inget", "inte sparas", "glöm", "ingen läser",
                 "läser inte", "läser ingen"),
    "other_ways": (
        "vän", "granne", "någon du litar på", "trygg plats", "annan plats", "säker plats", "kvinnofridslinjen",
        "människor",
    ),
    "you_decide": ("du bestämmer", "du väljer", "du avgör", "bestämmer du", "behöver inte", "okej", "förstår", "i din takt"),
    "ask_danger": ("fara just nu", "fara nu", "farligt nu", "farligt just nu"),
}  # fmt: skip
"""Ways of saying the same thing. A talk writes `<unknown>` for any of them, so that no single wording is demanded."""

_ONE_OF: dict[str, tuple[Any, ...]] = {
    "topic": tuple(sorted(TOPICS)),
    "urgency": URGENCY,
    "who": WHO,
    "asked": ASKED,
    "language": ("sv", "en", "ar", "so", "fa", "prs", "ti", "ku", "kmr", "ckb", "tr", "fi", "uk", "ru", "pl", "bs", "hr",
                 "sr", "es", "th", "de", "fr"),
    "reply_dir": ("ltr", "rtl"),
}  # fmt: skip
"""Checks on one value. Each also comes as `<name>_any` and `<name>_none` with a list."""
_SERVICES = ("services_any", "services_all", "services_none")
_SUBSTRINGS = ("says_any", "says_all", "says_none", "choices_any", "choices_none")
_FLAGS = ("first_112", "easy", "offers")
_NUMBERS = ("services_most", "services_least")
CHECKS = frozenset(
    [
        *_ONE_OF,
        *(f"{name}_{end}" for name in _ONE_OF for end in ("any", "none")),
        *_SERVICES,
        *_SUBSTRINGS,
        *_FLAGS,
        *_NUMBERS,
    ]
)
_TALK_KEYS = frozenset({"name", "about", "view", "turns"})


class TalkFaults(ValueError):
    """Talk files cannot be used. `faults` lists every problem as `file/talk/turn: what is wrong`."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("; ".join(faults))
        self.faults = faults


@dataclass(frozen=True)
class Turn:
    """What the resident does, and what the answer must fulfil. One of `user` (typed) and `press` (a button) is set."""

    user: str | None
    press: str | None
    checks: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Talk:
    kind: str
    name: str
    turns: tuple[Turn, ...]
    about: str | None = None  # help topic, for the kinds that count points of view
    view: str | None = None


def read(folder: Path = FOLDER) -> tuple[Talk, ...]:
    """Return the talks of all kinds. Raises TalkFaults."""
    faults: list[str] = []
    talks: list[Talk] = []
    service_ids = frozenset(register.read().services)
    for kind in KINDS:
        talks.extend(_talks_of(folder / f"{kind}.yml", faults, service_ids))
    faults.extend(
        f"{path.name}: is not a known kind" for path in sorted(folder.glob("*.yml")) if path.stem not in KINDS
    )
    faults.extend(_same_names(talks))
    if faults:
        raise TalkFaults(faults)
    return tuple(talks)


def _same_names(talks: list[Talk]) -> Iterator[str]:
    kind_of: dict[str, str] = {}
    for talk in talks:
        if talk.name in kind_of:
            yield f"{talk.kind}/{talk.name}: the name also stands in {kind_of[talk.name]}"
        kind_of[talk.name] = talk.kind


def _talks_of(path: Path, faults: list[str], service_ids: frozenset[str]) -> Iterator[Talk]:
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), _StrictLoader)
    except OSError:
        faults.append(f"{path.name}: is missing")
        return
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        line = getattr(getattr(error, "problem_mark", None), "line", None)
        faults.append(f"{path.name}{'' if line is None else f':{line + 1}'}: cannot be read as YAML")
        return
    if not isinstance(content, list) or not content:
        faults.append(f"{path.name}: must be a list of talks")
        return
    for number, raw in enumerate(content, start=1):
        before = len(faults)
        talk = _talk(path.stem, number, raw, faults, service_ids)
        if talk is not None and len(faults) == before:
            yield talk


def _talk(kind: str, number: int, raw: Any, faults: list[str], service_ids: frozenset[str]) -> Talk | None:
    if not isinstance(raw, dict) or not isinstance(raw.get("name"), str) or not isinstance(raw.get("turns"), list):
        faults.append(f"{kind}.yml: talk {number} needs a name and a list of turns")
        return None
    where = f"{kind}/{raw['name']}"
    faults.extend(f"{where}: unknown key '{key}'" for key in raw.keys() - _TALK_KEYS)
    if not FEWEST_TURNS <= len(raw["turns"]) <= MOST_TURNS:
        faults.append(f"{where}: {len(raw['turns'])} turns, not {FEWEST_TURNS} to {MOST_TURNS}")
    _check_view(where, kind, raw, faults)
    turns = [
        _turn(f"{where}/turn {place}", turn, faults, service_ids) for place, turn in enumerate(raw["turns"], start=1)
    ]
    return Talk(kind, raw["name"], tuple(turn for turn in turns if turn), raw.get("about"), raw.get("view"))


def _check_view(where: str, kind: str, raw: dict[str, Any], faults: list[str]) -> None:
    if kind not in VIEW_KINDS:
        return
    if raw.get("about") not in HELP_TOPICS:
        faults.append(f"{where}: 'about' must be a help topic")
    if raw.get("view") not in VIEWS:
        faults.append(f"{where}: 'view' must be one of {', '.join(VIEWS)}")


def _turn(where: str, raw: Any, faults: list[str], service_ids: frozenset[str]) -> Turn | None:
    if not isinstance(raw, dict) or len({"user", "press"} & raw.keys()) != 1:
        faults.append(f"{where}: needs either 'user' or 'press'")
        return None
    done = raw.get("user", raw.get("press"))
    if not isinstance(done, str) or not 0 < len(done) <= MOST_CHARACTERS:
        faults.append(f"{where}: 'user' or 'press' must be text of 1 to {MOST_CHARACTERS} characters")
    checks = {key: value for key, value in raw.items() if key not in ("user", "press")}
    for key, value in checks.items():
        faults.extend(f"{where}: {fault}" for fault in _faults_of_check(key, value, service_ids))
    return Turn(raw.get("user"), raw.get("press"), {key: _spelt_out(key, value) for key, value in checks.items()})


def _faults_of_check(key: str, value: Any, service_ids: frozenset[str]) -> list[str]:
    if key not in CHECKS:
        return [f"unknown check '{key}'"]
    if key in _FLAGS:
        return [] if isinstance(value, bool) else [f"{key} must be true or false"]
    if key in _NUMBERS:
        return [] if isinstance(value, int) and 0 <= value <= 3 else [f"{key} must be 0 to 3"]
    if key in _ONE_OF:
        return [] if value in _ONE_OF[key] else [f"{key}: '{value}' is unknown"]
    if not isinstance(value, list) or not value:
        return [f"{key} must be a list that is not empty"]
    if key in _SERVICES:
        return [f"{key}: no service '{v}'" for v in value if v not in service_ids]
    if key in _SUBSTRINGS:
        return _faults_of_substrings(key, value)
    allowed = _ONE_OF[key.rsplit("_", 1)[0]]
    return [f"{key}: '{v}' is unknown" for v in value if v not in allowed]


def _faults_of_substrings(key: str, value: list[Any]) -> list[str]:
    faults = [f"{key}: every entry must be text" for v in value if not isinstance(v, str) or not v.strip()]
    groups = [v for v in value if isinstance(v, str) and v.startswith("<")]
    faults += [f"{key}: no group '{v}'" for v in groups if v.strip("<>") not in SAID_IN_MANY_WAYS]
    return faults + ([f"{key}: a group means 'any of these'"] if groups and key.endswith("_all") else [])


def _spelt_out(key: str, value: Any) -> Any:
    """Puts the wordings in the place of `<group>`."""
    if key not in _SUBSTRINGS or not isinstance(value, list):
        return value
    return [
        way for v in value for way in SAID_IN_MANY_WAYS.get(str(v).strip("<>") if str(v).startswith("<") else "", (v,))
    ]


class _StrictLoader(yaml.SafeLoader):
    """Refuses a key that stands twice: plain YAML would silently keep the last one, and a check would be lost."""

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        keys = [key.value for key, _ in node.value]
        if len(keys) != len(set(keys)):
            raise yaml.constructor.ConstructorError(None, None, "a key stands twice", node.start_mark)
        return super().construct_mapping(node, deep)
