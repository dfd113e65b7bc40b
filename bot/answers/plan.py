"""What an answer is made of: texts in their order, cards, buttons, and the slots to set when all has been said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.services.select import Choice
from bot.topics import DANGER_NOW, HELP_TOPICS, NOT_UNDERSTOOD

ASKED_DANGER = "danger"
ASKED_TOPIC = "topic"
ASKED_WHO = "who"


@dataclass(frozen=True)
class Option:
    """A button. `intent` is what pressing it means; its title stands in bot/texts/labels.yml under `label`."""

    label: str
    intent: str
    topic: str | None = None


@dataclass(frozen=True)
class Part:
    """One reply: a response name, what fills its {places}, the services shown with it, and the buttons below."""

    response: str
    services: tuple[Choice, ...] = ()
    options: tuple[Option, ...] = ()
    fills: tuple[Mapping[str, str], ...] = ({},)
    """The text is said once for each, so that one reply can tell something of several services."""
    language: str | None = None
    """Set where `response` is a key of that language's file instead of a response name."""


@dataclass(frozen=True)
class Plan:
    """`slots` are to be set when the parts have been said; what they do not name stays as it is."""

    parts: tuple[Part, ...]
    slots: Mapping[str, Any] = field(default_factory=dict)


YES_NO = (Option("danger_yes", DANGER_NOW), Option("danger_no", "deny"))
# A button whose words are read as if they had been typed (bot/answers/follow_ups.yml knows them).
WHO_OPTIONS = tuple(
    Option(label, NOT_UNDERSTOOD) for label in ("who_self", "who_child", "who_other", "who_professional")
)
EASY_OPTION = Option("easy_on", NOT_UNDERSTOOD)
MORE_IN_SWEDISH = Option("more_in_swedish", NOT_UNDERSTOOD)  # its title stands in the language files
ANSWER_OPTIONS = (*YES_NO, *WHO_OPTIONS, EASY_OPTION)


def topic_option(topic: str) -> Option:
    return Option(topic, topic, topic if topic in HELP_TOPICS else None)
