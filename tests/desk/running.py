"""The desk as it runs: its process started on a free port with a data folder of its own, visited over HTTP."""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pyotp
import requests
from sqlalchemy.engine import Engine

from bot.desk import passwords
from bot.desk.permissions import Role
from bot.settings import ROOT
from bot.storage import desk, directory, records
from bot.storage.desk import Account
from bot.storage.engine import open_database
from tests.live.running import free_port

PASSWORD = "korrekt häst batteri"
_HASH = passwords.hashed(PASSWORD)
SECRET = pyotp.random_base32()
_PATIENCE = 30.0


@dataclass
class Visitor:
    """A browser without scripts: keeps cookies, sends forms with the token of the last page."""

    address: str
    http: requests.Session = field(default_factory=requests.Session)
    csrf: str = ""

    def get(self, path: str, **more: object) -> requests.Response:
        return self._seen(self.http.get(self.address + path, timeout=20, **more))  # type: ignore[arg-type]

    def post(self, path: str, headers: dict[str, str] | None = None, **form: str) -> requests.Response:
        sent = {"csrf": self.csrf, **form}
        return self._seen(self.http.post(self.address + path, data=sent, headers=headers, timeout=20))

    def log_in(self, name: str, password: str = PASSWORD, code: str = "") -> requests.Response:
        return self.post("/login", name=name, password=password, code=code)

    def _seen(self, response: requests.Response) -> requests.Response:
        if found := re.search(r'name="csrf" value="([^"]+)"', response.text):
            self.csrf = found[1]
        return response


@dataclass
class RunningDesk:
    address: str
    data: Path
    own: Engine
    records: Engine
    log: Path

    def visitor(self, role: Role | None = None) -> Visitor:
        """A new browser, logged in with the account named as the role."""
        visitor = Visitor(self.address)
        if role is not None:
            assert visitor.log_in(role.value).status_code == 200
        return visitor


def account(name: str, role: Role, totp: str | None = None, active: bool = True) -> Account:
    return Account(name, role.value, _HASH, totp, active)


@contextlib.contextmanager
def running(data: Path, **variables: str) -> Iterator[RunningDesk]:
    """A desk with one account for each role, named as the role."""
    own, stored = open_database(f"sqlite:///{data / 'desk.db'}"), open_database(f"sqlite:///{data / 'lotsen.db'}")
    desk.create(own)
    records.create(stored)
    directory.fill(stored)
    for role in Role:
        desk.save_account(own, account(role.value, role, SECRET if "LOTSEN_PRODUCTION" in variables else None))
    port, log = free_port(), data / "desk.log"
    environment = {**os.environ, "LOTSEN_DATA": str(data), "LOTSEN_DESK_PORT": str(port), **variables}
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "bot.run.desk_process"], cwd=ROOT, env=environment, stdout=out, stderr=out
        )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(address, process)
        yield RunningDesk(address, data, own, stored, log)
    finally:
        process.terminate()
        process.wait(timeout=20)
        own.dispose()
        stored.dispose()


def _wait(address: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(requests.ConnectionError):
            if requests.get(address + "/health", timeout=2).ok:
                return
        time.sleep(0.1)
    raise AssertionError("the desk did not start")
