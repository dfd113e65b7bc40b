"""`python -m tests.canary.run [--messages 2000]`: the canary run, with SQLite and again with PostgreSQL.

Exits 0 when no canary is found anywhere, 1 when one is, naming the file and never more of it than that.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import signal
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from bot.storage import records
from bot.storage.engine import open_database
from tests import postgres
from tests.canary.identifiers import Canary, canaries
from tests.canary.search import Searcher
from tests.live.running import Answer, Lotsen, start, wait_for

ENGINES = ("sqlite", "postgresql")
BREAKING = Path(__file__).parent / "breaking"  # makes handlers fail
_SEED = 20261126
_AT_ONCE = 4
_LOCKED_SECONDS = 3.0


@dataclass
class Findings:
    """What a run sent, and where a canary was found."""

    engine: str
    messages: int = 0
    answered: int = 0
    records: int = 0
    failures: int = 0  # handlers that failed on purpose, as the log tells
    files: int = 0
    places: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        found = "\n".join(f"  HITTAD i {place}" for place in self.places)
        return f"{self.engine}: {self.messages} meddelanden, {self.answered} besvarade, {self.records} samtal sparade, {self.failures} fel i hanterare, {self.files} filer genomsökta, {len(self.places)} fynd\n{found}".rstrip()


def run(engine: str, count: int, folder: Path) -> Findings:
    """Send `count` canaries through a Lotsen of its own below `folder`, make errors happen, stop it, search everything."""
    findings = Findings(engine)
    sent = canaries(count, _SEED)
    searcher = Searcher(secret for canary in sent for secret in canary.secrets)
    temporary = folder / "tmp"
    temporary.mkdir()
    with _database(engine, folder) as url:
        environment = {
            "LOG_LEVEL": "DEBUG",
            "TMPDIR": str(temporary),
            "LOTSEN_CACHE": str(folder / "cache"),
            "LOTSEN_RECORDS_EVERY": "1",
            "LOTSEN_DATABASE_URL": url,
            "PYTHONPATH": str(BREAKING),
        }
        with start(folder / "var", **environment) as lotsen:
            findings.places += _talk_through(lotsen, engine, sent, searcher, findings)
            findings.places += _mapped_outside(lotsen, folder)
            findings.records = _stored(url)
            findings.failures = lotsen.log.read_text(encoding="utf-8", errors="replace").count("ValueError")
            findings.places += _in_files(searcher, folder)  # while it runs: journals, temporary files
    findings.places += _in_files(searcher, folder)
    findings.files = sum(path.is_file() for path in folder.rglob("*"))
    return findings


def _in_files(searcher: Searcher, folder: Path) -> list[str]:
    return [str(path.relative_to(folder)) for path, _ in searcher.in_files([folder])]


def _talk_through(lotsen: Lotsen, engine: str, sent: list[Canary], searcher: Searcher, findings: Findings) -> list[str]:
    """Places among the answers where a canary came back. Errors are made on the way."""
    found: list[str] = []
    quarter = max(1, len(sent) // 4)

    def send(number: int) -> Answer:
        return _send(lotsen, number, sent[number])

    for lot in range(0, len(sent), quarter):
        _make_trouble(lotsen, engine, lot // quarter, sent[lot])
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            answers = list(pool.map(send, range(lot, min(lot + quarter, len(sent)))))
        for answer in answers:
            findings.messages += 1
            findings.answered += answer.status == 200
            told = json.dumps(
                [answer.body if not isinstance(answer.body, bytes) else repr(answer.body), answer.headers]
            )
            if searcher.in_bytes(told.encode()):
                found.append(f"ett svar med status {answer.status}")
    return found


def _send(lotsen: Lotsen, number: int, canary: Canary) -> Answer:
    """Two turns of a talk that may be stored, and its end; now and then the talk is forgotten, or sent malformed."""
    answer = lotsen.message(canary.text, store=number % 3 != 0)
    if answer.status == 200:
        token = answer.body["conversation"]
        lotsen.message(f"tack {canary.secrets[0]}", token, store=number % 3 != 0)
        way = "forget" if number % 5 == 0 else "end"
        lotsen.post(f"/webhooks/chat/{way}", {"conversation": token})
    if number % 17 == 0:
        lotsen.request("/webhooks/chat/message", canary.text.encode(), {"Content-Type": "application/json"})
        lotsen.request(f"/{'-'.join(canary.secrets[0].encode().hex())}")
        lotsen.post("/webhooks/chat/message", {"text": [canary.text], "conversation": canary.secrets[0]})
        lotsen.message(canary.text * 60)
        lotsen.request("/webhooks/chat/message", canary.text.encode() * 1000, {"Content-Type": "application/json"})
        headers = {"Content-Type": "application/json", "User-Agent": f"x {canary.secrets[0].encode().hex()}"}
        lotsen.request("/webhooks/chat/message", json.dumps({"text": canary.text}).encode(), headers)
    return answer


def _make_trouble(lotsen: Lotsen, engine: str, turn: int, canary: Canary) -> None:
    """First nothing, then the action server killed, then hanging while a message comes, then the database locked."""
    if turn == 1:
        _signal_actions(lotsen, signal.SIGKILL)
        lotsen.message(canary.text)
    elif turn == 2:
        _signal_actions(lotsen, signal.SIGSTOP)
        lotsen.message(canary.text)
        _signal_actions(lotsen, signal.SIGCONT)
    elif turn == 3 and engine == "sqlite":
        with contextlib.closing(sqlite3.connect(lotsen.data / "lotsen.db", isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            lotsen.message(canary.text)
            time.sleep(_LOCKED_SECONDS)
            other.execute("ROLLBACK")


def _signal_actions(lotsen: Lotsen, what: signal.Signals) -> None:
    wait_for(lambda: lotsen.pids("bot.run.actions_process"))
    for pid in lotsen.pids("bot.run.actions_process"):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, what)


def _mapped_outside(lotsen: Lotsen, folder: Path) -> list[str]:
    """Files that a process of ours maps writable and shared, and files it holds open for writing, outside `folder`."""
    found = []
    for pid in {*lotsen.pids("bot.run"), lotsen.process.pid}:
        with contextlib.suppress(OSError):
            for line in Path(f"/proc/{pid}/maps").read_text(encoding="utf-8").splitlines():
                parts = line.split(maxsplit=5)
                if len(parts) == 6 and parts[5].startswith("/") and "w" in parts[1] and parts[1].endswith("s"):
                    found += _outside(parts[5], folder)
            for link in Path(f"/proc/{pid}/fd").iterdir():
                flags = (
                    Path(f"/proc/{pid}/fdinfo/{link.name}").read_text(encoding="ascii").split("flags:")[1].split()[0]
                )
                target = str(link.readlink())
                if int(flags, 8) & os.O_ACCMODE and target.startswith("/"):
                    found += _outside(target, folder)
    return found


def _outside(path: str, folder: Path) -> list[str]:
    inside = Path(path).is_relative_to(folder) or path.startswith(("/dev/null", "/dev/zero", "/dev/pts"))
    return [] if inside else [f"en fil utanför datamappen: {path}"]


def _stored(url: str) -> int:
    """How many conversations were stored, once the first batch was: where none is, the search proves little."""
    database = open_database(url)
    records.create(database)
    with contextlib.suppress(AssertionError):
        wait_for(lambda: records.read(database), 30)
    stored = len(records.read(database))
    database.dispose()
    return stored


@contextlib.contextmanager
def _database(engine: str, folder: Path) -> Iterator[str]:
    if engine == "sqlite":
        yield f"sqlite:///{folder / 'var' / 'lotsen.db'}"
        return
    with postgres.running(folder / "postgresql") as url:
        yield url


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.canary.run")
    parser.add_argument("--messages", type=int, default=2000)
    chosen = parser.parse_args()
    found = 0
    for engine in ENGINES:
        with tempfile.TemporaryDirectory(prefix="lotsen-canary-") as folder:
            findings = run(engine, chosen.messages, Path(folder))
        print(findings, flush=True)
        found += len(findings.places)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
