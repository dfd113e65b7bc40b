"""The door without Rasa behind it: what a resident gets when understanding breaks before the dialogue is reached."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bot.channel.door import ChatChannel
from bot.channel.request import ChatRequest
from bot.meaning import encoder
from bot.settings import read_settings


async def _silent(_message: Any) -> None:
    """A dialogue that says nothing."""


@pytest.mark.parametrize(("text", "first"), [("han har en kniv i handen", "112 – ring nu"), ("hej", "112 – ring om")])
def test_when_the_embedding_fails_then_danger_is_still_answered_and_nobody_meets_an_error(
    monkeypatch: pytest.MonkeyPatch, text: str, first: str
) -> None:
    def broken(_text: str) -> None:
        raise RuntimeError(text)

    monkeypatch.setattr(encoder, "available", lambda: True)
    monkeypatch.setattr(encoder, "encode", broken)
    channel = ChatChannel(read_settings({}))
    answer = asyncio.run(channel._talk(ChatRequest(text, None, None), _silent))
    assert answer["replies"][0]["text"].startswith(first)
    assert answer["replies"][0]["services"]
