"""All signals of danger in a message, Swedish and foreign: what stands before Rasa, in it, and in the evaluation."""

from __future__ import annotations

from bot.urgency.foreign import find_foreign
from bot.urgency.signals import Signal, find_signals


def screen(text: str) -> tuple[Signal, ...]:
    """The signals in `text` (cleaned, any spelling). Pure; well under 3 ms for an ordinary message."""
    return (*find_signals(text), *find_foreign(text))
