"""A closed-loop load: so many people, each of whom writes the next message when the last one is answered."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

import aiohttp

TURNS = 6  # messages in one conversation

Say = Callable[[aiohttp.ClientSession, str, str | None], Awaitable[str]]
"""Sends one message in the conversation named (None: a new one), checks that it was answered, returns the conversation."""


class NotAnswered(AssertionError):
    """The bot gave no answer, or one that a resident could not use."""


@dataclass
class Figures:
    """What one load showed. Times in seconds."""

    users: int
    seconds: float = 0.0
    times: list[float] = field(default_factory=list)

    @property
    def per_second(self) -> float:
        return len(self.times) / self.seconds

    def percentile(self, share: float) -> float:
        """The time that `share` (0..1) of the messages took at most."""
        ordered = sorted(self.times)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]

    def joined(self, other: Figures) -> Figures:
        """The messages of both rounds together."""
        return Figures(self.users, self.seconds + other.seconds, self.times + other.times)


def measure(say: Say, messages: Sequence[str], users: int, seconds: float) -> Figures:
    """Let `users` people talk for `seconds` and return what it took. Raises NotAnswered, aiohttp.ClientError."""
    return asyncio.run(_measure(say, messages, users, seconds))


async def _measure(say: Say, messages: Sequence[str], users: int, seconds: float) -> Figures:
    figures = Figures(users)
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=60)) as session:
        begun = time.perf_counter()

        async def person(number: int) -> None:
            turn, conversation = number * TURNS, None  # everybody begins at another place in the list
            while time.perf_counter() - begun < seconds:
                asked = time.perf_counter()
                conversation = await say(session, messages[turn % len(messages)], conversation)
                figures.times.append(time.perf_counter() - asked)
                turn += 1
                if turn % TURNS == 0:
                    conversation = None

        await asyncio.gather(*(person(number) for number in range(users)))
        figures.seconds = time.perf_counter() - begun
    return figures
