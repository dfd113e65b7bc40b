"""Keeps a running assistant up to date with what staff decide at the desk: another model, a withdrawn number, a notice.

Both are looked at every few seconds; what cannot be read changes nothing, and the next look tries again.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy.engine import Engine

from bot.services import changes
from bot.services.hours import SWEDISH_TIME
from bot.services.model import Directory
from bot.services.notice import Notice
from bot.storage import directory, notices

log = logging.getLogger(__name__)

EVERY = 5.0  # seconds


class ModelWatch:
    """Reads the model anew into Rasa's agent when its file has changed. Conversations go on: they are not the model's."""

    def __init__(self, file: Path) -> None:
        self.file = file
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
            found = self.file.stat()
        except OSError:
            return None
        return found.st_mtime_ns, found.st_size


@dataclass(frozen=True)
class Decisions:
    """What staff have decided, as it holds now. `notice` None: none is to be shown now.

    `directory` is what residents may be shown, `unverified` how many telephone numbers nobody at the kommun has verified.
    """

    directory: Directory
    notice: Notice | None
    unverified: int


def decisions_in(engine: Engine, only_verified: bool) -> Callable[[], Decisions]:
    """Reads them from the database, anew at each call. The call raises sqlalchemy.exc.SQLAlchemyError."""

    def read() -> Decisions:
        held, notice = directory.load(engine), notices.current(engine)
        shown = notice if notice is not None and notice.lasts_at(datetime.now(SWEDISH_TIME)) else None
        return Decisions(changes.only_verified(held) if only_verified else held, shown, changes.unverified(held))

    return read


async def keep_fresh(
    agent: Any, model: ModelWatch, read: Callable[[], Decisions], use: Callable[[Decisions], None]
) -> None:
    """Run for ever. `agent` is Rasa's; `use` is told of every decision that `read` has not told before."""
    loop, known = asyncio.get_running_loop(), None
    while True:
        try:
            if model.changed():
                await loop.run_in_executor(None, agent.load_model, str(model.file))
                log.warning("another model is in use")
            decisions = await loop.run_in_executor(None, read)
            if decisions != known:
                use(decisions)
                known = decisions
        except Exception as error:  # of Rasa's, the database's or the disk's; the assistant goes on as it was
            log.error("not refreshed: %s", type(error).__name__)
        await asyncio.sleep(EVERY)
