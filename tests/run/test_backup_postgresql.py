"""The commands docs/drift.md gives for PostgreSQL, rehearsed: all is lost, the copy is put back, and holds no conversation."""

from __future__ import annotations

import re
import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pgserver
import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine, make_url

from bot.desk.first_start import first_start
from bot.services.changes import WHOLE, Act, Change
from bot.settings import ROOT, Settings, read_settings
from bot.storage import changes, desk, directory, records
from bot.storage.engine import open_database
from bot.storage.migrate import migrate
from tests import postgres
from tests.records.made_up import record

WORDS = "han låser dörren varje kväll"
_TOOLS = Path(pgserver.__file__).parent / "pginstall" / "bin"
_GIVEN = re.compile(r"`((?:pg_dump|pg_restore) [^`]+)`")


@pytest.fixture
def filled(tmp_path: Path) -> Iterator[Settings]:
    """Both databases after some work, with one conversation in them, and an empty one to put each copy back in."""
    with postgres.running(tmp_path / "pg") as address:
        with sa.create_engine(address, isolation_level="AUTOCOMMIT").connect() as connection:
            for name in ("lotsen", "desk", "lotsen_anew", "desk_anew"):
                connection.execute(sa.text(f"CREATE DATABASE {name}"))
        url, own = (make_url(address).set(database=name).render_as_string(False) for name in ("lotsen", "desk"))
        settings = read_settings(
            {"LOTSEN_DATA": str(tmp_path / "var"), "LOTSEN_DATABASE_URL": url, "LOTSEN_DESK_DATABASE_URL": own}
        )
        stored = open_database(url)
        migrate(stored)
        directory.fill(stored)
        first_start(settings)
        changes.add(stored, Change("bris", WHOLE, Act.WITHDRAW, "2026-11-20", "redaktor"))
        records.write(stored, [record(record_id="a" * 32, text=WORDS)])
        yield settings


def _given() -> dict[str, list[str]]:
    """The commands in the docs by name, what is theirs to fill in left out."""
    text = (ROOT / "docs" / "drift.md").read_text(encoding="utf-8")
    return {words[0]: words[1:] for words in map(shlex.split, _GIVEN.findall(text))}


def _run(tool: str, *arguments: str) -> None:
    subprocess.run([str(_TOOLS / tool), *_given()[tool], *arguments], check=True, capture_output=True)


def _move(database_url: str, copy: Path, *, to: str, whole: bool = False) -> Engine:
    anew = make_url(database_url).set(database=to).render_as_string(False)
    if whole:
        subprocess.run(
            [str(_TOOLS / "pg_dump"), "--format=custom", f"--file={copy}", f"--dbname={database_url}"], check=True
        )
    else:
        _run("pg_dump", f"--file={copy}", f"--dbname={database_url}")
    _run("pg_restore", f"--dbname={anew}", str(copy))
    return open_database(anew)


def test_when_all_is_lost_then_the_copy_brings_back_what_staff_decided_and_no_conversation(
    filled: Settings, tmp_path: Path
) -> None:
    stored = _move(filled.database_url, tmp_path / "lotsen.dump", to="lotsen_anew")
    own = _move(filled.desk_database_url, tmp_path / "desk.dump", to="desk_anew", whole=True)
    assert migrate(stored) == migrate(open_database(filled.database_url))
    assert [change.service_id for change in changes.read_all(stored)] == ["bris"]
    assert directory.fill(stored) == 0
    assert desk.accounts(own) == desk.accounts(open_database(filled.desk_database_url)) != []
    assert records.read(stored) == []
    assert len(records.read(open_database(filled.database_url))) > 0


def test_when_the_log_is_put_back_then_it_still_cannot_be_changed(filled: Settings, tmp_path: Path) -> None:
    own = _move(filled.desk_database_url, tmp_path / "desk.dump", to="desk_anew", whole=True)
    with pytest.raises(sa.exc.SQLAlchemyError, match="cannot be changed"), own.begin() as connection:
        connection.exec_driver_sql("DELETE FROM log")
