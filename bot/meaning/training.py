"""Reads what the writers said about their training lines out of Rasa's training data."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import numpy.typing as npt
from rasa.shared.nlu.constants import INTENT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.meaning import encoder
from bot.topics import DESK, TOPICS

_CACHE = Path(os.environ.get("LOTSEN_CACHE", ".cache")) / "vectors.npz"


class LabelMissing(ValueError):
    """A training example lacks a label that a component needs."""


def on_topics(training_data: TrainingData) -> list[Message]:
    """The examples that teach what a message is about; the bare cries for help and signs have no topic."""
    return [m for m in training_data.intent_examples if topic_of(m.get(INTENT)) in TOPICS]


def written_here(training_data: TrainingData) -> list[Message]:
    """The examples of data/nlu/, without those the desk taught.

    What stands before the classifiers is learnt from these alone, and the screen for danger too but for what the desk taught
    about danger: a kommun's few lines on topics must not move by a hair who is shown 112.
    """
    return [m for m in training_data.intent_examples if not is_taught(m)]


def is_taught(message: Message) -> bool:
    """True for an example from the desk."""
    return label(message, "writer", "") == DESK


def topic_of(intent: str) -> str:
    """`relationship_violence__past` -> `relationship_violence`: finer intents share their topic."""
    return intent.split("__", 1)[0]


def label(message: Message, name: str, default: str | None = None) -> str:
    """The block's metadata value `name` (writer, voice, who, urgency, style or lang) of a Rasa training message.

    Raises LabelMissing with the intent, so that the file to mend is known.
    """
    block = (message.get("metadata") or {}).get("intent") or {}
    if name not in block and default is not None:
        return default
    if name not in block:
        raise LabelMissing(f"data/nlu/{message.get('intent')}.yml: a block lacks metadata '{name}'")
    return str(block[name])


def encode_all(texts: Iterable[str]) -> npt.NDArray[np.float32]:
    """Embeddings of shape (len(texts), 384), kept between trainings in .cache/ under each text's hash."""
    texts = list(texts)
    keys = [hashlib.sha256(t.encode()).hexdigest() for t in texts]
    known: dict[str, npt.NDArray[np.float32]] = {}
    if _CACHE.exists():
        with np.load(_CACHE) as stored:
            known = dict(zip(stored["keys"].tolist(), stored["vectors"], strict=True))
    missing = {k: t for k, t in zip(keys, texts, strict=True) if k not in known}
    if missing:
        print(f"Räknar meningsvektorer för {len(missing)} av {len(texts)} exempel ...", flush=True)
        with ThreadPoolExecutor(max_workers=2) as pool:
            known.update(zip(missing, pool.map(encoder.encode, missing.values()), strict=True))
        _CACHE.parent.mkdir(parents=True, exist_ok=True)
        kept = sorted(set(keys) | known.keys())
        partial = _CACHE.with_suffix(".part.npz")
        np.savez(partial, keys=np.array(kept), vectors=np.stack([known[k] for k in kept]))
        partial.replace(_CACHE)
    return np.stack([known[k] for k in keys])
