"""Answers a question about the services just shown, from the directory's facts alone; what is unknown is said to be."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from bot.answers.plan import Part
from bot.services.select import MOST_SHOWN, Choice
from bot.texts import labels

_LATE = re.compile(r"natt|kväll|kvall|helg|lördag|lordag|söndag|sondag|jul|midsommar", re.IGNORECASE)
_ALWAYS_OPEN = "24/7"
_Answer = Callable[[Sequence[Choice], Sequence[Choice], str], list[Part]]


def answer_about(kind: str, shown: Sequence[Choice], ranked: Sequence[Choice], text: str) -> list[Part]:
    """`kind` is one of KINDS, `shown` what was shown last, `ranked` all that fit the topic, `text` the question."""
    return KINDS[kind](shown, ranked, text)


def names(choices: Sequence[Choice]) -> str:
    """`A, B och C`."""
    found = [choice.service.name for choice in choices]
    return " och ".join([", ".join(found[:-1]), found[-1]] if len(found) > 1 else found)


def _hours(shown: Sequence[Choice], ranked: Sequence[Choice], text: str) -> list[Part]:
    asked = list(shown)
    if _LATE.search(text) and not any(c.service.opening == _ALWAYS_OPEN for c in shown):
        awake = [c for c in ranked if c.service.opening == _ALWAYS_OPEN or c.service.stands_in_for]
        asked = [*asked[: MOST_SHOWN - 1], *[c for c in awake if c not in shown][:1]]
    known = [c for c in asked if c.service.shown("hours")]
    fills = tuple({"name": c.service.name, "hours": _value(c, "hours")} for c in known)
    parts = [Part("utter_follow_hours", tuple(asked), fills=fills)] if known else []
    return parts + _line("utter_follow_hours_unknown", [c for c in asked if c not in known])


def _cost(shown: Sequence[Choice], _ranked: Sequence[Choice], _text: str) -> list[Part]:
    costs = labels()["cost"]
    known = [c for c in shown if c.service.shown("free")]
    fills = tuple(
        {"name": c.service.name, "cost": costs["free"] if _is(c, "free") else costs["ordinary_call"]} for c in known
    )
    parts = [Part("utter_follow_cost", fills=fills)] if known else []
    return parts + _line("utter_follow_cost_unknown", [c for c in shown if c not in known])


def _anonymous(shown: Sequence[Choice], _ranked: Sequence[Choice], _text: str) -> list[Part]:
    return (
        _line("utter_follow_anonymous_yes", [c for c in shown if _is(c, "anonymous") is True])
        + _line("utter_follow_anonymous_no", [c for c in shown if _is(c, "anonymous") is False])
        + _line("utter_follow_anonymous_unknown", [c for c in shown if _is(c, "anonymous") is None])
    )


def _bill(shown: Sequence[Choice], _ranked: Sequence[Choice], _text: str) -> list[Part]:
    rung = [c for c in shown if c.service.shown("phone")]
    return (
        _line("utter_follow_bill_hidden", [c for c in rung if _is(c, "on_phone_bill") is False])
        + _line("utter_follow_bill_shown", [c for c in rung if _is(c, "on_phone_bill") is True])
        + _line("utter_follow_bill_unknown", [c for c in rung if _is(c, "on_phone_bill") is None])
    ) or [Part("utter_fact_phone_bill")]


def _local(_shown: Sequence[Choice], ranked: Sequence[Choice], _text: str) -> list[Part]:
    near = [c for c in ranked if c.service.scope == "local"][:MOST_SHOWN]
    return _found("utter_follow_local", near) or [Part("utter_follow_local_none")]


def _chat(_shown: Sequence[Choice], ranked: Sequence[Choice], _text: str) -> list[Part]:
    written = [c for c in ranked if c.service.shown("chat_url")][:MOST_SHOWN]
    return _found("utter_follow_chat", written) or [Part("utter_follow_chat_none")]


def _phone(shown: Sequence[Choice], _ranked: Sequence[Choice], _text: str) -> list[Part]:
    return [Part("utter_follow_phone", tuple(shown))]


def _more(shown: Sequence[Choice], ranked: Sequence[Choice], _text: str) -> list[Part]:
    ids = [c.service.id for c in ranked]
    last = max((ids.index(c.service.id) for c in shown if c.service.id in ids), default=-1)
    further = tuple(c for c in ranked[last + 1 :] if c not in shown)[:MOST_SHOWN]
    return [Part("utter_follow_more", further)] if further else [Part("utter_follow_more_none")]


def _what_happens(_shown: Sequence[Choice], _ranked: Sequence[Choice], _text: str) -> list[Part]:
    return [Part("utter_follow_what_happens")]


def _language(_shown: Sequence[Choice], ranked: Sequence[Choice], _text: str) -> list[Part]:
    return [Part("utter_follow_language", tuple(c for c in ranked if c.service.shown("languages"))[:MOST_SHOWN])]


KINDS: dict[str, _Answer] = {
    "hours": _hours,
    "cost": _cost,
    "anonymous": _anonymous,
    "bill": _bill,
    "local": _local,
    "chat": _chat,
    "phone": _phone,
    "more": _more,
    "what_happens": _what_happens,
    "language": _language,
}


def _value(choice: Choice, fact: str) -> str:
    found = choice.service.shown(fact)
    return str(found.value) if found else ""


def _is(choice: Choice, fact: str) -> bool | None:
    found = choice.service.shown(fact)
    return bool(found.value) if found else None


def _line(response: str, choices: Sequence[Choice]) -> list[Part]:
    """One line about all of `choices`, without their cards; nothing when there are none."""
    return [Part(response, fills=({"name": names(choices)},))] if choices else []


def _found(response: str, choices: Sequence[Choice]) -> list[Part]:
    return [Part(response, tuple(choices), fills=({"name": names(choices)},))] if choices else []
