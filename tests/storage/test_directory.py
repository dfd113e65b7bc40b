"""The directory in the database: what goes in comes out, and readers never see half of it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from bot.services import register
from bot.storage import directory
from bot.storage.directory import FreshDirectory, fill, load, register_checksum
from bot.storage.engine import open_database
from tests.fake_clock import FakeClock
from tests.small_register import SmallRegister, fact, service


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    opened = open_database(f"sqlite:///{tmp_path / 'lotsen.db'}")
    yield opened
    opened.dispose()


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SmallRegister:
    """A small register that `fill` takes for the real one."""
    small = SmallRegister(tmp_path)
    monkeypatch.setattr(directory.register, "read", small.read)
    monkeypatch.setattr(directory, "register_checksum", lambda: register_checksum((small.folder,), small.order_file))
    return small


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> FakeClock:
    clock = FakeClock()
    monkeypatch.setattr(directory.time, "monotonic", clock)
    return clock


def _count_writes(engine: Engine) -> list[str]:
    writes: list[str] = []

    @sa.event.listens_for(engine, "before_cursor_execute")
    def _note(_conn, _cursor, statement, _parameters, _context, _many):  # type: ignore[no-untyped-def]
        if statement.split()[0] in ("INSERT", "UPDATE", "DELETE"):
            writes.append(statement)

    return writes


# --- fill and load ---


def test_when_the_real_register_is_filled_in_then_the_same_directory_is_loaded(engine: Engine) -> None:
    real = register.read()
    assert fill(engine) == len(real.services)
    assert load(engine) == real


def test_when_the_register_is_unchanged_then_nothing_is_written(engine: Engine) -> None:
    fill(engine)
    writes = _count_writes(engine)
    assert fill(engine) == 0
    assert writes == []


def test_when_another_process_opens_the_database_then_it_reads_what_was_written(engine: Engine) -> None:
    fill(engine)
    other = open_database(str(engine.url))
    assert load(other) == load(engine)
    other.dispose()


def test_when_the_register_has_changed_then_new_replaces_old_and_nothing_of_the_old_is_left(
    engine: Engine, small: SmallRegister
) -> None:
    small.write(service("tillfallig"))
    assert fill(engine) == len(small.read().services)
    (small.folder / "tillfallig.yml").unlink()
    small.write(service("jouren", withdrawn=True, facts={"phone": fact("020-00 00 00")}))
    assert fill(engine) == len(small.read().services)
    loaded = load(engine)
    assert loaded == small.read()
    assert loaded.services["jouren"].withdrawn
    assert set(loaded.services["jouren"].facts) == {"phone"}


def test_when_only_the_order_has_changed_then_it_is_written_too(engine: Engine, small: SmallRegister) -> None:
    small.write(service("andra"))
    fill(engine)
    small.write_order({**small.order(), "stalking": {"self": ["andra", "jouren"], "other": ["jouren"]}})
    assert fill(engine) == len(small.read().services)
    assert load(engine).order["stalking"] == {"self": ("andra", "jouren"), "other": ("jouren",)}


def test_when_the_register_has_faults_then_the_database_keeps_the_old_one(engine: Engine, small: SmallRegister) -> None:
    fill(engine)
    before = load(engine)
    small.write(service("jouren", scope="global"))
    with pytest.raises(register.RegisterFaults):
        fill(engine)
    assert load(engine) == before


def test_when_writing_breaks_half_way_then_the_database_keeps_the_old_one(engine: Engine, small: SmallRegister) -> None:
    fill(engine)
    before = load(engine)
    small.write(service("ny"))
    with engine.begin() as connection:  # the places are written last
        connection.execute(sa.text("CREATE TRIGGER full BEFORE INSERT ON place BEGIN SELECT RAISE(ABORT, 'full'); END"))
    with pytest.raises(sa.exc.SQLAlchemyError):
        fill(engine)
    assert load(engine) == before


def test_while_a_changed_register_is_being_written_then_readers_see_the_old_or_the_new_one(
    engine: Engine, small: SmallRegister
) -> None:
    fill(engine)
    old = load(engine)
    for number in range(30):
        small.write(service(f"ny{number}"))
    new = small.read()
    seen, done = [], threading.Event()

    def read_on() -> None:
        while not done.is_set():
            seen.append(load(engine))
        seen.append(load(engine))

    reader = threading.Thread(target=read_on, daemon=True)
    reader.start()
    try:
        fill(engine)
    finally:
        done.set()
        reader.join(timeout=20)
    assert seen[-1] == new
    assert all(d in (old, new) for d in seen)


@pytest.mark.parametrize("change", ["service", "order", "new file", "renamed file"])
def test_when_anything_in_the_register_changes_then_so_does_its_checksum(tmp_path: Path, change: str) -> None:
    small = SmallRegister(tmp_path)
    before = register_checksum((small.folder,), small.order_file)
    if change == "service":
        small.write(service("jouren", name="Ny"))
    elif change == "order":
        small.write_order({**small.order(), "stalking": {"self": []}})
    elif change == "new file":
        small.write(service("ny"))
    else:
        (small.folder / "jouren.yml").rename(small.folder / "jour.yml")
    assert register_checksum((small.folder,), small.order_file) != before


# --- FreshDirectory ---


def test_when_the_copy_is_young_then_the_database_is_not_asked_again(
    engine: Engine, small: SmallRegister, clock: FakeClock
) -> None:
    fill(engine)
    fresh = FreshDirectory(engine, seconds=10)
    first = fresh.current()
    small.write(service("jouren", withdrawn=True))
    fill(engine)
    clock.pass_seconds(10)
    assert fresh.current() is first


def test_when_the_copy_has_had_its_time_then_a_withdrawn_number_disappears(
    engine: Engine, small: SmallRegister, clock: FakeClock
) -> None:
    fill(engine)
    fresh = FreshDirectory(engine, seconds=10)
    assert not fresh.current().services["jouren"].withdrawn
    small.write(service("jouren", withdrawn=True))
    fill(engine)
    clock.pass_seconds(10.1)
    assert fresh.current().services["jouren"].withdrawn


def test_when_the_database_goes_away_then_the_last_good_copy_is_kept_until_it_is_back(
    engine: Engine, small: SmallRegister, clock: FakeClock
) -> None:
    fill(engine)
    fresh = FreshDirectory(engine, seconds=10)
    good = fresh.current()
    with engine.begin() as connection:
        connection.execute(sa.text("ALTER TABLE service RENAME TO away"))
    clock.pass_seconds(3600)
    assert fresh.current() is good
    with engine.begin() as connection:
        connection.execute(sa.text("ALTER TABLE away RENAME TO service"))
    small.write(service("jouren", withdrawn=True))
    fill(engine)
    assert fresh.current() is good  # a database that is down is not asked again by every message
    clock.pass_seconds(3600)
    assert fresh.current().services["jouren"].withdrawn


def test_when_the_database_file_is_not_a_database_then_the_last_good_copy_is_kept(
    tmp_path: Path, small: SmallRegister, clock: FakeClock
) -> None:
    path = tmp_path / "annan.db"
    engine = open_database(f"sqlite:///{path}")
    fill(engine)
    fresh = FreshDirectory(engine, seconds=10)
    good = fresh.current()
    engine.dispose()
    for left in tmp_path.glob("annan.db*"):
        left.unlink()
    path.write_bytes(b"inte en databas" * 1000)
    clock.pass_seconds(11)
    assert fresh.current() is good


def test_when_there_never_was_a_copy_then_the_error_is_raised(engine: Engine) -> None:
    with pytest.raises(sa.exc.SQLAlchemyError):
        FreshDirectory(engine).current()


def test_when_the_tables_are_of_an_earlier_version_then_they_are_made_anew(
    engine: Engine, small: SmallRegister
) -> None:
    fill(engine)
    with engine.begin() as connection:
        connection.execute(sa.text("ALTER TABLE service RENAME COLUMN scope TO reach"))
    assert fill(engine) == len(small.read().services)
    assert load(engine) == small.read()
