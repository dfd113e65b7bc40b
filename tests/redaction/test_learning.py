"""The redactor's own pipeline: when it is trained, what it adds to the rules, and that nothing is kept without it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from bot.evaluation.redaction_folds import OTHERS
from bot.redaction import find, learning, pipeline
from bot.redaction.find import find_by
from bot.redaction.marked import SetFault, read_marked
from bot.redaction.recognisers import learned

LINES = [
    ("jag heter vantorina", [[10, 19, "person"]]),
    ("han bor i glimmaryd nu", [[10, 18, "place"]]),
    ("ingen vet vad jag ska göra", []),
] * 4


def _write(folder: Path, lines: list[tuple[str, list[list[object]]]]) -> None:
    folder.mkdir(exist_ok=True)
    rows = [json.dumps({"id": str(n), "text": text, "masked": masked}) for n, (text, masked) in enumerate(lines)]
    (folder / "set.jsonl").write_text("\n".join(rows), encoding="utf-8")


def test_when_the_pipeline_is_current_then_it_is_left_and_after_a_change_it_is_made_anew(tmp_path: Path) -> None:
    _write(tmp_path / "data", LINES)
    model = tmp_path / "models" / "redaction"
    assert learning.train_if_needed(model, tmp_path / "data")
    assert not learning.train_if_needed(model, tmp_path / "data")
    assert learning.is_current(model, tmp_path / "data")
    _write(tmp_path / "data", LINES[:5])
    assert not learning.is_current(model, tmp_path / "data")
    assert learning.train_if_needed(model, tmp_path / "data")
    assert list(pipeline.scored(pipeline.load(model), LINES[0][0], 0.0))


def test_when_a_set_is_faulty_then_the_pipeline_there_was_stays(tmp_path: Path) -> None:
    _write(tmp_path / "data", LINES)
    learning.train_if_needed(tmp_path / "model", tmp_path / "data")
    (tmp_path / "data" / "set.jsonl").write_text("{", encoding="utf-8")
    with pytest.raises(SetFault, match=r"set\.jsonl, line 1"):
        learning.train_if_needed(tmp_path / "model", tmp_path / "data")
    assert pipeline.load(tmp_path / "model")


def test_when_it_is_trained_twice_on_the_same_then_it_says_the_same(tmp_path: Path) -> None:
    _write(tmp_path, LINES)
    messages = read_marked(tmp_path / "set.jsonl")
    first, second = (list(pipeline.scored(learning.train(messages), LINES[0][0], 0.0)) for _ in range(2))
    assert first == second


def test_when_there_is_no_pipeline_then_nothing_is_found_harmless(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load = pipeline.load
    monkeypatch.setattr(pipeline, "load", lambda: load(tmp_path / "none"))
    with pytest.raises(pipeline.NoPipeline, match="make train"):
        find("hej")


@pytest.mark.parametrize(
    "sentence", ["jobbar på {gröna grisen} o chefen slår oss", "chefen på {gröna kvisten} slår oss"]
)
def test_when_ordinary_words_are_a_body_s_name_then_the_pipeline_hides_what_the_rules_do_not(sentence: str) -> None:
    text, start = re.sub("[{}]", "", sentence), sentence.index("{")
    end = sentence.index("}") - 1
    assert any(s.start <= start and end <= s.end for s in find(text))
    assert not any(s.start <= start for s in find_by(text, OTHERS))


def test_when_the_pipeline_guesses_then_the_span_gets_no_kind_and_a_rule_s_kind_stands_before_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def guess(*_: object) -> list[tuple[int, int, str, float]]:
        return [(10, 16, "place", 0.3)]

    monkeypatch.setattr(pipeline, "scored", guess)
    assert [(s.type, s.by) for s in find("jag heter Fatuma")] == [("person", "name")]
    assert [(s.type, s.by) for s in find("alla ser på henne i kväll")] == [("unknown", "learned")]


@pytest.mark.parametrize("sentence", ["ring soc i Borlänge", "läs på polisen.se", "en björn kom in"])
def test_when_words_are_public_or_ordinary_then_an_unsure_guess_hides_none(
    sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    word = max(sentence.split(), key=len) if "björn" not in sentence else "björn"
    start = sentence.index(word)
    monkeypatch.setattr(pipeline, "scored", lambda *_: [(start, start + len(word), "place", learned.LEAST)])
    assert find(sentence) == ()
