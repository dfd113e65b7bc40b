"""A message and the talk it stands in, and the draft of an answer to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.answers.help_for import Help, ids_of
from bot.answers.plan import Option, Part, topic_option
from bot.services.model import Directory
from bot.texts import labels
from bot.topics import HELP_TOPICS, NOT_UNDERSTOOD

HUMANS = "human_handoff"


@dataclass(frozen=True)
class Turn:
    """A message as the pipeline read it, and the talk it stands in."""

    text: str
    intent: str  # the pipeline's reading, or what a pressed button means
    before: Mapping[str, Any]  # the talk's slots before this message
    slots: Mapping[str, Any]  # and with what the pipeline found in it
    directory: Directory
    now: datetime
    ranking: Sequence[tuple[str, float]] = ()  # topics, the likeliest first; empty when a button was pressed
    reasons: Sequence[str] = ()  # what made the pipeline unsure about danger
    urgency: str = "support"
    names_someone: bool = False
    who_said: str | None = None
    age_said: int | None = None
    gender_said: str | None = None
    start_topics: Sequence[str] = field(default_factory=lambda: tuple(labels()["start_topics"]))

    @property
    def running(self) -> str | None:
        topic = self.before.get("topic")
        return topic if topic in HELP_TOPICS else None

    @property
    def told(self) -> str | None:
        """The help topic the message names by itself."""
        return self.intent if self.intent in HELP_TOPICS else None

    @property
    def pressed(self) -> bool:
        return not self.ranking and self.intent != NOT_UNDERSTOOD

    @property
    def confidence(self) -> float:
        return self.ranking[0][1] if self.ranking else 1.0


@dataclass(frozen=True)
class Draft:
    """An answer before what goes around it. `know` is what the talk knows of the person from now on."""

    parts: list[Part]
    know: Mapping[str, Any]
    topic: str | None  # the running help topic from now on
    subject: str | None = None
    misunderstood: int = 0
    asked: str | None = None
    offered: Sequence[str] = ()
    may_ask: bool = True


def helping(turn: Turn, know: Mapping[str, Any]) -> Help:
    return Help(turn.directory, turn.now, {**know, "urgency": turn.urgency})


def draft_of(
    turn: Turn, parts: list[Part], know: Mapping[str, Any], topic: str | None, shown_topic: str | None = None
) -> Draft:
    """`parts` tell of `topic`, which runs from now on."""
    shown = ids_of(parts)
    remembered = {**know, "shown": shown, "shown_topic": shown_topic or topic} if shown else dict(know)
    return Draft(parts, remembered, topic, subject=topic)


def same_talk(turn: Turn, parts: list[Part], **know: Any) -> Draft:
    """What leaves the running topic, the person and the services shown as they were."""
    said = {"age": turn.age_said, "gender": turn.gender_said}
    known = {**turn.before, **{name: value for name, value in said.items() if value is not None}, **know}
    return Draft(parts, known, turn.running, subject=turn.running or NOT_UNDERSTOOD)


def options_of(topics: Sequence[str]) -> tuple[Option, ...]:
    return tuple(topic_option(t) for t in topics)
