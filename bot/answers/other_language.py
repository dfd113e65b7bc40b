"""Answers in other languages than Swedish: a short card, the services with interpreters, the topics as buttons."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from bot.answers.plan import MORE_IN_SWEDISH, Part, topic_option
from bot.kommun import kommun
from bot.services.select import Choice
from bot.texts import languages

SWEDISH = "sv"
_LEAST_WORDS = 3  # a shorter message is taken for Swedish by the recogniser
_ENOUGH_TO_SWITCH = 5  # words; a Swedish talk does not change its language over a few
_WORD = re.compile(r"\w+")
_LATIN_ENDS = "\u024f"


def has_texts(language: str | None) -> bool:
    """Whether the kommun lets Lotsen talk in it. That 112 is to be rung is told in every language there are words in."""
    return language in languages() and language in kommun().languages


def wants_swedish(language: str | None) -> str | None:
    """The title of the button that asks for the Swedish answer."""
    return str(languages()[language]["more_in_swedish"]) if language in languages() else None


def says_danger(text: str, language: str) -> bool | None:
    """Yes or no in that language to the question about danger, as the first word of our own buttons has it."""
    first = _first_word(text)
    if language not in languages() or not first:
        return None
    said = {_first_word(str(languages()[language][key])): key == "danger_yes" for key in ("danger_yes", "danger_no")}
    return said.get(first)


def _first_word(text: str) -> str:
    words = _WORD.findall(text.lower())
    return words[0] if words else ""


def of_talk(text: str, pressed: bool, before: Mapping[str, Any], slots: Mapping[str, Any]) -> str:
    """The language to answer in. A short message is no proof: the talk's language stays."""
    found, earlier = slots.get("language") or SWEDISH, before.get("language")
    if pressed or text == wants_swedish(earlier):
        return str(earlier or SWEDISH)
    latin = all(c <= _LATIN_ENDS for c in text if c.isalpha())
    words = len(text.split())
    if earlier in (None, found) or not latin:
        return str(found)
    needed = _LEAST_WORDS if found == SWEDISH else _ENOUGH_TO_SWITCH
    return str(found if words >= needed else earlier)


def answer(language: str, services: Sequence[Choice], topic: str | None, first: bool) -> list[Part]:
    """The card with its services; the topics where none is clear yet or the talk has just begun."""
    swedish = (MORE_IN_SWEDISH,) if topic else ()
    parts = [Part("card", tuple(services), swedish, language=language)]
    if first or topic is None:
        topics = tuple(topic_option(t) for t in languages()[language]["topics"] if t != topic)
        parts.append(Part("offer", options=topics, language=language))
    return parts
