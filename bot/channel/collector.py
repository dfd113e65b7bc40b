"""Rasa's side of the door: collects what the dialogue utters in one turn."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from rasa.core.channels.channel import OutputChannel

from bot.channel.conversations import Meaning

CHANNEL_NAME = "chat"


@dataclass(frozen=True)
class Uttered:
    """One reply as the dialogue made it: text, service cards, buttons with their meaning, and its language."""

    text: str
    services: tuple[dict[str, Any], ...] = ()
    options: tuple[Meaning, ...] = ()
    lang: str = "sv"


@dataclass
class Collector(OutputChannel):
    """An output channel that keeps the turn's replies in order; a reply without text is no reply."""

    uttered: list[Uttered] = field(default_factory=list)

    @classmethod
    def name(cls) -> str:
        return CHANNEL_NAME

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        text = message.get("text")
        if not text:
            return
        content = message.get("custom") or {}
        options = tuple(
            Meaning(b["title"], b["payload"], b.get("topic")) for b in message.get("buttons") or () if b.get("payload")
        )
        self.uttered.append(Uttered(text, tuple(content.get("services", ())), options, content.get("lang") or "sv"))
