from __future__ import annotations

import asyncio
import time

import pytest
from rasa.core.lock_store import LockError

from bot.storage.lock_store import AsyncLockStore


@pytest.fixture
def locks(monkeypatch: pytest.MonkeyPatch) -> AsyncLockStore:
    monkeypatch.delenv("SANIC_WORKERS", raising=False)
    return AsyncLockStore()


async def answer(locks: AsyncLockStore, name: str, done: list[str], seconds: float = 0.02) -> None:
    async with locks.lock(name):
        done.append(f"{name} in")
        await asyncio.sleep(seconds)
        done.append(f"{name} out")


def test_when_two_messages_of_one_conversation_come_then_one_waits_for_the_other(locks: AsyncLockStore) -> None:
    async def both() -> list[str]:
        done: list[str] = []
        await asyncio.gather(*(answer(locks, "a", done) for _ in range(4)))
        return done

    assert asyncio.run(both()) == ["a in", "a out"] * 4


def test_when_messages_of_one_conversation_wait_then_they_keep_their_order(locks: AsyncLockStore) -> None:
    async def queue() -> list[int]:
        order: list[int] = []

        async def turn(number: int) -> None:
            async with locks.lock("a"):
                await asyncio.sleep(0.001)
                order.append(number)

        await asyncio.gather(*(turn(n) for n in range(20)))
        return order

    assert asyncio.run(queue()) == list(range(20))


def test_when_one_conversation_is_busy_then_others_are_not_held_up(locks: AsyncLockStore) -> None:
    async def both() -> list[str]:
        done: list[str] = []
        await asyncio.gather(answer(locks, "slow", done, 0.2), answer(locks, "quick", done, 0.01))
        return done

    assert asyncio.run(both()) == ["slow in", "quick in", "quick out", "slow out"]


def test_when_the_lock_is_free_again_then_the_next_one_is_awake_at_once(locks: AsyncLockStore) -> None:
    async def ten_in_a_row() -> float:
        begun = time.monotonic()
        await asyncio.gather(*(answer(locks, "a", [], 0.01) for _ in range(10)))
        return time.monotonic() - begun

    assert asyncio.run(ten_in_a_row()) < 0.9  # Rasa's own store would need nine seconds


def test_when_a_turn_fails_then_its_lock_is_released(locks: AsyncLockStore) -> None:
    async def fail_and_go_on() -> list[str]:
        with pytest.raises(ZeroDivisionError):
            async with locks.lock("a"):
                raise ZeroDivisionError
        done: list[str] = []
        await asyncio.wait_for(answer(locks, "a", done), 1)
        return done

    assert asyncio.run(fail_and_go_on()) == ["a in", "a out"]


def test_when_a_turn_is_cancelled_then_its_lock_is_released(locks: AsyncLockStore) -> None:
    async def cancel_and_go_on() -> list[str]:
        holder = asyncio.create_task(answer(locks, "a", [], 60))
        waiter = asyncio.create_task(answer(locks, "a", [], 60))
        await asyncio.sleep(0.01)
        waiter.cancel()
        holder.cancel()
        await asyncio.gather(holder, waiter, return_exceptions=True)
        done: list[str] = []
        await asyncio.wait_for(answer(locks, "a", done), 1)
        return done

    assert asyncio.run(cancel_and_go_on()) == ["a in", "a out"]


def test_when_the_wait_is_too_long_then_the_lock_is_refused_and_the_holder_keeps_it(locks: AsyncLockStore) -> None:
    async def wait_in_vain() -> list[str]:
        done: list[str] = []
        holder = asyncio.create_task(answer(locks, "a", done, 0.2))
        await asyncio.sleep(0.01)
        with pytest.raises(LockError):
            async with locks.lock("a", lock_lifetime=0.05):
                done.append("never")
        await holder
        await answer(locks, "a", done, 0)
        return done

    assert asyncio.run(wait_in_vain()) == ["a in", "a out", "a in", "a out"]


def test_when_all_is_quiet_then_no_lock_and_no_token_is_kept(locks: AsyncLockStore) -> None:
    async def many() -> None:
        await asyncio.gather(*(answer(locks, f"token{n % 7}", [], 0) for n in range(50)))

    asyncio.run(many())
    assert locks._locks == {}


@pytest.mark.parametrize("workers", ["2", "4", "0", "many", ""])
def test_when_several_workers_are_asked_for_then_it_refuses_to_start(
    monkeypatch: pytest.MonkeyPatch, workers: str
) -> None:
    monkeypatch.setenv("SANIC_WORKERS", workers)
    with pytest.raises(RuntimeError, match="SANIC_WORKERS"):
        AsyncLockStore()


def test_when_one_worker_is_asked_for_then_it_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SANIC_WORKERS", "1")
    AsyncLockStore()
