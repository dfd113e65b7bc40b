from __future__ import annotations

import asyncio
import contextlib
import sqlite3
import threading
import time
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from rasa.utils.endpoints import EndpointConfig

from bot.records.weeks import iso_week
from bot.storage import records, tallies
from bot.storage.engine import open_database
from bot.storage.event_broker import RedactingBroker

MARK = "Zlatanmarkor"  # ASCII: JSON would write an ö as an escape, and the search would miss it


def user(topic: Any = "stalking", urgency: Any = "urgent", **more: Any) -> dict[str, Any]:
    found = {"topic": topic, "urgency": urgency, "text": f"{MARK} han står utanför", "intent": {"name": topic}}
    return {
        "event": "user",
        "text": f"{MARK} han står utanför",
        "sender_id": f"token-{MARK}",
        "parse_data": found,
        **more,
    }


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "counts.db"


@pytest.fixture
def broker(path: Path) -> RedactingBroker:
    broker = RedactingBroker(open_database(f"sqlite:///{path}"), write_every=3600)
    yield broker
    asyncio.run(broker.close())


def counted(path: Path) -> Counter[tuple[str, str]]:
    """What stands in the database, read anew, without the weeks."""
    engine = open_database(f"sqlite:///{path}")
    tallies.create(engine)
    counts: Counter[tuple[str, str]] = Counter()
    for (_, topic, urgency), messages in tallies.read(engine).items():
        counts[topic, urgency] += messages
    engine.dispose()
    return counts


def test_when_messages_come_then_they_are_counted_by_topic_and_urgency(broker: RedactingBroker, path: Path) -> None:
    for event in (user(), user(), user(urgency="acute"), user("greet", "none")):
        broker.publish(event)
    broker.flush()
    assert counted(path) == {("stalking", "urgent"): 2, ("stalking", "acute"): 1, ("greet", "none"): 1}


def test_when_a_message_is_counted_then_the_finest_time_written_is_the_week(
    broker: RedactingBroker, path: Path
) -> None:
    broker.publish(user(timestamp=1763900000.123))
    broker.flush()
    (key,) = tallies.read(open_database(f"sqlite:///{path}"))
    assert key[0] == iso_week(date.today())


@pytest.mark.parametrize(
    "event",
    [
        user(metadata={"store": False}),
        user(metadata={"store": False, "other": 1}),
        {"event": "bot", "text": MARK, "parse_data": {"topic": "stalking", "urgency": "urgent"}},
        {"event": "slot", "name": "topic", "value": "stalking"},
        {"event": "action", "name": "action_answer"},
        user(topic=MARK),
        user(topic=None),
        user(urgency=MARK),
        user(urgency=None),
        user(topic="danger_now"),
        {"event": "user", "text": MARK},
        {"event": "user", "text": MARK, "parse_data": None, "metadata": None},
        {},
    ],
)
def test_when_an_event_is_not_to_be_counted_then_nothing_is_written(
    broker: RedactingBroker, path: Path, event: dict[str, Any]
) -> None:
    broker.publish(event)
    broker.flush()
    assert counted(path) == {}
    assert broker.dropped == 0


@pytest.mark.parametrize("store", [True, None])
def test_when_storing_is_not_declined_then_the_message_is_counted(
    broker: RedactingBroker, path: Path, store: bool | None
) -> None:
    broker.publish(user(metadata={"store": store}))
    broker.flush()
    assert counted(path) == {("stalking", "urgent"): 1}


@pytest.mark.parametrize(
    "event",
    [
        None,
        17,
        MARK,
        [],
        user(topic=["stalking"]),
        user(topic={"a": 1}),
        user(urgency=["acute"]),
        user(metadata="store"),
        user(metadata=["store"]),
        {"event": "user", "parse_data": MARK},
        {"event": "user", "parse_data": [1]},
        {"event": ["user"]},
        {"event": object()},
    ],
)
def test_when_an_event_is_malformed_then_publish_does_not_raise_and_later_events_count(
    broker: RedactingBroker, path: Path, event: Any
) -> None:
    broker.publish(event)
    broker.publish(user())
    broker.flush()
    assert counted(path) == {("stalking", "urgent"): 1}


