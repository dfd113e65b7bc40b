"""`python -m tests.desk.measure [--conversations N]`: how long each page of the desk takes with many stored conversations."""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
import time
from collections import Counter
from datetime import datetime
from pathlib import Path

from bot.desk.permissions import Role
from bot.records.record import LOTSEN, RESIDENT, Record, Turn
from bot.storage import desk, records, review, tallies
from bot.storage.review import Wish
from bot.topics import HELP_TOPICS, URGENCY
from tests.desk.running import RunningDesk, running

GOAL_MS = 300
_ROUNDS = 7
_NOON = datetime(2026, 11, 28, 12, 0)
_TOPICS = sorted(HELP_TOPICS)
_WEEKS = [f"2026-W{week}" for week in range(43, 49)]


def fill(data: RunningDesk, count: int) -> str:
    """Write `count` made-up conversations and as many weeks of tallies; return the id of one of them."""
    chance = random.Random(7)
    last = ""
    for begun in range(0, count, 5000):
        made = [_record(chance) for _ in range(min(5000, count - begun))]
        records.write(data.records, made)
        last = made[0].id
    counts = Counter({(w, t, u): chance.randrange(60) for w in _WEEKS for t in _TOPICS for u in URGENCY})
    tallies.create(data.records)
    tallies.add(data.records, counts)
    return last


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--conversations", type=int, default=100_000)
    count = parser.parse_args().conversations
    with tempfile.TemporaryDirectory() as folder, running(Path(folder)) as data:
        begun = time.monotonic()
        record_id = fill(data, count)
        print(f"{count} samtal skrivna på {time.monotonic() - begun:.0f} s", flush=True)
        slow = [path for path, worst in measure(data, record_id) if worst > GOAL_MS]
    print(f"Mål: {GOAL_MS} ms. Långsammare: {', '.join(slow) or 'ingen'}")
    return 1 if slow else 0


def measure(data: RunningDesk, record_id: str) -> list[tuple[str, float]]:
    """Page and the longest time of several visits in milliseconds, printed as they come."""
    reader, admin = data.visitor(Role.READER), data.visitor(Role.ADMINISTRATOR)
    reader.get("/samtal/skal")
    reader.post("/samtal/skal", reason="improve")
    deep = review.rows(data.records, Wish(week=_WEEKS[0]), limit=1)[0]
    paths = [
        *(
            (reader, p)
            for p in ("/", "/samtal", "/samtal?visa=unmarked", "/samtal?visa=unsure", "/samtal?visa=unhelped")
        ),
        *((reader, p) for p in ("/samtal?visa=marked", "/samtal?amne=gang_exit&lage=acute", "/samtal?sprak=th")),
        (reader, f"/samtal?efter={deep.week}.{deep.id}"),
        (reader, f"/samtal/{record_id}"),
        (reader, f"/samtal/{record_id}?visa=unsure&amne=gang_exit"),
        *((reader, p) for p in ("/statistik", "/statistik?veckor=52", "/statistik/rapport", "/statistik/tabell.csv")),
        *((reader, p) for p in ("/tjanster", "/tjanster/bris")),
        *((admin, p) for p in ("/konton", "/logg", "/modell")),
    ]
    for _ in range(500):
        desk.note(data.own, _NOON, "reader", "read", record_id)
    found = []
    for visitor, path in paths:
        times = []
        for _ in range(_ROUNDS):
            begun = time.perf_counter()
            assert visitor.get(path).status_code == 200, path
            times.append((time.perf_counter() - begun) * 1000)
        shown = path.replace(record_id, "<id>").replace(deep.id, "<id>")
        print(f"{shown:50} median {statistics.median(times):6.0f} ms   längst {max(times):6.0f} ms", flush=True)
        found.append((shown, max(times)))
    return found


def _record(chance: random.Random) -> Record:
    topic, urgency = chance.choice(_TOPICS), chance.choices(URGENCY, (5, 20, 60, 10, 5))[0]
    turns = []
    for _ in range(chance.randint(1, 6)):
        sure = round(min(1.0, max(0.1, chance.gauss(0.8, 0.2))), 2)
        turns.append(Turn(RESIDENT, "någon skrev något om hur det är hemma " * 2, topic, urgency, "self", sure))
        turns.append(Turn(LOTSEN, "Bra att du skriver. Här är några som kan hjälpa. " * 3))
    return Record(
        f"{chance.getrandbits(128):032x}",
        chance.choice(_WEEKS),
        chance.choice(["natt", "morgon", "dag", "kväll", None]),
        topic,
        urgency,
        chance.choices(["sv", "en", "annat"], (90, 6, 4))[0],
        "self",
        chance.choice([True, False, None, None]),
        chance.choice([True, False]),
        ("bris",),
        tuple(turns),
    )


if __name__ == "__main__":
    raise SystemExit(main())
