"""The answer to a topic: its text for the point of view, the services that fit, and what the talk remembers of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.answers.plan import Part
from bot.answers.situation import situation_of
from bot.answers.texts_for import text_for
from bot.services.model import SHELTER_ROLES, Directory
from bot.services.select import EMERGENCY, MOST_SHOWN, Choice, choose, rank
from bot.topics import DANGER_NOW

EMERGENCY_NUMBER = "112"
WISH_OF = {"human_handoff": "talk", "police_report": "report", "safe_housing": "shelter"}
_FIRST_FOR_WISH = {"report": frozenset({"polisen_114_14"}), "shelter": SHELTER_ROLES}
"""Ids or roles of the services that come first for who said what they want."""
LINE_FOR_ALL_LANGUAGES = "kvinnofridslinjen"


@dataclass(frozen=True)
class Help:
    """Chooses services for one talk at one moment. `slots` are what is known of the person."""

    directory: Directory
    now: datetime
    slots: Mapping[str, Any]

    def ranked(self, topic: str) -> tuple[Choice, ...]:
        """All services that fit, those for the resident's wish first, and none reached over 112 for who refused it."""
        choices, _ = rank(situation_of(topic, self.slots, self.now), self.directory)
        first = _FIRST_FOR_WISH.get(self.slots.get("wish") or "", frozenset())
        ordered = sorted(
            choices, key=lambda c: c.service.id != EMERGENCY and not {c.service.id, c.service.role} & first
        )
        return tuple(c for c in ordered if not (self.slots.get("refused_112") and _needs_112(c)))

    def services(self, topic: str) -> tuple[Choice, ...]:
        return self.ranked(topic)[:MOST_SHOWN]

    def those(self, ids: Iterable[str], topic: str) -> tuple[Choice, ...]:
        """The services called `ids` as they are shown for `topic`; one withdrawn meanwhile is left out."""
        situation = situation_of(topic, self.slots, self.now)
        found = (self.directory.services.get(i) for i in ids)
        return tuple(choose(s, situation) for s in found if s is not None and not s.withdrawn)

    def with_role(self, role: str, topic: str) -> tuple[Choice, ...]:
        """The kommun's services of this role, as they are shown for `topic`."""
        return self.those(self.directory.with_role(role), topic)

    def topic(self, topic: str) -> Part:
        return Part(text_for(topic, self.slots.get("who") or "none", self.slots.get("age")), self.services(topic))

    def without_112(self, topic: str | None) -> tuple[Choice, ...]:
        """For a person who does not want to ring 112: the same help, the line that always answers first."""
        ranked = [c for c in self.ranked(topic or DANGER_NOW) if not _needs_112(c)]
        ranked.sort(key=lambda c: c.service.id != LINE_FOR_ALL_LANGUAGES)
        return tuple(ranked[:MOST_SHOWN])

    def with_languages(self, topic: str) -> tuple[Choice, ...]:
        """For a person who writes in another language: who speaks it or has interpreters first, then the topic's own."""
        ranked = self.ranked(topic)
        able = [c for c in ranked if c.service.shown("languages")]
        others = [c for c in ranked if c not in able]
        urgent = [c for c in others if c.service.id == EMERGENCY]
        ordered = [*urgent, *able, *(c for c in others if c not in urgent)]
        if not able and self.slots.get("gender") in (None, "female"):
            line = self.those((LINE_FOR_ALL_LANGUAGES,), topic)
            ordered = [*ordered[: MOST_SHOWN - 1], *line]
        return tuple(ordered[:MOST_SHOWN])


def ids_of(parts: Sequence[Part]) -> list[str]:
    """Ids of the services a plan shows, each once."""
    return list(dict.fromkeys(choice.service.id for part in parts for choice in part.services))


def _needs_112(choice: Choice) -> bool:
    phone = choice.service.shown("phone")
    return choice.service.id == EMERGENCY or (phone is not None and phone.value == EMERGENCY_NUMBER)
