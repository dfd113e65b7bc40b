"""When parts are gone, the resident is answered all the same; each test breaks a Lotsen of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.run.model import MODEL_FILE
from bot.run.one import environment
from bot.settings import ROOT, read_settings
from tests.live.running import Lotsen, free_port, start, wait_for


@pytest.fixture
def fragile(tmp_path: Path) -> Iterator[Lotsen]:
    with start(tmp_path / "var") as running:
        yield running


def test_when_the_action_server_hangs_or_dies_then_danger_is_answered_and_it_comes_back(fragile: Lotsen) -> None:
    (pid,) = fragile.pids("bot.run.actions_process")
    os.kill(pid, signal.SIGSTOP)
    begun = time.monotonic()
    answer = fragile.message("han är här nu och bankar på dörren").body
    assert time.monotonic() - begun < 5
    assert answer["replies"][0]["text"].startswith("112")
    plain = fragile.message("min son hänger med ett gäng").body
    assert plain["replies"][0]["services"]
    os.kill(pid, signal.SIGKILL)
    wait_for(lambda: fragile.pids("bot.run.actions_process") not in ([], [pid]))
    wait_for(lambda: "SIG" in str(fragile.message("min son hänger med ett gäng och har mycket pengar").body))


def test_when_the_assistant_is_killed_then_it_comes_back_with_no_memory(fragile: Lotsen) -> None:
    talk = fragile.talk()
    talk.say("jag vill lämna gänget")
    (pid,) = fragile.pids("bot.run.rasa_process")
    os.kill(pid, signal.SIGKILL)
    old = talk.token

    def answers() -> bool:
        try:
            return fragile.request("/webhooks/chat/health").status == 200
        except OSError:
            return False

    wait_for(answers)
    assert talk.say("tack")["conversation"] != old


def test_when_stopped_then_every_process_is_gone(tmp_path: Path) -> None:
    with start(tmp_path / "var") as running:
        assert running.pids("bot.run")
        running.stop()
        assert running.process.returncode == 0
        assert not running.pids("bot.run")
        assert "stoppad" in running.log.read_text(encoding="utf-8")


def test_when_a_port_is_taken_then_one_plain_sentence_says_so(lotsen: Lotsen, tmp_path: Path) -> None:
    port = lotsen.address.rsplit(":", 1)[1]
    with pytest.raises(AssertionError, match=f"Port {port} är upptagen"), start(tmp_path / "var", LOTSEN_PORT=port):
        pass


@pytest.mark.parametrize("ours", ["MemoryTrackerStore", "RedactingBroker", "AsyncLockStore", "TextGenerator"])
def test_when_endpoints_name_a_class_that_is_not_there_then_the_assistant_refuses_to_start(
    tmp_path: Path, ours: str
) -> None:
    """Rasa itself would start, answer, and keep conversations in stores of its own."""
    right = (ROOT / "endpoints.yml").read_text(encoding="utf-8")
    assert ours in right
    wrong = tmp_path / "endpoints.yml"
    wrong.write_text(right.replace(ours, "Misspelt"), encoding="utf-8")
    settings = read_settings({**os.environ, "LOTSEN_DATA": str(tmp_path), "LOTSEN_PORT": str(free_port())})
    arguments = ["run", "-i", settings.host, "-p", str(settings.port), "-m", str(MODEL_FILE)]
    command = [sys.executable, "-m", "bot.run.rasa_process", *arguments, "--endpoints", str(wrong)]
    ended = subprocess.run(
        [*command, "--credentials", "credentials.yml"], cwd=ROOT, env=environment(settings), timeout=60, check=False
    )
    assert ended.returncode != 0


def test_when_the_machine_cannot_compute_embeddings_then_it_answers_all_the_same_and_says_so(tmp_path: Path) -> None:
    with start(tmp_path / "var", LOTSEN_EMBEDDINGS="off") as lotsen:
        health = lotsen.request("/webhooks/chat/health").body
        assert (health["status"], health["reasons"], health["embeddings"]) == ("degraded", ["no_embeddings"], False)
        answer = lotsen.message("jag vill lämna gänget men vet inte hur").body
        assert answer["understood"]["topic"] == "gang_exit"
        assert answer["replies"][0]["services"]
        assert lotsen.message("han har en kniv i handen").body["replies"][0]["text"].startswith("112")
