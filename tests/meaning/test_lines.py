from __future__ import annotations

from pathlib import Path

import pytest

from bot.meaning.lines import LinesFault, read_all, read_lines
from bot.meaning.training import label
from bot.settings import ROOT

ONE = """version: "3.1"
nlu:
- intent: greet
  metadata: {writer: w1, voice: a, who: none, urgency: none, style: short}
  examples: |
    - hej
    -  tjena - hallå
"""


def test_when_a_file_is_read_then_every_line_has_its_intent_and_labels(tmp_path: Path) -> None:
    (tmp_path / "greet.yml").write_text(ONE, encoding="utf-8")
    first, second = read_lines(tmp_path / "greet.yml")
    assert (first.get("text"), first.get("intent"), label(first, "writer")) == ("hej", "greet", "w1")
    assert second.get("text") == "tjena - hallå"


def test_when_our_lines_are_read_then_they_are_those_rasa_would_read() -> None:
    from rasa.shared.nlu.training_data.formats.rasa_yaml import RasaYAMLReader

    path = ROOT / "data" / "nlu" / "bot_identity.yml"
    theirs = RasaYAMLReader().read(str(path)).training_examples
    ours = read_lines(path)
    assert [(m.get("text"), m.get("intent"), m.get("metadata")) for m in ours] == [
        (m.get("text"), m.get("intent"), m.get("metadata")) for m in theirs
    ]


def test_when_all_lines_are_read_then_it_takes_seconds_and_none_is_lost() -> None:
    rows = sum(
        row.strip().startswith("- ") and not row.startswith("- intent")
        for path in (ROOT / "data" / "nlu").glob("*.yml")
        for row in path.read_text(encoding="utf-8").splitlines()
    )
    assert len(read_all()) == rows


@pytest.mark.parametrize("broken", ["nlu: [", "nothing: here", "nlu:\n- intent: greet\n", "nlu: 7"])
def test_when_a_file_is_broken_then_the_error_names_it(tmp_path: Path, broken: str) -> None:
    (tmp_path / "greet.yml").write_text(broken, encoding="utf-8")
    with pytest.raises(LinesFault, match=r"greet\.yml"):
        read_all(tmp_path)
