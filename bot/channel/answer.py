"""Turns what the dialogue uttered into the JSON of the contract: never empty, and 112 first in danger. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.channel.collector import Uttered
from bot.channel.conversations import Conversation
from bot.channel.emergency import EmergencyReplies
from bot.texts import languages
from bot.topics import HELP_TOPICS, SMALL_TALK, TOPICS, URGENCY, WHO

EMERGENCY_NUMBER = "112"
SWEDISH = "sv"


def complete(
    uttered: Sequence[Uttered], in_danger: bool, emergency: EmergencyReplies, language: str = SWEDISH
) -> list[Uttered]:
    """The replies to send. An empty turn is a fault and becomes the emergency card; in danger 112 is the first word.

    A person in danger who writes in `language` reads it in that language first, and in Swedish after it.
    """
    replies = list(uttered)
    if in_danger and not (replies and replies[0].text.startswith(EMERGENCY_NUMBER)):
        replies = [emergency.danger(), *replies]
    if in_danger and (theirs := emergency.danger_in(language)) is not None:
        replies = [theirs, *replies]
    return replies or [emergency.fault()]


def replies_json(replies: Sequence[Uttered], conversation: Conversation) -> list[dict[str, Any]]:
    """Replies in the shape of the contract; buttons get tokens that only work in `conversation`."""
    return [
        {
            "text": reply.text,
            "lang": reply.lang,
            "dir": languages().get(reply.lang, {}).get("dir", "ltr"),
            "services": list(reply.services),
            "choices": [{"title": m.title, "send": conversation.offer(m)} for m in reply.options],
        }
        for reply in replies
    ]


def understood_json(found: dict[str, Any], slots: dict[str, Any], in_danger: bool) -> dict[str, Any]:
    """What was understood. `found` is the message's parse data, `slots` the conversation's memory after the turn.

    `topic` is the running topic: a help topic, question about Lotsen or out-of-scope message moves it, small talk and
    what the dialogue took for part of the talk (slot `subject`) do not. `urgency` and `confidence` are this message's.
    """
    label = slots.get("subject") or found.get("topic")
    running = slots.get("topic")
    if label not in TOPICS - SMALL_TALK and running in HELP_TOPICS:
        topic = running  # also after a "yes" to danger, or a message of signs only
    else:
        topic = label if label in TOPICS else None
    urgency = "acute" if in_danger else found.get("urgency")
    who = slots.get("who") if topic in HELP_TOPICS else "none"
    return {
        "topic": topic,
        "urgency": urgency if urgency in URGENCY else "none",
        "who": who if who in WHO else "none",
        "confidence": round(float(found.get("topic_confidence") or 0.0), 2),
        "language": slots.get("language") or found.get("language") or SWEDISH,
        "asked": slots.get("asked"),
    }
