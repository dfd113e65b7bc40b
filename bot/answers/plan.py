"""Plans an answer: which texts in which order, whether cards follow, which choices are offered, what is asked.

Pure: in goes what is known of the conversation, out come parts that an action utters one by one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.answers.texts_for import DANGER_TEXT_FOR, text_for
from bot.topics import DANGER_NOW, HELP_TOPICS, META_TOPICS, OUT_OF_SCOPE

ASKED_DANGER = "danger"
ASKED_TOPIC = "topic"
MOST_OFFERED = 3
_OFFERABLE = HELP_TOPICS | {"anonymity", "human_handoff", OUT_OF_SCOPE}
_WITH_CARDS = HELP_TOPICS | {"human_handoff", OUT_OF_SCOPE}
_WITH_START_TOPICS = frozenset({"greet", "capabilities"})
_SWEDISH = "sv"


@dataclass(frozen=True)
class Option:
    """A button. `intent` is what pressing it means; its title stands in bot/texts/labels.yml under `label`."""

    label: str
    intent: str
    topic: str | None = None


@dataclass(frozen=True)
class Part:
    """One reply: a response name, whether cards of `cards_for` follow it, and the buttons below."""

    response: str
    cards_for: str | None = None
    options: tuple[Option, ...] = ()


@dataclass(frozen=True)
class Plan:
    """`slots` are to be set when the parts have been said."""

    parts: tuple[Part, ...]
    slots: Mapping[str, Any]


YES_NO = (Option("danger_yes", DANGER_NOW), Option("danger_no", "deny"))


def topic_option(topic: str) -> Option:
    return Option(topic, topic, topic if topic in HELP_TOPICS else None)


def answer(label: str, slots: Mapping[str, Any], names_someone: bool, start_topics: Sequence[str]) -> Plan:
    """The answer to a topic or a small-talk act called `label`."""
    parts: list[Part] = []
    if not _is_swedish(slots):
        parts.append(Part("utter_other_language"))
    options: tuple[Option, ...] = ()
    if label in _WITH_START_TOPICS:
        options = tuple(topic_option(t) for t in start_topics)
    elif label in ("bot_identity", "abuse_at_bot"):
        options = (topic_option("human_handoff"),)
    cards_for = label if label in _WITH_CARDS else None
    parts.append(Part(text_for(label, slots.get("who") or "none"), cards_for, options))
    if names_someone and label in HELP_TOPICS | META_TOPICS:
        parts.append(Part("utter_no_names"))
    asks = slots.get("danger") == "ask"
    if asks:
        parts.append(Part("utter_ask_danger", options=YES_NO))
    return Plan(tuple(parts), {"asked": ASKED_DANGER if asks else None, "misunderstood": 0})


def danger_help(slots: Mapping[str, Any]) -> Plan:
    """What follows the 112 text: a way out special to the topic, and the services, 112 first."""
    topic = slots.get("topic")
    parts = [Part(DANGER_TEXT_FOR.get(topic or "", "utter_danger_stay"), cards_for=topic or DANGER_NOW)]
    if not _is_swedish(slots):
        parts.append(Part("utter_other_language"))
    return Plan(tuple(parts), {"asked": None, "misunderstood": 0})


def no_danger() -> Plan:
    """The answer to "no" when asked whether there is danger now."""
    return Plan((Part("utter_not_in_danger"),), {"asked": None, "misunderstood": 0})


def offer(ranking: Sequence[str], misunderstood: int, danger_asked: bool, start_topics: Sequence[str]) -> Plan:
    """Too unsure to answer. `ranking` holds labels, the likeliest first; `misunderstood` counts earlier ones in a row.

    Where the ranking holds fewer topics than can be offered, `start_topics` fill up: one lone guess is no choice.
    """
    if misunderstood >= 1:
        parts = [Part("utter_not_understood_again", cards_for="human_handoff")]
        asked = None
    else:
        likely = [t for t in ranking if t in _OFFERABLE]
        likely = [*likely, *(t for t in start_topics if t not in likely)][:MOST_OFFERED]
        parts = [Part("utter_offer_topics", options=tuple(topic_option(t) for t in likely))]
        asked = ASKED_TOPIC
    if danger_asked:
        parts.append(Part("utter_ask_danger", options=YES_NO))
        asked = ASKED_DANGER
    return Plan(tuple(parts), {"asked": asked, "misunderstood": misunderstood + 1})


def _is_swedish(slots: Mapping[str, Any]) -> bool:
    return slots.get("language") in (None, _SWEDISH)
