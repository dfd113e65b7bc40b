"""Each process started by itself, the way the containers do it: own data folders, PostgreSQL, Redis, models beside the code."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.run.model import MODEL_FILE
from bot.run.one import PROCESSES
from bot.settings import ROOT
from tests import postgres, redis_server
from tests.deploy.test_manifests import OURS
from tests.live.running import Lotsen, free_port

_PATIENCE = 60.0


def _run(folder: Path, variables: dict[str, str], *command: str) -> subprocess.Popen[bytes]:
    env = {**os.environ, **variables, "LOTSEN_DATA": str(folder)}
    with folder.with_suffix(".log").open("wb") as out:
        return subprocess.Popen([sys.executable, "-m", *command], cwd=folder.parent, env=env, stdout=out, stderr=out)


def _wait(address: str, log: Path) -> None:
    deadline = time.monotonic() + _PATIENCE
    while True:
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except OSError:
            assert time.monotonic() < deadline, f"{address} does not answer: {log.read_text(encoding='utf-8')}"
            time.sleep(0.2)


@pytest.fixture(scope="module")
def apart(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lotsen]:
    folder = tmp_path_factory.mktemp("apart")
    with contextlib.ExitStack() as stack:
        redis = stack.enter_context(redis_server.running(folder))
        database = stack.enter_context(postgres.running(folder / "pg"))
        with sa.create_engine(database, isolation_level="AUTOCOMMIT").connect() as connection:
            connection.execute(sa.text("CREATE DATABASE desk"))
        port, actions_port, desk_port = free_port(), free_port(), free_port()
        variables = {
            "PYTHONPATH": str(ROOT),
            "LOTSEN_PORT": str(port),
            "LOTSEN_ACTIONS_PORT": str(actions_port),
            "LOTSEN_DESK_PORT": str(desk_port),
            "LOTSEN_DESK_URL": f"http://127.0.0.1:{desk_port}",
            "LOTSEN_DATABASE_URL": database,
            "LOTSEN_DESK_DATABASE_URL": str(sa.engine.make_url(database).set(database="desk").render_as_string(False)),
            "LOTSEN_REDIS_URL": redis.url,
            "LOTSEN_MODELS": str(folder / "models"),
            "LOTSEN_DEMO": "0",
        }
        # Two pods that start together both prepare.
        both = [_run(folder / f"prepare{n}", variables, *OURS["prepare"]["command"]) for n in range(2)]
        assert [one.wait(timeout=60) for one in both] == [0, 0], (folder / "prepare0.log").read_text(encoding="utf-8")
        for name in PROCESSES:
            process = _run(folder / name, variables, *OURS[name]["command"])
            stack.callback(process.wait, timeout=30)
            stack.callback(process.terminate)
        _wait(f"http://127.0.0.1:{actions_port}/health", folder / "actions.log")
        _wait(f"http://127.0.0.1:{desk_port}/health", folder / "desk.log")
        _wait(f"http://127.0.0.1:{port}/webhooks/chat/health", folder / "assistant.log")
        yield Lotsen(
            process,
            f"http://127.0.0.1:{port}",
            folder / "assistant",
            folder / "assistant.log",
            actions_port,
            f"http://127.0.0.1:{desk_port}/",
        )


def test_a_message_is_understood_and_answered_with_services(apart: Lotsen) -> None:
    assert apart.request("/webhooks/chat/health").body["reasons"] in ([], ["numbers_unverified"])
    answer = apart.talk().say("min man slår mig när han har druckit")
    assert answer["understood"]["topic"] == "relationship_violence"
    assert any(reply.get("services") for reply in answer["replies"])


def test_each_writes_in_its_own_folder_and_the_model_is_the_one_that_came_with_the_code(apart: Lotsen) -> None:
    folder = apart.data.parent
    assert (folder / "models" / MODEL_FILE.name).read_bytes() == MODEL_FILE.read_bytes()
    assert (folder / "desk" / "desk.key").exists()
    assert not list((folder / "actions").rglob("*.db"))


def test_no_process_may_leave_its_memory_on_disk(apart: Lotsen) -> None:
    for module in ("bot.run.rasa_process", "bot.run.actions_process", "bot.run.desk_process", "bot.records.retention"):
        found = [
            Path(f"/proc/{pid}/limits").read_text(encoding="ascii")
            for pid in subprocess.run(
                ["pgrep", "-f", module], capture_output=True, text=True, check=False
            ).stdout.split()
            if str(apart.data.parent).encode() in Path(f"/proc/{pid}/environ").read_bytes()
        ]
        assert found, module
        assert all("Max core file size        0                    0" in limits for limits in found)
