"""Tunes the encoder on Rasa's training examples, proves it on writers it has not seen, and keeps what came out."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.meaning.encoder import int8
from bot.meaning.encoder.export import export
from bot.meaning.heads import Heads
from bot.meaning.kept import kept_encoder
from bot.meaning.normalise import Normaliser, read_slang
from bot.meaning.rough import Rough
from bot.meaning.training import label, topic_of
from bot.meaning.two_view_classifier import Linear
from bot.topics import HELP_TOPICS, ONLY_SIGNS, TOPICS

_HELD_OUT = 0.15  # share of the lines, by whole writers, on which weight, temperature and thresholds are chosen
_SWEDISH = "sv"
_WEIGHTS = {"topic": 1.0, "who": 0.3, "urgency": 0.5}  # of each head in the loss
_FILE = "heads.npz"
_LABELS = "heads.json"


@dataclass(frozen=True)
class TunedLines:
    """The heads, and for each held-out text what an encoder that had not seen its writer said of it."""

    heads: Heads
    held_out: dict[str, dict[str, list[float]]]

    def save(self, folder: Path) -> None:
        arrays = {f"{n}_{part}": getattr(h, part) for n, h in self.heads.linear.items() for part in vars(h)}
        np.savez_compressed(folder / _FILE, **arrays)
        kept = {"labels": self.heads.labels, "held_out": self.held_out}
        (folder / _LABELS).write_text(json.dumps(kept), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> TunedLines:
        kept = json.loads((folder / _LABELS).read_text(encoding="utf-8"))
        labels = {name: tuple(values) for name, values in kept["labels"].items()}
        with np.load(folder / _FILE) as arrays:
            linear = {n: Linear(arrays[f"{n}_coefficients"], arrays[f"{n}_intercepts"]) for n in labels}
        return cls(Heads(linear, labels), kept["held_out"])


def held_out_writers(lines_by_writer: Counter[str]) -> frozenset[str]:
    """Whole writers with about _HELD_OUT of all lines between them; the same ones each time."""
    wanted, chosen = _HELD_OUT * lines_by_writer.total(), set[str]()
    for writer in sorted(lines_by_writer, key=lambda w: hashlib.sha256(w.encode()).digest()):
        if sum(lines_by_writer[w] for w in chosen) + lines_by_writer[writer] / 2 <= wanted:
            chosen.add(writer)
    return frozenset(chosen)


def tune(training_data: TrainingData, folder: Path, say: Callable[[str], None]) -> None:
    """Write a tuned network and its heads to `folder`: kept in .cache/ from an earlier training on the same, or made."""
    kept = kept_encoder()
    if not kept.exists():
        partial = kept.with_suffix(".part")
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir(parents=True)
        _tune(_taught(training_data), partial, say)
        partial.rename(kept)
    shutil.copytree(kept, folder, dirs_exist_ok=True)


def held_out_rows(examples: Sequence[Message]) -> list[int]:
    """Which of the lines are held out. Other languages are learnt whole: one held out would measure what nobody taught."""
    swedish = [i for i, m in enumerate(examples) if label(m, "lang", _SWEDISH) == _SWEDISH]
    writers = held_out_writers(Counter(label(examples[i], "writer") for i in swedish))
    return [i for i in swedish if label(examples[i], "writer") in writers]


def _taught(training_data: TrainingData) -> list[Message]:
    return [m for m in training_data.intent_examples if m.get(INTENT) != ONLY_SIGNS]


def _tune(examples: Sequence[Message], folder: Path, say: Callable[[str], None]) -> None:
    """Twice: without the held-out writers, as proof, and on everything, to be used."""
    from bot.meaning.encoder.tuning import UNLABELLED, Settings, Task, Tuner  # JAX: for training only

    texts = [m.get(TEXT) for m in examples]
    given: dict[str, list[str | None]] = {
        "topic": [topic_of(m.get(INTENT)) if topic_of(m.get(INTENT)) in TOPICS else None for m in examples],
        "who": [label(m, "who") if topic_of(m.get(INTENT)) in HELP_TOPICS else None for m in examples],
        "urgency": [label(m, "urgency") for m in examples],
    }
    labels = {name: tuple(sorted({v for v in values if v is not None})) for name, values in given.items()}

    def target(name: str) -> list[int]:
        return [UNLABELLED if v is None else labels[name].index(v) for v in given[name]]

    tasks = [Task(n, len(labels[n]), np.array(target(n)), weight) for n, weight in _WEIGHTS.items()]
    rough = Rough(Normaliser.learn(texts, read_slang()))
    bundle = int8.open_bundle()
    tuner = Tuner(bundle, texts, rough, Settings(), say)
    held_out = held_out_rows(examples)
    seen = sorted(set(range(len(examples))) - set(held_out))
    say(f"Stämmer av mot {len(held_out)} exempel av skribenter som inte är med ...")
    proof = tuner.probabilities(tuner.fit(tasks, seen), held_out)
    for task in tasks:
        known = task.target[held_out] != UNLABELLED
        right = proof[task.name].argmax(axis=1) == task.target[held_out]
        say(f"  {task.name}: {right[known].mean():.3f} rätt av {known.sum()}")
    say(f"Finjusterar på alla {len(examples)} exempel ...")
    whole = tuner.fit(tasks, range(len(examples)))
    export(whole.layers, tuner.first_norm, folder / int8.FILE)
    told = {
        texts[row]: {name: proof[name][i].astype(float).round(6).tolist() for name in labels}
        for i, row in enumerate(held_out)
    }
    TunedLines(Heads(whole.heads, labels), told).save(folder)
