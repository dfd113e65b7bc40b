"""The directory as a table to take out, fill in elsewhere and bring back: CSV, or YAML with the same columns. Pure.

One row a fact. Brought back, a row whose value differs is a correction, one with the same value a verification; rows without
`how` change nothing, so a table may be brought back with only some rows filled in.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

import yaml

from bot.services.changes import HOW, SWITCHES, Act, BadChange, Change, apply, check
from bot.services.model import Directory

COLUMNS = ("service", "name", "fact", "value", "confidence", "verified_on", "source", "how")
_NEEDED = ("service", "fact", "value", "how")
_YES_NO = {True: "ja", False: "nej"}
MOST_ROWS = 5000


class BadTable(ValueError):
    """The table cannot be brought in; `faults` says for each row what is wrong, in Swedish. Nothing of it is used."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


def rows_of(directory: Directory) -> list[dict[str, str]]:
    """Every fact, service by service."""
    return [
        {
            "service": service.id,
            "name": service.name,
            "fact": name,
            "value": _said(fact.value),
            "confidence": fact.confidence.value,
            "verified_on": fact.verified_on or "",
            "source": fact.source or "",
            "how": "",
        }
        for service in sorted(directory.services.values(), key=lambda s: s.id)
        for name, fact in sorted(service.facts.items())
    ]


def as_csv(directory: Directory) -> str:
    """Semicolons and a byte order mark, as Swedish spreadsheets expect; a value is never read as a formula."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, delimiter=";")
    writer.writeheader()
    writer.writerows({k: f"'{v}" if v[:1] in "=+-@" and v else v for k, v in row.items()} for row in rows_of(directory))
    return "\ufeff" + out.getvalue()


def as_yaml(directory: Directory) -> str:
    return str(yaml.safe_dump(rows_of(directory), allow_unicode=True, sort_keys=False))


def changes_in(text: str, directory: Directory, on: str, account: str) -> list[Change]:
    """What a filled-in table (CSV or YAML) changes. Raises BadTable with every fault."""
    rows, faults, changes = _read(text), list[str](), list[Change]()
    for number, row in enumerate(rows, 1):
        how = row["how"].strip()
        if not how:
            continue
        change = _change(row, directory, on, account, how)
        try:
            if how not in HOW:
                raise BadChange(f"how ska vara någon av {', '.join(HOW)}.")
            check(change, directory)
        except BadChange as error:
            faults.append(f"Rad {number} ({row['service']}, {row['fact']}): {error}")
            continue
        changes.append(change)
        directory = apply(directory, [change])
    if faults:
        raise BadTable(faults)
    if not changes:
        raise BadTable([f"Inget att ändra. Skriv {', '.join(HOW)} i kolumnen how på raderna som gäller."])
    return changes


def _change(row: Mapping[str, str], directory: Directory, on: str, account: str, how: str) -> Change:
    said = row["value"].strip().removeprefix("'")
    value: str | bool | None = said
    if row["fact"] in SWITCHES:
        value = {said: known for known, said in _YES_NO.items()}.get(said)
    service = directory.services.get(row["service"])
    old = service.facts.get(row["fact"]) if service else None
    act = Act.VERIFY if old is not None and old.value == value else Act.CORRECT
    return Change(row["service"], row["fact"], act, on, account, value, how)


def _read(text: str) -> list[dict[str, str]]:
    text = text.removeprefix("\ufeff").strip()
    try:
        found: Any = yaml.safe_load(text) if text.startswith("-") else _csv_rows(text)
    except (yaml.YAMLError, csv.Error) as error:
        raise BadTable([f"Filen gick inte att läsa ({type(error).__name__})."]) from error
    if not isinstance(found, list) or not all(isinstance(row, dict) for row in found):
        raise BadTable(["Filen ska vara en tabell med en rad för varje uppgift."])
    if len(found) > MOST_ROWS:
        raise BadTable([f"Filen har fler än {MOST_ROWS} rader."])
    rows = [{str(k): _said(v) for k, v in row.items() if k is not None} for row in found]
    if missing := [name for name in _NEEDED if any(name not in row for row in rows)] or (not rows and ["service"]):
        raise BadTable([f"Kolumnerna {', '.join(missing)} saknas."])
    return rows


def _csv_rows(text: str) -> list[dict[str, str]]:
    lines = text.splitlines()
    delimiter = ";" if lines and ";" in lines[0] else ","
    return [{k: v for k, v in row.items() if isinstance(v, str)} for row in csv.DictReader(lines, delimiter=delimiter)]


def _said(value: object) -> str:
    if isinstance(value, bool):
        return _YES_NO[value]
    return "" if value is None else str(value)