def test_when_an_event_is_dropped_then_the_log_has_no_word_of_it(
    broker: RedactingBroker, caplog: pytest.LogCaptureFixture
) -> None:
    broker.publish({"event": "user", "parse_data": MARK})
    assert broker.dropped == 1
    assert "event dropped" in caplog.text
    assert MARK not in caplog.text


def test_when_the_database_is_away_then_the_counts_wait_and_are_written_later(tmp_path: Path) -> None:
    folder = tmp_path / "away"
    engine = open_database(f"sqlite:///{folder / 'counts.db'}")
    folder.rmdir()
    broker = RedactingBroker(engine, write_every=3600)
    broker.publish(user())
    broker.flush()
    broker.publish(user())
    broker.flush()
    folder.mkdir()
    broker.publish(user())
    asyncio.run(broker.close())
    assert counted(folder / "counts.db") == {("stalking", "urgent"): 3}


def test_when_the_database_is_away_then_the_memory_is_bounded(
    broker: RedactingBroker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.storage.event_broker._MOST_HELD", 2)
    for topic in ("stalking", "gang_exit", "greet", "stalking"):
        broker.publish(user(topic))
    assert len(broker._waiting) == 2
    assert broker.dropped == 1


def test_when_another_program_has_locked_the_database_then_publish_does_not_wait(
    broker: RedactingBroker, path: Path
) -> None:
    tallies.create(open_database(f"sqlite:///{path}"))
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        writer = threading.Thread(target=broker.flush)
        broker.publish(user())
        writer.start()
        time.sleep(0.05)
        begun = time.monotonic()
        broker.publish(user())
        assert time.monotonic() - begun < 0.5
        other.execute("ROLLBACK")
    writer.join()
    broker.flush()
    assert counted(path) == {("stalking", "urgent"): 2}


def test_when_events_are_full_of_words_then_no_byte_of_them_reaches_the_files(
    broker: RedactingBroker, path: Path
) -> None:
    for event in (user(), user(topic=MARK), user(urgency=MARK), user(metadata={"store": True, "note": MARK})):
        broker.publish(event)
    broker.flush()
    files = list(path.parent.iterdir())
    assert path in files
    for file in files:
        content = file.read_bytes()
        for word in (MARK.encode(), MARK.encode("utf-16-le"), b"utanf", b"token-"):
            assert word not in content
    assert b"stalking" in b"".join(file.read_bytes() for file in files)


def test_when_it_is_closed_then_what_waits_is_written(path: Path) -> None:
    broker = RedactingBroker(open_database(f"sqlite:///{path}"), write_every=3600)
    broker.publish(user())
    asyncio.run(broker.close())
    assert counted(path) == {("stalking", "urgent"): 1}
    assert not broker._thread.is_alive()


def test_when_time_passes_then_the_counts_are_written_without_being_asked(path: Path) -> None:
    broker = RedactingBroker(open_database(f"sqlite:///{path}"), write_every=0.05)
    broker.publish(user())
    deadline = time.monotonic() + 5
    while not counted(path) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert counted(path) == {("stalking", "urgent"): 1}
    asyncio.run(broker.close())


def test_when_many_threads_publish_then_none_is_lost(broker: RedactingBroker, path: Path) -> None:
    def publish_many() -> None:
        for _ in range(500):
            broker.publish(user())

    threads = [threading.Thread(target=publish_many) for _ in range(4)]
    for thread in threads:
        thread.start()
    broker.flush()
    for thread in threads:
        thread.join()
    broker.flush()
    assert counted(path) == {("stalking", "urgent"): 2000}


def test_when_rasa_makes_it_from_endpoints_yml_then_it_writes_where_that_says(path: Path) -> None:
    config = EndpointConfig(type="bot.storage.event_broker.RedactingBroker", db_url=f"sqlite:///{path}")

    async def make_use_and_close() -> None:
        broker = await RedactingBroker.from_endpoint_config(config)
        broker.publish(user())
        await broker.close()

    asyncio.run(make_use_and_close())
    assert counted(path) == {("stalking", "urgent"): 1}


def spoken(token: str, text: str, topic: str = "stalking") -> dict[str, Any]:
    return {**user(topic, metadata={"store": True}), "sender_id": token, "text": text}


def hold_talks(broker: RedactingBroker, count: int, end: bool = True) -> None:
    for number in range(count):
        token = f"token-{number}"
        broker.records.choose(token, True)
        broker.publish(spoken(token, f"{MARK} står utanför"))
        if end:
            broker.records.end(token)


def test_when_five_talks_with_consent_have_ended_then_they_are_written_without_a_raw_word(path: Path) -> None:
    redact = lambda text: text.replace(MARK, "[NAMN]")  # noqa: E731
    broker = RedactingBroker(open_database(f"sqlite:///{path}"), redact, write_every=3600)
    hold_talks(broker, 4)
    assert broker.write_records() == 0
    hold_talks(broker, 1)
    reader = sqlite3.connect(path)  # the action server: while it is there, SQLite keeps its journal
    reader.execute("select 1 from record").fetchall()
    assert broker.write_records() == 5
    stored = records.read(open_database(f"sqlite:///{path}"))
    assert [record.turns[0].text for record in stored] == ["[NAMN] står utanför"] * 5
    assert (path.parent / "counts.db-wal").stat().st_size == 0
    reader.close()
    asyncio.run(broker.close())
    content = b"".join(file.read_bytes() for file in path.parent.iterdir())
    assert MARK.encode() not in content and b"token-" not in content


def test_when_no_redactor_is_wired_then_no_word_is_written(broker: RedactingBroker, path: Path) -> None:
    hold_talks(broker, 5)
    assert broker.write_records() == 5
    assert b"utanf" not in b"".join(file.read_bytes() for file in path.parent.iterdir())


def test_when_the_kommun_keeps_no_conversations_then_a_yes_changes_nothing(path: Path) -> None:
    broker = RedactingBroker(open_database(f"sqlite:///{path}"), record_days=0, write_every=3600)
    hold_talks(broker, 9, end=False)
    assert not broker.records._drafts
    hold_talks(broker, 9)
    assert len(broker._pool) == 0
    assert broker.write_records() == 0
    asyncio.run(broker.close())


def test_when_talks_still_run_then_none_of_them_is_written(broker: RedactingBroker) -> None:
    hold_talks(broker, 9, end=False)
    assert broker.write_records() == 0


def test_when_the_database_is_locked_then_records_wait_and_are_written_once_later(
    broker: RedactingBroker, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hold_talks(broker, 5)
    engine = open_database(f"sqlite:///{path}")
    records.create(engine)
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        broker._engine.pool.dispose()
        assert broker.write_records() == 0
        other.execute("ROLLBACK")
    assert broker.write_records() == 5
    assert broker.write_records() == 0
    assert len(records.read(engine)) == 5


def test_when_time_passes_then_records_are_written_without_being_asked(path: Path) -> None:
    engine = open_database(f"sqlite:///{path}")
    records.create(engine)
    broker = RedactingBroker(engine, write_every=3600, records_every=0.05)
    hold_talks(broker, 5)
    deadline = time.monotonic() + 5
    while not records.read(engine) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert len(records.read(engine)) == 5
    asyncio.run(broker.close())


def test_when_a_redactor_breaks_then_publish_does_not_raise_and_the_message_still_counts(path: Path) -> None:
    def broken(text: str) -> str:
        raise RuntimeError(text)

    broker = RedactingBroker(open_database(f"sqlite:///{path}"), broken, write_every=3600)
    hold_talks(broker, 5)
    assert broker.write_records() == 5
    asyncio.run(broker.close())
    assert counted(path) == {("stalking", "urgent"): 5}
    assert MARK.encode() not in path.read_bytes()


def test_when_it_is_made_from_the_endpoints_then_words_are_redacted_before_they_wait(path: Path) -> None:
    config = EndpointConfig.from_dict({"type": "x", "db_url": f"sqlite:///{path}"})
    broker = asyncio.run(RedactingBroker.from_endpoint_config(config))
    broker.records.choose("t", True)
    broker.publish(user(sender_id="t", text="min kille Björn slår mig [telefon]", metadata={"store": True}))
    (turn,) = broker.records._drafts["t"]._turns
    assert turn.text == "min kille [namn] slår mig [telefon]"
    asyncio.run(broker.close())
