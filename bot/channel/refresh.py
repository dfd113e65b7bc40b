"""Keeps a running assistant up to date with what staff decide at the desk: another model, a withdrawn number.

Both are looked at every few seconds; what cannot be read changes nothing, and the next look tries again.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bot.services.model import Directory

log = logging.getLogger(__name__)

EVERY = 5.0  # seconds


class ModelWatch:
    """Reads the model anew into Rasa's agent when its file has changed. Conversations go on: they are not the model's."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._seen = self._state()

    def changed(self) -> bool:
        """True once for every change of the file."""
        now = self._state()
        if now is None or now == self._seen:
            return False
        self._seen = now
        return True

    def _state(self) -> tuple[int, int] | None:
        try:
            found = self._file.stat()
        except OSError:
            return None
        return found.st_mtime_ns, found.st_size


async def keep_fresh(
    agent: Any, model: ModelWatch, file: Path, read: Callable[[], Directory], use: Callable[[Directory], None]
) -> None:
    """Run for ever. `agent` is Rasa's; `read` gives the directory as it is now, `use` is told of a changed one."""
    loop, known = asyncio.get_running_loop(), None
    while True:
        try:
            if model.changed():
                await loop.run_in_executor(None, agent.load_model, str(file))
                log.warning("another model is in use")
            directory = await loop.run_in_executor(None, read)
            if directory != known:
                use(directory)
                known = directory
        except Exception as error:  # of Rasa's, the database's or the disk's; the assistant goes on as it was
            log.error("not refreshed: %s", type(error).__name__)
        await asyncio.sleep(EVERY)
