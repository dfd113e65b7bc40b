from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.settings import IDLE_SECONDS, LIFETIME_SECONDS
from bot.storage.engine import open_database
from bot.storage.event_broker import RedactingBroker
from bot.storage.tracker_store import MemoryTrackerStore, StoreRefused, TurnNote, turn_note
from tests.fake_clock import FakeClock

DOMAIN = Domain.from_dict({
    "version": "3.1",
    "intents": ["stalking"],
    "slots": {"topic": {"type": "any", "mappings": [{"type": "custom"}]}},
    "actions": ["action_answer"],
})  # fmt: skip
FOUND = {"topic": "stalking", "urgency": "urgent", "intent": {"name": "stalking", "confidence": 0.9}, "entities": []}


@pytest.fixture
def broker(tmp_path: Path) -> RedactingBroker:
    engine = open_database(f"sqlite:///{tmp_path / 'counts.db'}")
    broker = RedactingBroker(engine, lambda text: text, write_every=3600)
    yield broker
    asyncio.run(broker.close())


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def store(broker: RedactingBroker, clock: FakeClock) -> MemoryTrackerStore:
    return MemoryTrackerStore(DOMAIN, event_broker=broker, clock=clock)


def conversation(name: str, text: str = "mitt ex står utanför mitt jobb") -> DialogueStateTracker:
    tracker = DialogueStateTracker.from_events(name, [], slots=DOMAIN.slots)
    tracker.update(ActionExecuted("action_listen"))
    tracker.update(
        UserUttered(text, intent=FOUND["intent"], parse_data={**FOUND, "text": text}, metadata={"store": True})
    )
    tracker.update(SlotSet("topic", "stalking"))
    tracker.update(BotUttered("Bra att du skriver.", {"custom": {"services": [{"id": "polisen"}]}}))
    return tracker


def saved(store: MemoryTrackerStore, *names: str) -> None:
    async def save_all() -> None:
        for name in names:
            await store.save(conversation(name))

    asyncio.run(save_all())


def held(store: MemoryTrackerStore) -> list[str]:
    return list(asyncio.run(store.keys()))


def retrieved(store: MemoryTrackerStore, name: str) -> DialogueStateTracker | None:
    return asyncio.run(store.retrieve(name))


def test_when_there_is_no_broker_then_the_store_is_not_made() -> None:
    with pytest.raises(StoreRefused, match="event broker"):
        MemoryTrackerStore(DOMAIN, event_broker=None)


def test_when_the_broker_is_not_ours_then_the_store_is_not_made() -> None:
    with pytest.raises(StoreRefused, match="event broker"):
        MemoryTrackerStore(DOMAIN, event_broker=object())  # type: ignore[arg-type]


def test_when_a_conversation_is_saved_then_it_comes_back_whole(store: MemoryTrackerStore) -> None:
    saved(store, "a")
    tracker = retrieved(store, "a")
    assert tracker is not None
    original = conversation("a")
    assert [type(e) for e in tracker.events] == [type(e) for e in original.events]
    assert tracker.latest_message is not None and tracker.latest_message.text == "mitt ex står utanför mitt jobb"
    assert tracker.latest_message.parse_data["topic"] == "stalking"
    assert tracker.get_slot("topic") == "stalking"
    assert tracker.events[-1].data["custom"] == {"services": [{"id": "polisen"}]}


def test_when_a_conversation_is_saved_again_then_the_newer_words_are_kept(store: MemoryTrackerStore) -> None:
    async def two_turns() -> DialogueStateTracker | None:
        await store.save(conversation("a", "hej"))
        tracker = await store.retrieve("a")
        assert tracker is not None
        tracker.update(UserUttered("han är här nu"))
        await store.save(tracker)
        return await store.retrieve_full_tracker("a")

    tracker = asyncio.run(two_turns())
    assert tracker is not None
    assert [e.text for e in tracker.events if isinstance(e, UserUttered)] == ["hej", "han är här nu"]


