"""The evaluation sets stay as they were written: a set that changes measures nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.evaluation.samples import checksum, read_samples

FOLDER = Path(__file__).parent
FROZEN = dict(reversed(line.split()) for line in (FOLDER / "CHECKSUMS").read_text(encoding="ascii").splitlines())


@pytest.mark.parametrize("name", sorted(FROZEN))
def test_when_a_set_is_read_then_it_is_the_frozen_one_and_without_faults(name: str) -> None:
    path = FOLDER / name
    assert checksum(path) == FROZEN[name]
    assert read_samples(path)


def test_when_there_is_a_set_then_it_is_frozen() -> None:
    assert {path.name for path in FOLDER.glob("*.jsonl")} == set(FROZEN)
