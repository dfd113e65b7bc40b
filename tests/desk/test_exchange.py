"""The directory taken out as a table, filled in, and brought back."""

from __future__ import annotations

import csv
import io

import pytest
import yaml

from bot.desk.permissions import Role
from bot.services import exchange
from bot.services.changes import Act, apply
from bot.services.exchange import BadTable, changes_in
from bot.services.model import Confidence, Directory
from bot.services.register import read
from bot.storage import changes, directory
from tests.desk.running import RunningDesk

REGISTER = read()


def _filled(kind: str, how: dict[tuple[str, str], str], values: dict[tuple[str, str], str]) -> str:
    """The table of the register with `how` and `values` written into the rows they name."""
    rows = exchange.rows_of(REGISTER)
    for row in rows:
        key = row["service"], row["fact"]
        row["how"], row["value"] = how.get(key, ""), values.get(key, row["value"])
    if kind == "yaml":
        return yaml.safe_dump(rows, allow_unicode=True)
    out = io.StringIO()
    writer = csv.DictWriter(out, exchange.COLUMNS, delimiter=";" if kind == "csv" else ",")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["csv", "comma", "yaml"])
def test_rows_with_how_are_verified_or_corrected_and_others_stay(kind: str) -> None:
    how = {("bris", "phone"): "called", ("umo", "url"): "website", ("bris", "free"): "called"}
    text = _filled(kind, how, {("umo", "url"): "https://www.umo.se/nytt", ("bris", "free"): "nej"})
    made = changes_in(text, REGISTER, "2026-11-28", "redaktor")
    assert {(c.service_id, c.fact, c.act, c.value) for c in made} == {
        ("bris", "phone", Act.VERIFY, REGISTER.services["bris"].facts["phone"].value),
        ("bris", "free", Act.CORRECT, False),
        ("umo", "url", Act.CORRECT, "https://www.umo.se/nytt"),
    }
    changed: Directory = apply(REGISTER, made)
    assert changed.services["bris"].facts["phone"].confidence is Confidence.VERIFIED


def test_what_is_taken_out_and_brought_back_untouched_changes_nothing() -> None:
    for text in (exchange.as_csv(REGISTER), exchange.as_yaml(REGISTER)):
        with pytest.raises(BadTable, match="Inget att ändra"):
            changes_in(text, REGISTER, "2026-11-28", "redaktor")


def test_every_fault_is_told_with_its_row_and_nothing_is_used() -> None:
    how = {
        ("bris", "phone"): "gissade",
        ("umo", "url"): "website",
        ("larm_112", "phone"): "called",
        ("bris", "url"): "called",
    }
    text = _filled("csv", how, {("umo", "url"): "javascript:1", ("larm_112", "phone"): "113"})
    with pytest.raises(BadTable) as bad:
        changes_in(text, REGISTER, "2026-11-28", "redaktor")
    assert len(bad.value.faults) == 3
    assert all(f"({s}, {f})" in str(bad.value) for s, f in [("bris", "phone"), ("umo", "url"), ("larm_112", "phone")])


@pytest.mark.parametrize(
    "text", ["", "hej", "a;b\n1;2", "- 1\n- 2", "- {a: 1}", 'service;fact;value;how\n"', "- {", "\0;\0"]
)
def test_what_is_no_table_is_told(text: str) -> None:
    with pytest.raises(BadTable):
        changes_in(text, REGISTER, "2026-11-28", "redaktor")


def test_a_spreadsheet_reads_no_value_as_a_formula() -> None:
    for row in csv.DictReader(io.StringIO(exchange.as_csv(REGISTER).lstrip("\ufeff")), delimiter=";"):
        assert all(not value.startswith(("=", "+", "-", "@")) for value in row.values())


def test_at_the_desk_a_table_is_taken_out_and_brought_in_whole_or_not_at_all(desk: RunningDesk) -> None:
    visitor = desk.visitor(Role.EDITOR)
    taken = visitor.get("/tjanster/fil/csv")
    assert "attachment" in taken.headers["Content-Disposition"]
    lines = taken.content.decode("utf-8-sig").splitlines()
    before = len(changes.read_all(desk.records))
    wrong = [lines[0], *(line[:-1] + ";called" if line.startswith(("tris;", "umo;")) else line for line in lines[1:])]
    good = "\r\n".join(line.replace(";;called", ";called") for line in wrong)
    visitor.get("/tjanster")
    answer = visitor.post("/tjanster", table=good.replace("umo;", "finns_inte;"))
    assert answer.status_code == 400
    assert len(changes.read_all(desk.records)) == before
    visitor.get("/tjanster")
    assert visitor.post("/tjanster", table=good).status_code == 200
    facts = directory.load(desk.records).services["tris"].facts
    assert all(fact.confidence is Confidence.VERIFIED for fact in facts.values())
