"""A kommun's folder: what is wrong with it is said, and nothing outside kommuner/ knows which kommun it is."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.kommun import KommunFaults, kommun, read
from bot.settings import ROOT
from bot.texts import LANGUAGES_FOLDER, TextFault, _with_local

EKVIK = Path(__file__).parent / "ekvik"
BORLANGE = re.compile(r"borl[äa]nge|dalarna\b|tunabyggen|sopranen|ungdomshälsan i|\b0243", re.IGNORECASE)
LISTS = ROOT / "bot" / "redaction"  # endings of Swedish place names stand there


def _changed(tmp_path: Path, **more: Any) -> Path:
    raw = yaml.safe_load((EKVIK / "kommun.yml").read_text(encoding="utf-8"))
    (tmp_path / "kommun.yml").write_text(yaml.safe_dump({**raw, **more}, allow_unicode=True), encoding="utf-8")
    return tmp_path


def test_when_a_folder_is_right_then_all_it_says_is_read() -> None:
    found = read(EKVIK)
    assert (found.place, found.official_name, found.languages) == ("Ekvik", "Ekviks kommun", {"ar", "en"})
    assert found.fill("Finns i {place}, {official_name}. {name}") == "Finns i Ekvik, Ekviks kommun. {name}"


@pytest.mark.parametrize(
    ("more", "fault"),
    [
        ({"place": ""}, "place must be a short text"),
        ({"place": "{name}"}, "place must be a short text"),
        ({"exit_url": "http://www.smhi.se"}, "exit_url must begin with https://"),
        ({"site": 7}, "site must begin with https://"),
        ({"colour": "red"}, 'colour must be "#rrggbb"'),
        ({"languages": "ar"}, "languages must be a list"),
        ({"here": []}, "here must be words in lower case"),  # nothing would fit every message
        ({"here": ["Ekvik"]}, "here must be words in lower case, without å ä ö"),
        ({"here": ["(ekvik"]}, "here must be words in lower case, without å ä ö"),
        ({"mayor": "Ulla"}, "and nothing else"),
    ],
)
def test_when_a_line_is_wrong_then_the_fault_is_named(tmp_path: Path, more: dict[str, Any], fault: str) -> None:
    with pytest.raises(KommunFaults, match=re.escape(fault)):
        read(_changed(tmp_path, **more))


def test_when_there_is_no_folder_then_it_is_said(tmp_path: Path) -> None:
    with pytest.raises(KommunFaults, match="cannot be read"):
        read(tmp_path / "nowhere")


def test_when_a_local_text_has_a_name_that_is_never_said_then_it_is_refused() -> None:
    with pytest.raises(TextFault, match="utter_gang_exit"):
        _with_local({"utter_greet": "Hej."}, "texts.yml")


def test_when_borlange_offers_languages_then_there_are_texts_in_them() -> None:
    assert kommun().languages <= {path.stem for path in LANGUAGES_FOLDER.glob("*.yml")}


def test_when_code_texts_and_pages_are_read_then_none_of_them_knows_which_kommun_it_is(
    no_faults: Callable[[Iterable[str]], None],
) -> None:
    files = [
        path
        for folder in ("bot", "actions")
        for path in sorted((ROOT / folder).rglob("*"))
        if path.suffix in {".py", ".yml", ".html", ".js", ".css"} and not path.is_relative_to(LISTS)
    ]
    assert len(files) > 200
    no_faults(
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:80]}"
        for path in [*files, ROOT / "domain.yml", *sorted((ROOT / "data" / "stories").glob("*.yml"))]
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if BORLANGE.search(line) and not line.startswith(("staff_note:", "KOMMUN_FOLDER ="))  # no resident sees these
    )


# --- another kommun: its folder is all it takes ---


@pytest.fixture(scope="module")
def ekvik() -> dict[str, Any]:
    """What a process says that works for Ekvik."""
    told = subprocess.run(
        [sys.executable, "-m", "tests.kommun.tell"],
        cwd=ROOT,
        env={**os.environ, "LOTSEN_KOMMUN": str(EKVIK)},
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, Any] = json.loads(told.stdout)
    return found


def test_when_it_works_for_another_kommun_then_nothing_it_says_or_shows_is_borlanges(ekvik: dict[str, Any]) -> None:
    assert not BORLANGE.search(json.dumps(ekvik, ensure_ascii=False))


def test_when_it_works_for_another_kommun_then_that_ones_services_stand_in_the_order(ekvik: dict[str, Any]) -> None:
    assert ekvik["order"]["gang_exit"]["self"][0] == "bryggan"
    assert ekvik["order"]["safe_housing"]["self"][0] == "ekvik_jour"
    assert ekvik["order"]["out_of_scope"]["self"] == ["ekvik_vaxel"]


def test_when_it_works_for_another_kommun_then_its_own_texts_are_said_and_the_common_ones_name_it(
    ekvik: dict[str, Any],
) -> None:
    assert "Bryggan" in ekvik["said"]["utter_gang_exit"]
    assert "Ekviks kommun" in ekvik["said"]["utter_bot_identity"]
    assert "i Ekvik" in ekvik["said"]["utter_follow_local"]


def test_when_it_works_for_another_kommun_then_its_words_are_understood_and_kept_and_its_villages_hidden(
    ekvik: dict[str, Any],
) -> None:
    assert ekvik["follow_up"] == "local"
    assert ekvik["masked"] == ["brunnåsbo"]


def test_when_it_works_for_another_kommun_then_its_languages_page_and_demonstration_are_its_own(
    ekvik: dict[str, Any],
) -> None:
    assert ekvik["talks"] == ["ar", "en"]
    assert ekvik["danger"]["tr"], "112 is told in every language there are words in"
    assert "<title>Ekviks kommun</title>" in ekvik["page"]
    assert '"colour": "#7a1f5c"' in ekvik["script"]
    assert "ekvik_soc" in ekvik["demo"]
