"""Reads the register and the staff's order; reports every fault at once, each with its path.

One YAML file a service: those for all of Sweden in register/ here, those of the kommun and its region in the kommun's folder.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

from bot.kommun import SERVICES_FOLDER
from bot.services import hours
from bot.services.model import FACT_NAMES, ROLES, SWITCHBOARD, Confidence, Directory, Fact, Service
from bot.services.select import EMERGENCY, EMERGENCY_CARD
from bot.settings import KOMMUN_FOLDER
from bot.topics import DANGER_NOW, HELP_TOPICS, META_TOPICS, OUT_OF_SCOPE, WHO

FOLDERS = (Path(__file__).parent / "register", KOMMUN_FOLDER / SERVICES_FOLDER)
ORDER_FILE = Path(__file__).parent / "order.yml"
ALWAYS_NEEDED = frozenset({EMERGENCY, *EMERGENCY_CARD})
POINTS_OF_VIEW = frozenset(WHO) - {"none"}
GENDERS = frozenset({"female", "male", "trans"})
_NEEDED = frozenset({"id", "name", "scope", "helps_with", "for_who", "facts"})
_KNOWN = _NEEDED | {"role", "genders", "ages", "opening", "stands_in_for", "calm_only", "withdrawn", "staff_note"}
_FACT_KEYS = frozenset({"value", "say", "confidence", "source", "source_date", "verified_on"})
SCOPES = frozenset({"local", "regional", "national"})


class RegisterFaults(ValueError):
    """The register cannot be used. `faults` lists every problem as `file: what is wrong`."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


def read(folders: Sequence[Path] = FOLDERS, order_file: Path = ORDER_FILE) -> Directory:
    """Return the directory the files describe. Raises RegisterFaults."""
    faults: list[str] = []
    services: dict[str, Service] = {}
    for path in (path for folder in folders for path in sorted(folder.glob("*.yml"))):
        service = _service(path, faults)
        if service is not None and service.id in services:
            faults.append(f"{_where(path)}: '{service.id}' stands in another folder too")
        elif service is not None:
            services[service.id] = service
    for service in services.values():
        if service.stands_in_for and service.stands_in_for not in services:
            faults.append(f"{service.id}.yml: stands_in_for names an unknown service '{service.stands_in_for}'")
    for needed in ALWAYS_NEEDED - services.keys():
        faults.append(f"register/{needed}.yml: is missing; the emergency card needs it")
    if not any(service.role == SWITCHBOARD for service in services.values()):
        faults.append(f"{SERVICES_FOLDER}: no service has the role '{SWITCHBOARD}', the last resort")
    order = _order(order_file, services, faults)
    if faults:
        raise RegisterFaults(faults)
    return Directory(services, order)


def _service(path: Path, faults: list[str]) -> Service | None:
    where = _where(path)
    before = len(faults)
    try:
        raw: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        faults.append(f"{where}: cannot be read as YAML ({type(error).__name__})")
        return None
    if not isinstance(raw, dict) or not raw.keys() >= _NEEDED:
        faults.append(f"{where}: needs id, name, scope, helps_with, for_who and facts")
        return None
    for unknown in raw.keys() - _KNOWN:
        faults.append(f"{where}: unknown key '{unknown}'")
    if raw["id"] != path.stem:
        faults.append(f"{where}: id '{raw['id']}' differs from the file name")
    if raw["scope"] not in SCOPES:
        faults.append(f"{where}: scope '{raw['scope']}' is none of {sorted(SCOPES)}")
    if raw.get("role") and raw["role"] not in ROLES:
        faults.append(f"{where}: role '{raw['role']}' is none of {sorted(ROLES)}")
    for_who = _names(where, "for_who", raw["for_who"] or (), POINTS_OF_VIEW, faults)
    if not for_who:
        faults.append(f"{where}: for_who is empty")
    genders = _names(where, "gender", raw.get("genders") or (), GENDERS, faults)
    if raw.get("opening"):
        try:
            hours.check(raw["opening"])
        except hours.BadOpeningHours as error:
            faults.append(f"{where}: {error}")
    if not isinstance(raw["facts"], dict):
        faults.append(f"{where}: facts must name each fact")
        return None
    facts = {name: _fact(where, name, fact, faults) for name, fact in raw["facts"].items()}
    if len(faults) > before:
        return None
    ages = raw.get("ages") or {}
    return Service(
        id=raw["id"],
        name=raw["name"],
        scope=raw["scope"],
        helps_with=raw["helps_with"],
        for_who=for_who,
        genders=genders or None,
        age_min=ages.get("min"),
        age_max=ages.get("max"),
        opening=raw.get("opening"),
        role=raw.get("role"),
        stands_in_for=raw.get("stands_in_for"),
        calm_only=bool(raw.get("calm_only", False)),
        withdrawn=bool(raw.get("withdrawn", False)),
        staff_note=raw.get("staff_note"),
        facts={name: fact for name, fact in facts.items() if fact is not None},
    )


def _names(where: str, key: str, found: Any, allowed: frozenset[str], faults: list[str]) -> frozenset[str]:
    """A list of names out of `allowed`; everything else becomes a fault."""
    if not isinstance(found, (list, tuple)):
        faults.append(f"{where}: {key} must be a list")
        return frozenset()
    for unknown in set(map(str, found)) - allowed:
        faults.append(f"{where}: {key} '{unknown}' is none of {sorted(allowed)}")
    return frozenset(map(str, found))


def _fact(where: str, name: str, raw: Any, faults: list[str]) -> Fact | None:
    if name not in FACT_NAMES:
        faults.append(f"{where}: unknown fact '{name}'")
        return None
    if not isinstance(raw, dict) or "value" not in raw:
        faults.append(f"{where}: fact '{name}' needs a value")
        return None
    for unknown in raw.keys() - _FACT_KEYS:
        faults.append(f"{where}: fact '{name}' has an unknown key '{unknown}'")
    if raw.get("confidence") not in {c.value for c in Confidence}:
        faults.append(f"{where}: fact '{name}' has confidence '{raw.get('confidence')}'")
        return None
    if not isinstance(raw["value"], (str, bool)):
        faults.append(f"{where}: fact '{name}': put quotation marks around {raw['value']!r}")
        return None
    return Fact(
        value=raw["value"],
        confidence=Confidence(raw["confidence"]),
        source=raw.get("source"),
        source_date=raw.get("source_date"),
        say=raw.get("say"),
        verified_on=raw.get("verified_on"),
    )


def _order(path: Path, services: dict[str, Service], faults: list[str]) -> dict[str, dict[str, tuple[str, ...]]]:
    raw: dict[str, dict[str, list[str]]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    for topic in sorted(HELP_TOPICS - raw.keys()):
        faults.append(f"order.yml: topic '{topic}' has no services")
    for topic, by_who in raw.items():
        if topic not in HELP_TOPICS | META_TOPICS | {OUT_OF_SCOPE, DANGER_NOW}:
            faults.append(f"order.yml: unknown topic '{topic}'")
        if "self" not in by_who:
            faults.append(f"order.yml: topic '{topic}' has no order for 'self', which the others fall back on")
        for who, ids in by_who.items():
            if who not in POINTS_OF_VIEW:
                faults.append(f"order.yml: topic '{topic}' has an order for unknown '{who}'")
            for service_id in ids:
                if service_id not in services and service_id not in ROLES:
                    faults.append(f"order.yml: topic '{topic}' names unknown service '{service_id}'")
    known = Directory(services, {})
    return {t: {w: known.named(names) for w, names in by_who.items()} for t, by_who in raw.items()}


def _where(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"
