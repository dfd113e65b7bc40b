"""What several assistants share, against a real Redis."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
import redis

from bot.storage import shared as module
from bot.storage.shared import KeepsOnDisk, Shared, Unavailable
from tests import redis_server
from tests.redis_server import RunningRedis

TOKEN, OTHER = "A" * 32, "B" * 32
TALK = {"words": "mitt ex står utanför mitt jobb"}
DRAFT = {"turns": ["[NAMN] står utanför"]}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningRedis]:
    with redis_server.running(tmp_path_factory.mktemp("redis")) as started:
        yield started


@pytest.fixture
def inside(server: RunningRedis) -> Iterator[redis.Redis]:
    """Redis as its administrator sees it, empty."""
    client = redis.Redis(port=server.port)
    client.flushall()
    yield client
    client.close()


@asynccontextmanager
async def connected(server: RunningRedis) -> AsyncIterator[Shared]:
    shared = Shared(server.url)
    try:
        yield shared
    finally:
        await shared.close()


def run(server: RunningRedis, use: Callable[[Shared], Awaitable[Any]]) -> Any:
    async def whole() -> Any:
        async with connected(server) as shared:
            return await use(shared)

    return asyncio.run(whole())


def test_what_one_gives_back_another_takes_over_and_only_with_the_token(
    server: RunningRedis, inside: redis.Redis
) -> None:
    run(server, lambda s: s.keep(TOKEN, TALK, DRAFT, 60))
    assert run(server, lambda s: s.fetch(TOKEN)) == (TALK, DRAFT, False)
    assert run(server, lambda s: s.fetch(OTHER)) == (None, None, False)


def test_whoever_can_read_all_of_redis_reads_neither_words_nor_token(server: RunningRedis, inside: redis.Redis) -> None:
    run(server, lambda s: s.keep(TOKEN, TALK, DRAFT, 60))
    run(server, lambda s: s.count("messages", "198.51.100.7", 60))
    seen = b""
    for key in inside.keys("*"):
        kind = inside.type(key)
        seen += key + (repr(inside.zrange(key, 0, -1)).encode() if kind == b"zset" else inside.get(key) or b"")
    assert b"jobb" not in seen and TOKEN.encode() not in seen and b"198.51" not in seen
    assert "står utanför".encode("unicode-escape") in seen or b"[NAMN]" in seen  # the draft, redacted


def test_everything_has_a_time_limit_but_the_list_of_what_is_due(server: RunningRedis, inside: redis.Redis) -> None:
    run(server, lambda s: s.keep(TOKEN, TALK, DRAFT, 60))
    run(server, lambda s: s.count("messages", "198.51.100.7", 60))
    run(server, lambda s: s.say_no(TOKEN))
    run(server, lambda s: s.leave(TOKEN))
    run(server, lambda s: s.keep(OTHER, TALK, DRAFT, 60))
    lasting = {key for key in inside.keys("*") if inside.ttl(key) < 0}
    assert lasting == {b"lotsen:due"}


def test_a_conversation_rests_as_long_as_it_may_and_its_draft_is_due_then_once(
    server: RunningRedis, inside: redis.Redis
) -> None:
    run(server, lambda s: s.keep(TOKEN, TALK, DRAFT, 1))
    assert run(server, lambda s: s.take_due()) is None
    time.sleep(2.2)
    assert run(server, lambda s: s.fetch(TOKEN))[0] is None

    async def two() -> list[Any]:
        async with connected(server) as one, connected(server) as other:
            return await asyncio.gather(one.take_due(), other.take_due())

    assert [d for d in asyncio.run(two()) if d] == [DRAFT]
    assert run(server, lambda s: s.take_due()) is None


def test_without_consent_there_is_no_draft_and_a_no_takes_away_the_one_there_was(
    server: RunningRedis, inside: redis.Redis
) -> None:
    run(server, lambda s: s.keep(TOKEN, TALK, DRAFT, 60))
    run(server, lambda s: s.keep(TOKEN, TALK, None, 60))
    assert run(server, lambda s: s.fetch(TOKEN)) == (TALK, None, False)
    assert inside.zcard("lotsen:due") == 0


def test_a_conversation_that_was_left_is_gone_and_a_turn_that_still_runs_cannot_bring_it_back(
    server: RunningRedis, inside: redis.Redis
) -> None:
    run(server, lambda s: s.keep(TOKEN, TALK, DRAFT, 60))
    assert run(server, lambda s: s.leave(TOKEN)) == DRAFT
    assert run(server, lambda s: s.leave(TOKEN)) is None
    run(server, lambda s: s.keep(TOKEN, TALK, DRAFT, 60))
    assert run(server, lambda s: s.fetch(TOKEN)) == (None, None, True)
    assert run(server, lambda s: s.take_due()) is None


def test_a_no_holds_against_a_turn_that_gives_back_what_was_said_before_it(
    server: RunningRedis, inside: redis.Redis
) -> None:
    run(server, lambda s: s.keep(TOKEN, TALK, DRAFT, 60))
    run(server, lambda s: s.say_no(TOKEN))
    run(server, lambda s: s.keep(TOKEN, TALK, DRAFT, 60))
    assert run(server, lambda s: s.fetch(TOKEN)) == (TALK, None, False)
    run(server, lambda s: s.say_yes(TOKEN))
    run(server, lambda s: s.keep(TOKEN, TALK, DRAFT, 1))
    run(server, lambda s: s.say_no(TOKEN))
    assert run(server, lambda s: s.leave(TOKEN)) is None


def test_what_strangers_make_up_fills_no_memory(server: RunningRedis, inside: redis.Redis) -> None:
    for token in ("x", "\ud800", "y" * 100):
        run(server, lambda s, token=token: s.leave(token))
        run(server, lambda s, token=token: s.say_no(token))
    assert inside.keys("*") == []


def test_a_draft_that_falls_due_during_a_turn_waits_for_its_end(server: RunningRedis, inside: redis.Redis) -> None:
    async def during() -> tuple[Any, Any]:
        async with connected(server) as one, connected(server) as other:
            await one.keep(TOKEN, TALK, DRAFT, 1)
            async with one.locked(TOKEN):
                await asyncio.sleep(2.2)
                return await other.take_due(), (await one.fetch(TOKEN))[1]

    assert asyncio.run(during()) == (None, DRAFT)
    assert run(server, lambda s: s.take_due()) == DRAFT


def test_a_redis_that_refuses_to_write_counts_as_away(
    server: RunningRedis, inside: redis.Redis, caplog: pytest.LogCaptureFixture
) -> None:
    inside.config_set("maxmemory", "1mb")
    try:
        with pytest.raises(Unavailable):
            run(server, lambda s: s.keep(TOKEN, {"words": "hemligt" * 300_000}, {"turns": ["hemligt"]}, 60))
    finally:
        inside.config_set("maxmemory", "0")
    assert "OutOfMemoryError" in caplog.text and "hemligt" not in caplog.text


def test_turns_of_one_conversation_wait_for_each_other(server: RunningRedis, inside: redis.Redis) -> None:
    order: list[str] = []

    async def turn(shared: Shared, name: str) -> None:
        async with shared.locked(TOKEN):
            order.append(f"{name} in")
            await asyncio.sleep(0.1)
            order.append(f"{name} out")

    async def both() -> None:
        async with connected(server) as one, connected(server) as other:
            await asyncio.gather(turn(one, "a"), turn(other, "b"))

    asyncio.run(both())
    assert [o.split()[1] for o in order] == ["in", "out", "in", "out"]


def test_a_turn_waits_no_longer_than_a_resident_can(
    server: RunningRedis, inside: redis.Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_WAIT", 0.3)

    async def held() -> float:
        async with connected(server) as one, connected(server) as other, one.locked(TOKEN):
            begun = time.monotonic()
            async with other.locked(TOKEN):
                return time.monotonic() - begun

    assert 0.2 < asyncio.run(held()) < 1.0


def test_an_address_is_counted_over_all_assistants_and_forgotten_with_its_key(
    server: RunningRedis, inside: redis.Redis
) -> None:
    async def three() -> list[int]:
        async with connected(server) as one, connected(server) as other:
            counts = [await s.count("messages", "198.51.100.7", 1) for s in (one, other, one)]
            counts.append(await one.count("messages", "198.51.100.8", 1))
            counts.append(await one.count("conversations", "198.51.100.7", 1))
            await asyncio.sleep(1.2)
            return [*counts, await other.count("messages", "198.51.100.7", 1)]

    assert asyncio.run(three()) == [1, 2, 3, 1, 1, 1]


@pytest.mark.parametrize("how", [signal.SIGSTOP, signal.SIGKILL])
def test_a_redis_that_hangs_or_dies_costs_half_a_second_once_and_is_asked_again_when_it_is_back(
    tmp_path: Path, how: signal.Signals, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_PAUSE", 0.5)

    async def broken() -> tuple[float, float, Any]:
        with redis_server.running(tmp_path) as own:
            async with connected(own) as shared:
                await shared.keep(TOKEN, TALK, None, 60)
                os.kill(own.process.pid, how)
                begun = time.monotonic()
                with pytest.raises(Unavailable):
                    await shared.fetch(TOKEN)
                first = time.monotonic() - begun
                with pytest.raises(Unavailable):
                    await shared.fetch(TOKEN)
                second = time.monotonic() - begun - first
                assert not shared.available
                if how is signal.SIGSTOP:
                    os.kill(own.process.pid, signal.SIGCONT)
                    await asyncio.sleep(0.6)
                    return first, second, (await shared.fetch(TOKEN))[0]
                own.process.wait()
                with redis_server.running(tmp_path, port=own.port):
                    await asyncio.sleep(0.6)
                    return first, second, (await shared.fetch(TOKEN))[0] or TALK

    first, second, found = asyncio.run(broken())
    assert first < 1.5 and second < 0.05
    assert found == TALK


def test_a_redis_that_comes_back_with_a_disk_is_asked_for_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_PAUSE", 0.1)

    async def back() -> None:
        with redis_server.running(tmp_path) as own:
            shared = Shared(own.url)
            await shared.keep(TOKEN, TALK, DRAFT, 60)
        with pytest.raises(Unavailable):
            await shared.fetch(TOKEN)
        await asyncio.sleep(0.2)
        with redis_server.running(tmp_path, "--appendonly", "yes", port=own.port) as again:
            with pytest.raises(Unavailable):
                await shared.keep(TOKEN, TALK, DRAFT, 60)
            assert redis.Redis(port=again.port).keys("*") == []
        await shared.close()

    asyncio.run(back())


def test_a_redis_that_writes_to_disk_is_refused(tmp_path: Path, server: RunningRedis) -> None:
    run(server, lambda s: s.refuse_disk())
    for options in (("--appendonly", "yes"), ("--save", "60", "1")):
        with redis_server.running(tmp_path, *options) as own, pytest.raises(KeepsOnDisk):
            run(own, lambda s: s.refuse_disk())
