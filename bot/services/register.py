"""Reads the register (one YAML file a service) and the staff's order; reports every fault at once, each with its path."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from bot.services import hours
from bot.services.model import FACT_NAMES, Confidence, Directory, Fact, Service
from bot.topics import DANGER_NOW, HELP_TOPICS, META_TOPICS, OUT_OF_SCOPE, WHO

FOLDER = Path(__file__).parent / "register"
ORDER_FILE = Path(__file__).parent / "order.yml"
POINTS_OF_VIEW = frozenset(WHO) - {"none"}
GENDERS = frozenset({"female", "male", "trans"})
SCOPES = frozenset({"local", "regional", "national"})


class RegisterFaults(ValueError):
    """The register cannot be used. `faults` lists every problem as `file: what is wrong`."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


def read(folder: Path = FOLDER, order_file: Path = ORDER_FILE) -> Directory:
    """Return the directory the files describe. Raises RegisterFaults."""
    faults: list[str] = []
    services: dict[str, Service] = {}
    for path in sorted(folder.glob("*.yml")):
        service = _service(path, faults)
        if service is not None:
            services[service.id] = service
    for service in services.values():
        if service.stands_in_for and service.stands_in_for not in services:
            faults.append(
                f"register/{service.id}.yml: stands_in_for names an unknown service '{service.stands_in_for}'"
            )
    order = _order(order_file, services, faults)
    if faults:
        raise RegisterFaults(faults)
    return Directory(services, order)


def _service(path: Path, faults: list[str]) -> Service | None:
    where = f"register/{path.name}"
    raw: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
    if not isinstance(raw, dict) or not {"id", "name", "scope", "helps_with", "for_who", "facts"} <= raw.keys():
        faults.append(f"{where}: needs id, name, scope, helps_with, for_who and facts")
        return None
    before = len(faults)
    if raw["id"] != path.stem:
        faults.append(f"{where}: id '{raw['id']}' differs from the file name")
    if raw["scope"] not in SCOPES:
        faults.append(f"{where}: scope '{raw['scope']}' is none of {sorted(SCOPES)}")
    for unknown in set(raw["for_who"]) - POINTS_OF_VIEW:
        faults.append(f"{where}: for_who '{unknown}' is none of {sorted(POINTS_OF_VIEW)}")
    for unknown in set(raw.get("genders") or ()) - GENDERS:
        faults.append(f"{where}: gender '{unknown}' is none of {sorted(GENDERS)}")
    if raw.get("opening"):
        try:
            hours.check(raw["opening"])
        except hours.BadOpeningHours as error:
            faults.append(f"{where}: {error}")
    facts = {name: _fact(where, name, fact, faults) for name, fact in raw["facts"].items()}
    if len(faults) > before:
        return None
    ages = raw.get("ages") or {}
    return Service(
        id=raw["id"],
        name=raw["name"],
        scope=raw["scope"],
        helps_with=raw["helps_with"],
        for_who=frozenset(raw["for_who"]),
        genders=frozenset(raw["genders"]) if raw.get("genders") else None,
        age_min=ages.get("min"),
        age_max=ages.get("max"),
        opening=raw.get("opening"),
        stands_in_for=raw.get("stands_in_for"),
        withdrawn=bool(raw.get("withdrawn", False)),
        facts={name: fact for name, fact in facts.items() if fact is not None},
    )


def _fact(where: str, name: str, raw: dict[str, Any], faults: list[str]) -> Fact | None:
    if name not in FACT_NAMES:
        faults.append(f"{where}: unknown fact '{name}'")
        return None
    if raw.get("confidence") not in {c.value for c in Confidence}:
        faults.append(f"{where}: fact '{name}' has confidence '{raw.get('confidence')}'")
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
                if service_id not in services:
                    faults.append(f"order.yml: topic '{topic}' names unknown service '{service_id}'")
    return {t: {w: tuple(ids) for w, ids in by_who.items()} for t, by_who in raw.items()}
