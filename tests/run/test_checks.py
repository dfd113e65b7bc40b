"""What a person at the kommun reads when Lotsen cannot start."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from bot.redaction import dictionary
from bot.run.checks import NotReady, check_ready
from bot.settings import read_settings


def test_when_the_dictionary_is_missing_then_nothing_starts_and_the_way_out_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(dictionary, "FOLDER", tmp_path)
    with pytest.raises(NotReady, match="make setup"):
        check_ready(read_settings({"LOTSEN_DATA": str(tmp_path)}))


def test_when_a_port_is_taken_then_its_setting_is_named(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        with pytest.raises(NotReady, match=f"{port} är upptagen.*LOTSEN_PORT"):
            check_ready(read_settings({"LOTSEN_DATA": str(tmp_path), "LOTSEN_PORT": port}))
