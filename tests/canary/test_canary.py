"""The canary run in its short form, and that its search finds what is there."""

from __future__ import annotations

import base64
import json
from pathlib import Path

import pytest

from tests.canary.identifiers import canaries
from tests.canary.run import ENGINES, run
from tests.canary.search import Searcher

SECRET = "Qbradrofliöx"


@pytest.mark.parametrize(
    "content",
    [
        SECRET.encode(),
        SECRET.upper().encode(),
        b"x" + SECRET.encode("utf-16-le") + b"y",
        json.dumps({"text": f"hej {SECRET}"}).encode(),
        base64.b64encode(f"hej {SECRET} då".encode()),
        base64.b64encode(f"he {SECRET} då och hej".encode()),
        SECRET.encode().hex().encode(),
        b"a=Qbradrofli%C3%B6x&b",
    ],
)
def test_when_a_secret_is_written_in_any_encoding_then_it_is_found(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "log").write_bytes(b"\0" * 1003 + content + b"\0" * 5)
    assert [secret for _, secret in Searcher([SECRET, "070-000 11 22"]).in_files([tmp_path])] == [SECRET]


def test_when_nothing_is_there_then_nothing_is_found(tmp_path: Path) -> None:
    (tmp_path / "log").write_bytes(b"Qbradrofli and 070-000 11 23")
    assert not list(Searcher([SECRET, "070-000 11 22"]).in_files([tmp_path]))


def test_when_canaries_are_made_then_none_shares_a_secret_with_another() -> None:
    secrets = [secret for canary in canaries(2000, 1) for secret in canary.secrets]
    assert len(set(secrets)) == len(secrets)
    assert all(secret in canary.text for canary in canaries(50, 1) for secret in canary.secrets)


@pytest.mark.parametrize("engine", ENGINES)
def test_when_canaries_are_sent_and_things_go_wrong_then_none_is_left_behind(engine: str, tmp_path: Path) -> None:
    findings = run(engine, 60, tmp_path)
    assert findings.messages == 60
    assert findings.answered >= 55
    assert findings.records > 0
    assert findings.failures > 0
    assert findings.places == []
