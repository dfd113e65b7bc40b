from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import pytest

from bot.records.pool import Pool
from bot.records.record import Record
from tests.records.made_up import record


class Database:
    """Stands for the tables."""

    def __init__(self) -> None:
        self.batches: list[list[Record]] = []
        self.broken = False

    def save(self, batch: Sequence[Record]) -> None:
        if self.broken:
            raise OSError("disk full")
        self.batches.append(list(batch))


def write(pool: Pool, database: Database, first_week: str = "2026-W01") -> int:
    return pool.write(first_week, Counter, database.save)


@pytest.fixture
def database() -> Database:
    return Database()


def test_when_fewer_than_five_wait_then_nothing_is_written(database: Database) -> None:
    pool = Pool()
    for _ in range(4):
        pool.add(record())
    assert write(pool, database) == 0
    pool.add(record())
    assert write(pool, database) == 5
    assert len(pool) == 0
    assert write(pool, database) == 0
    assert len(database.batches) == 1


def test_the_order_of_writing_does_not_tell_the_order_of_ending(database: Database) -> None:
    orders = set()
    for _ in range(20):
        pool = Pool()
        ids = [f"{n:032x}" for n in range(8)]
        for record_id in ids:
            pool.add(record(record_id=record_id))
        write(pool, database)
        assert sorted(r.id for r in database.batches[-1]) == ids
        orders.add(tuple(r.id for r in database.batches[-1]))
    assert len(orders) >= 18


def test_when_writing_fails_then_all_wait_on_and_none_is_written_twice(database: Database) -> None:
    pool = Pool()
    for _ in range(6):
        pool.add(record())
    database.broken = True
    with pytest.raises(OSError):
        write(pool, database)
    assert len(pool) == 6
    database.broken = False
    assert write(pool, database) == 6
    assert len(pool) == 0


def test_when_a_talk_ends_while_a_batch_is_written_then_it_waits_for_the_next(database: Database) -> None:
    pool = Pool()
    for _ in range(5):
        pool.add(record())

    def save(batch: Sequence[Record]) -> None:
        pool.add(record(record_id="f" * 32))
        database.save(batch)

    assert pool.write("2026-W01", Counter, save) == 5
    assert len(pool) == 1


def test_when_a_record_has_waited_beyond_its_time_then_it_is_dropped(database: Database) -> None:
    pool = Pool()
    for week in ("2026-W40", "2026-W41", "2026-W42"):
        for _ in range(2):
            pool.add(record(week=week))
    assert write(pool, database, first_week="2026-W42") == 0
    assert len(pool) == 2


def test_when_too_many_wait_then_the_memory_is_bounded() -> None:
    pool = Pool(most=7)
    for _ in range(30):
        pool.add(record())
    assert len(pool) == 7
