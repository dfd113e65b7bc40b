"""`python -m bot.run.one PROCESS`: becomes one of Lotsen's processes, with the variables and limits that all of them run under.

supervisor.conf and deploy/ start every process this way. What `bot.run.prepare` does must have been done.
"""

from __future__ import annotations

import os
import resource
import sys
from pathlib import Path

from bot.run.model import MODEL_FILE
from bot.settings import ROOT, BadSetting, Settings, read_settings

PROCESSES = ("assistant", "actions", "desk", "retention")


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
        "OMP_NUM_THREADS": "1",
        "RASA_TELEMETRY_ENABLED": "false",
        "LOG_LEVEL": os.environ.get("LOG_LEVEL", "WARNING"),
        "HOME": str(settings.data_folder),  # libraries write settings there; nothing of the user's is their business
        "TMPDIR": str(temporary(settings)),  # Rasa unpacks the model there
        "PYTHONDONTWRITEBYTECODE": "1",
    }


def temporary(settings: Settings) -> Path:
    """The folder for temporary files."""
    return settings.data_folder / "tmp"


def forbid_core_dumps() -> None:
    """A crash must not write the memory with its words to disk; inherited by every process that is started from here."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def command(process: str, settings: Settings) -> list[str]:
    """What to run for one of PROCESSES."""
    if process == "assistant":
        arguments = [
            "bot.run.rasa_process",
            "run",
            "-i",
            settings.host,
            "-p",
            str(settings.port),
            "-m",
            str(MODEL_FILE),
        ]
        arguments += ["--endpoints", "endpoints.yml", "--credentials", "credentials.yml"]
    else:
        arguments = {
            "actions": ["bot.run.actions_process"],
            "desk": ["bot.run.desk_process"],
            "retention": ["bot.records.retention", "--daily"],
        }[process]
    return [sys.executable, "-m", *arguments]


def main() -> int:
    if len(sys.argv) != 2 or sys.argv[1] not in PROCESSES:
        print(f"Vilken process? {', '.join(PROCESSES)}", file=sys.stderr)
        return 2
    try:
        settings = read_settings()
        temporary(settings).mkdir(parents=True, exist_ok=True)
    except BadSetting as error:
        print(error, file=sys.stderr)
        return 1
    except OSError as error:
        print(f"Det gick inte att skriva till disken: {error.strerror}.", file=sys.stderr)
        return 1
    forbid_core_dumps()
    os.chdir(ROOT)
    run = command(sys.argv[1], settings)
    return os.execve(run[0], run, environment(settings))


if __name__ == "__main__":
    sys.exit(main())
