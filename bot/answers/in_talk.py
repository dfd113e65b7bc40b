"""What a message means only within its talk: answers to our questions, follow-ups, corrections, going back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.answers import about_services
from bot.answers.by_itself import by_itself
from bot.answers.help_for import ids_of
from bot.answers.plan import ASKED_TOPIC, ASKED_WHO, WHO_OPTIONS, Part, topic_option
from bot.answers.texts_for import ACK_WHO, FACT_TEXT_FOR, YOUNG_BELOW, text_for
from bot.answers.turn import HUMANS, Draft, Turn, draft_of, helping, options_of, same_talk
from bot.services.model import SWITCHBOARD
from bot.services.select import EMERGENCY
from bot.texts import labels
from bot.topics import NOT_UNDERSTOOD, OUT_OF_SCOPE

SURE_ENOUGH_TO_CHANGE = 0.7
SHORT = 5  # words
NOT_IMPOSSIBLE = 0.01  # a short answer is held against what was offered alone

FACT_TOPIC = {
    "fact_report_concern": "child_harmed",
    "fact_police_report": "police_report",
    "must_report": "police_report",
    "fact_contact_ban": "stalking",
    "fact_shelter": "safe_housing",
    "fact_travel_ban": "forced_marriage",
    "fact_airport": "forced_marriage",
    "fact_youth_clinic": "youth_sexual_health",
}
"""The topic whose services belong to a fact; the others are told without services."""
FACT_SUBJECT = {
    "fact_hide_tracks": "anonymity",
    "hide_tracks": "anonymity",
    "who_reads": "anonymity",
    "fact_phone_bill": "anonymity",
    "fact_secrecy": "social_services",
    "human_or_robot": "bot_identity",
    "not_emergency_service": "bot_identity",
}
_WISH_TOPIC = {"wish_report": "police_report", "wish_shelter": "safe_housing", "wish_talk": HUMANS}
_MAGNETS = frozenset({"social_services", "police_report", "youth_sexual_health", "substance_use"})
"""Topics that short questions about services are easily taken for."""
WHO_SAID = {"who_self": "self", "who_child": "child", "who_other": "other", "who_professional": "professional"}
_PLACES = ("first", "second", "third")


def answer_to_question(turn: Turn, kind: str | None) -> Draft | None:
    asked, offered = turn.before.get("asked"), list(turn.before.get("offered") or ())
    if kind in _PLACES and _PLACES.index(kind) < len(offered):
        return _chosen(turn, offered[_PLACES.index(kind)])
    if (
        kind in (None, "that_about")
        and offered
        and turn.told not in (None, *offered)
        and len(turn.text.split()) <= SHORT
    ):
        likely = [label for label, sure in turn.ranking if label in offered and sure > NOT_IMPOSSIBLE]
        if likely:  # "det om gänget" after two topics were offered
            return _chosen(turn, likely[0])
    if asked == ASKED_TOPIC and offered:
        if kind == "no" or turn.intent == "deny":
            options = tuple(topic_option(t) for t in [*(s for s in turn.start_topics if s not in offered), HUMANS])
            draft = same_talk(turn, [Part("utter_no_to_topics", options=options)])
            return replace(draft, misunderstood=1, asked=ASKED_TOPIC, offered=[o.label for o in options])
        if kind == "yes" or turn.intent == "affirm":
            if len(offered) == 1:
                return _chosen(turn, offered[0])
            options = tuple(topic_option(t) for t in offered)
            draft = same_talk(turn, [Part("utter_yes_to_topics", options=options)])
            return replace(draft, asked=ASKED_TOPIC, offered=offered)
    if asked == ASKED_WHO and (kind == "yes" or turn.intent == "affirm"):
        return replace(same_talk(turn, [Part("utter_ask_who", options=WHO_OPTIONS)]), asked=ASKED_WHO)
    return None


def _chosen(turn: Turn, label: str) -> Draft:
    return by_itself(replace(turn, intent=label, ranking=(), text="", who_said=None))


def from_talk(turn: Turn, kind: str | None) -> Draft | None:
    """None where the message is no follow-up, or where it clearly begins another topic."""
    running, shown = turn.running, turn.before.get("shown") or ()
    if kind in about_services.KINDS:
        return _about_services(turn, str(kind), shown)
    if kind in FACT_TEXT_FOR:
        return _fact(turn, str(kind))
    if kind in ("easy_on", "easy_off"):
        parts = [Part("utter_easy_on" if kind == "easy_on" else "utter_easy_off")]
        if running:
            parts.append(helping(turn, turn.before).topic(running))
        else:
            parts = [replace(parts[0], options=options_of(turn.start_topics))]
        return same_talk(turn, parts, plain_swedish=kind == "easy_on")
    if kind == "refuses_112":
        know = {**turn.before, "refused_112": True}
        part = Part("utter_refuses_112", helping(turn, know).without_112(running))
        return replace(draft_of(turn, [part], know, running), may_ask=False)
    if kind in _WISH_TOPIC and (turn.told in (None, running) or kind == "wish_talk"):
        return by_itself(replace(turn, intent=_WISH_TOPIC[str(kind)], who_said=None))
    if not running and kind in WHO_SAID:
        options = options_of(turn.before.get("offered") or turn.start_topics)
        parts = [Part(ACK_WHO[WHO_SAID[kind]]), Part("utter_yes_to_topics", options=options)]
        draft = same_talk(turn, parts, who=WHO_SAID[kind])
        return replace(draft, asked=ASKED_TOPIC, offered=[o.label for o in options])
    if not running:
        return _what_is_it_about(turn) if kind == "back" else None
    if kind == "help_has_come":
        return same_talk(turn, [Part("utter_after_danger_gentle", helping(turn, turn.before).services(running))])
    if kind == "refuses_step":
        return same_talk(turn, [Part("utter_refuses_step", helping(turn, turn.before).services(running))])
    if kind in ("what_now", "what_to_say"):
        return same_talk(turn, [helping(turn, turn.before).topic(running)])
    if kind == "repeat":
        return same_talk(turn, [Part("utter_repeat"), helping(turn, turn.before).topic(running)])
    if kind == "that_about":
        spoken_of = [t for t in (running, turn.before.get("previous_topic"), *(turn.before.get("offered") or ())) if t]
        target = next((label for label, _ in turn.ranking if label in spoken_of), running)
        return draft_of(turn, [helping(turn, turn.before).topic(target)], turn.before, target)
    if kind in ("back", *_PLACES):
        previous = turn.before.get("previous_topic")
        target = running if turn.told == running else previous or running
        part = Part("utter_back_to_topic", fills=({"topic": labels()["topics"][target]},))
        return draft_of(turn, [part, helping(turn, turn.before).topic(target)], turn.before, target)
    if kind == "not_that":
        options = options_of([t for t in turn.start_topics if t != running])
        draft = same_talk(turn, [Part("utter_not_that", options=options)])
        return replace(draft, asked=ASKED_TOPIC, offered=[o.label for o in options])
    return _correction(turn, kind, running)


def _correction(turn: Turn, kind: str | None, running: str) -> Draft | None:
    """Whom it concerns, an age or a gender said afterwards: the running topic is answered anew."""
    before = turn.before
    if kind == "parent_not_partner":
        age = turn.age_said or before.get("age")
        know = {**before, "who": "self", "age": age}
        topic = running if age is not None and age >= YOUNG_BELOW else "child_unsafe_home"
        return draft_of(turn, [Part(ACK_WHO["self"]), helping(turn, know).topic(topic)], know, topic)
    if kind in WHO_SAID:
        who = WHO_SAID[kind]
        know = {**before, "who": who}
        if who != before.get("who"):  # another person, of whom nothing is known yet
            know |= {"age": None, "gender": None}
        return draft_of(turn, [Part(ACK_WHO[who]), helping(turn, know).topic(running)], know, running)
    if kind == "age_other" or (kind == "age" and before.get("who") == "child"):
        know = {**before, "who": "child" if before.get("who") == "child" else "other"}
        return draft_of(turn, [Part(ACK_WHO[know["who"]]), helping(turn, know).topic(running)], know, running)
    if kind == "age":
        age = turn.age_said or _number_in(turn.text)
        know = {**before, "age": age, "who": before.get("who") or "self"}
        young = age is not None and age < YOUNG_BELOW
        return draft_of(turn, [*_acks("utter_ack_age_young", young), helping(turn, know).topic(running)], know, running)
    if kind == "gender":
        know = {**before, "gender": turn.gender_said or _gender_in(turn.text), "who": before.get("who") or "self"}
        return draft_of(turn, [Part("utter_ack_gender"), helping(turn, know).topic(running)], know, running)
    return None


def _about_services(turn: Turn, kind: str, shown: Sequence[str]) -> Draft | None:
    if not shown and kind == "bill":
        return _fact(turn, "fact_phone_bill")
    if not shown:
        if turn.intent not in (NOT_UNDERSTOOD, OUT_OF_SCOPE):
            return None
        return _what_is_it_about(turn)
    topic = turn.before.get("shown_topic") or turn.running or HUMANS
    another = turn.told not in (None, topic, turn.running) and turn.told not in _MAGNETS
    if another and turn.confidence >= SURE_ENOUGH_TO_CHANGE and len(turn.text.split()) > 4:
        return None
    help_here = helping(turn, turn.before)
    calm = [c for c in help_here.those(shown, topic) if c.service.id != EMERGENCY]  # all know when 112 is open
    parts = about_services.answer_about(kind, calm, help_here.ranked(topic), turn.text)
    if not parts or parts[0].response == "utter_follow_more_none":
        switchboard = Part("utter_follow_more_none", help_here.with_role(SWITCHBOARD, topic))
        return same_talk(turn, [switchboard])
    return same_talk(turn, parts, shown=ids_of(parts) or list(shown), shown_topic=topic)


def _what_is_it_about(turn: Turn) -> Draft:
    options = options_of(turn.start_topics)
    draft = same_talk(turn, [Part("utter_follow_nothing_running", options=options)])
    return replace(draft, asked=ASKED_TOPIC, offered=[o.label for o in options])


def _fact(turn: Turn, kind: str) -> Draft:
    """A fact is told with the services it belongs to; it begins a topic only where none runs."""
    own = FACT_TOPIC.get(kind)
    if own is None:
        draft = same_talk(turn, [Part(FACT_TEXT_FOR[kind])])
        return replace(draft, subject=turn.running or FACT_SUBJECT.get(kind, NOT_UNDERSTOOD))
    changes = turn.told == own or not turn.running
    topic = (turn.told or own) if changes else turn.running
    who = turn.before.get("who") or turn.slots.get("who")
    know = {**turn.slots, "who": who} if changes else turn.before
    text = FACT_TEXT_FOR[kind]
    if kind in ("fact_report_concern", "must_report") and know.get("who") == "professional":
        own = FACT_TOPIC["fact_report_concern"]
        text = text_for(own, "professional")  # who must report, and cannot be anonymous
    return draft_of(turn, [Part(text, helping(turn, know).services(own))], know, topic, shown_topic=own)


def _acks(response: str, said: bool) -> list[Part]:
    return [Part(response)] if said else []


def _number_in(text: str) -> int | None:
    digits = "".join(c if c.isdigit() else " " for c in text).split()
    return int(digits[0]) if digits else YOUNG_BELOW - 1  # "jag är under 18"


def _gender_in(text: str) -> str | None:
    words = text.lower()
    for gender, said in (("trans", ("trans", "ickebin")), ("female", ("tjej", "kvinn", "flick")), ("male", ())):
        if any(word in words for word in said):
            return gender
    return "male"
