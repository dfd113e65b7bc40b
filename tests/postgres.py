"""A real PostgreSQL for a test or a demonstration, from the package pgserver."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pgserver


@contextlib.contextmanager
def running(folder: Path) -> Iterator[str]:
    """Run a server on `folder`, reached by a socket in it, and give its address for SQLAlchemy."""
    server = pgserver.get_server(folder, cleanup_mode="stop")
    try:
        yield str(server.get_uri())
    finally:
        server.cleanup()
