"""What understanding alone costs: the pipeline of the model in use on the same messages, with nothing around it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence

_ROUNDS = 20


def understanding_seconds(messages: Sequence[str]) -> float:
    """Mean seconds a message."""
    from bot.run import lean

    lean.prepare(residents=False)
    from rasa.core.agent import Agent

    from bot.run.model import MODEL_FILE

    agent = Agent.load(str(MODEL_FILE))

    async def parse() -> float:
        for text in messages:
            await agent.parse_message(text)
        begun = time.perf_counter()
        for _ in range(_ROUNDS):
            for text in messages:
                await agent.parse_message(text)
        return (time.perf_counter() - begun) / (_ROUNDS * len(messages))

    return asyncio.run(parse())
