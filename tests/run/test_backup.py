"""A copy is made while Lotsen runs, everything is lost, the copy is put back: what staff decided is there, and no conversation is."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.desk.first_start import first_start
from bot.desk.visit import data_key
from bot.run.backup import NoBackup, restore, save
from bot.services.changes import WHOLE, Act, Change
from bot.settings import Settings, read_settings
from bot.storage import changes, desk, directory, records
from bot.storage.engine import open_database
from bot.storage.migrate import migrate
from tests.records.made_up import record

WORDS = "han låser dörren varje kväll"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return read_settings({"LOTSEN_DATA": str(tmp_path / "var")})


@pytest.fixture
def models(tmp_path: Path) -> Path:
    folder = tmp_path / "models"
    folder.mkdir()
    (folder / "lotsen.tar.gz").write_bytes(b"model")
    (folder / "learnt.yml").write_text("nlu: []\n", encoding="utf-8")
    return folder


@pytest.fixture
def filled(settings: Settings) -> Settings:
    """A data folder after some work: accounts, a withdrawn number, a conversation, all still in the journals."""
    stored = open_database(settings.database_url)
    migrate(stored)
    directory.fill(stored)
    first_start(settings)
    changes.add(stored, Change("bris", WHOLE, Act.WITHDRAW, "2026-11-20", "redaktor"))
    records.write(stored, [record(record_id="a" * 32, text=WORDS)])
    data_key(settings.data_folder)
    return settings


def _pages(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file())


def test_when_all_is_lost_then_the_copy_brings_back_what_staff_decided(
    filled: Settings, models: Path, tmp_path: Path
) -> None:
    key = data_key(filled.data_folder)
    accounts = desk.accounts(open_database(filled.desk_database_url))
    save(filled, tmp_path / "copy", models=models)
    shutil.rmtree(filled.data_folder)
    shutil.rmtree(models)

    restore(filled, tmp_path / "copy", models=models)

    own, stored = open_database(filled.desk_database_url), open_database(filled.database_url)
    migrate(stored)
    directory.fill(stored)
    assert desk.accounts(own) == accounts
    assert desk.entries(own)
    assert desk.first_broken(own) is None
    assert directory.load(stored).services["bris"].withdrawn
    assert data_key(filled.data_folder) == key
    assert (models / "lotsen.tar.gz").read_bytes() == b"model"
    with pytest.raises(sa.exc.DatabaseError), own.begin() as connection:
        connection.exec_driver_sql("DELETE FROM log")  # the log still takes nothing away


def test_when_nothing_else_is_asked_then_no_conversation_is_in_any_byte_of_the_copy(
    filled: Settings, models: Path, tmp_path: Path
) -> None:
    assert WORDS.encode() in _pages(filled.data_folder)
    save(filled, tmp_path / "copy", models=models)
    assert WORDS.encode() not in _pages(tmp_path / "copy")
    assert b"a" * 32 not in _pages(tmp_path / "copy")


def test_when_conversations_are_asked_for_then_they_come_back(filled: Settings, models: Path, tmp_path: Path) -> None:
    save(filled, tmp_path / "copy", with_conversations=True, models=models)
    shutil.rmtree(filled.data_folder)
    restore(filled, tmp_path / "copy", models=models)
    assert "a" * 32 in [kept.id for kept in records.read(open_database(filled.database_url))]


def test_when_the_copy_is_made_then_only_its_owner_can_read_it(filled: Settings, models: Path, tmp_path: Path) -> None:
    save(filled, tmp_path / "copy", models=models)
    assert (tmp_path / "copy").stat().st_mode & 0o077 == 0
    assert all(path.stat().st_mode & 0o077 == 0 for path in (tmp_path / "copy").iterdir())


def test_when_a_file_of_the_copy_is_damaged_then_nothing_is_restored(
    filled: Settings, models: Path, tmp_path: Path
) -> None:
    save(filled, tmp_path / "copy", models=models)
    shutil.rmtree(filled.data_folder)
    with (tmp_path / "copy" / "desk.db").open("r+b") as file:
        file.seek(100)
        file.write(b"x")
    with pytest.raises(NoBackup, match=r"desk\.db"):
        restore(filled, tmp_path / "copy", models=models)
    assert not filled.data_folder.exists()


def test_when_there_are_databases_already_then_they_are_not_written_over(
    filled: Settings, models: Path, tmp_path: Path
) -> None:
    save(filled, tmp_path / "copy", models=models)
    before = _pages(filled.data_folder)
    with pytest.raises(NoBackup, match="finns redan"):
        restore(filled, tmp_path / "copy", models=models)
    assert _pages(filled.data_folder) == before


def test_when_another_model_is_there_then_it_is_not_written_over(
    filled: Settings, models: Path, tmp_path: Path
) -> None:
    save(filled, tmp_path / "copy", models=models)
    shutil.rmtree(filled.data_folder)
    (models / "learnt.yml").write_text("nlu: [new]\n", encoding="utf-8")
    with pytest.raises(NoBackup, match=r"learnt\.yml"):
        restore(filled, tmp_path / "copy", models=models)
    assert (models / "learnt.yml").read_text(encoding="utf-8") == "nlu: [new]\n"
    assert not filled.data_folder.exists()


def test_when_putting_it_back_fails_half_way_then_nothing_of_it_is_left_and_it_can_be_tried_again(
    filled: Settings, models: Path, tmp_path: Path
) -> None:
    save(filled, tmp_path / "copy", models=models)
    shutil.rmtree(filled.data_folder)
    shutil.rmtree(models)
    copyfile = shutil.copyfile

    def full(source: Path, target: Path) -> None:
        if source.name == "lotsen.db":
            raise OSError(28, "No space left on device")
        copyfile(source, target)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("bot.run.backup.shutil.copyfile", full)
        with pytest.raises(OSError, match="No space"):
            restore(filled, tmp_path / "copy", models=models)
    assert not list(filled.data_folder.glob("*"))
    restore(filled, tmp_path / "copy", models=models)
    assert desk.accounts(open_database(filled.desk_database_url))


def test_when_the_folder_is_taken_the_data_missing_or_no_copy_then_it_is_said(
    filled: Settings, models: Path, tmp_path: Path
) -> None:
    with pytest.raises(NoBackup, match="inte tom"):
        save(filled, models, models=models)
    with pytest.raises(NoBackup, match="LOTSEN_DATA"):
        save(read_settings({"LOTSEN_DATA": str(tmp_path / "other")}), tmp_path / "copy", models=models)
    with pytest.raises(NoBackup, match="ingen kopia"):
        restore(filled, models, models=models)
    with pytest.raises(NoBackup, match="SQLite"):
        save(read_settings({"LOTSEN_DATABASE_URL": "postgresql://a/b"}), tmp_path / "copy", models=models)


def test_when_writing_the_copy_fails_half_way_then_no_half_copy_is_left(
    filled: Settings, models: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("bot.run.backup.shutil.copyfile", full)
    with pytest.raises((OSError, sqlite3.Error)):
        save(filled, tmp_path / "copy", models=models)
    assert not (tmp_path / "copy").exists()
