from __future__ import annotations

import asyncio
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channel.rate import AddressLimits, Window, address_of
from tests.fake_clock import FakeClock

HOME, LIBRARY = "198.51.100.7", "203.0.113.9"
HALF_A_CHANCE = 40  # draws after which two random places have differed for certain, in practice


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


def test_when_an_address_has_had_its_share_then_it_waits_until_the_time_is_over(clock: FakeClock) -> None:
    window = Window(3, 60, clock)
    assert [window.admit(HOME) for _ in range(5)] == [True] * 3 + [False] * 2
    clock.pass_seconds(59)
    assert not window.admit(HOME)
    clock.pass_seconds(1)
    assert window.admit(HOME)


def test_when_one_address_floods_then_the_others_are_let_in(clock: FakeClock) -> None:
    window = Window(3, 60, clock)
    for _ in range(1000):
        window.admit(HOME)
    others = [f"192.0.2.{n}" for n in range(200)]
    assert sum(window.admit(other) for other in others) >= 198  # one of them may share the flooder's place


@given(st.lists(st.sampled_from([HOME, LIBRARY, "2001:db8::1", "", "\udcff"]), max_size=40), st.integers(1, 5))
def test_whatever_comes_then_no_address_gets_more_than_its_share(addresses: list[str], limit: int) -> None:
    window = Window(limit, 60, FakeClock())
    admitted = Counter(address for address in addresses if window.admit(address))
    assert all(count <= limit for count in admitted.values())


def test_when_addresses_were_counted_then_none_of_them_is_in_memory(clock: FakeClock) -> None:
    window = Window(3, 60, clock)
    address = ".".join(["10", "77", "88", "99"])
    window.admit(address)
    assert address not in repr(vars(window))


def test_when_the_time_is_over_then_the_key_is_another_and_the_counts_are_gone(clock: FakeClock) -> None:
    window = Window(9, 60, clock)
    places, keys = set(), set()
    for _ in range(HALF_A_CHANCE):
        window.admit(HOME)
        places.add(bytes(window._counts).find(b"\x01"))
        keys.add(window._key)
        assert sum(window._counts) == 1
        clock.pass_seconds(60)
    assert len(places) > 1
    assert len(keys) == HALF_A_CHANCE


def test_when_very_many_addresses_come_then_the_memory_does_not_grow(clock: FakeClock) -> None:
    window = Window(1000, 60, clock)
    before = len(window._counts)
    for n in range(70_000):
        window.admit(f"host{n}")
    assert len(window._counts) == before <= 1 << 18
    assert set(vars(window)) == {"limit", "seconds", "_clock", "_begun", "_key", "_counts"}


def test_when_the_limit_is_larger_than_a_counter_then_it_is_the_counters_end_that_counts(clock: FakeClock) -> None:
    window = Window(10**9, 60, clock)
    assert all(window.admit(HOME) for _ in range(0xFFFF))
    assert not window.admit(HOME)


def test_messages_and_new_conversations_are_counted_apart() -> None:
    limits = AddressLimits(messages=3, conversations=1)
    assert asyncio.run(limits.admit_conversation(HOME))
    assert not asyncio.run(limits.admit_conversation(HOME))
    assert asyncio.run(limits.admit_message(HOME))


@pytest.mark.parametrize(
    ("connection", "forwarded", "trusted", "counted"),
    [
        (HOME, None, False, HOME),
        (HOME, LIBRARY, False, HOME),  # anyone can write the header
        ("127.0.0.1", LIBRARY, True, LIBRARY),
        ("127.0.0.1", f"1.1.1.1, 2.2.2.2 ,  {LIBRARY}", True, LIBRARY),  # the proxy's own word stands last
        ("127.0.0.1", "påhittad", True, "127.0.0.1"),
        ("127.0.0.1", f"{LIBRARY}, ", True, "127.0.0.1"),
        ("127.0.0.1", None, True, "127.0.0.1"),
        ("127.0.0.1", "", True, "127.0.0.1"),
        ("2001:db8:1:2:3:4:5:6", None, False, "2001:db8:1:2::"),
        ("2001:db8:1:2:ffff::1", None, False, "2001:db8:1:2::"),
        ("2001:db8:1:3::1", None, False, "2001:db8:1:3::"),
        (f"::ffff:{HOME}", None, False, HOME),
        ("", None, False, ""),
    ],
)
def test_the_address_counted_is_the_one_the_sender_cannot_choose(
    connection: str, forwarded: str | None, trusted: bool, counted: str
) -> None:
    assert address_of(connection, forwarded, trusted) == counted
