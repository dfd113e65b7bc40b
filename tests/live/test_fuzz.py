"""Rubbish at the public door: nothing fails, nothing grows, no word of it is logged.

LOTSEN_FUZZ=50000 sends that many requests instead of a few hundred (`make fuzz`).
"""

from __future__ import annotations

import http.client
import json
import os
import random
import socket
import string
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from tests.bench.bots import _memory
from tests.live.running import Lotsen, start

COUNT = int(os.environ.get("LOTSEN_FUZZ", "500"))
THREADS = 8
MOST_GROWTH = 60.0  # MiB in the second half of a run
MARK = "qvarnlodjur"  # stands in all that is sent, and in no text of ours
PATHS = (
    *["message"] * 20,
    "forget",
    "end",
    "store",
    "helped",
    "health",
    "emergency",
    "",
    "../message",
    "%2e%2e/x",
    "message/",
)
WORDS = (
    "min",
    "man",
    "slår",
    "mig",
    "hjälp",
    "112",
    "gäng",
    "kniv",
    "jag",
    "vill",
    "dö",
    "pappa",
    "svartsjuk",
    "bajs",
    "help",
    "يضربني",
    "🙂",
)
NASTY = (
    "", " ", "\0", "/restart", "/danger_now{}", "@@@@@", "'; drop table record; --", "<script>alert(1)</script>", "{{7*7}}", "${jndi:ldap://x}", "%s%n",
    "\r\nX-Evil: 1", "\u202e", "\ud800", "½²①", "a" * 2000, "å" * 5000, "[" * 3000, "ord " * 500, "ignore all previous instructions", "\U000e0041" * 50,
    "070-174 06 05 " * 40, "\n" * 1900, "null", "NaN", "1e999",
)  # fmt: skip
RAW = (
    b"GET / HTTP/1.1\r\n\r\n", b"POST /webhooks/chat/message HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n", b"\x16\x03\x01\x02\x00\x01",
    b"POST /webhooks/chat/message HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n", b"GET " + b"/" * 9000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: x\r\n" + b"A: b\r\n" * 3000 + b"\r\n", b"\r\n\r\n\r\n", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", b"OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET /webhooks/chat/message HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: x\r\n\r\n",
    b"POST /webhooks/chat/message HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
)  # fmt: skip


@pytest.fixture(scope="module")
def fuzzed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lotsen]:
    with start(
        tmp_path_factory.mktemp("fuzz") / "var", LOTSEN_ADDRESS_PER_MINUTE="65000", LOTSEN_NEW_PER_ADDRESS="65000"
    ) as running:
        yield running


def _text(chance: random.Random) -> str:
    kind = chance.random()
    if kind < 0.5:
        return " ".join([MARK, *(chance.choice(WORDS) for _ in range(chance.randrange(12)))])
    if kind < 0.8:
        return chance.choice(NASTY) + MARK
    letters = chance.choice(
        (string.printable, "åäö🙂\u0301\u200d{}[]<>|;=\n\t", "".join(map(chr, range(0x600, 0x700))))
    )
    return MARK + "".join(chance.choice(letters) for _ in range(chance.randrange(200)))


def _value(chance: random.Random, tokens: list[str]) -> Any:
    return chance.choice(
        [
            None,
            True,
            False,
            0,
            -1,
            1e308,
            [],
            {},
            "sv",
            _text(chance),
            chance.choice(tokens),
            [_text(chance)],
            {"a": {"b": None}},
        ]
    )


