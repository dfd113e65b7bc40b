"""Starts the real thing the way `make run` does, on free ports and with a data folder of its own."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Answer:
    """An HTTP answer: status, JSON body and headers."""

    status: int
    body: Any
    headers: dict[str, str]


@dataclass
class Talk:
    """One conversation with the running assistant."""

    lotsen: Lotsen
    token: str | None = None
    answers: list[dict[str, Any]] = field(default_factory=list)

    def say(self, text: str, **more: Any) -> dict[str, Any]:
        """Send a message and return the JSON answer."""
        answer = self.lotsen.message(text, self.token, **more)
        assert answer.status == 200, answer
        self.token = answer.body["conversation"]
        self.answers.append(answer.body)
        return answer.body

    def press(self, title: str) -> dict[str, Any]:
        """Press the button with this title in the latest answer."""
        choices = [c for reply in self.answers[-1]["replies"] for c in reply["choices"]]
        return self.say(next(c["send"] for c in choices if c["title"] == title))


@dataclass
class Lotsen:
    """The running processes."""

    process: subprocess.Popen[bytes]
    address: str
    data: Path
    log: Path
    actions_port: int
    desk: str = ""

    def request(self, path: str, body: bytes | None = None, headers: dict[str, str] | None = None) -> Answer:
        request = urllib.request.Request(self.address + path, data=body, headers=headers or {})
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                return Answer(answer.status, _json(answer.read()), {k.lower(): v for k, v in answer.headers.items()})
        except urllib.error.HTTPError as error:
            return Answer(error.code, _json(error.read()), {k.lower(): v for k, v in error.headers.items()})

    def message(self, text: Any, conversation: Any = None, **more: Any) -> Answer:
        body = {"text": text, "conversation": conversation, "language": "sv", "store": None, **more}
        return self.post("/webhooks/chat/message", body)

    def post(self, path: str, body: Any) -> Answer:
        return self.request(path, json.dumps(body).encode(), {"Content-Type": "application/json"})

    def talk(self) -> Talk:
        return Talk(self)

    def pids(self, module: str) -> list[int]:
        """Process ids of our own child processes that run `module`."""
        listed = subprocess.run(["pgrep", "-f", f"{module}"], capture_output=True, text=True, check=False).stdout
        return [pid for pid in map(int, listed.split()) if _environment(pid).get("LOTSEN_DATA") == str(self.data)]

    def stop(self) -> None:
        self.process.send_signal(signal.SIGINT)
        self.process.wait(timeout=30)


def wait_for(condition: Any, seconds: float = PATIENCE) -> None:
    """Wait until `condition()` is true; fails the test after `seconds`."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.1)


@contextlib.contextmanager
def start(data: Path, **environment: str) -> Iterator[Lotsen]:
    """Run Lotsen until the block ends."""
    port, actions_port, desk_port = free_port(), free_port(), free_port()
    log = data.with_suffix(".log")
    env = {
        **os.environ,
        "LOTSEN_DATA": str(data),
        "LOTSEN_PORT": str(port),
        "LOTSEN_ACTIONS_PORT": str(actions_port),
        "LOTSEN_DESK_PORT": str(desk_port),
        "LOTSEN_DEMO": "0",
        "LOTSEN_MESSAGES_PER_MINUTE": "1000",
        "LOTSEN_ADDRESS_PER_MINUTE": "10000",
        "LOTSEN_NEW_PER_ADDRESS": "10000",
        **environment,
    }
    with log.open("wb") as out:
        process = subprocess.Popen([sys.executable, "-m", "bot.run"], cwd=ROOT, env=env, stdout=out, stderr=out)
    lotsen = Lotsen(process, f"http://127.0.0.1:{port}", data, log, actions_port, f"http://127.0.0.1:{desk_port}/")
    try:
        wait_for(lambda: b"Lotsen \xc3\xa4r ig\xc3\xa5ng" in log.read_bytes() or process.poll() is not None)
        assert process.poll() is None, log.read_text(encoding="utf-8")
        yield lotsen
    finally:
        if process.poll() is None:
            lotsen.stop()


def _json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except ValueError:
        return body


def _environment(pid: int) -> dict[str, str]:
    try:
        raw = Path(f"/proc/{pid}/environ").read_bytes().decode(errors="replace")
    except OSError:
        return {}
    return dict(pair.split("=", 1) for pair in raw.split("\0") if "=" in pair)
