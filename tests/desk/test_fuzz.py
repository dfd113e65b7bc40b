"""Rubbish in every place a visitor can put it: no page fails, none is slow, no word of it is logged.

LOTSEN_FUZZ=100000 sends that many requests instead of a few hundred.
"""

from __future__ import annotations

import os
import random
import string
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from bot.desk.permissions import Role, may
from bot.desk.routes import ROUTES, Route
from bot.storage import proposals, records, review
from bot.storage.proposals import Example
from tests.desk.running import RunningDesk, Visitor, running
from tests.records.made_up import record

COUNT = int(os.environ.get("LOTSEN_FUZZ", "600"))
SLOWEST = 3.0  # seconds
MARK = "qvarnlodjur"  # stands in all that is sent, and in no text of ours
FIELDS = (
    "csrf", "name", "password", "code", "reason", "record", "place", "verdict", "topic", "words", "text", "urgency", "who", "decision",
    "act", "value", "how", "table", "starts", "ends", "remove", "active", "vecka", "amne", "lage", "sprak", "visa", "efter", "fore",
    "konto", "veckor", "state", "vem", "alder", "kon", "enkel",
)  # fmt: skip
KNOWN = (
    "right", "wrong_topic", "stalking", "gang_exit", "new", "1", "0", "-1", "verify", "correct", "withdraw", "restore", "called", "approve",
    "reject", "unsure", "2026-W48", "acute", "self", "improve", "52", "2026-11-28T10:00", "999999999999999999999", "2026-W48." + "0" * 32,
)  # fmt: skip
NASTY = (
    "", " ", "\0", "'", '"', "' or 1=1 --", "<script>alert(1)</script>", "{{7*7}}", "%s%n", "../../etc/passwd", "\r\nX-Evil: 1", "\u202e", "½²①",
    "\ud7ff\U0010ffff", "a" * 5000, "[" * 2000, "=cmd()", "- {a: &x [*x]}", "!!python/object/apply:os.system [id]", "\u0000\uffff", "NaN", "1e999",
)  # fmt: skip


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningDesk]:
    models = tmp_path_factory.mktemp("models")
    with running(tmp_path_factory.mktemp("fuzz"), LOTSEN_MODELS=str(models)) as started:
        yield started


def _value(chance: random.Random) -> str:
    kind = chance.random()
    if kind < 0.4:
        return chance.choice(KNOWN)
    if kind < 0.7:
        return chance.choice(NASTY)
    letters = chance.choice((string.printable, string.ascii_letters, "åäö🙂\u0301\u200d{}[]<>|;=\n\t"))
    return "".join(chance.choice(letters) for _ in range(chance.randrange(60)))


def _path(chance: random.Random, route: Route, ids: list[str]) -> str:
    parts = []
    for part in route.path.split("/"):
        known = chance.choice([*ids, "bris", "phone", "service", "opening", "csv", "1"])
        parts.append(quote(chance.choice([known, _value(chance) or "x"]), safe="") if part.startswith("<") else part)
    return "/".join(parts)


def test_no_rubbish_makes_a_page_fail(desk: RunningDesk) -> None:
    chance = random.Random(20261128)
    made = [record() for _ in range(5)]
    records.write(desk.records, made)
    review.mark(desk.records, made[0].id, review.Mark(0, "right", None, "x"))
    proposals.add(desk.own, Example("ett exempel", "stalking", "support", "self"), "x")
    routes = [r for r in ROUTES if r.path not in ("/logout", "/konton/<name>/status", "/login/kommun", "/modell/trana")]
    visitors: dict[Role, Visitor] = {role: desk.visitor(role) for role in Role}
    for number in range(COUNT):
        route = chance.choice(routes)
        role = chance.choice([r for r in Role if route.needs is None or may(r, route.needs)])
        visitor = visitors[role]
        sent = {
            chance.choice(FIELDS): _value(chance) + (MARK if chance.random() < 0.3 else "")
            for _ in range(chance.randrange(7))
        }
        path = _path(chance, route, [r.id for r in made])
        begun = time.monotonic()
        if route.method == "GET":
            answer = visitor.http.get(desk.address + path, params=sent, timeout=20, allow_redirects=False)
        else:
            form = {**sent, "csrf": visitor.csrf} if chance.random() < 0.9 else sent
            answer = visitor.http.post(desk.address + path, data=form, timeout=20, allow_redirects=False)
        assert answer.status_code < 500, (number, route.method, path, sent)
        assert time.monotonic() - begun < SLOWEST, (number, route.method, path)
        if "text/html" in answer.headers.get("content-type", ""):
            assert "<script>alert" not in answer.text, (route.path, sent)
            visitor._seen(answer)
    assert MARK not in desk.log.read_text(encoding="utf-8", errors="replace")
    assert desk.visitor(Role.READER).get("/").status_code == 200


@pytest.mark.parametrize("body", [b"\xff\xfe", b"a=" + b"x" * 3_000_000, b"--x\r\nbroken", b"%ZZ=%"])
@pytest.mark.parametrize(
    "kind", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/json", "x"]
)
def test_broken_bodies_are_refused_calmly(desk: RunningDesk, body: bytes, kind: str) -> None:
    visitor = desk.visitor(Role.EDITOR)
    for path in ("/login", "/tjanster", "/texter/meddelande"):
        answer = visitor.http.post(desk.address + path, data=body, headers={"Content-Type": kind}, timeout=20)
        assert answer.status_code < 500, path


def test_paths_lead_nowhere_else(desk: RunningDesk) -> None:
    visitor = desk.visitor(Role.ADMINISTRATOR)
    for path in (
        "/static/../app.py",
        "/static/%2e%2e/app.py",
        "/static/..%2fapp.py",
        "/static/desk.css/",
        "//etc/passwd",
    ):
        answer = visitor.http.get(desk.address + path, timeout=20)
        assert "import" not in answer.text
        assert answer.status_code in (200, 400, 404), path


def test_the_files_are_where_they_should_be(desk: RunningDesk) -> None:
    allowed = {
        "desk.db",
        "desk.db-wal",
        "desk.db-shm",
        "desk.key",
        "desk.log",
        "lotsen.db",
        "lotsen.db-wal",
        "lotsen.db-shm",
    }
    assert {path.name for path in Path(desk.data).iterdir()} <= allowed
    assert oct((desk.data / "desk.key").stat().st_mode & 0o777) == "0o600"
