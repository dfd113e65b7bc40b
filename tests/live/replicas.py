"""Several assistants behind a real load balancer, with one Redis and one PostgreSQL between them."""

from __future__ import annotations

import contextlib
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests import postgres, redis_server
from tests.live.running import Lotsen, free_port, start
from tests.redis_server import RunningRedis

# Each message goes to the next assistant; one that does not answer /health is left out within two seconds, and a request that
# reached nobody is sent to another. An assistant answers within four seconds or never: then the widget shows its own card.
_BALANCER = """
defaults
  mode http
  timeout connect 1s
  timeout client 30s
  timeout server 4500ms
  retries 2
  option redispatch
  retry-on conn-failure empty-response
  option httpchk GET /webhooks/chat/health
  option forwardfor
frontend door
  bind 127.0.0.1:{port}
  default_backend assistants
backend assistants
  balance roundrobin
  default-server check inter 1s fall 2 rise 1
{servers}
"""


@dataclass
class Replicas:
    """`front` is the load balancer, spoken to like one assistant; `each` are those behind it."""

    front: Lotsen
    each: list[Lotsen]
    redis: RunningRedis
    database: str


@contextlib.contextmanager
def running(folder: Path, number: int = 3, **variables: str) -> Iterator[Replicas]:
    with contextlib.ExitStack() as stack:
        redis = stack.enter_context(redis_server.running(folder))
        database = stack.enter_context(postgres.running(folder / "pg"))
        shared = {"LOTSEN_REDIS_URL": redis.url, "LOTSEN_DATABASE_URL": database, "LOTSEN_TRUST_PROXY": "1"}
        each = [stack.enter_context(start(folder / f"var{number}", **shared, **variables)) for number in range(number)]
        port = free_port()
        servers = "\n".join(f"  server a{n} {one.address.removeprefix('http://')}" for n, one in enumerate(each))
        config = folder / "haproxy.cfg"
        config.write_text(_BALANCER.format(port=port, servers=servers), encoding="ascii")
        balancer = subprocess.Popen(
            ["haproxy", "-db", "-f", str(config)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        stack.callback(balancer.wait, timeout=10)
        stack.callback(balancer.kill)
        address = f"http://127.0.0.1:{port}"
        _wait(address)
        front = Lotsen(balancer, address, each[0].data, each[0].log, each[0].actions_port)
        yield Replicas(front, each, redis, database)


def _wait(address: str) -> None:
    deadline = time.monotonic() + 15
    while True:
        try:
            with urllib.request.urlopen(f"{address}/webhooks/chat/health", timeout=2):
                return
        except OSError:
            assert time.monotonic() < deadline, "the load balancer does not answer"
            time.sleep(0.1)
