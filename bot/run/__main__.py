"""`python -m bot.run`: checks, trains, fills the database, starts all processes, and stops them on Ctrl-C."""

from __future__ import annotations

import getpass
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from bot.desk.first_start import first_start
from bot.kommun import KommunFaults, kommun
from bot.run.checks import NotReady, check_ready
from bot.run.model import MODEL_FILE
from bot.run.train import TrainingFailed, train_if_needed, train_redaction_if_needed
from bot.services.register import RegisterFaults
from bot.settings import ROOT, BadSetting, Settings, read_settings
from bot.storage.directory import fill
from bot.storage.engine import open_database
from bot.storage.migrate import migrate
from bot.texts import TextFault, responses

_PATIENCE = 90.0  # seconds from start to the first answer of every process


def environment(settings: Settings) -> dict[str, str]:
    """The variables the processes and endpoints.yml read; everything else of this process's environment stays."""
    return {
        **os.environ,
        "LOTSEN_HOST": settings.host,
        "LOTSEN_PORT": str(settings.port),
        "LOTSEN_ACTIONS_PORT": str(settings.actions_port),
        "LOTSEN_DESK_PORT": str(settings.desk_port),
        "LOTSEN_DATA": str(settings.data_folder),
        "LOTSEN_DATABASE_URL": settings.database_url,
        "LOTSEN_MODEL": str(MODEL_FILE),
        "LOTSEN_PYTHON": sys.executable,
        "LOTSEN_USER": getpass.getuser(),
        "OMP_NUM_THREADS": "1",
        "RASA_TELEMETRY_ENABLED": "false",
        "LOG_LEVEL": os.environ.get("LOG_LEVEL", "WARNING"),
        "HOME": str(settings.data_folder),  # libraries write settings there; nothing of the user's is their business
        "TMPDIR": str(_temporary(settings)),  # Rasa unpacks the model there
        "PYTHONDONTWRITEBYTECODE": "1",
    }


def _temporary(settings: Settings) -> Path:
    return settings.data_folder / "tmp"


def clear_temporary(settings: Settings) -> None:
    """A new folder for temporary files: a process that was killed leaves what it had there. Raises OSError."""
    shutil.rmtree(_temporary(settings), ignore_errors=True)
    _temporary(settings).mkdir(parents=True)


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
        kommun()
        responses()
        clear_temporary(settings)
        train_redaction_if_needed()
        train_if_needed()
        migrate(open_database(settings.database_url))
        written = fill(open_database(settings.database_url))
        tried = first_start(settings)
        print(f"Tjänsteregistret: {f'{written} tjänster inlästa' if written else 'oförändrat'}.", flush=True)
    except (KommunFaults, TextFault) as error:
        print(f"Kommunens mapp har fel:\n{error}", file=sys.stderr)
        return 1
    except RegisterFaults as error:
        print(f"Tjänsteregistret har fel:\n{error}", file=sys.stderr)
        return 1
    except (BadSetting, NotReady, TrainingFailed) as error:
        print(error, file=sys.stderr)
        return 1
    except SQLAlchemyError as error:
        print(f"Databasen gick inte att nå eller ändra: {type(error).__name__}.", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"Det gick inte att skriva till disken: {error.strerror}.", file=sys.stderr)
        return 1
    resource.setrlimit(
        resource.RLIMIT_CORE, (0, 0)
    )  # inherited: a crash must not write the memory with its words to disk
    config = Path(__file__).with_name("supervisor.conf")
    command = [sys.executable, "-m", "supervisor.supervisord", "-c", str(config)]
    supervisor = subprocess.Popen(command, cwd=ROOT, env=environment(settings), start_new_session=True)
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
