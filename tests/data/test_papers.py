"""The papers for the kommun say what the code does: each figure and each stored field."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.records import rare, statistics
from bot.settings import IDLE_SECONDS, LIFETIME_SECONDS, ROOT, read_settings
from bot.storage import records, tallies

DOCS = ROOT / "docs"
PAPERS = (
    "konsekvensbedomning.md",
    "gallringsbeslut.md",
    "registerforteckning.md",
    "information-till-invanare.md",
)
DAYS = read_settings({}).record_days


def text_of(paper: str) -> str:
    return " ".join((DOCS / paper).read_text(encoding="utf-8").split())


@pytest.mark.parametrize("paper", PAPERS)
def test_when_a_paper_tells_how_long_something_is_kept_then_the_code_does_so(paper: str) -> None:
    text = text_of(paper)
    for said in (f"{IDLE_SECONDS // 60} minuters tystnad", f"{LIFETIME_SECONDS // 3600} timmar", f"{DAYS} dagar"):
        assert said in text or said.replace(" minuters tystnad", " minuter") in text, said


def test_when_a_week_is_all_that_is_known_then_the_longest_time_is_told() -> None:
    assert f"upp till {DAYS + 6} dagar" in text_of("gallringsbeslut.md")


@pytest.mark.parametrize("paper", ["konsekvensbedomning.md", "gallringsbeslut.md"])
def test_when_small_groups_are_hidden_then_their_size_is_told(paper: str) -> None:
    assert f"under {statistics.LEAST}" in text_of(paper)
    assert rare.LEAST == statistics.LEAST


def test_when_a_field_is_stored_then_the_assessment_says_why() -> None:
    written = (DOCS / "konsekvensbedomning.md").read_text(encoding="utf-8")
    for table in (*records.METADATA.tables.values(), *tallies._METADATA.tables.values()):
        section = _section(written, table.name)
        missing = [column.name for column in table.columns if f"`{column.name}`" not in section]
        assert not missing, f"{table.name}: {missing}"


@pytest.mark.parametrize("paper", PAPERS)
def test_when_a_paper_names_another_file_then_it_is_there(paper: str) -> None:
    for name in text_of(paper).split("`")[1::2]:
        if name.endswith(".md"):
            assert (DOCS / name).exists() or Path(ROOT / name).exists(), name


def _section(text: str, table: str) -> str:
    """What is said of `table`: from its name at the head of a paragraph or table to the next empty line."""
    starts = [text.find(head) for head in (f"\n`{table}`:", f"\n| `{table}` |") if head in text]
    assert starts, f"{table} is not described"
    return text[starts[0] : text.index("\n\n", starts[0] + 1)]
