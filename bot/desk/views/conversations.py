"""Reading stored conversations, with a reason that is logged; marking what was misunderstood; masking what identifies."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import urlencode

from bot.desk.labels import LABELS
from bot.desk.visit import NotThere, Refused, Reply, Visit, one_of
from bot.records.record import RESIDENT, Record
from bot.services.model import Service
from bot.storage import directory, review
from bot.storage.engine import shorten_journal
from bot.storage.records import DEMO, UNSURE
from bot.storage.review import SHOWS, Mark, Row, Wish
from bot.topics import HELP_TOPICS, LANGUAGES, META_TOPICS, OUT_OF_SCOPE, URGENCY

_ON_A_PAGE = 50
_WEEK = re.compile(r"\d{4}-W\d{2}")
_PLACE = re.compile(r"(\d{4}-W\d{2})\.([0-9a-z]{1,32})")
TEACHABLE = sorted(HELP_TOPICS | META_TOPICS | {OUT_OF_SCOPE}, key=lambda t: LABELS["topic"].get(t, t))
NEW_TOPIC = "new"
"""In the place of a topic: none of those there are."""
MASKED = "[BORTTAGET]"
_EXCLUSIVE = {"right": ("wrong_topic",), "wrong_topic": ("right",)}


def listing(visit: Visit) -> Reply:
    wish = wish_of(visit.query)
    after = _PLACE.fullmatch(visit.query.get("efter", ""))
    rows = review.rows(visit.desk.records, wish, (after[1], after[2]) if after else None, _ON_A_PAGE + 1)
    more = rows[_ON_A_PAGE - 1] if len(rows) > _ON_A_PAGE else None
    return Reply(
        "conversations.html",
        {
            "rows": rows[:_ON_A_PAGE],
            "wish": wish,
            "query": _query(wish),
            "next_page": _next_page(wish, more),
            "weeks": review.weeks(visit.desk.records),
            "topics": TEACHABLE,
            "shows": SHOWS,
        },
    )


def ask_reason(visit: Visit) -> Reply:
    return Reply("reason.html", {"record_id": "", "wish": wish_of(visit.query)})


def give_reason(visit: Visit) -> Reply:
    """The reason holds for what is opened in this session until another one is given."""
    visit.who.reason = visit.choice("reason", LABELS["reason"])
    if visit.who.reason is None:
        raise Refused("Välj varför du läser.")
    record_id, query = visit.form.get("record", ""), _query(wish_of(visit.form))
    return Reply(
        go_to=f"/samtal/{record_id}{query}" if re.fullmatch(r"[0-9a-z]{1,32}", record_id) else f"/samtal{query}"
    )


def read(visit: Visit) -> Reply:
    record, wish = _record(visit), wish_of(visit.query)
    if visit.who.reason is None:
        return Reply("reason.html", {"record_id": record.id, "wish": wish})
    visit.note("read", f"{record.id} {visit.who.reason}")
    before, after = review.neighbours(visit.desk.records, wish, (record.week, record.id))
    services = directory.load(visit.desk.records).services
    return Reply(
        "conversation.html",
        {
            "record": record,
            "turns": list(enumerate(record.turns)),
            "marks": _by_place(review.marks(visit.desk.records, record.id)),
            "services": [services.get(i, _unknown(i)).name for i in record.services],
            "before": before,
            "after": after,
            "query": _query(wish),
            "topics": TEACHABLE,
            "is_demo": record.id.startswith(DEMO),
            "resident": RESIDENT,
            "unsure": UNSURE,
        },
    )


def mark(visit: Visit) -> Reply:
    record = _record(visit)
    place, verdict = _place(visit, record), visit.choice("verdict", LABELS["verdict"])
    if verdict is None:
        raise Refused("Välj vad du vill markera.")
    topic = visit.choice("topic", {*TEACHABLE, NEW_TOPIC})
    if verdict == "wrong_topic" and topic is None:
        raise Refused("Välj vilket ämne som hade varit rätt, eller att det behövs ett nytt.")
    visit.note("mark", f"{record.id} {place} {verdict}")
    made = Mark(place, verdict, topic if verdict == "wrong_topic" else None, visit.who.account)
    review.mark(visit.desk.records, record.id, made, _EXCLUSIVE.get(verdict, ()))
    visit.tell(f"Markerat: {LABELS['verdict'][verdict]}.")
    return Reply(go_to=f"/samtal/{record.id}{_query(wish_of(visit.query))}#tur-{place}")


def mask(visit: Visit) -> Reply:
    """Take words out of the resident's turns of a conversation, everywhere in it, for good."""
    record, words = _record(visit), visit.form.get("words", "").strip()
    if not words or len(words) > 200:
        raise Refused("Skriv orden som ska bort, precis som de står.")
    pattern = re.compile(rf"(?<!\w){re.escape(words)}(?!\w)", re.IGNORECASE)
    texts = {
        place: changed
        for place, turn in enumerate(record.turns)
        if turn.role == RESIDENT and (changed := pattern.sub(MASKED, turn.text)) != turn.text
    }
    if not texts:
        raise Refused("Orden finns inte i det personen skrev. Skriv dem precis som de står.")
    visit.note("mask", record.id)
    review.rewrite_turns(visit.desk.records, record.id, texts)
    shorten_journal(visit.desk.records)  # the words must not stay in the database's journal
    visit.tell("Orden är borttagna för gott.")
    return Reply(go_to=f"/samtal/{record.id}{_query(wish_of(visit.query))}")


def wish_of(values: Mapping[str, str]) -> Wish:
    """The filters among `values`; unknown ones are passed over."""
    week = values.get("vecka", "")
    return Wish(
        week if _WEEK.fullmatch(week) else None,
        one_of(values.get("amne"), {*HELP_TOPICS, *META_TOPICS, OUT_OF_SCOPE, "none"}),
        one_of(values.get("lage"), URGENCY),
        one_of(values.get("sprak"), {*LANGUAGES, "annat"}),
        one_of(values.get("visa"), SHOWS),
    )


def _query(wish: Wish, **more: str) -> str:
    names = {"vecka": wish.week, "amne": wish.topic, "lage": wish.urgency, "sprak": wish.language, "visa": wish.show}
    said = urlencode({**{name: value for name, value in names.items() if value}, **more})
    return f"?{said}" if said else ""


def _next_page(wish: Wish, last: Row | None) -> str | None:
    return _query(wish, efter=f"{last.week}.{last.id}") if last else None


def _record(visit: Visit) -> Record:
    record = review.one(visit.desk.records, visit.args["record_id"])
    if record is None:
        raise NotThere("Samtalet finns inte. Det kan ha gallrats.")
    return record


def _place(visit: Visit, record: Record) -> int:
    raw = visit.form.get("place", "")
    if (
        not (raw.isascii() and raw.isdigit())
        or len(raw) > 4
        or int(raw) >= len(record.turns)
        or record.turns[int(raw)].role != RESIDENT
    ):
        raise Refused("Meddelandet finns inte.")
    return int(raw)


def _by_place(marks: list[Mark]) -> dict[int, list[Mark]]:
    found: dict[int, list[Mark]] = {}
    for each in marks:
        found.setdefault(each.place, []).append(each)
    return found


def _unknown(service_id: str) -> Service:
    return Service(service_id, service_id, "local", "", frozenset())
