"""Any answer as the resident sees it, and the notice above the chat."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from bot.answers.decide import danger_help, decide
from bot.answers.plan import Part, Plan
from bot.answers.turn import Turn
from bot.answers.words import text_of, title_of
from bot.desk.views.conversations import TEACHABLE
from bot.desk.visit import Refused, Reply, Visit
from bot.services.card import card
from bot.services.changes import only_verified
from bot.services.hours import SWEDISH_TIME
from bot.services.notice import BadNotice, Notice, check
from bot.storage import directory, notices
from bot.texts import labels, responses
from bot.topics import WHO

_AGES = ("", "15", "30", "75")
_GENDERS = ("", "female", "male", "trans")
_URGENCIES = ("support", "urgent", "acute")


def preview(visit: Visit) -> Reply:
    topic = visit.choice("amne", TEACHABLE, form=False)
    chosen = {
        "topic": topic,
        "who": visit.choice("vem", WHO, form=False) or "self",
        "urgency": visit.choice("lage", _URGENCIES, form=False) or "support",
        "age": visit.choice("alder", _AGES, form=False) or "",
        "gender": visit.choice("kon", _GENDERS, form=False) or "",
        "easy": visit.query.get("enkel") == "1",
    }
    parts = _parts(visit, chosen) if topic else []
    lists = {"topics": TEACHABLE, "whos": WHO, "urgencies": _URGENCIES, "ages": _AGES, "genders": _GENDERS}
    return Reply(
        "texts.html", {**lists, "chosen": chosen, "parts": parts, "notice": notices.current(visit.desk.records)}
    )


def put_notice(visit: Visit) -> Reply:
    if visit.form.get("remove"):
        visit.note("notice", "borttagen")
        notices.put(visit.desk.records, None, visit.who.account)
        visit.tell("Meddelandet är borttaget.")
        return Reply(go_to="/texter#meddelande")
    notice = Notice(
        " ".join(visit.form.get("text", "").split()), _time(visit.form.get("starts")), _time(visit.form.get("ends"))
    )
    try:
        check(notice, visit.desk.now())
    except BadNotice as bad:
        raise Refused(str(bad)) from None
    visit.note("notice", f"till {notice.ends:%Y-%m-%d %H:%M}")
    notices.put(visit.desk.records, notice, visit.who.account)
    visit.tell("Meddelandet visas för den som öppnar chatten, inom tio sekunder eller när tiden är inne.")
    return Reply(go_to="/texter#meddelande")


def _parts(visit: Visit, chosen: Mapping[str, object]) -> list[dict[str, object]]:
    held = directory.load(visit.desk.records)
    turn = Turn(
        text="",
        intent=str(chosen["topic"]),
        before={},
        slots={},
        directory=only_verified(held) if visit.desk.settings.production else held,
        now=visit.desk.now(),
        urgency=str(chosen["urgency"]),
        who_said=str(chosen["who"]),
        age_said=int(str(chosen["age"])) if chosen["age"] else None,
        gender_said=str(chosen["gender"]) or None,
    )
    if chosen["urgency"] == "acute":
        return [
            {"text": responses()["utter_danger_now"], "cards": [], "choices": []},
            *_shown(danger_help(turn), chosen),
        ]
    return _shown(decide(turn), chosen)


def _shown(plan: Plan, chosen: Mapping[str, object]) -> list[dict[str, object]]:
    return [_one(part, bool(chosen["easy"])) for part in plan.parts]


def _one(part: Part, easy: bool) -> dict[str, object]:
    cards = [card(choice, labels()) for choice in part.services]
    return {"text": text_of(part, easy), "cards": cards, "choices": [title_of(o, part.language) for o in part.options]}


def _time(raw: str | None) -> datetime:
    try:
        return datetime.fromisoformat(raw or "").replace(tzinfo=SWEDISH_TIME)
    except ValueError:
        raise Refused("Ange dag och klockslag för början och slut.") from None
