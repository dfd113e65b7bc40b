from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from bot.evaluation.samples import Sample, SetFaults, checksum, read_samples
from bot.settings import ROOT

WHOLE: dict[str, Any] = {
    "id": "d1", "text": "han läser mina sms", "topic": "digital_abuse", "also": ["stalking"], "who": "self",
    "urgency": "support", "style": "plain", "lang": "sv", "writer": "e1",
}  # fmt: skip


def set_of(tmp_path: Path, *lines: Any) -> Path:
    path = tmp_path / "set.jsonl"
    text = "\n".join(line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines)
    path.write_text(text, encoding="utf-8")
    return path


def faults(path: Path) -> list[str]:
    with pytest.raises(SetFaults) as refused:
        read_samples(path)
    return refused.value.faults


def test_when_a_line_is_whole_then_every_field_is_read(tmp_path: Path) -> None:
    assert read_samples(set_of(tmp_path, WHOLE)) == [
        Sample("d1", "han läser mina sms", "digital_abuse", ("stalking",), "self", "support", "plain", "sv")
    ]


def test_when_only_text_and_topic_are_given_then_the_rest_has_a_default(tmp_path: Path) -> None:
    (sample,) = read_samples(set_of(tmp_path, {"text": "hejj", "topic": "greet"}))
    assert (sample.id, sample.who, sample.urgency, sample.style) == ("set.jsonl:1", "none", "none", "plain")


def test_when_lines_are_blank_then_they_are_passed_over_and_still_counted(tmp_path: Path) -> None:
    path = set_of(tmp_path, "", WHOLE, "   ", "{", "")
    assert faults(path) == ["set.jsonl:4: not JSON"]


def test_when_several_lines_are_wrong_then_all_are_told_at_once_with_their_numbers(tmp_path: Path) -> None:
    path = set_of(
        tmp_path,
        WHOLE,
        "{inte json",
        ["en", "lista"],
        {"topic": "greet"},
        {**WHOLE, "text": "  "},
        {**WHOLE, "text": 7},
        {**WHOLE, "topic": "stalkning"},
        {**WHOLE, "who": "granne", "urgency": "panik"},
        {**WHOLE, "style": "poesi"},
        {**WHOLE, "also": ["greet", "hittepå"]},
        {"text": "utan ämne"},
        WHOLE,
    )
    found = faults(path)
    numbers = [fault.split(":")[1] for fault in found]
    assert numbers == ["2", "3", "4", "5", "6", "7", "8", "8", "9", "10", "11"]
    assert found[0].endswith("not JSON")
    assert all(fault.endswith("needs an object with a text") for fault in found[1:5])
    assert "'stalkning'" in found[5] and "'granne'" in found[6] and "'panik'" in found[7]
    assert "'poesi'" in found[8] and "'hittepå'" in found[9]
    assert str(SetFaults(found)).count("\n") == 10


@pytest.mark.parametrize("content", ["", "\n\n  \n"])
def test_when_the_set_is_empty_then_it_is_refused(tmp_path: Path, content: str) -> None:
    assert faults(set_of(tmp_path, content)) == ["set.jsonl: the set is empty"]


def test_when_the_set_is_not_there_then_that_is_an_os_error(tmp_path: Path) -> None:
    with pytest.raises(OSError):
        read_samples(tmp_path / "finns_inte.jsonl")


@pytest.mark.parametrize("guess,right", [("digital_abuse", True), ("stalking", True), ("greet", False), (None, False)])
def test_when_a_second_topic_is_right_as_well_then_it_counts(tmp_path: Path, guess: str | None, right: bool) -> None:
    assert read_samples(set_of(tmp_path, WHOLE))[0].is_right(guess) is right


def test_when_a_checksum_is_taken_then_it_is_sha256_of_the_file(tmp_path: Path) -> None:
    path = set_of(tmp_path, WHOLE)
    assert checksum(path) == hashlib.sha256(path.read_bytes()).hexdigest()


def test_when_our_own_set_is_read_then_it_has_no_faults_and_no_id_twice() -> None:
    samples = read_samples(ROOT / "tests" / "evaluation" / "dev.jsonl")
    assert len({sample.id for sample in samples}) == len(samples) > 100
