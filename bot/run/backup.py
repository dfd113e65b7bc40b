"""`python -m bot.run.backup save FOLDER [--with-conversations]` and `... restore FOLDER`: copies of what staff decided.

Saved while Lotsen runs: accounts and log of the desk with its key, changes to the register, notices, weekly counts, models.
Conversations are left out, since nobody would delete them from a copy in time; with them, the copy itself must be deleted
after LOTSEN_RECORD_DAYS. For SQLite; docs/drift.md tells how PostgreSQL is copied.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import json
import shutil
import sqlite3
import sys
from pathlib import Path

from sqlalchemy.engine import make_url

from bot.settings import DESK_KEY, MODELS, BadSetting, Settings, read_settings
from bot.storage.records import TABLES

_LIST = "innehall.json"
_RUNNING = "supervisord.pid"


class NoBackup(RuntimeError):
    """It could not be done, and nothing was changed; the message says why, in Swedish."""


def save(settings: Settings, folder: Path, with_conversations: bool = False, models: Path = MODELS) -> list[str]:
    """Write the copy to the new `folder` and return its files' names. Raises NoBackup, OSError, sqlite3.Error."""
    if folder.exists() and any(folder.iterdir()):
        raise NoBackup(f"{folder} är inte tom. Välj en ny mapp.")
    databases = _databases(settings)
    for path in databases.values():
        if not path.exists():
            raise NoBackup(f"{path} finns inte. Är LOTSEN_DATA rätt?")
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    try:
        for name, path in databases.items():
            _copy_database(path, folder / name, () if with_conversations else TABLES)
        for path in (settings.data_folder / DESK_KEY, *sorted(models.glob("*"))):
            if path.is_file():
                shutil.copyfile(path, folder / path.name)
        names = {path.name: _sha256(path) for path in sorted(folder.iterdir())}
        (folder / _LIST).write_text(json.dumps(names, indent=1), encoding="utf-8")
    except (OSError, sqlite3.Error):
        shutil.rmtree(folder, ignore_errors=True)
        raise
    for path in folder.iterdir():
        path.chmod(0o600)
    return sorted(names)


def restore(settings: Settings, folder: Path, models: Path = MODELS) -> list[str]:
    """Put the copy in `folder` where nothing is; a data folder in use, databases or other models are refused.

    Returns the names of the files; after an error none of them is left. Raises NoBackup, OSError.
    """
    try:
        names: dict[str, str] = json.loads((folder / _LIST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise NoBackup(f"{folder} är ingen kopia: {_LIST} saknas eller går inte att läsa.") from None
    broken = [n for n, sha in names.items() if not (folder / n).is_file() or _sha256(folder / n) != sha]
    if broken:
        raise NoBackup(f"Kopian är skadad: {', '.join(sorted(broken))}.")
    databases = _databases(settings)
    if lacking := databases.keys() - names.keys():
        raise NoBackup(f"Kopian saknar {', '.join(sorted(lacking))}.")
    if (settings.data_folder / _RUNNING).exists():
        raise NoBackup("Lotsen är igång. Stoppa den först.")
    own = {**databases, DESK_KEY: settings.data_folder / DESK_KEY}
    places = {name: own.get(name, models / name) for name in sorted(names)}
    there = {name: place for name, place in places.items() if place.exists()}
    if taken := [str(p) for name, p in there.items() if name in own or _sha256(p) != names[name]]:
        raise NoBackup(f"Det finns redan: {', '.join(taken)}. Flytta undan det först.")
    new = {name: place for name, place in places.items() if name not in there}
    try:
        for name, place in new.items():
            place.parent.mkdir(parents=True, exist_ok=True)
            place.touch(mode=0o600)
            shutil.copyfile(folder / name, place)
    except OSError:
        for place in new.values():
            place.unlink(missing_ok=True)
        raise
    return sorted(names)


def _databases(settings: Settings) -> dict[str, Path]:
    """Name in the copy -> file of both databases. Raises NoBackup for another kind of database."""
    urls = {"lotsen.db": make_url(settings.database_url), "desk.db": make_url(settings.desk_database_url)}
    if any(url.get_backend_name() != "sqlite" for url in urls.values()):
        raise NoBackup("Det här kopierar bara SQLite. För PostgreSQL, se docs/drift.md.")
    return {name: Path(url.database or "") for name, url in urls.items()}


def _copy_database(source: Path, target: Path, without: tuple[str, ...]) -> None:
    """A consistent copy of a database in use, rewritten so that rows of the tables `without` are in none of its pages."""
    with (
        contextlib.closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as read,
        contextlib.closing(sqlite3.connect(target, isolation_level=None)) as copy,
    ):
        read.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
        copy.execute("PRAGMA secure_delete=ON")
        there = {name for (name,) in copy.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        for table in (name for name in without if name in there):
            copy.execute(f"DELETE FROM {table}")
        copy.execute("VACUUM")


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bot.run.backup")
    parser.add_argument("what", choices=["save", "restore"])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--with-conversations", action="store_true")
    asked = parser.parse_args()
    try:
        settings = read_settings()
        if asked.what == "save":
            names = save(settings, asked.folder, asked.with_conversations)
        else:
            names = restore(settings, asked.folder)
    except (BadSetting, NoBackup) as error:
        print(error, file=sys.stderr)
        return 1
    except (OSError, sqlite3.Error) as error:
        print(f"Det gick inte: {type(error).__name__}.", file=sys.stderr)
        return 1
    print(f"{len(names)} filer: {', '.join(names)}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
