"""Tuning on a handful of lines with the real weights: it learns, it is the same twice, and what it made runs."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.meaning import tuned_lines
from bot.meaning.encoder import int8
from bot.meaning.encoder.tuning import UNLABELLED, Settings, Task, Tuner
from bot.meaning.tuned_lines import TunedLines, held_out_writers

HIT = [
    "min man slår mig",
    "han sparkade mig igår",
    "sambon knuffar mig",
    "han tog stryptag",
    "han slog mig med knuten näve",
]
SWIM = ["när öppnar badhuset", "vad kostar simhallen", "har ni simskola", "är poolen varm", "går det att hyra badlakan"]
QUICK = Settings(layers=1, epochs=12, batch=5, rate=5e-4)


def task() -> Task:
    target = np.array([0] * len(HIT) + [1] * len(SWIM) + [UNLABELLED])
    return Task("topic", 2, target, 1.0)


@pytest.fixture(scope="module")
def tuner() -> Tuner:
    return Tuner(int8.open_bundle(), [*HIT, *SWIM, "oklart"], str.upper, QUICK, lambda _line: None)


def test_when_lines_are_learnt_then_unseen_ones_are_told_apart_and_a_second_time_gives_the_same(tuner: Tuner) -> None:
    seen = [0, 1, 2, 3, 5, 6, 7, 8, 10]
    once, twice = tuner.fit([task()], seen), tuner.fit([task()], seen)
    told = tuner.probabilities(once, [4, 9])["topic"]
    assert told.argmax(axis=1).tolist() == [0, 1]
    assert np.allclose(told.sum(axis=1), 1.0, atol=1e-4)
    assert np.array_equal(once.heads["topic"].coefficients, twice.heads["topic"].coefficients)


def test_when_layers_are_tuned_then_the_lower_ones_stay_as_they_were(tuner: Tuner) -> None:
    made = tuner.fit([task()], range(10))
    bundle = int8.open_bundle()
    assert np.array_equal(made.layers[10]["qw"], bundle.layer(10)["qw"])
    assert not np.array_equal(made.layers[11]["qw"], bundle.layer(11)["qw"])


def test_when_writers_are_held_out_then_they_are_whole_few_and_the_same_each_time() -> None:
    from collections import Counter

    lines = Counter({f"w{n}": 100 for n in range(20)})
    chosen = held_out_writers(lines)
    assert chosen == held_out_writers(lines)
    assert 1 <= len(chosen) <= 4


def examples() -> list[Message]:
    def line(text: str, intent: str, writer: str, who: str, urgency: str) -> Message:
        return Message.build(text, intent, intent_metadata={"writer": writer, "who": who, "urgency": urgency})

    return [
        *(line(t, "relationship_violence", f"w{i}", "self" if i % 2 else "other", "urgent") for i, t in enumerate(HIT)),
        *(line(t, "out_of_scope", f"w{i}", "none", "none") for i, t in enumerate(SWIM)),
    ]


def test_when_the_model_is_tuned_then_it_is_kept_and_the_held_out_lines_tell_what_unseen_writers_got(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tuned_lines, "kept_encoder", lambda: tmp_path / "cache" / "lines")
    monkeypatch.setattr(tuned_lines, "_HELD_OUT", 0.4)
    monkeypatch.setattr("bot.meaning.encoder.tuning.Settings", lambda: QUICK)
    said: list[str] = []
    tuned_lines.tune(TrainingData(examples()), tmp_path / "model", said.append)
    kept = TunedLines.load(tmp_path / "model")
    assert set(kept.heads.labels["topic"]) == {"out_of_scope", "relationship_violence"}
    assert 0 < len(kept.held_out) < len(examples())
    for told in kept.held_out.values():
        assert sum(told["topic"]) == pytest.approx(1.0, abs=1e-3)
    vector = int8.Int8Encoder(tmp_path / "model" / int8.FILE)("han slog mig i natt")
    head = kept.heads.linear["topic"]
    scores = vector @ head.coefficients.T + head.intercepts
    assert kept.heads.labels["topic"][int(scores.argmax())] == "relationship_violence"

    said.clear()
    tuned_lines.tune(TrainingData(examples()), tmp_path / "again", said.append)
    assert said == []  # the same lines are not tuned twice
