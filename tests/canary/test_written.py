"""Where the running processes write, and what stands in the data folder: only what README.md says."""

from __future__ import annotations

import os
import re
import signal
from pathlib import Path

from tests.live.running import ROOT, start, wait_for

WATCH = Path(__file__).parent / "watch"
DEVICES = ("/dev/null", "/dev/pts/", "/dev/tty", "/dev/stdout", "/dev/stderr")
MAY_STAND = {
    "lotsen.db",
    "lotsen.db-wal",
    "lotsen.db-shm",
    "supervisord.pid",
    "tmp",
    ".config",
    "desk.db",
    "desk.db-wal",
    "desk.db-shm",
    "desk.key",
}


def test_when_people_chat_then_no_process_writes_outside_its_data_folder(tmp_path: Path) -> None:
    data, notes = tmp_path / "var", tmp_path / "notes"
    with start(data, PYTHONPATH=str(WATCH), LOTSEN_WATCH=str(notes), LOTSEN_RECORDS_EVERY="1") as lotsen:
        for _ in range(6):
            talk = lotsen.talk()
            talk.say("min man heter Qvidlastrim och slår mig", store=True)
            lotsen.post("/webhooks/chat/end", {"conversation": talk.token})
        lotsen.message("hej " * 6000)
        for pid in (
            *lotsen.pids("bot.run.actions_process"),
            *lotsen.pids("bot.run.rasa_process"),
            *lotsen.pids("bot.run.desk_process"),
        ):
            limits = Path(f"/proc/{pid}/limits").read_text(encoding="ascii")
            assert re.search(r"Max core file size +0 +0 ", limits), "a crash would write the memory to disk"
        (pid,) = lotsen.pids("bot.run.actions_process")
        os.kill(pid, signal.SIGKILL)
        lotsen.message("jag vill lämna gänget")
        wait_for(lambda: lotsen.pids("bot.run.actions_process"))
        standing = {path.name for path in data.iterdir()}
    written = set(notes.read_text(encoding="utf-8").splitlines())
    assert any(path.startswith(str(data / "lotsen.db")) for path in written)
    assert any(path.startswith(str(data / "tmp")) for path in written)
    outside = {p for p in written if not Path(p).is_relative_to(data) and not p.startswith(DEVICES)}
    assert outside == set()
    assert standing <= MAY_STAND
    assert all(f"`{name}`" in (ROOT / "README.md").read_text(encoding="utf-8") for name in MAY_STAND)


def test_when_a_process_was_killed_then_what_it_left_is_gone_at_the_next_start(tmp_path: Path) -> None:
    data = tmp_path / "var"
    (data / "tmp").mkdir(parents=True)
    (data / "tmp" / "left").write_text("rest", encoding="utf-8")
    with start(data):
        assert not (data / "tmp" / "left").exists()
