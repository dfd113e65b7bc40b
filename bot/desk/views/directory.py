"""The service directory: what to check next, and each fact verified, corrected, withdrawn or taken back."""

from __future__ import annotations

from collections.abc import Sequence

from bot.desk.visit import NotThere, Refused, Reply, Visit
from bot.services import exchange
from bot.services.changes import HOW, NUMBERS, OPENING, SWITCHES, WHOLE, Act, BadChange, Change, check
from bot.services.model import FACT_NAMES, Directory, Service
from bot.services.worklist import Task, tasks, why_open
from bot.storage import changes, directory

FACT_WORDS = {
    "phone": "Telefon", "phone_alt": "Annat telefonnummer", "sms": "Sms", "chat_url": "Chatt", "url": "Webbplats", "hours": "Öppettider i ord",
    OPENING: "Öppettider för \"öppet nu\"", "free": "Gratis", "anonymous": "Anonymt", "on_phone_bill": "Syns på telefonräkningen", "languages": "Språk",
    WHOLE: "Hela tjänsten",
}  # fmt: skip
WHY_WORDS = {
    "missing": "Nummer saknas",
    "unverified": "Inte kontrollerad av oss",
    "unofficial": "Läst på någon annans sida",
    "old": "Kontrollerad för mer än 90 dagar sedan",
}
HOW_WORDS = {
    "called": "Ringde",
    "website": "Läste tjänstens egen sida",
    "mail": "Frågade per mejl",
    "visit": "Var på plats",
}


def listing(visit: Visit) -> Reply:
    return _listing(visit, directory.load(visit.desk.records))


def _listing(visit: Visit, held: Directory, faults: Sequence[str] = ()) -> Reply:
    by_service: dict[str, list[Task]] = {}
    for task in tasks(held, visit.desk.now().date()):
        by_service.setdefault(task.service.id, []).append(task)
    services = sorted(held.services.values(), key=lambda s: (_harm(by_service.get(s.id, [])), s.name))
    return Reply(
        "directory.html",
        {
            "services": [(s, by_service.get(s.id, [])) for s in services],
            "fact_words": FACT_WORDS,
            "why_words": WHY_WORDS,
            "faults": faults,
        },
        status=400 if faults else 200,
    )


def service(visit: Visit) -> Reply:
    held = directory.load(visit.desk.records)
    found, today = _service(held, visit), visit.desk.now().date()
    history = [c for c in changes.read_all(visit.desk.records) if c.service_id == found.id][::-1]
    names = [n for n in FACT_WORDS if n in FACT_NAMES]
    withdrawn = _withdrawn(history)
    return Reply(
        "service.html",
        {
            "service": found,
            "names": names,
            "why": {n: why_open(f, today) for n, f in found.facts.items()},
            "history": history,
            "withdrawn": withdrawn,
            "fact_words": FACT_WORDS,
            "why_words": WHY_WORDS,
            "how_words": HOW_WORDS,
            "switches": SWITCHES,
            "numbers": NUMBERS,
            "opening": OPENING,
        },
    )


def change(visit: Visit) -> Reply:
    held = directory.load(visit.desk.records)
    found, fact = _service(held, visit), visit.args["fact"]
    act = visit.choice("act", {a.value for a in Act})
    if act is None:
        raise Refused("Välj vad du vill göra.")
    made = Change(
        found.id,
        fact,
        Act(act),
        visit.desk.now().date().isoformat(),
        visit.who.account,
        _value(fact, visit.form.get("value")),
        visit.choice("how", HOW),
    )
    try:
        check(made, held)
    except BadChange as error:
        raise Refused(str(error)) from None
    visit.note(act, f"{found.id} {fact}")
    changes.add(visit.desk.records, made)
    visit.tell("Sparat. Det syns i svaren inom tio sekunder.")
    return Reply(go_to=f"/tjanster/{found.id}#{fact}")


def take_out(visit: Visit) -> Reply:
    held, kind = directory.load(visit.desk.records), visit.args["kind"]
    made = {"csv": (exchange.as_csv, "text/csv"), "yml": (exchange.as_yaml, "application/yaml")}.get(kind)
    if made is None:
        raise NotThere("Filen finns inte.")
    visit.note("export", "tjänster")
    return Reply(download=(f"lotsen-tjanster.{kind}", f"{made[1]}; charset=utf-8", made[0](held)))


def bring_in(visit: Visit) -> Reply:
    """All of the table or nothing of it."""
    held, text = directory.load(visit.desk.records), visit.form.get("table", "")
    try:
        made = exchange.changes_in(text, held, visit.desk.now().date().isoformat(), visit.who.account)
    except exchange.BadTable as bad:
        return _listing(visit, held, bad.faults)
    visit.note("import", f"{len(made)} uppgifter")
    changes.add_all(visit.desk.records, made)
    visit.tell(f"{len(made)} uppgifter är sparade. Det syns i svaren inom tio sekunder.")
    return Reply(go_to="/tjanster")


def _value(fact: str, raw: str | None) -> str | bool | None:
    if fact in SWITCHES:
        return {"1": True, "0": False}.get(raw or "")
    return (raw or "").strip() or None


def _service(held: Directory, visit: Visit) -> Service:
    found = held.services.get(visit.args["service_id"])
    if found is None:
        raise NotThere("Tjänsten finns inte.")
    return found


def _harm(open_tasks: list[Task]) -> int:
    return -max((task.harm for task in open_tasks), default=0)


def _withdrawn(history: list[Change]) -> set[str]:
    """The facts whose newest change took them away."""
    newest: dict[str, Act] = {}
    for made in history:
        newest.setdefault(made.fact, made.act)
    return {fact for fact, act in newest.items() if act is Act.WITHDRAW}
