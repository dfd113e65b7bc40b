"""No word a resident writes is found anywhere outside the processes' memory."""

from __future__ import annotations

import os
import signal
import sqlite3
from pathlib import Path

from tests.live.running import start, wait_for

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
        of_staff = {"directory_change", "notice", "record_mark", "alembic_version"}
        assert tables - {"record", "record_turn"} == {"service", "fact", "place", "seed", "tally", *of_staff}
        rows = database.execute("select week, topic, messages from tally").fetchall()
    assert [(topic, n) for _, topic, n in rows] == [("gang_exit", 1)]
    assert all(len(week) == 8 for week, _, _ in rows)


def test_when_a_number_is_written_then_the_resident_is_told_not_to_and_still_helped(tmp_path: Path) -> None:
    with start(tmp_path / "var") as lotsen:
        replies = lotsen.talk().say("min man slår mig, ring mig på 070-1740605")["replies"]
    assert any("inga namn eller nummer" in reply["text"] for reply in replies)
    assert any(reply["services"] for reply in replies)


def _records(data: Path) -> list[tuple[str, ...]]:
    with sqlite3.connect(data / "lotsen.db") as database:
        try:
            return database.execute(
                "select week, part_of_day, record.topic, helped, text from record join record_turn on record_id = id"
                " where role = 'resident'"
            ).fetchall()
        except sqlite3.OperationalError as error:
            assert "no such table" in str(error)  # they are made with the first batch
            return []


def test_when_residents_say_yes_then_records_are_kept_that_nothing_joins_to_them(tmp_path: Path) -> None:
    with start(tmp_path / "var", LOTSEN_RECORDS_EVERY="1", LOG_LEVEL="DEBUG") as lotsen:
        tokens = []
        for number in range(7):
            talk = lotsen.talk()
            talk.say(TEXTS[0], store=True)
            assert lotsen.post("/webhooks/chat/helped", {"conversation": talk.token, "helped": True}).status == 204
            way = "forget" if number == 6 else "end"
            assert lotsen.post(f"/webhooks/chat/{way}", {"conversation": talk.token}).status == 204
            tokens.append(talk.token or "")
        unsaved = lotsen.talk()
        unsaved.say(TEXTS[0])
        lotsen.post("/webhooks/chat/end", {"conversation": unsaved.token})
        wait_for(lambda: len(_records(tmp_path / "var")) > 0)
    records = _records(tmp_path / "var")
    assert len(records) in (5, 6)  # a sixth that came after the batch waits for company
    assert {(topic, helped) for _, _, topic, helped, _ in records} == {("relationship_violence", 1)}
    assert {text for *_, text in records} == {"han heter [namn] och slår mig"}
    assert all(len(week) == 8 and part in ("natt", "morgon", "dag", "kväll") for week, part, *_ in records)
    for path in [path for path in tmp_path.rglob("*") if path.is_file()]:
        content = path.read_bytes().lower()
        for secret in (*MARKERS, *(token.lower() for token in tokens)):
            assert secret.encode() not in content, f"{secret} found in {path.name}"


def test_when_one_address_floods_then_it_is_told_to_wait_and_its_running_talk_goes_on(tmp_path: Path) -> None:
    with start(tmp_path / "var", LOTSEN_NEW_PER_ADDRESS="2") as lotsen:
        talk = lotsen.talk()
        talk.say("hej")
        lotsen.message("hej")
        refused = lotsen.message("hej")
        assert refused.status == 429 and "112" in refused.body["error"]["message"]
        forwarded = {"Content-Type": "application/json", "X-Forwarded-For": "203.0.113.9"}
        body = b'{"text": "hej", "conversation": null, "language": "sv", "store": null}'
        assert lotsen.request("/webhooks/chat/message", body, forwarded).status == 429
        talk.say("hej igen")