def test_when_a_turn_is_saved_then_the_broker_hears_what_is_new_and_nothing_twice(
    store: MemoryTrackerStore, broker: RedactingBroker, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[tuple[str, str]] = []
    monkeypatch.setattr(broker, "publish", lambda event: heard.append((event["sender_id"], event.get("text", ""))))

    async def two_turns() -> None:
        await store.save(conversation("a", "hej"))
        tracker = await store.retrieve("a")
        assert tracker is not None
        tracker.update(UserUttered("han är här nu"))
        await store.save(tracker)
        await store.save(tracker)

    asyncio.run(two_turns())
    assert [sender for sender, _ in heard] == ["a"] * len(conversation("a").events) + ["a"]
    assert [text for _, text in heard if text.startswith("h")] == ["hej", "han är här nu"]


def test_when_a_conversation_is_unknown_then_there_is_none(store: MemoryTrackerStore) -> None:
    assert retrieved(store, "finns inte") is None


def test_when_a_conversation_is_idle_too_long_then_it_is_gone_before_any_sweep(
    store: MemoryTrackerStore, clock: FakeClock
) -> None:
    saved(store, "a")
    clock.pass_seconds(IDLE_SECONDS)
    assert retrieved(store, "a") is not None
    clock.pass_seconds(1)
    assert retrieved(store, "a") is None


def test_when_a_conversation_never_rests_then_it_ends_at_its_lifetime(
    store: MemoryTrackerStore, clock: FakeClock
) -> None:
    saved(store, "a")
    for _ in range(LIFETIME_SECONDS // 600):
        clock.pass_seconds(600)
        saved(store, "a")
    assert retrieved(store, "a") is not None
    clock.pass_seconds(1)
    assert retrieved(store, "a") is None


def test_when_reading_goes_on_then_it_does_not_keep_a_conversation_alive(
    store: MemoryTrackerStore, clock: FakeClock
) -> None:
    saved(store, "a")
    clock.pass_seconds(IDLE_SECONDS - 1)
    assert retrieved(store, "a") is not None
    clock.pass_seconds(2)
    assert retrieved(store, "a") is None


def test_when_it_is_swept_then_the_words_of_old_conversations_leave_the_memory(
    store: MemoryTrackerStore, clock: FakeClock
) -> None:
    saved(store, "gammal")
    clock.pass_seconds(IDLE_SECONDS - 10)
    saved(store, "ny")
    clock.pass_seconds(11)
    store.sweep()
    assert held(store) == ["ny"]


def test_when_another_conversation_is_saved_then_old_ones_are_swept_too(
    store: MemoryTrackerStore, clock: FakeClock
) -> None:
    saved(store, "gammal")
    clock.pass_seconds(IDLE_SECONDS + 1)
    saved(store, "ny")
    assert held(store) == ["ny"]


def test_when_nobody_writes_any_more_then_a_task_sweeps_all_the_same(
    broker: RedactingBroker, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.storage.tracker_store._SWEEP_EVERY", 0.01)
    store = MemoryTrackerStore(DOMAIN, event_broker=broker, clock=clock)

    async def save_and_leave() -> list[str]:
        await store.save(conversation("a"))
        clock.pass_seconds(IDLE_SECONDS + 1)
        await asyncio.sleep(0.1)
        return list(await store.keys())

    assert asyncio.run(save_and_leave()) == []


def test_when_there_are_more_than_the_cap_then_the_one_idle_longest_goes(
    broker: RedactingBroker, clock: FakeClock
) -> None:
    store = MemoryTrackerStore(DOMAIN, event_broker=broker, cap=2, clock=clock)
    saved(store, "a", "b", "a", "c")
    assert held(store) == ["a", "c"]


def test_when_a_conversation_is_forgotten_then_nothing_of_it_is_held_and_others_are(store: MemoryTrackerStore) -> None:
    saved(store, "a", "b")
    store.forget("a")
    store.forget("fanns aldrig")
    assert retrieved(store, "a") is None
    assert held(store) == ["b"]


async def _turn_that_outlives(store: MemoryTrackerStore, leave: str) -> None:
    await store.save(conversation("a"))
    getattr(store, leave)("a")
    await store.save(conversation("a", "sista ordet"))


@pytest.mark.parametrize("leave", ["forget", "end"])
def test_when_a_turn_is_still_running_as_the_conversation_is_left_then_its_words_are_not_held(
    store: MemoryTrackerStore, clock: FakeClock, broker: RedactingBroker, leave: str
) -> None:
    store.records.choose("a", True)
    asyncio.run(_turn_that_outlives(store, leave))
    assert held(store) == []
    assert waiting(broker) == ([] if leave == "forget" else [["mitt ex står utanför mitt jobb"]])
    clock.pass_seconds(601)
    saved(store, "b")
    assert not store._left


def waiting(broker: RedactingBroker) -> list[list[str]]:
    """The residents' words in the ended records."""
    return [[t.text for t in record.turns if t.role == "resident"] for record in broker._pool._waiting]


def consented(store: MemoryTrackerStore, *names: str) -> None:
    for name in names:
        store.records.choose(name, True)
        saved(store, name)


def test_when_a_conversation_is_forgotten_then_no_record_comes_of_it(
    store: MemoryTrackerStore, clock: FakeClock, broker: RedactingBroker
) -> None:
    consented(store, "a")
    store.forget("a")
    clock.pass_seconds(LIFETIME_SECONDS)
    store.sweep()
    assert waiting(broker) == []
    assert not store.records._drafts


@pytest.mark.parametrize("seconds", [IDLE_SECONDS, LIFETIME_SECONDS])
def test_when_a_conversation_is_over_its_time_then_its_record_waits_to_be_written(
    store: MemoryTrackerStore, clock: FakeClock, broker: RedactingBroker, seconds: int
) -> None:
    consented(store, "a")
    saved(store, "b")
    store.sweep()
    assert waiting(broker) == []
    clock.pass_seconds(seconds + 1)
    store.sweep()
    assert waiting(broker) == [["mitt ex står utanför mitt jobb"]]
    assert held(store) == []


def test_when_the_process_stops_then_running_and_waiting_records_are_lost(tmp_path: Path, clock: FakeClock) -> None:
    broker = RedactingBroker(open_database(f"sqlite:///{tmp_path / 'r.db'}"), lambda text: text, write_every=3600)
    store = MemoryTrackerStore(DOMAIN, event_broker=broker, clock=clock)
    for name in "abcdefgh":
        consented(store, name)
        if name < "g":
            store.end(name)
    assert len(waiting(broker)) == 6
    asyncio.run(broker.close())
    assert b"mitt jobb" not in b"".join(path.read_bytes() for path in tmp_path.iterdir())


def test_when_all_conversations_together_take_too_much_memory_then_the_one_idle_longest_goes(
    broker: RedactingBroker, clock: FakeClock
) -> None:
    probe = MemoryTrackerStore(DOMAIN, event_broker=broker, clock=clock)
    saved(probe, "a")
    store = MemoryTrackerStore(DOMAIN, event_broker=broker, most_held=probe._size * 5 // 2, clock=clock)
    saved(store, "a", "b", "a", "c")
    assert held(store) == ["a", "c"]
    store.forget("a")
    store.forget("a")
    assert store._size == sum(len(e) for h in store._held.values() for e in h.events) > 0


def test_when_one_conversation_alone_is_too_large_then_it_is_held_all_the_same(
    broker: RedactingBroker, clock: FakeClock
) -> None:
    store = MemoryTrackerStore(DOMAIN, event_broker=broker, most_held=10, clock=clock)
    saved(store, "a")
    assert held(store) == ["a"]


def test_when_a_conversation_takes_as_much_memory_as_one_may_then_its_note_tells(
    store: MemoryTrackerStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def turn(text: str) -> bool:
        note = TurnNote()
        turn_note.set(note)
        tracker = await store.retrieve("a") or conversation("a")
        tracker.update(UserUttered(text))
        await store.save(tracker)
        return note.full

    monkeypatch.setattr("bot.storage.tracker_store.MAX_CONVERSATION", 10_000)
    assert not asyncio.run(turn("hej"))
    assert asyncio.run(turn("hej " * 5000))


def test_when_a_turn_is_saved_then_its_note_tells_what_was_understood(store: MemoryTrackerStore) -> None:
    async def turn() -> TurnNote:
        note = TurnNote()
        turn_note.set(note)
        await store.save(conversation("a"))
        return note

    note = asyncio.run(turn())
    assert note.saved
    assert note.slots["topic"] == "stalking"
    assert note.understood["urgency"] == "urgent"


def test_when_two_turns_run_at_once_then_each_has_its_own_note(store: MemoryTrackerStore) -> None:
    async def turn(name: str, text: str) -> str:
        note = TurnNote()
        turn_note.set(note)
        await asyncio.sleep(0)
        await store.save(conversation(name, text))
        return str(note.understood["text"])

    async def both() -> list[str]:
        return list(await asyncio.gather(turn("a", "hej från a"), turn("b", "hej från b")))

    assert asyncio.run(both()) == ["hej från a", "hej från b"]


def test_when_conversations_are_saved_then_no_file_is_written(
    store: MemoryTrackerStore, tmp_path: Path, broker: RedactingBroker
) -> None:
    saved(store, "a", "b")
    broker.flush()
    for path in tmp_path.rglob("*"):
        assert b"mitt jobb" not in path.read_bytes()
