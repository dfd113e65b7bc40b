"""Conversations that move between assistants, with a real Redis between them; what is said is made up by hand."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import redis
from rasa.shared.core.domain import Domain

from bot.channel import hand_over as module
from bot.channel.conversations import Conversations
from bot.channel.hand_over import HandOver
from bot.storage import shared as shared_module
from bot.storage.engine import open_database
from bot.storage.event_broker import RedactingBroker
from bot.storage.shared import Shared
from bot.storage.tracker_store import MemoryTrackerStore
from tests import redis_server
from tests.fake_clock import FakeClock
from tests.records.made_up import said
from tests.redis_server import RunningRedis


class Assistant:
    """What one process holds of conversations."""

    def __init__(self, url: str, folder: Path) -> None:
        self.shared = Shared(url)
        self.conversations = Conversations(1000)
        self.broker = RedactingBroker(
            open_database(f"sqlite:///{folder / 'r.db'}"), lambda text: text, write_every=3600
        )
        self.trackers = MemoryTrackerStore(Domain.empty(), event_broker=self.broker)
        self.hand_over = HandOver(self.shared, self.conversations)
        self.hand_over.use(self.trackers)

    async def say(self, token: str | None, text: str, store: bool | None = True) -> str:
        """A turn as the door does it, without Rasa."""
        async with self.hand_over.turn(token) as turn:
            conversation = self.conversations.enter(token)
            conversation.turns += 1
            turn.token = conversation.token
            self.trackers.records.choose(conversation.token, store)
            self.broker.publish(said(text, conversation.token, store))
        return conversation.token

    @property
    def waiting(self) -> list[list[str]]:
        """The residents' words in the records that will be written."""
        return [[turn.text for turn in record.turns] for record in self.broker._pool._waiting]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RunningRedis]:
    with redis_server.running(tmp_path) as started:
        yield started


def run(server: RunningRedis, folder: Path, talk: Callable[[Assistant, Assistant], Any]) -> tuple[Assistant, Assistant]:
    """Let two assistants do what `talk` says, and return them."""

    async def whole() -> tuple[Assistant, Assistant]:
        folders = [folder / name for name in ("a", "b")]
        one, other = (Assistant(server.url, made) for made in folders if made.mkdir() is None)
        await talk(one, other)
        for each in (one, other):
            await each.shared.close()
            await each.broker.close()
        return one, other

    return asyncio.run(whole())


def test_a_conversation_becomes_one_record_with_all_that_was_said_wherever(
    server: RunningRedis, tmp_path: Path
) -> None:
    async def talk(a: Assistant, b: Assistant) -> None:
        token = await a.say(None, "ett")
        assert await b.say(token, "två") == token
        assert await a.say(token, "tre") == token
        assert len(a.conversations) == len(b.conversations) == 0
        await b.hand_over.leave(token, keep_record=True)

    one, other = run(server, tmp_path, talk)
    assert (one.waiting, other.waiting) == ([], [["ett", "två", "tre"]])


def test_a_no_at_one_assistant_holds_for_a_turn_that_runs_at_the_other(server: RunningRedis, tmp_path: Path) -> None:
    async def talk(a: Assistant, b: Assistant) -> None:
        token = await a.say(None, "ett")
        async with a.hand_over.turn(token):
            await b.hand_over.hear_choice(token, False)
        await b.hand_over.leave(token, keep_record=True)

    assert [each.waiting for each in run(server, tmp_path, talk)] == [[], []]


@pytest.mark.parametrize("what", ["no", "forget", "another"])
def test_what_redis_could_not_be_told_is_told_before_anything_becomes_a_record(
    server: RunningRedis, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    monkeypatch.setattr(shared_module, "_PAUSE", 0.2)
    monkeypatch.setattr(module, "_SWEEP_EVERY", 0.1)

    async def talk(a: Assistant, b: Assistant) -> None:
        token = await a.say(None, "ett")
        os.kill(server.process.pid, signal.SIGSTOP)
        if what == "no":
            await b.hand_over.hear_choice(token, False)
        elif what == "forget":
            await b.hand_over.leave(token, keep_record=False)
        else:
            assert await b.say(token, "två") != token
        os.kill(server.process.pid, signal.SIGCONT)
        redis.Redis(port=server.port).zadd(
            "lotsen:due", {redis.Redis(port=server.port).zrange("lotsen:due", 0, 0)[0]: 1}
        )
        sweeping = asyncio.create_task(b.hand_over.sweep_forever())
        await asyncio.sleep(1.0)
        sweeping.cancel()
        await a.hand_over.leave(token, keep_record=True)

    assert [each.waiting for each in run(server, tmp_path, talk)] == [[], []]


def test_what_is_due_becomes_a_record_and_a_bad_draft_does_not_end_the_sweeping(
    server: RunningRedis, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_SWEEP_EVERY", 0.1)

    async def talk(a: Assistant, b: Assistant) -> None:
        await a.shared.keep("x" * 32, {}, {"no": "draft"}, 60)
        await a.say(None, "ett")
        inside = redis.Redis(port=server.port)
        for at, name in enumerate(inside.zrange("lotsen:due", 0, -1)):
            inside.zadd("lotsen:due", {name: at + 1})
        sweeping = asyncio.create_task(b.hand_over.sweep_forever())
        await asyncio.sleep(1.0)
        sweeping.cancel()

    one, other = run(server, tmp_path, talk)
    assert (one.waiting, other.waiting) == ([], [["ett"]])


def test_leaving_conversations_that_never_were_fills_no_memory(server: RunningRedis, tmp_path: Path) -> None:
    async def talk(a: Assistant, b: Assistant) -> None:
        await a.hand_over.leave("x" * 32, keep_record=False)
        await a.hand_over.hear_choice("y" * 32, False)

    run(server, tmp_path, talk)
    assert redis.Redis(port=server.port).keys("*") == []


def test_work_goes_on_when_whoever_asked_for_it_has_gone(server: RunningRedis, tmp_path: Path) -> None:
    async def talk(a: Assistant, b: Assistant) -> None:
        token = await a.say(None, "ett")
        async with b.shared.locked(token):
            asked = asyncio.create_task(a.hand_over.to_the_end(a.hand_over.leave(token, keep_record=False)))
            await asyncio.sleep(0.1)
            asked.cancel()
        await asyncio.sleep(0.3)
        assert (await b.shared.fetch(token))[2]

    assert [each.waiting for each in run(server, tmp_path, talk)] == [[], []]


def test_a_thumb_or_a_press_does_not_make_a_conversation_last_longer() -> None:
    clock = FakeClock()
    conversations = Conversations(1000, idle=100, lifetime=1000, clock=clock)
    token = conversations.enter(None).token
    clock.pass_seconds(60)
    exported, seconds = conversations.export(token)
    assert seconds == 40
    assert exported is not None
    conversations.forget(token)
    conversations.take_over(token, exported)
    clock.pass_seconds(39)
    assert conversations.goes_on(token)
    clock.pass_seconds(2)
    assert not conversations.goes_on(token)
