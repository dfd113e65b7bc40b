"""An empty database of each kind that Lotsen runs on, for tests of the tables."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path

from sqlalchemy.engine import Engine

from bot.storage.engine import open_database
from tests import postgres

KINDS = ("sqlite", "postgresql")


@contextlib.contextmanager
def database(kind: str, folder: Path, create: Callable[[Engine], None]) -> Iterator[Engine]:
    """Open one of KINDS below `folder`, with the tables that `create` makes."""
    with contextlib.ExitStack() as stack:
        at_file = f"sqlite:///{folder / 'lotsen.db'}"
        engine = open_database(
            stack.enter_context(postgres.running(folder / "pg")) if kind == "postgresql" else at_file
        )
        stack.callback(engine.dispose)
        create(engine)
        yield engine
