"""What a message means in its talk, and what is answered: one pure decision over all that is known.

The order: another language; the answer to our own question; what only the talk explains (bot/answers/follow_up.py);
what the message says by itself; and where nothing is clear, an offer, then people. Danger has been answered before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from bot.answers import about_services, other_language
from bot.answers.follow_up import find_follow_up
from bot.answers.help_for import WISH_OF, Help, ids_of
from bot.answers.plan import (
    ASKED_DANGER,
    ASKED_TOPIC,
    ASKED_WHO,
    EASY_OPTION,
    WHO_OPTIONS,
    YES_NO,
    Option,
    Part,
    Plan,
    topic_option,
)
from bot.answers.texts_for import (
    ACK_WHO,
    DANGER_TEXT_FOR,
    FACT_TEXT_FOR,
    RELATIVE_TEXT_FOR,
    YOUNG_BELOW,
    text_for,
)
from bot.services.model import Directory
from bot.services.select import EMERGENCY, LAST_RESORT
from bot.texts import labels
from bot.topics import (
    DANGER_LINE_TOPICS,
    DANGER_NOW,
    HELP_TOPICS,
    META_TOPICS,
    NOT_UNDERSTOOD,
    OUT_OF_SCOPE,
    SMALL_TALK,
)

MOST_OFFERED = 3
WORTH_HELP = 0.3  # so likely a guess that its services are shown below the offer
SHORT = 5  # words
LIKELY = 0.12  # a guess below this is not worth a button
TWO_TOPICS = (0.85, 0.22)  # together at least this sure, and the second one at least this
SURE_ENOUGH_TO_CHANGE = 0.7
SURE_OF_A_NEW_TOPIC = 0.85  # in a talk a short message is often read as another topic than it goes on with
SURE_OF_A_HURTER = 0.98  # "han kollar vart jag går" is no confession
LONG = 8  # words; more speaks for itself
OFFERABLE = HELP_TOPICS | {"anonymity", "human_handoff", OUT_OF_SCOPE}
HUMANS = "human_handoff"

FACT_TOPIC = {
    "fact_report_concern": "child_harmed",
    "fact_police_report": "police_report",
    "fact_contact_ban": "stalking",
    "fact_shelter": "safe_housing",
    "fact_travel_ban": "forced_marriage",
    "fact_airport": "forced_marriage",
    "fact_ungdomshalsan": "youth_sexual_health",
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
_TITLE_LEAVES_OPEN = frozenset({
    "forced_marriage", "genital_mutilation", "suicide_self_harm", "youth_mental_health", "substance_use", "safe_housing",
})  # fmt: skip
_PLACES = ("first", "second", "third")


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
class _Draft:
    """An answer before what goes around it. `know` is what the talk knows of the person from now on."""

    parts: list[Part]
    know: Mapping[str, Any]
    topic: str | None  # the running help topic from now on
    subject: str | None = None
    misunderstood: int = 0
    asked: str | None = None
    offered: Sequence[str] = ()
    may_ask: bool = True


def decide(turn: Turn) -> Plan:
    """The answer to a message that is not certainly dangerous."""
    language = other_language.of_talk(turn.text, turn.pressed, turn.before, turn.slots)
    turn = replace(turn, slots={**turn.slots, "language": language})
    kind = _kind(turn)
    if turn.before.get("asked") == ASKED_DANGER:
        if kind in ("yes", "yes_danger", "unsure"):
            return _danger_confirmed(turn)
        if kind in ("no", "no_danger") or turn.intent == "deny":
            return _finish(
                turn, _Draft([_not_in_danger(language)], turn.before, turn.running, turn.running, may_ask=False)
            )
    if other_language.has_texts(language) and turn.text != other_language.wants_swedish(language):
        return _finish(turn, _in_other_language(turn, language))
    if turn.text == other_language.wants_swedish(language) and turn.running:
        return _finish(turn, _draft(turn, [_help(turn, turn.before).topic(turn.running)], turn.before, turn.running))
    draft = _answer_to_question(turn, kind) or _from_talk(turn, kind) or _by_itself(turn)
    return _finish(turn, draft)


def danger_help(turn: Turn) -> Plan:
    """What follows the 112 text: a way out special to the topic, and the services, 112 first."""
    slots = {**turn.slots, "urgency": "acute", "refused_112": None}
    language = other_language.of_talk(turn.text, turn.pressed, turn.before, turn.slots)
    topic = turn.slots.get("topic")
    helping = Help(turn.directory, turn.now, slots)
    if other_language.has_texts(language):
        parts = [Part("card", helping.with_languages(topic or DANGER_NOW), language=language)]
    else:
        way_out = DANGER_TEXT_FOR.get(topic or "", "utter_danger_stay")
        if find_follow_up(turn.text, in_talk=True) == "refuses_112":
            way_out = "utter_refuses_112"
        parts = [Part(way_out, helping.services(topic or DANGER_NOW))]
        if language != other_language.SWEDISH:
            parts.append(Part("utter_other_language"))
    return Plan(
        tuple(parts),
        {
            "asked": None,
            "misunderstood": 0,
            "subject": None,
            "language": language,
            "after_danger": True,
            "danger_asked": [*(turn.before.get("danger_asked") or ()), *turn.reasons, "score"],
            "shown": ids_of(parts),
            "shown_topic": topic or DANGER_NOW,
        },
    )


def _kind(turn: Turn) -> str | None:
    """What the message is within the talk; a question about services counts also where none was shown yet."""
    if turn.pressed:
        return None
    in_talk = bool(turn.running or turn.before.get("shown") or turn.before.get("asked"))
    kind = find_follow_up(turn.text, in_talk, turn.before.get("asked"))
    short = len(turn.text.split()) <= SHORT
    if kind is None and (turn.intent == NOT_UNDERSTOOD or (turn.intent == OUT_OF_SCOPE and short)):
        kind = find_follow_up(turn.text, in_talk=True)
        return kind if kind in about_services.KINDS else None
    return kind


# --- the answer to our own question ---


def _answer_to_question(turn: Turn, kind: str | None) -> _Draft | None:
    asked, offered = turn.before.get("asked"), list(turn.before.get("offered") or ())
    if asked == ASKED_TOPIC and offered:
        if kind in _PLACES and _PLACES.index(kind) < len(offered):
            return _chosen(turn, offered[_PLACES.index(kind)])
        if kind == "no" or turn.intent == "deny":
            options = tuple(topic_option(t) for t in [*(s for s in turn.start_topics if s not in offered), HUMANS])
            draft = _same_talk(turn, [Part("utter_no_to_topics", options=options)])
            return replace(draft, misunderstood=1, asked=ASKED_TOPIC, offered=[o.label for o in options])
        if kind == "yes" or turn.intent == "affirm":
            if len(offered) == 1:
                return _chosen(turn, offered[0])
            options = tuple(topic_option(t) for t in offered)
            draft = _same_talk(turn, [Part("utter_yes_to_topics", options=options)])
            return replace(draft, asked=ASKED_TOPIC, offered=offered)
    if asked == ASKED_TOPIC and turn.told not in (None, *offered) and len(turn.text.split()) <= SHORT:
        likely = [label for label, sure in turn.ranking if label in offered and sure > 0.01]
        if likely:  # "det om gänget" after two topics were offered
            return _chosen(turn, likely[0])
    if asked == ASKED_WHO and (kind == "yes" or turn.intent == "affirm"):
        return replace(_same_talk(turn, [Part("utter_ask_who", options=WHO_OPTIONS)]), asked=ASKED_WHO)
    return None


def _chosen(turn: Turn, label: str) -> _Draft:
    return _by_itself(replace(turn, intent=label, ranking=(), text="", who_said=None))


def _danger_confirmed(turn: Turn) -> Plan:
    plan = danger_help(turn)
    return replace(plan, parts=(Part("utter_danger_now"), *plan.parts))


def _not_in_danger(language: str) -> Part:
    if other_language.has_texts(language):
        return Part("not_in_danger", language=language)
    return Part("utter_not_in_danger")


# --- what only the talk explains ---


def _from_talk(turn: Turn, kind: str | None) -> _Draft | None:
    """None where the message is no follow-up, or where it clearly begins another topic."""
    running, shown = turn.running, turn.before.get("shown") or ()
    if kind in about_services.KINDS:
        return _about_services(turn, str(kind), shown)
    if kind in FACT_TEXT_FOR:
        return _fact(turn, str(kind))
    if kind in ("easy_on", "easy_off"):
        parts = [Part("utter_easy_on" if kind == "easy_on" else "utter_easy_off")]
        if running:
            parts.append(_help(turn, turn.before).topic(running))
        else:
            parts = [replace(parts[0], options=_options(turn.start_topics))]
        return _same_talk(turn, parts, plain_swedish=kind == "easy_on")
    if kind == "refuses_112":
        know = {**turn.before, "refused_112": True}
        part = Part("utter_refuses_112", _help(turn, know).without_112(running))
        return replace(_draft(turn, [part], know, running), may_ask=False)
    if kind in _WISH_TOPIC and (turn.told in (None, running) or kind == "wish_talk"):
        return _by_itself(replace(turn, intent=_WISH_TOPIC[str(kind)], who_said=None))
    if not running:
        return _what_is_it_about(turn) if kind == "back" else None
    if kind == "refuses_step":
        return _same_talk(turn, [Part("utter_deny", _help(turn, turn.before).services(running))])
    if kind == "what_now":
        return _same_talk(turn, [_help(turn, turn.before).topic(running)])
    if kind == "repeat":
        return _same_talk(turn, [Part("utter_repeat"), _help(turn, turn.before).topic(running)])
    if kind in ("back", *_PLACES):
        previous = turn.before.get("previous_topic")
        target = running if turn.told == running else previous or running
        part = Part("utter_back_to_topic", fills=({"topic": labels()["topics"][target]},))
        return _draft(turn, [part, _help(turn, turn.before).topic(target)], turn.before, target)
    if kind == "not_that":
        options = _options([t for t in turn.start_topics if t != running])
        draft = _same_talk(turn, [Part("utter_not_that", options=options)])
        return replace(draft, asked=ASKED_TOPIC, offered=[o.label for o in options])
    return _correction(turn, kind, running)


def _correction(turn: Turn, kind: str | None, running: str) -> _Draft | None:
    """Whom it concerns, an age or a gender said afterwards: the running topic is answered anew."""
    before = turn.before
    if kind is not None and kind.startswith("who_"):
        who = kind.removeprefix("who_")
        know = {**before, "who": who}
        if who != before.get("who"):  # another person, of whom nothing is known yet
            know |= {"age": None, "gender": None}
        return _draft(turn, [Part(ACK_WHO[who]), _help(turn, know).topic(running)], know, running)
    if kind == "age_other" or (kind == "age" and before.get("who") == "child"):
        know = {**before, "who": "child" if before.get("who") == "child" else "other"}
        return _draft(turn, [Part(ACK_WHO[know["who"]]), _help(turn, know).topic(running)], know, running)
    if kind == "age":
        age = turn.age_said or _number_in(turn.text)
        know = {**before, "age": age, "who": before.get("who") or "self"}
        young = age is not None and age < YOUNG_BELOW
        return _draft(turn, [*_acks("utter_ack_age_young", young), _help(turn, know).topic(running)], know, running)
    if kind == "gender":
        know = {**before, "gender": turn.gender_said or _gender_in(turn.text), "who": before.get("who") or "self"}
        return _draft(turn, [Part("utter_ack_gender"), _help(turn, know).topic(running)], know, running)
    return None


def _about_services(turn: Turn, kind: str, shown: Sequence[str]) -> _Draft | None:
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
    helping = _help(turn, turn.before)
    calm = [c for c in helping.those(shown, topic) if c.service.id != EMERGENCY]  # all know when 112 is open
    parts = about_services.answer_about(kind, calm, helping.ranked(topic), turn.text)
    return _same_talk(turn, parts, shown=ids_of(parts) or list(shown), shown_topic=topic)


def _what_is_it_about(turn: Turn) -> _Draft:
    options = _options(turn.start_topics)
    draft = _same_talk(turn, [Part("utter_follow_nothing_running", options=options)])
    return replace(draft, asked=ASKED_TOPIC, offered=[o.label for o in options])


def _fact(turn: Turn, kind: str) -> _Draft:
    """A fact is told with the services it belongs to; it begins a topic only where none runs."""
    own = FACT_TOPIC.get(kind)
    if own is None:
        draft = _same_talk(turn, [Part(FACT_TEXT_FOR[kind])])
        return replace(draft, subject=turn.running or FACT_SUBJECT.get(kind, NOT_UNDERSTOOD))
    changes = turn.told == own or not turn.running
    topic = (turn.told or own) if changes else turn.running
    know = turn.slots if changes else turn.before
    text = FACT_TEXT_FOR[kind]
    if kind == "fact_report_concern" and know.get("who") == "professional":
        text = text_for(own, "professional")  # who must report, and cannot be anonymous
    return _draft(turn, [Part(text, _help(turn, know).services(own))], know, topic, shown_topic=own)


# --- what the message says by itself ---


def _by_itself(turn: Turn) -> _Draft:
    if _stays(turn):
        part = Part("utter_told_more", _help(turn, turn.before).services(str(turn.running)), _options([turn.intent]))
        return _same_talk(turn, [part])
    second = _second_topic(turn)
    if turn.told and second:
        return _two_topics(turn, turn.told, second)
    if turn.told:
        return _topic(turn, turn.told)
    if turn.intent == NOT_UNDERSTOOD:
        return _not_understood(turn)
    if turn.intent == OUT_OF_SCOPE and turn.running:
        helping = _help(turn, turn.before)
        fills = ({"topic": labels()["topics"][turn.running]},)
        part = Part("utter_off_topic_in_talk", helping.services(OUT_OF_SCOPE), _options([turn.running]), fills)
        return _same_talk(turn, [part])
    return _small_talk(turn)


def _stays(turn: Turn) -> bool:
    """A short message read, not quite surely, as something new: it goes on with the running topic."""
    new = turn.intent in OFFERABLE - {"suicide_self_harm"} and turn.intent != turn.running
    words = turn.text.lower().split()
    if not (turn.running and new) or turn.pressed or not words or words[0] in ("nej", "nä", "inte"):
        return False
    if turn.intent == "perpetrator" and turn.running in DANGER_LINE_TOPICS:
        return turn.confidence < SURE_OF_A_HURTER and not any(word.startswith("slut") for word in words)
    return len(words) <= LONG and turn.confidence < SURE_OF_A_NEW_TOPIC


def _topic(turn: Turn, topic: str) -> _Draft:
    before, same = turn.before, topic == turn.running
    sticks = same and before.get("who") and (turn.pressed or not turn.who_said or before.get("who_asked"))
    know = {**turn.slots, "who": before.get("who") if sticks or turn.pressed else turn.slots.get("who")}
    if WISH_OF.get(topic):
        know["wish"] = WISH_OF[topic]
    part = _help(turn, know).topic(topic)
    last = text_for(topic, before.get("who") or "none", before.get("age")) if same else None
    if part.response == last and before.get("shown_topic") == topic and not turn.pressed:
        part = replace(part, response="utter_told_more")
    if before.get("after_danger") and same:
        part = replace(part, response="utter_after_danger_gentle")
    elif before.get("after_danger"):
        return _draft(turn, [Part("utter_after_danger_gentle"), part], know, topic)
    return _draft(turn, [part], know, topic)


def _two_topics(turn: Turn, first: str, second: str) -> _Draft:
    know = turn.slots
    helping = _help(turn, know)
    one, other = helping.services(first), helping.services(second)
    services = (*one[:2], *(c for c in other if c not in one[:2]))[:3]
    draft = _draft(turn, [Part("utter_two_topics", services, _options([first, second]))], know, first)
    return replace(draft, asked=ASKED_TOPIC, offered=[first, second])


def _not_understood(turn: Turn) -> _Draft:
    if turn.before.get("after_danger"):
        part = Part("utter_after_danger_gentle", _help(turn, turn.before).services(turn.running or HUMANS))
        return _same_talk(turn, [part])
    misunderstood = int(turn.before.get("misunderstood") or 0)
    if misunderstood >= 1:
        part = Part("utter_not_understood_again", _help(turn, turn.before).services(HUMANS))
        return replace(_same_talk(turn, [part]), misunderstood=misunderstood + 1)
    likely = [label for label, sure in turn.ranking if label in OFFERABLE and sure >= LIKELY]
    far = not likely
    likely = [*likely, *(t for t in turn.start_topics if t not in likely)]
    likely = [*turn.start_topics, OUT_OF_SCOPE] if far else likely[:MOST_OFFERED]
    helping = _help(turn, turn.before if turn.running else turn.slots)
    if turn.running:
        services = helping.services(turn.running)
    elif far:
        services = (*helping.services(HUMANS)[:2], *helping.those(LAST_RESORT, HUMANS))
    else:
        services = helping.services(likely[0])[:2] if turn.confidence >= WORTH_HELP else ()
    draft = _same_talk(turn, [Part("utter_offer_topics", services, _options(likely))])
    return replace(draft, subject=turn.running, misunderstood=1, asked=ASKED_TOPIC, offered=likely)


def _small_talk(turn: Turn) -> _Draft:
    label = turn.intent
    misunderstood = int(label == "abuse_at_bot")  # anger, or nonsense: the second time people are shown
    if misunderstood and turn.before.get("misunderstood"):
        return _not_understood(turn)
    if turn.before.get("after_danger") and label in ("affirm", "deny", "thanks"):
        part = Part("utter_after_danger_gentle", _help(turn, turn.before).services(turn.running or HUMANS))
        return _same_talk(turn, [part])
    options: tuple[Option, ...] = ()
    if label in ("greet", "capabilities"):
        options = (*_options(turn.start_topics), EASY_OPTION)
    elif label in ("bot_identity", "abuse_at_bot"):
        options = _options([HUMANS])
    services = _help(turn, turn.before).services(label) if label in (HUMANS, OUT_OF_SCOPE) else ()
    wish = {"wish": WISH_OF[HUMANS]} if label == HUMANS else {}
    if label == HUMANS:
        services = _help(turn, {**_same_talk(turn, [], **wish).know}).services(turn.running or HUMANS)
    draft = _same_talk(turn, [Part(text_for(label, "none"), services, options)], **wish)
    shown = {"shown": ids_of(draft.parts), "shown_topic": turn.running or label} if services else {}
    return replace(draft, know={**draft.know, **shown}, subject=None, misunderstood=misunderstood)


def _in_other_language(turn: Turn, language: str) -> _Draft:
    topic = turn.told or (turn.running if turn.intent in SMALL_TALK else None)
    helping = _help(turn, turn.slots if turn.told else turn.before)
    misunderstood = int(turn.before.get("misunderstood") or 0) + 1 if turn.intent == NOT_UNDERSTOOD else 0
    services = helping.with_languages(topic or HUMANS) if topic or turn.intent in (NOT_UNDERSTOOD, HUMANS) else ()
    parts = other_language.answer(language, services, topic, first=turn.before.get("language") != language)
    draft = _draft(turn, parts, turn.slots if turn.told else turn.before, topic or turn.running)
    return replace(draft, subject=None, misunderstood=misunderstood)


# --- shared ---


def _help(turn: Turn, know: Mapping[str, Any]) -> Help:
    return Help(turn.directory, turn.now, {**know, "urgency": turn.urgency})


def _draft(
    turn: Turn, parts: list[Part], know: Mapping[str, Any], topic: str | None, shown_topic: str | None = None
) -> _Draft:
    """`parts` tell of `topic`, which runs from now on."""
    shown = ids_of(parts)
    remembered = {**know, "shown": shown, "shown_topic": shown_topic or topic} if shown else dict(know)
    return _Draft(parts, remembered, topic, subject=topic)


def _same_talk(turn: Turn, parts: list[Part], **know: Any) -> _Draft:
    """What leaves the running topic, the person and the services shown as they were."""
    said = {"age": turn.age_said, "gender": turn.gender_said}
    known = {**turn.before, **{name: value for name, value in said.items() if value is not None}, **know}
    return _Draft(parts, known, turn.running, subject=turn.running or NOT_UNDERSTOOD)


def _options(topics: Sequence[str]) -> tuple[Option, ...]:
    return tuple(topic_option(t) for t in topics)


def _acks(response: str, said: bool) -> list[Part]:
    return [Part(response)] if said else []


def _second_topic(turn: Turn) -> str | None:
    """The other topic of a message that clearly tells of two."""
    if len(turn.ranking) < 2 or len(turn.text.split()) < 6 or turn.told is None:
        return None
    (first, sure), (second, less) = turn.ranking[:2]
    together, least = TWO_TOPICS
    both = first == turn.told and second in HELP_TOPICS
    return second if both and sure + less >= together and less >= least else None


def _number_in(text: str) -> int | None:
    digits = "".join(c if c.isdigit() else " " for c in text).split()
    return int(digits[0]) if digits else YOUNG_BELOW - 1  # "jag är under 18"


def _gender_in(text: str) -> str | None:
    words = text.lower()
    for gender, said in (("trans", ("trans", "ickebin")), ("female", ("tjej", "kvinn", "flick")), ("male", ())):
        if any(word in words for word in said):
            return gender
    return "male"


def _finish(turn: Turn, draft: _Draft) -> Plan:
    """Adds the request for no names, and at most one question of our own."""
    parts, before, asked = list(draft.parts), turn.before, draft.asked
    if turn.names_someone and turn.intent in HELP_TOPICS | META_TOPICS:
        parts.append(Part("utter_no_names"))
    language = turn.slots.get("language")
    if not other_language.has_texts(language) and language != other_language.SWEDISH:
        parts.insert(0, Part("utter_other_language"))
    asked_about = list(before.get("danger_asked") or ())
    new_reasons = [r for r in turn.reasons if r not in asked_about and not (r == "score" and asked_about)]
    asks_danger = turn.slots.get("danger") == "ask" and bool(new_reasons or not asked_about)
    who_asked = bool(before.get("who_asked"))
    if asks_danger and draft.may_ask:
        in_other = other_language.has_texts(language)
        parts.append(
            Part("ask_danger", options=YES_NO, language=language)
            if in_other
            else Part("utter_ask_danger", options=YES_NO)
        )
        asked, asked_about = ASKED_DANGER, [*asked_about, *(turn.reasons or ("score",))]
    elif asked is None and _should_ask_who(turn, draft):
        parts.append(Part("utter_ask_who", options=WHO_OPTIONS))
        asked, who_asked = ASKED_WHO, True
    know = draft.know
    gentle = any(part.response == "utter_after_danger_gentle" for part in parts)
    return Plan(
        tuple(parts),
        {
            "asked": asked,
            "misunderstood": draft.misunderstood,
            "subject": draft.subject,
            "topic": draft.topic,
            "previous_topic": before.get("topic") if draft.topic != before.get("topic") else know.get("previous_topic"),
            "who": know.get("who"),
            "age": know.get("age"),
            "gender": know.get("gender"),
            "language": language,
            "wish": know.get("wish"),
            "shown": know.get("shown"),
            "shown_topic": know.get("shown_topic"),
            "plain_swedish": know.get("plain_swedish"),
            "refused_112": know.get("refused_112"),
            "offered": list(draft.offered),
            "danger_asked": asked_about,
            "who_asked": who_asked,
            "after_danger": bool(before.get("after_danger")) and not gentle,
        },
    )


def _should_ask_who(turn: Turn, draft: _Draft) -> bool:
    """Once in a talk, where the answer would be another one for another person."""
    known = (draft.know.get("who") or "none") != "none"
    if (
        known
        or turn.before.get("who_asked")
        or turn.told is None
        or turn.slots.get("language") != other_language.SWEDISH
    ):
        return False
    return turn.told in (_TITLE_LEAVES_OPEN if turn.pressed else RELATIVE_TEXT_FOR)
