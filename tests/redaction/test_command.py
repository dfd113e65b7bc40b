"""`python -m bot.redaction`: the contract of its lines, and what it says of bad input."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from bot.settings import ROOT


def _run(lines: bytes) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "bot.redaction"], input=lines, capture_output=True, cwd=ROOT, check=False
    )


def test_when_messages_come_then_each_gets_its_spans_as_places_in_the_original_text() -> None:
    texts = ["ring 070-123 45 67", "ring 112", "🙂 jag heter Fatuma", ""]
    lines = "\n".join(json.dumps({"id": n, "text": text}) for n, text in enumerate(texts)) + "\n\n"
    ran = _run(lines.encode())
    found = [json.loads(line) for line in ran.stdout.decode().splitlines()]
    assert ran.returncode == 0
    assert [(f["id"], f["text"]) for f in found] == list(enumerate(texts))
    assert [f["masked"] for f in found] == [[[5, 18, "phone"]], [], [[12, 18, "person"]], []]


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        (b'{"id": 1, "text": "hemligt"', "line 2: not JSON"),
        (b'{"id": 1, "text": 5}', "line 2: an object"),
        (b'["hemligt"]', "line 2: an object"),
        (b'{"text": "hemligt"}', "line 2: an object"),
        (json.dumps({"id": 1, "text": "hemligt " * 3000}).encode(), "line 2: a text may have 20000 characters"),
        (b"\xff\xfe", "not UTF-8"),
    ],
    ids=["cut", "number", "list", "no-id", "too-long", "latin"],
)
def test_when_a_line_is_bad_then_it_is_named_and_not_repeated(line: bytes, fault: str) -> None:
    ran = _run(b'{"id": 0, "text": "hej"}\n' + line + b"\n")
    assert ran.returncode == 2
    assert fault in ran.stderr.decode()
    assert b"hemligt" not in ran.stderr
    assert b"Traceback" not in ran.stderr
