"""`make workers`: how many messages a second 1, 2 and 4 assistants answer behind one load balancer, with Redis and PostgreSQL.

All on this machine: the assistants share its cores with the balancer, the databases and the load itself.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from pathlib import Path

import sqlalchemy as sa

from bot.settings import ROOT
from tests.bench.bots import HELP, UNLIMITED, say_to
from tests.bench.load import measure
from tests.live.replicas import running

WORKERS = (1, 2, 4)
USERS = (8, 32)
_WARM_UP = 5.0  # seconds


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.workers")
    parser.add_argument("--seconds", type=float, default=10.0, help="of each load")
    seconds = parser.parse_args().seconds
    found = []
    print(f"{os.cpu_count()} cores\nassistants  users  messages/s  median ms  p95 ms  connections to PostgreSQL")
    for workers in WORKERS:
        with tempfile.TemporaryDirectory() as folder, running(Path(folder), workers, **UNLIMITED) as replicas:
            say = say_to(replicas.front.address)
            measure(say, HELP, 8, _WARM_UP)
            for users in USERS:
                seen = measure(say, HELP, users, seconds)
                median, slow = (1000 * seen.percentile(share) for share in (0.5, 0.95))
                held = _connections(replicas.database)
                print(f"{workers:10}{users:7}{seen.per_second:12.1f}{median:11.0f}{slow:8.0f}{held:13}", flush=True)
                found.append((workers, users, seen.per_second, median, slow, held))
    reports = ROOT / "reports"
    reports.mkdir(exist_ok=True)
    (reports / "workers.json").write_text(json.dumps(found), encoding="utf-8")
    return 0


def _connections(database: str) -> int:
    """Open connections of all processes to the database, without the one that asks."""
    asked = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    engine = sa.create_engine(database, future=True, poolclass=sa.pool.NullPool)
    with engine.connect() as connection:
        return int(connection.scalar(sa.text(asked)) or 0)


if __name__ == "__main__":
    sys.exit(main())
