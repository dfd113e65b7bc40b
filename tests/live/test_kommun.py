"""A second, made-up kommun: the running assistant with nothing but another folder."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.kommun.test_kommun import BORLANGE, EKVIK
from tests.live.running import start


def _shown(answer: dict[str, Any]) -> list[str]:
    return [service["id"] for reply in answer["replies"] for service in reply["services"]]


def test_when_it_runs_for_another_kommun_then_residents_get_that_ones_help(tmp_path: Path) -> None:
    with start(tmp_path / "var", LOTSEN_KOMMUN=str(EKVIK)) as lotsen:
        talk = lotsen.talk()
        leaving = talk.say("jag vill lämna gänget men vet inte hur")
        beaten = lotsen.talk().say("min man slår mig")
        parking = lotsen.talk().say("vad kostar det att parkera i centrum")
        page = lotsen.request("/").body
    assert _shown(leaving)[0] == "bryggan"
    assert leaving["replies"][0]["services"][0]["phone"] == "0999-10 00 03"
    assert "Bryggan" in leaving["replies"][0]["text"]
    assert "ekvik_jour" in _shown(beaten)
    assert _shown(parking) == ["ekvik_vaxel"]
    assert not BORLANGE.search(f"{leaving} {beaten} {parking} {page}")
