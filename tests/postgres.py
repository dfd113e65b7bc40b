"""A real PostgreSQL for a test or a demonstration, from the package pgserver; nothing where it is not installed."""

from __future__ import annotations

import contextlib
import importlib.util
from collections.abc import Iterator
from pathlib import Path

AVAILABLE = importlib.util.find_spec("pgserver") is not None


@contextlib.contextmanager
def running(folder: Path) -> Iterator[str]:
    """Run a server on `folder`, reached by a socket in it, and give its address for SQLAlchemy."""
    import pgserver

    server = pgserver.get_server(folder, cleanup_mode="stop")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()
