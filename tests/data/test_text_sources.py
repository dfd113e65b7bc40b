"""Each fact that is told has a source in docs/sources.md, and each row there is whole."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from bot.settings import ROOT
from bot.texts import responses

Check = Callable[[Iterable[str]], None]

SOURCES_FILE = ROOT / "docs" / "sources.md"
SOURCE_COLUMNS = ("Response", "Fact id", "Source", "Date", "Certainty")
GENERAL_KNOWLEDGE = "general-knowledge"


def _source_rows() -> list[tuple[str, ...]]:
    """The table of docs/sources.md without its head, each cell without backticks."""
    lines = [line for line in SOURCES_FILE.read_text(encoding="utf-8").splitlines() if line.startswith("|")]
    rows = [tuple(cell.strip().strip("`") for cell in line.strip("|").split("|")) for line in lines]
    assert rows[0] == SOURCE_COLUMNS
    return rows[2:]


def test_when_a_fact_is_told_then_it_has_a_source(no_faults: Check) -> None:
    sourced = {row[0] for row in _source_rows() if row[-1] != GENERAL_KNOWLEDGE}
    facts = [name for name in responses() if name.startswith("utter_fact_")]
    assert facts
    no_faults(f"docs/sources.md: no source for '{name}'" for name in facts if name not in sourced)


def test_when_a_source_is_given_then_its_row_is_whole_and_its_text_is_there(no_faults: Check) -> None:
    rows, faults = _source_rows(), []
    for row in rows:
        name, fact, address, date, certainty = row
        if name not in responses():
            faults.append(f"docs/sources.md: '{name}' is no text")
        if certainty == GENERAL_KNOWLEDGE:
            whole = (fact, address, date) == ("-", "-", "-")
        else:
            whole = bool(re.fullmatch(r"(service:)?[a-z0-9_]+", fact)) and bool(re.match(r"https?://\S+$", address))
            whole = whole and bool(re.fullmatch(r"no date|\d{4}(-\d{2}){0,2}", date))
            whole = whole and certainty in ("seen", "seen-unofficial")
        if not whole:
            faults.append(f"docs/sources.md: {name}: {fact}: a cell is missing or malformed")
    assert len(set(rows)) == len(rows)
    no_faults(faults)
