"""Teaching: from a misunderstood message to an example that one person writes and another approves."""

from __future__ import annotations

from bot.desk import teaching
from bot.desk.views.conversations import TEACHABLE
from bot.desk.visit import NotThere, Refused, Reply, Visit
from bot.records.record import RESIDENT
from bot.storage import proposals, review
from bot.storage.proposals import APPROVED, WAITING, Example
from bot.topics import URGENCY, WHO


def listing(visit: Visit) -> Reply:
    waiting = proposals.read(visit.desk.own, WAITING)
    own = [p for p in waiting if p.proposed_by == visit.who.account]
    return Reply(
        "learning.html",
        {
            "to_decide": [p for p in waiting if p not in own],
            "own": own,
            "approved": proposals.read(visit.desk.own, APPROVED),
        },
    )


def write(visit: Visit) -> Reply:
    """An empty form, or one that begins with a message of a conversation and what it was marked as."""
    text, topic, urgency, who = "", None, "support", "self"
    record_id, raw = visit.form.get("record", ""), visit.form.get("place", "")
    if record_id:
        record = review.one(visit.desk.records, record_id)
        place = int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 5 else -1
        if record is None or not 0 <= place < len(record.turns) or record.turns[place].role != RESIDENT:
            raise NotThere("Meddelandet finns inte. Samtalet kan ha gallrats.")
        turn = record.turns[place]
        text, topic, urgency, who = turn.text, turn.topic, turn.urgency or urgency, turn.who or who
        for mark in review.marks(visit.desk.records, record_id):
            if mark.place == place:
                topic = mark.topic or topic
                urgency = "acute" if mark.verdict == "missed_danger" else urgency
    return _form(text, topic, urgency, who)


def propose(visit: Visit) -> Reply:
    raw = visit.form.get("text", "")
    topic, urgency = visit.choice("topic", TEACHABLE), visit.choice("urgency", URGENCY)
    who = visit.choice("who", WHO)
    if topic is None or urgency is None or who is None:
        return _form(raw, topic, urgency or "support", who or "self", "Välj ämne, läge och vem det gäller.")
    try:
        texts = teaching.examples_in(raw, teaching.known_lines() | _proposed(visit))
    except teaching.Unfit as unfit:
        return _form(raw, topic, urgency, who, str(unfit))
    for text in texts:
        visit.note("propose", topic)
        proposals.add(visit.desk.own, Example(text, topic, urgency, who), visit.who.account)
    visit.tell("Förslaget väntar på att någon annan godkänner det.")
    return Reply(go_to="/larande")


def decide(visit: Visit) -> Reply:
    raw, approved = visit.args["number"], visit.form.get("decision") == "approve"
    if not approved and visit.form.get("decision") != "reject":
        raise Refused("Välj om du godkänner eller avslår.")
    number = int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 10 else -1
    if not any(p.number == number for p in proposals.read(visit.desk.own, WAITING)):
        raise NotThere("Förslaget finns inte, eller är redan avgjort.")
    visit.note("approve" if approved else "reject", raw)
    if not proposals.decide(visit.desk.own, number, approved, visit.who.account):
        raise Refused("Någon annan än den som skrev förslaget ska godkänna det.")
    visit.tell("Godkänt. Det är med nästa gång Lotsen tränar." if approved else "Avslaget. Texten är borttagen.")
    return Reply(go_to="/larande")


def _form(text: str, topic: str | None, urgency: str, who: str, wrong: str | None = None) -> Reply:
    values = {"text": text, "topic": topic, "urgency": urgency, "who": who, "wrong": wrong}
    lists = {"topics": TEACHABLE, "urgencies": URGENCY, "whos": WHO, "most": teaching.MOST_TOGETHER}
    return Reply("propose.html", {**values, **lists}, status=400 if wrong else 200)


def _proposed(visit: Visit) -> frozenset[str]:
    found = [p for state in (WAITING, APPROVED) for p in proposals.read(visit.desk.own, state)]
    return frozenset(teaching.same(p.text) for p in found)
