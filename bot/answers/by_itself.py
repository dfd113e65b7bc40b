"""What a message says by itself: a topic, two topics, small talk, something for the contact centre, or nothing clear."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.answers.help_for import WISH_OF, ids_of
from bot.answers.plan import ASKED_TOPIC, EASY_OPTION, Option, Part
from bot.answers.texts_for import text_for
from bot.answers.turn import HUMANS, Draft, Turn, draft_of, helping, options_of, same_talk
from bot.meaning.normalise import without_dots
from bot.services.model import SWITCHBOARD
from bot.texts import labels
from bot.topics import DANGER_LINE_TOPICS, HELP_TOPICS, NOT_UNDERSTOOD, OUT_OF_SCOPE

MOST_OFFERED = 3
WORTH_HELP = 0.25  # so likely a guess that its services are shown below the offer
LIKELY = 0.12  # a guess below this is not worth a button
TWO_TOPICS = (0.85, 0.22)  # together at least this sure, and the second one at least this
AND = frozenset({"och", "o", "å", "också", "dessutom", "plus"})
LEAST_WITH_AND = 0.14
BESIDE = 0.2  # so likely a help topic beside a matter for the contact centre is answered too
ALIKE = (
    {"relationship_violence", "perpetrator", "stalking", "digital_abuse"},
    {"child_harmed", "child_unsafe_home", "friend_worry"},
    {"gang_worry_child", "gang_exit", "gang_threat"},
    {"youth_mental_health", "suicide_self_harm"},
    {"honour_oppression", "forced_marriage"},
)
"""Topics that one story is often taken for both of: naming two of them is no sign of two stories."""
FEWEST_WORDS_FOR_TWO = 6
SURE_OF_A_NEW_TOPIC = 0.85  # in a talk a short message is often read as another topic than it goes on with
SURE_OF_A_HURTER = 0.98  # "han kollar vart jag går" is no confession
LONG = 8  # words; more speaks for itself
_WANTS_TO_STOP = re.compile(r"(?<!han att )(?<!hon att )(?<!honom att )(?<!henne att )(?<!de att )(?<!dom att )\bslut")
"""Somebody of their own accord: "hur får jag han att sluta" is said by the one it is done to."""
OFFERABLE = HELP_TOPICS | {"anonymity", HUMANS, OUT_OF_SCOPE}


def by_itself(turn: Turn) -> Draft:
    if _stays(turn):
        part = Part(
            "utter_told_more", helping(turn, turn.before).services(str(turn.running)), options_of([turn.intent])
        )
        return same_talk(turn, [part])
    beside = _help_beside_another_matter(turn)
    if beside:
        return _two_topics(turn, beside, OUT_OF_SCOPE)
    second = _second_topic(turn)
    if turn.told and second:
        return _two_topics(turn, turn.told, second)
    if turn.told:
        return _topic(turn, turn.told)
    if turn.intent == NOT_UNDERSTOOD:
        return _not_understood(turn)
    if turn.intent == OUT_OF_SCOPE and turn.running:
        help_here = helping(turn, turn.before)
        fills = ({"topic": labels()["topics"][turn.running]},)
        part = Part("utter_off_topic_in_talk", help_here.services(OUT_OF_SCOPE), options_of([turn.running]), fills)
        return same_talk(turn, [part])
    return _small_talk(turn)


def _stays(turn: Turn) -> bool:
    """A short message read, not quite surely, as something new: it goes on with the running topic."""
    new = turn.intent in OFFERABLE - {"suicide_self_harm"} and turn.intent != turn.running
    words = turn.text.lower().split()
    if not (turn.running and new) or turn.pressed or not words or words[0] in ("nej", "nä", "inte"):
        return False
    if turn.intent == "perpetrator" and turn.running in DANGER_LINE_TOPICS:
        return turn.confidence < SURE_OF_A_HURTER and not _WANTS_TO_STOP.search(without_dots(" ".join(words)))
    return len(words) <= LONG and turn.confidence < SURE_OF_A_NEW_TOPIC


def _second_topic(turn: Turn) -> str | None:
    """The other topic of a message that clearly tells of two."""
    if len(turn.ranking) < 2 or len(turn.text.split()) < FEWEST_WORDS_FOR_TWO or turn.told is None:
        return None
    (first, sure), (second, less) = turn.ranking[:2]
    together, least = TWO_TOPICS
    if not AND.isdisjoint(turn.text.lower().split()):
        least = LEAST_WITH_AND
    both = first == turn.told and second in HELP_TOPICS and not any({first, second} <= alike for alike in ALIKE)
    return second if both and sure + less >= together and less >= least else None


def _help_beside_another_matter(turn: Turn) -> str | None:
    """The help topic in a message that asks the kommun something else too: parking must not hide a blow."""
    words = turn.text.lower().split()
    if turn.intent != OUT_OF_SCOPE or turn.running or AND.isdisjoint(words) or len(words) < FEWEST_WORDS_FOR_TWO:
        return None
    return next((t for t, sure in turn.ranking[1:2] if t in DANGER_LINE_TOPICS and sure >= BESIDE), None)


def _topic(turn: Turn, topic: str) -> Draft:
    before, same = turn.before, topic == turn.running
    sticks = same and before.get("who") and (turn.pressed or not turn.who_said or before.get("who_asked"))
    know = {**turn.slots, "who": before.get("who") if sticks or turn.pressed else turn.slots.get("who")}
    if WISH_OF.get(topic):
        know["wish"] = WISH_OF[topic]
    part = helping(turn, know).topic(topic)
    last = text_for(topic, before.get("who") or "none", before.get("age")) if same else None
    if part.response == last and before.get("shown_topic") == topic and not turn.pressed:
        part = replace(part, response="utter_told_more")
    if before.get("after_danger") and same:
        part = replace(part, response="utter_after_danger_gentle")
    elif before.get("after_danger"):
        return draft_of(turn, [Part("utter_after_danger_gentle"), part], know, topic)
    return draft_of(turn, [part], know, topic)


def _two_topics(turn: Turn, first: str, second: str) -> Draft:
    """The likelier one is answered at once, with help for both; then both are offered."""
    know = turn.slots
    help_here = helping(turn, know)
    one, other = help_here.services(first), help_here.services(second)
    services = (*one[:2], *(c for c in other if c not in one[:2]))[:3]
    answer = replace(help_here.topic(first), services=services)
    draft = draft_of(turn, [answer, Part("utter_two_topics", options=options_of([first, second]))], know, first)
    return replace(draft, asked=ASKED_TOPIC, offered=[first, second])


def _not_understood(turn: Turn) -> Draft:
    if turn.before.get("after_danger"):
        part = Part("utter_after_danger_gentle", helping(turn, turn.before).services(turn.running or HUMANS))
        return same_talk(turn, [part])
    misunderstood = int(turn.before.get("misunderstood") or 0)
    if misunderstood >= 1:
        part = Part("utter_not_understood_again", helping(turn, turn.before).services(HUMANS))
        return replace(same_talk(turn, [part]), misunderstood=misunderstood + 1)
    likely = [label for label, sure in turn.ranking if label in OFFERABLE and sure >= LIKELY]
    far = not likely
    likely = [*likely, *(t for t in turn.start_topics if t not in likely)]
    likely = [*turn.start_topics, OUT_OF_SCOPE] if far else likely[:MOST_OFFERED]
    help_here = helping(turn, turn.before if turn.running else turn.slots)
    if turn.running:
        services = help_here.services(turn.running)
    elif far:
        services = (*help_here.services(HUMANS)[:2], *help_here.with_role(SWITCHBOARD, HUMANS))
    else:
        services = help_here.services(likely[0])[:2] if turn.confidence >= WORTH_HELP else ()
    part = Part("utter_offer_topics", services, options_of(likely))
    told_of = (
        {"shown": ids_of([part]), "shown_topic": turn.running or (HUMANS if far else likely[0])} if services else {}
    )
    draft = same_talk(turn, [part], **told_of)
    return replace(draft, subject=turn.running, misunderstood=1, asked=ASKED_TOPIC, offered=likely)


def _small_talk(turn: Turn) -> Draft:
    label = turn.intent
    misunderstood = int(label == "abuse_at_bot")  # anger, or nonsense: the second time people are shown
    if misunderstood and turn.before.get("misunderstood"):
        return _not_understood(turn)
    if turn.before.get("after_danger") and label in ("affirm", "deny", "thanks"):
        part = Part("utter_after_danger_gentle", helping(turn, turn.before).services(turn.running or HUMANS))
        return same_talk(turn, [part])
    options: tuple[Option, ...] = ()
    if label in ("greet", "capabilities"):
        options = (*options_of(turn.start_topics), EASY_OPTION)
    elif label in ("bot_identity", "abuse_at_bot"):
        options = options_of([HUMANS])
    services = helping(turn, turn.before).services(label) if label in (HUMANS, OUT_OF_SCOPE) else ()
    wish = {"wish": WISH_OF[HUMANS]} if label == HUMANS else {}
    if label == HUMANS:
        services = helping(turn, {**same_talk(turn, [], **wish).know}).services(turn.running or HUMANS)
    draft = same_talk(turn, [Part(text_for(label, "none"), services, options)], **wish)
    shown = {"shown": ids_of(draft.parts), "shown_topic": turn.running or label} if services else {}
    return replace(draft, know={**draft.know, **shown}, subject=None, misunderstood=misunderstood)
