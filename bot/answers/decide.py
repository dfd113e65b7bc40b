"""What is answered: one pure decision over the message, its talk, the directory and the moment.

The order: the answer to our question about danger; another language; what only the talk explains (in_talk.py); what the
message says by itself (by_itself.py). Certain danger has been answered before, and danger_help() only follows it.
"""

from __future__ import annotations

from dataclasses import replace

from bot.answers import about_services, other_language
from bot.answers.by_itself import by_itself
from bot.answers.follow_up import find_follow_up
from bot.answers.help_for import Help, ids_of
from bot.answers.in_talk import SHORT, answer_to_question, from_talk
from bot.answers.plan import ASKED_DANGER, ASKED_WHO, WHO_OPTIONS, YES_NO, Part, Plan
from bot.answers.texts_for import DANGER_TEXT_FOR, RELATIVE_TEXT_FOR
from bot.answers.turn import HUMANS, Draft, Turn, draft_of, helping
from bot.topics import DANGER_NOW, HELP_TOPICS, META_TOPICS, NOT_UNDERSTOOD, OUT_OF_SCOPE, SMALL_TALK

_TITLE_LEAVES_OPEN = frozenset({
    "forced_marriage", "genital_mutilation", "suicide_self_harm", "youth_mental_health", "substance_use", "safe_housing",
})  # fmt: skip


def decide(turn: Turn) -> Plan:
    """The answer to a message that is not certainly dangerous."""
    language = other_language.of_talk(turn.text, turn.pressed, turn.before, turn.slots)
    turn = replace(turn, slots={**turn.slots, "language": language})
    kind = _kind(turn)
    if turn.before.get("asked") == ASKED_DANGER:
        in_danger = other_language.says_danger(turn.text, language)
        if in_danger or kind in ("yes", "yes_danger", "unsure"):
            return _danger_confirmed(turn)
        if in_danger is False or kind in ("no", "no_danger") or turn.intent == "deny":
            return _finish(
                turn, Draft([_not_in_danger(language)], turn.before, turn.running, turn.running, may_ask=False)
            )
    if other_language.has_texts(language) and turn.text != other_language.wants_swedish(language):
        return _finish(turn, _in_other_language(turn, language))
    if turn.text == other_language.wants_swedish(language) and turn.running:
        return _finish(
            turn, draft_of(turn, [helping(turn, turn.before).topic(turn.running)], turn.before, turn.running)
        )
    draft = answer_to_question(turn, kind) or from_talk(turn, kind) or by_itself(turn)
    return _finish(turn, draft)


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


def danger_help(turn: Turn) -> Plan:
    """What follows the 112 text: a way out special to the topic, and the services, 112 first."""
    slots = {**turn.slots, "urgency": "acute", "refused_112": None}
    language = other_language.of_talk(turn.text, turn.pressed, turn.before, turn.slots)
    topic, who = turn.slots.get("topic"), turn.slots.get("who")
    if turn.running and topic != "suicide_self_harm":  # a cry for help says little of its own
        topic, who = turn.running, turn.before.get("who") or who
    slots = {**slots, "who": who}
    help_here = Help(turn.directory, turn.now, slots)
    if other_language.has_texts(language):
        parts = [Part("card", help_here.with_languages(topic or DANGER_NOW), language=language)]
    else:
        way_out = DANGER_TEXT_FOR.get(topic or "", "utter_danger_stay")
        if find_follow_up(turn.text, in_talk=True) == "refuses_112":
            way_out = "utter_refuses_112"
        parts = [Part(way_out, help_here.services(topic or DANGER_NOW))]
        if language != other_language.SWEDISH:
            parts.append(Part("utter_other_language"))
    return Plan(
        tuple(parts),
        {
            "asked": None,
            "misunderstood": 0,
            "subject": topic,
            "topic": topic,
            "who": who,
            "language": language,
            "after_danger": True,
            "danger_asked": [*(turn.before.get("danger_asked") or ()), *turn.reasons, "score"],
            "shown": ids_of(parts),
            "shown_topic": topic or DANGER_NOW,
        },
    )


def _danger_confirmed(turn: Turn) -> Plan:
    plan = danger_help(turn)
    return replace(plan, parts=(Part("utter_danger_now"), *plan.parts))


def _not_in_danger(language: str) -> Part:
    if other_language.has_texts(language):
        return Part("not_in_danger", language=language)
    return Part("utter_not_in_danger")


def _in_other_language(turn: Turn, language: str) -> Draft:
    topic = turn.told or (turn.running if turn.intent in SMALL_TALK else None)
    help_here = helping(turn, turn.slots if turn.told else turn.before)
    misunderstood = int(turn.before.get("misunderstood") or 0) + 1 if turn.intent == NOT_UNDERSTOOD else 0
    services = help_here.with_languages(topic or HUMANS) if topic or turn.intent in (NOT_UNDERSTOOD, HUMANS) else ()
    parts = other_language.answer(language, services, topic, first=turn.before.get("language") != language)
    draft = draft_of(turn, parts, turn.slots if turn.told else turn.before, topic or turn.running)
    return replace(draft, subject=None, misunderstood=misunderstood)


def _finish(turn: Turn, draft: Draft) -> Plan:
    """Adds the request for no names, and at most one question of our own."""
    parts, before, asked = list(draft.parts), turn.before, draft.asked
    language = turn.slots.get("language")
    in_other = other_language.has_texts(language)
    if turn.names_someone and turn.intent in HELP_TOPICS | META_TOPICS and not in_other:
        parts.append(Part("utter_no_names"))
    if not in_other and language != other_language.SWEDISH:
        parts.insert(0, Part("utter_other_language"))
    asked_about = list(before.get("danger_asked") or ())
    new_reasons = [r for r in turn.reasons if r not in asked_about and not (r == "score" and asked_about)]
    asks_danger = turn.slots.get("danger") == "ask" and bool(new_reasons or not asked_about)
    who_asked = bool(before.get("who_asked"))
    if asks_danger and draft.may_ask:
        question = Part("ask_danger", language=language) if in_other else Part("utter_ask_danger")
        parts.append(replace(question, options=YES_NO))
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


def _should_ask_who(turn: Turn, draft: Draft) -> bool:
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
