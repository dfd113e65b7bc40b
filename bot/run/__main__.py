"""`python -m bot.run`: checks, trains, fills the database, starts all processes, and stops them on Ctrl-C."""

from __future__ import annotations

import getpass
import json
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from bot.run.checks import NotReady, check_ready
from bot.run.one import environment, forbid_core_dumps, temporary
from bot.run.prepare import FAULTS, prepare, read_kommun, told
from bot.run.train import train_if_needed, train_redaction_if_needed
from bot.settings import ROOT, Settings, read_settings

_PATIENCE = 90.0  # seconds from start to the first answer of every process


def clear_temporary(settings: Settings) -> None:
    """A new folder for temporary files: a process that was killed leaves what it had there. Raises OSError."""
    shutil.rmtree(temporary(settings), ignore_errors=True)
    temporary(settings).mkdir(parents=True)


def wait_until_answering(settings: Settings, supervisor: subprocess.Popen[bytes]) -> str:
    """Return the address of the chat page once all processes answer. Raises NotReady."""
    page = f"http://{settings.host}:{settings.port}/"
    deadline = time.monotonic() + _PATIENCE
    wanted = [
        f"http://127.0.0.1:{settings.actions_port}/health",
        f"http://127.0.0.1:{settings.desk_port}/health",
        f"{page}webhooks/chat/health",
    ]
    while wanted:
        if supervisor.poll() is not None:
            raise NotReady("Processerna stannade direkt. Felet står ovanför.")
        if time.monotonic() > deadline:
            raise NotReady("Processerna svarar inte. Felet står ovanför; kör om när det är åtgärdat.")
        if _answers(wanted[0]):
            wanted.pop(0)
        else:
            time.sleep(0.2)
    return page


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=2) as answer:
            return "model_not_loaded" not in json.load(answer).get("reasons", [])
    except (OSError, urllib.error.URLError, ValueError):
        return False


def main() -> int:
    try:
        settings = read_settings()
        check_ready(settings)
        read_kommun()
        clear_temporary(settings)
        train_redaction_if_needed()
        train_if_needed()
        tried = prepare(settings)
    except FAULTS as error:
        print(told(error), file=sys.stderr)
        return 1
    forbid_core_dumps()
    config = Path(__file__).with_name("supervisor.conf")
    command = [sys.executable, "-m", "supervisor.supervisord", "-c", str(config)]
    variables = {**environment(settings), "LOTSEN_PYTHON": sys.executable, "LOTSEN_USER": getpass.getuser()}
    supervisor = subprocess.Popen(command, cwd=ROOT, env=variables, start_new_session=True)
    for wish in (signal.SIGINT, signal.SIGTERM):
        signal.signal(wish, lambda *_: supervisor.terminate())
    try:
        page = wait_until_answering(settings, supervisor)
    except NotReady as error:
        supervisor.terminate()
        supervisor.wait(timeout=30)
        print(error, file=sys.stderr)
        return 1
    print(f"\nLotsen är igång: {page}   (avsluta med Ctrl-C)", flush=True)
    print(f"För personal: http://127.0.0.1:{settings.desk_port}/{tried}\n", flush=True)
    supervisor.wait()
    print("Lotsen är stoppad.", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