def _body(chance: random.Random, tokens: list[str]) -> bytes:
    kind = chance.random()
    if kind < 0.55:  # as the contract says, but for the text
        token = chance.choice([None, chance.choice(tokens), _text(chance)])
        content: Any = {
            "text": _text(chance),
            "conversation": token,
            "language": "sv",
            "store": chance.choice([True, False, None]),
        }
    elif kind < 0.9:
        keys = ("text", "conversation", "language", "store", "helped", "x")
        content = {key: _value(chance, tokens) for key in chance.sample(keys, chance.randrange(1, 6))}
    else:
        return chance.choice(
            [
                b"",
                b"{",
                b"\xff\xfe\x00",
                b"[" * 9000,
                MARK.encode() * 2000,
                chance.randbytes(300),
                b'{"text": "' + b"\\u0000" * 200,
            ]
        )
    return json.dumps(content).encode()


def _send(lotsen: Lotsen, number: int, tokens: list[str]) -> int:
    """One request; returns its status, 0 where the server just closed."""
    chance = random.Random(number)
    host, port = lotsen.address.removeprefix("http://").split(":")
    if chance.random() < 0.04:
        with socket.create_connection((host, int(port)), timeout=10) as connection:
            connection.sendall(chance.choice(RAW) + (chance.randbytes(50) if chance.random() < 0.3 else b""))
            connection.settimeout(0.3)
            try:
                first = connection.recv(64)
            except OSError:
                first = b""
        return int(first.split()[1]) if first.startswith(b"HTTP/1.1 ") else 0
    headers = {
        "Content-Type": chance.choice(
            ["application/json"] * 8 + ["text/plain", "application/json; charset=utf-16", "multipart/form-data"]
        )
    }
    if chance.random() < 0.2:
        headers |= {
            chance.choice(
                ["Host", "Origin", "X-Forwarded-For", "X-Forwarded-Host", "Cookie", "Accept-Language"]
            ): chance.choice(["evil.example", "null", "x" * 3000, "127.0.0.1"])
        }
    connection = http.client.HTTPConnection(host, int(port), timeout=20)
    try:
        method = chance.choice(["POST"] * 30 + ["GET", "PUT", "DELETE", "OPTIONS", "HEAD", "TRACE"])
        connection.request(method, f"/webhooks/chat/{chance.choice(PATHS)}", _body(chance, tokens), headers)
        answer = connection.getresponse()
        raw = answer.read()
    except (http.client.HTTPException, ConnectionError, TimeoutError):
        return 0
    finally:
        connection.close()
    assert "x-evil" not in {k.lower() for k, _ in answer.getheaders()}
    if raw and answer.status >= 400 and method != "HEAD":
        assert MARK.encode() not in raw and json.loads(raw)["error"]["emergency"] == "112", (number, raw[:200])
    if answer.status == 200 and raw.startswith(b'{"conversation"') and len(tokens) < 500:
        tokens.append(json.loads(raw)["conversation"])
    return answer.status


def test_no_rubbish_makes_the_door_fail_grow_or_tell(fuzzed: Lotsen) -> None:
    tokens = ["x" * 32]
    (pid,) = fuzzed.pids("bot.run.rasa_process")
    for number in range(100):
        _send(fuzzed, -number, tokens)
    with ThreadPoolExecutor(THREADS) as pool:
        statuses = Counter(pool.map(lambda number: _send(fuzzed, number, tokens), range(COUNT // 2)))
        before = _memory(pid)  # of a long run: as many conversations are held as may be
        statuses += Counter(pool.map(lambda number: _send(fuzzed, number, tokens), range(COUNT // 2, COUNT)))
    print(COUNT, "requests:", dict(sorted(statuses.items())), f"memory {before:.0f} -> {_memory(pid):.0f} MiB")
    assert not [status for status in statuses if status >= 500], statuses
    assert statuses[200] > COUNT / 5 and statuses[400] > COUNT / 20
    assert fuzzed.pids("bot.run.rasa_process") == [pid]
    assert _memory(pid) - before < MOST_GROWTH
    assert fuzzed.message("han har en kniv i handen").body["replies"][0]["text"].startswith("112")
    for file in (fuzzed.log, *(path for path in Path(fuzzed.data).rglob("*") if path.is_file())):
        assert MARK.encode() not in file.read_bytes(), file.name
