from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.run import model
from bot.settings import ROOT


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of what training reads, and of the texts it does not."""
    for name in ("config.yml", "domain.yml", "requirements.lock", "bot/topics.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    for name in ("data", "bot/meaning", "bot/urgency", "bot/texts"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def append(name: str, text: str = "\n# ändrad\n") -> Callable[[Path], None]:
    def change(root: Path) -> None:
        with (root / name).open("a", encoding="utf-8") as file:
            file.write(text)

    return change


def add(name: str) -> Callable[[Path], None]:
    def change(root: Path) -> None:
        (root / name).write_text("version: '3.1'\n", encoding="utf-8")

    return change


@pytest.mark.parametrize(
    "change",
    [
        append("data/nlu/greet.yml", "    - tjenixen\n"),
        append("data/stories/danger.yml"),
        append("config.yml"),
        append("domain.yml"),
        append("requirements.lock"),
        append("bot/topics.py"),
        append("bot/meaning/normalise.py"),
        append("bot/meaning/slang.yml"),
        append("bot/meaning/components/topic_classifier.py"),
        append("bot/urgency/score.py"),
        add("data/nlu/nytt_amne.yml"),
        lambda root: (root / "data/nlu/greet.yml").unlink(),
        lambda root: (root / "data/nlu/greet.yml").rename(root / "data/nlu/hello.yml"),
    ],
)
def test_when_what_the_model_learns_from_changes_then_the_checksum_changes(
    root: Path, change: Callable[[Path], None]
) -> None:
    before = model.current_inputs(root)
    change(root)
    assert model.current_inputs(root) != before


@pytest.mark.parametrize(
    "change",
    [
        append("bot/texts/labels.yml"),
        append("bot/urgency/signals.yml"),  # read at start, never learnt
        append("bot/texts/danger.yml"),
        add("bot/texts/nytt.yml"),
        lambda root: (root / "bot/meaning/__pycache__").mkdir(),
        lambda root: (root / "bot/meaning/x.pyc").write_bytes(b"x"),
        lambda root: (root / "data/nlu/.greet.yml.swp").write_bytes(b"x"),
        lambda root: (root / "data/nlu/greet.yml").touch(),
        lambda root: None,
    ],
)
def test_when_only_texts_or_by_products_change_then_the_checksum_stays(
    root: Path, change: Callable[[Path], None]
) -> None:
    before = model.current_inputs(root)
    change(root)
    assert model.current_inputs(root) == before


def test_when_the_project_lies_elsewhere_then_the_checksum_is_the_same(root: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "annan" / "mapp"
    shutil.copytree(root, elsewhere, ignore=shutil.ignore_patterns("annan"))
    assert model.current_inputs(elsewhere) == model.current_inputs(root)


@pytest.fixture
def models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty place for the model, so that the real one is not touched."""
    monkeypatch.setattr(model, "MODEL_FILE", tmp_path / "lotsen.tar.gz")
    monkeypatch.setattr(model, "STAMP", tmp_path / "lotsen.sha256")
    return tmp_path


def test_when_model_and_stamp_fit_the_inputs_then_the_model_is_current(models: Path) -> None:
    (models / "lotsen.tar.gz").write_bytes(b"model")
    model.mark_trained(model.Trained(model.current_inputs(), full=False))
    made = model.trained()
    assert made is not None
    assert made.fits(model.current_inputs(), full=False)


@pytest.mark.parametrize(
    ("made_full", "wanted_full", "fits"),
    [(True, True, True), (True, False, True), (False, False, True), (False, True, False)],
)
def test_when_a_tuned_model_is_there_then_a_quick_one_is_not_made_over_it(
    models: Path, made_full: bool, wanted_full: bool, fits: bool
) -> None:
    (models / "lotsen.tar.gz").write_bytes(b"model")
    model.mark_trained(model.Trained(model.current_inputs(), made_full))
    made = model.trained()
    assert made is not None
    assert made.fits(model.current_inputs(), wanted_full) is fits


def test_when_the_inputs_changed_then_even_a_tuned_model_does_not_fit() -> None:
    made = model.Trained(model.Inputs("code", "data"), full=True)
    assert not made.fits(model.Inputs("code", "other data"), full=False)


@pytest.mark.parametrize("missing", ["lotsen.tar.gz", "lotsen.sha256"])
def test_when_the_model_or_its_stamp_is_missing_then_it_is_not_current(models: Path, missing: str) -> None:
    (models / "lotsen.tar.gz").write_bytes(b"model")
    model.mark_trained(model.Trained(model.current_inputs(), full=False))
    (models / missing).unlink()
    assert model.trained() is None


def test_when_only_data_changes_then_the_code_is_known_to_be_the_same(root: Path) -> None:
    before = model.current_inputs(root)
    append("data/nlu/greet.yml", "    - tjenixen\n")(root)
    after = model.current_inputs(root)
    assert (after.code == before.code, after.data == before.data) == (True, False)
