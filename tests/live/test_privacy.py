"""No word a resident writes is found anywhere outside the processes' memory."""

from __future__ import annotations

import os
import signal
import sqlite3
from pathlib import Path

from tests.live.running import start

MARKERS = ("qvidlastrim", "19121212-1212", "brunkeflod@example.org", "070-1740605")
TEXTS = (
    "han heter qvidlastrim och slår mig",
    "/qvidlastrim",
    "mitt nummer är 070-1740605 och personnummer 19121212-1212",
    "mejla brunkeflod@example.org om min son som är med i gäng, jag heter Qvidlastrim",
    "han är här nu qvidlastrim",
    "qvidlastrim " * 150,
)


def test_when_words_are_written_then_neither_disk_nor_log_holds_them(tmp_path: Path) -> None:
    with start(tmp_path / "var", LOG_LEVEL="DEBUG", LOTSEN_CACHE=str(tmp_path / "cache")) as lotsen:
        for text in TEXTS:
            talk = lotsen.talk()
            talk.say(text)
            talk.say("tack")
            lotsen.request("/webhooks/chat/message", text.encode(), {"Content-Type": "application/json"})
        (pid,) = lotsen.pids("bot.run.actions_process")

        os.kill(pid, signal.SIGKILL)
        lotsen.message(TEXTS[0])
    held = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert any(path.name == "lotsen.db" for path in held)
    for path in held:
        content = path.read_bytes().lower()
        for marker in MARKERS:
            assert marker.encode() not in content, f"{marker} found in {path.name}"


def test_when_words_are_written_then_only_the_weeks_counts_are_kept(tmp_path: Path) -> None:

    with start(tmp_path / "var") as lotsen:
        lotsen.message("jag vill lämna gänget")
        lotsen.message("jag vill lämna gänget", store=False)
    with sqlite3.connect(tmp_path / "var" / "lotsen.db") as database:
        tables = {name for (name,) in database.execute("select name from sqlite_master where type = 'table'")}
        assert tables == {"service", "fact", "place", "seed", "tally"}
        rows = database.execute("select week, topic, messages from tally").fetchall()
    assert [(topic, n) for _, topic, n in rows] == [("gang_exit", 1)]
    assert all(len(week) == 8 for week, _, _ in rows)
