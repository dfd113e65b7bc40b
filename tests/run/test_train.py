from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.run import model, train


@pytest.fixture
def tuned(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Instead of Rasa: notes for each training whether its config tunes the encoder."""
    noted: list[bool] = []

    def run(command: list[str], **_: Any) -> subprocess.CompletedProcess[bytes]:
        content = yaml.safe_load(Path(command[command.index("--config") + 1]).read_text(encoding="utf-8"))
        noted.append(any(part.get("tune") for part in content["pipeline"]))
        model.MODEL_FILE.write_bytes(b"model")
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(model, "MODEL_FILE", tmp_path / "lotsen.tar.gz")
    monkeypatch.setattr(model, "STAMP", tmp_path / "lotsen.sha256")
    monkeypatch.setattr(train, "kept_encoder", lambda: tmp_path / "kept")
    monkeypatch.setattr(train.subprocess, "run", run)
    return noted


def test_when_nothing_was_tuned_then_the_first_training_is_quick_and_the_second_is_none(tuned: list[bool]) -> None:
    assert train.train_if_needed()
    assert not train.train_if_needed()
    assert tuned == [False]


def test_when_a_full_training_is_asked_for_then_the_encoder_is_tuned_and_a_quick_one_is_not_made_over_it(
    tuned: list[bool],
) -> None:
    train.train_if_needed()
    assert train.train_if_needed(full=True)
    assert not train.train_if_needed()
    assert tuned == [False, True]


def test_when_an_encoder_is_kept_for_these_lines_then_every_training_uses_it(tuned: list[bool], tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    assert train.train_if_needed()
    assert tuned == [True]


def test_when_models_lie_apart_then_the_one_that_came_with_the_code_is_put_there_once(
    tuned: list[bool], tmp_path: Path
) -> None:
    came = tmp_path / "came"
    came.mkdir()
    (came / "lotsen.tar.gz").write_bytes(b"came with the code")
    now = model.current_inputs()
    model.mark_trained(model.Trained(now, full=True), came / "lotsen.sha256")
    assert train.provide_model(came)
    assert model.MODEL_FILE.read_bytes() == b"came with the code"
    assert not train.provide_model(came)
    model.mark_trained(model.Trained(model.Inputs("older code", now.data), full=True))
    assert train.provide_model(came)
    assert tuned == []


def test_when_the_desk_has_taught_lines_then_a_model_that_came_does_not_undo_them(
    tuned: list[bool], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    learnt = tmp_path / "learnt.yml"
    learnt.write_text("version: '3.1'\nnlu: []\n", encoding="utf-8")
    monkeypatch.setattr(train, "LEARNT_FILE", learnt)
    assert train.provide_model(tmp_path / "came")
    assert tuned == [False]
