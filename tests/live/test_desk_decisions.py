"""What staff decide at the desk reaches the running assistant, in the middle of a talk and without a restart."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.services.changes import Act, Change
from bot.settings import MODELS
from bot.storage import changes
from bot.storage.engine import open_database
from tests.live.running import Lotsen, Talk, start, wait_for


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models")
    for name in ("lotsen.tar.gz", "lotsen.sha256"):
        shutil.copy(MODELS / name, folder / name)
    return folder


@pytest.fixture(scope="module")
def lotsen(tmp_path_factory: pytest.TempPathFactory, models: Path) -> Iterator[Lotsen]:
    with start(tmp_path_factory.mktemp("desk") / "var", LOTSEN_MODELS=str(models)) as started:
        yield started


def test_another_model_is_read_while_a_talk_goes_on(lotsen: Lotsen, models: Path) -> None:
    talk = Talk(lotsen)
    talk.say("jag vill lämna gänget men vet inte hur")
    shutil.copy(models / "lotsen.tar.gz", models / "lotsen.part")
    (models / "lotsen.part").replace(models / "lotsen.tar.gz")
    wait_for(lambda: "another model is in use" in lotsen.log.read_text(encoding="utf-8"))
    answer = talk.say("är det gratis?")
    assert answer["conversation"] == talk.token
    assert "avhopparverksamhet" in answer["replies"][0]["text"]


def test_a_broken_model_is_passed_over_and_the_old_one_goes_on(lotsen: Lotsen, models: Path) -> None:
    (models / "lotsen.part").write_bytes(b"no model")
    (models / "lotsen.part").replace(models / "lotsen.tar.gz")
    wait_for(lambda: "not refreshed" in lotsen.log.read_text(encoding="utf-8"))
    assert Talk(lotsen).say("jag vill lämna gänget men vet inte hur")["understood"]["topic"] == "gang_exit"


def test_a_withdrawn_number_leaves_the_answers_the_emergency_card_and_the_page(lotsen: Lotsen) -> None:
    engine = open_database(f"sqlite:///{lotsen.data / 'lotsen.db'}")
    number = "020-50 50 50"
    assert number in str(lotsen.request("/webhooks/chat/emergency").body)
    for fact in ("phone", "service"):
        changes.add(engine, Change("kvinnofridslinjen", fact, Act.WITHDRAW, "2026-11-28", "redaktor"))
    wait_for(lambda: number not in str(lotsen.request("/webhooks/chat/emergency").body), 20)
    assert number not in str(lotsen.request("/").body)
    assert number not in str(lotsen.request("/lotsen.js").body)
    wait_for(lambda: number not in str(Talk(lotsen).say("min man slår mig")["replies"]), 20)
    changes.add(engine, Change("kvinnofridslinjen", "service", Act.RESTORE, "2026-11-28", "redaktor"))
    changes.add(engine, Change("kvinnofridslinjen", "phone", Act.RESTORE, "2026-11-28", "redaktor"))
    wait_for(lambda: number in str(lotsen.request("/webhooks/chat/emergency").body), 20)
