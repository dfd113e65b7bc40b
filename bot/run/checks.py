"""What must hold before anything is started; each failure is one plain sentence with the way out."""

from __future__ import annotations

import shutil
import socket
import sys

from bot.redaction import dictionary
from bot.settings import Settings

_LEAST_FREE = 500 * 1024 * 1024  # bytes: a training's temporary files, the model and the databases


class NotReady(RuntimeError):
    """Lotsen cannot start; the message says why and what to do."""


def check_ready(settings: Settings) -> None:
    """Raises NotReady."""
    if sys.version_info[:2] != (3, 10):
        raise NotReady("Lotsen behöver Python 3.10. Installera det (till exempel `pyenv install 3.10`) och kör om.")
    try:
        dictionary.require()
    except dictionary.NoDictionary as error:
        raise NotReady("Ordlistan hunspell-sv saknas, och utan den får inget sparas. Kör `make setup` igen.") from error
    settings.data_folder.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(settings.data_folder).free
    if free < _LEAST_FREE:
        raise NotReady(f"Disken är nästan full ({free // 1024**2} MB kvar). Frigör minst 500 MB och kör om.")
    for variable, port in (
        ("LOTSEN_PORT", settings.port),
        ("LOTSEN_ACTIONS_PORT", settings.actions_port),
        ("LOTSEN_DESK_PORT", settings.desk_port),
    ):
        if _taken(port):
            raise NotReady(f"Port {port} är upptagen. Stoppa det som använder den, eller välj en annan: {variable}=...")


def _taken(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False
