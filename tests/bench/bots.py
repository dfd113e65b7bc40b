"""The two bots: how each is started, spoken to and measured."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import aiohttp

from bot.settings import ROOT
from tests.bench.load import NotAnswered, Say
from tests.live.running import free_port, start

INIT_BOT = ROOT / ".cache" / "rasa-init"
_PATIENCE = 180.0  # seconds; the default bot imports and loads TensorFlow

HELP = (
    "min kille slår mig när han druckit",
    "jag är rädd att min son säljer droger åt ett gäng",
    "pappa låser in mig och tar min mobil varje kväll",
    "hur lämnar man ett gäng utan att bli skadad",
    "min dotter skär sig i armarna och vill inte prata",
    "mitt ex följer efter mig överallt",
    "jag tror att jag är gravid och vågar inte säga det hemma",
    "min kompis ska giftas bort i sommar mot sin vilja",
    "jag skriker åt mina barn och skäms efteråt",
    "någon sprider bilder på mig i skolan",
    "mamma dricker varje dag och jag tar hand om syskonen",
    "hur gör jag en polisanmälan om misshandel",
)  # each is answered by our action, with services from the directory
MOODS = ("hello", "i am very sad", "yes", "hi there", "feeling great", "bye")


@dataclass(frozen=True)
class Started:
    """A bot that answers. `memory` gives mebibytes by process, shared pages counted once."""

    address: str
    say: Say
    messages: Sequence[str]
    start_seconds: float
    memory: Callable[[], Mapping[str, float]]


UNLIMITED = {
    "LOTSEN_MESSAGES_PER_MINUTE": "100000",
    "LOTSEN_ADDRESS_PER_MINUTE": "1000000",
    "LOTSEN_NEW_PER_ADDRESS": "1000000",
}
"""For a load that comes from one address."""


def say_to(address: str) -> Say:
    """Sends messages to the Lotsen at `address`."""

    async def say(session: aiohttp.ClientSession, text: str, conversation: str | None) -> str:
        body = {"text": text, "conversation": conversation, "language": "sv", "store": True}
        async with session.post(f"{address}/webhooks/chat/message", json=body) as answer:
            content = await answer.json()
        if answer.status != 200 or not any(r["services"] or r["choices"] for r in content["replies"]):
            raise NotAnswered(f"status {answer.status}")
        return str(content["conversation"])

    return say


@contextlib.contextmanager
def lotsen(data: Path) -> Iterator[Started]:
    """All of Lotsen as `make run` starts it: assistant, actions, retention, desk."""
    begun = time.monotonic()
    with start(data, **UNLIMITED) as running:
        took = time.monotonic() - begun

        parts = {
            "assistant": "bot.run.rasa_process",
            "actions": "bot.run.actions_process",
            "retention": "bot.records.retention",
            "desk": "bot.run.desk_process",
        }
        yield Started(
            running.address,
            say_to(running.address),
            HELP,
            took,
            lambda: {n: sum(map(_memory, running.pids(m))) for n, m in parts.items()},
        )


@contextlib.contextmanager
def rasa_init() -> Iterator[Started]:
    """The bot of `rasa init` with its default pipeline, policies and REST channel; trained once, kept in .cache/."""
    if not (INIT_BOT / "models").exists():
        shutil.rmtree(INIT_BOT, ignore_errors=True)
        INIT_BOT.mkdir(parents=True)
        _rasa("init", "--no-prompt", "--init-dir", str(INIT_BOT), cwd=ROOT).check_returncode()
    port = free_port()
    begun = time.monotonic()
    address = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "rasa", "run", "-i", "127.0.0.1", "-p", str(port)]
    process = subprocess.Popen(
        command, cwd=INIT_BOT, env=_quiet(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _wait(f"{address}/webhooks/rest/", process)
        took = time.monotonic() - begun

        async def say(session: aiohttp.ClientSession, text: str, conversation: str | None) -> str:
            sender = conversation or uuid.uuid4().hex
            body = {"sender": sender, "message": text}
            async with session.post(f"{address}/webhooks/rest/webhook", json=body) as answer:
                if answer.status != 200:
                    raise NotAnswered(f"status {answer.status}")
                await answer.json()
            return sender

        yield Started(address, say, MOODS, took, lambda: {"assistant": _memory(process.pid)})
    finally:
        process.terminate()
        process.wait(timeout=30)


def _rasa(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "rasa", *arguments]
    return subprocess.run(
        command, cwd=cwd, env=_quiet(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False
    )


def _quiet() -> dict[str, str]:
    return {**os.environ, "RASA_TELEMETRY_ENABLED": "false", "LOG_LEVEL": "ERROR", "TF_CPP_MIN_LOG_LEVEL": "3"}


def _wait(address: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + _PATIENCE
    while True:
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except urllib.error.URLError:
            if process.poll() is not None or time.monotonic() > deadline:
                raise NotAnswered("the bot of `rasa init` did not start") from None
            time.sleep(0.1)


def _memory(pid: int) -> float:
    """Proportional set size in MiB, 0 when the process is gone."""
    try:
        rows = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0.0
    return sum(int(row.split()[1]) for row in rows if row.startswith("Pss:")) / 1024
