from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from bot.storage import tallies
from bot.storage.engine import open_database

KEY = ("2026-W48", "stalking", "urgent")
OTHER = ("2026-W48", "stalking", "acute")


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    engine = open_database(f"sqlite:///{tmp_path / 'folder' / 'counts.db'}")
    tallies.create(engine)
    return engine


def test_when_counts_are_added_then_they_are_summed_up(engine: Engine) -> None:
    tallies.add(engine, Counter({KEY: 2, OTHER: 1}))
    tallies.add(engine, Counter({KEY: 3}))
    assert tallies.read(engine) == {KEY: 5, OTHER: 1}


def test_when_nothing_is_added_then_nothing_stands_there(engine: Engine) -> None:
    tallies.add(engine, Counter())
    assert tallies.read(engine) == {}


def test_when_the_table_is_made_again_then_the_counts_stay(engine: Engine) -> None:
    tallies.add(engine, Counter({KEY: 2}))
    tallies.create(engine)
    assert tallies.read(engine) == {KEY: 2}


def test_when_one_count_cannot_be_written_then_none_is(engine: Engine) -> None:
    tallies.add(engine, Counter({KEY: 1}))
    with pytest.raises(sa.exc.SQLAlchemyError):
        tallies.add(engine, Counter({KEY: 1, ("2026-W48", None, "acute"): 1}))  # type: ignore[dict-item]
    assert tallies.read(engine) == {KEY: 1}


def test_when_the_table_is_looked_at_then_it_has_no_room_for_words_times_or_tokens(engine: Engine) -> None:
    columns = {column["name"] for column in sa.inspect(engine).get_columns("tally")}
    assert columns == {"week", "topic", "urgency", "messages"}
