"""Loaded by every Python process whose PYTHONPATH names this folder: notes each path the process opens for writing."""

import os
import sys
from pathlib import Path

_NOTES = os.open(os.environ["LOTSEN_WATCH"], os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
_MAKING = ("os.mkdir", "os.truncate", "sqlite3.connect")
_MAKING_SECOND = ("os.rename", "os.link", "os.symlink")


def _note(event: str, arguments: tuple[object, ...]) -> None:
    if event == "open":
        path, mode, flags = arguments
        if not (flags & _WRITING if isinstance(flags, int) else set(str(mode)) & set("wax+")):
            return
    elif event in _MAKING_SECOND:
        path = arguments[1]
    elif event in _MAKING:
        path = arguments[0]
    else:
        return
    if isinstance(path, (str, bytes)):
        os.write(_NOTES, os.fsencode(Path(os.fsdecode(path)).absolute()) + b"\n")


sys.addaudithook(_note)
