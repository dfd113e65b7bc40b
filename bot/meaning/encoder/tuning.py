"""Tunes the encoder's top layers on labelled lines, with one linear head for each thing to tell.

The lower layers stay as they are, so what they make of each line is computed once and kept. JAX on the processor; no
network is needed. Settings were chosen on held-out writers.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import numpy.typing as npt

from bot.meaning.encoder import network
from bot.meaning.encoder.bundle import Bundle
from bot.meaning.encoder.int8 import WordVectors
from bot.meaning.encoder.tokenizer import Tokenizer
from bot.meaning.two_view_classifier import Linear

Floats = npt.NDArray[np.float32]
Rows = npt.NDArray[np.int64]

UNLABELLED = -1
_LENGTHS = (16, 24, 32, 48, 64)  # tokens to which a batch is padded; each length is compiled once
_SHARPNESS = 20.0  # heads read unit vectors: without it their scores could not differ enough
_HEAD_SPEED = 40.0  # heads begin at zero and learn this much faster than the layers
_WEIGHT_DECAY = 0.01
_PREPARED_AT_ONCE = 64
_WARM_UP = 0.1  # share of the steps until the full rate
_ROUGH = 0.4  # share of batches that are read in their roughened spelling


@dataclass(frozen=True)
class Settings:
    layers: int = 6  # how many of the twelve are tuned
    epochs: int = 2
    batch: int = 32
    rate: float = 1.2e-4
    dropout: float = 0.1
    smoothing: float = 0.1


@dataclass(frozen=True)
class Tuned:
    """All twelve layers (the top ones tuned) and the heads by name, linear readings of the vector."""

    layers: tuple[dict[str, Floats], ...]
    heads: dict[str, Linear]


@dataclass(frozen=True)
class Task:
    """What one head learns: a label's number for each line, or UNLABELLED; `weight` is its share of the loss."""

    name: str
    labels: int
    target: Rows
    weight: float


@dataclass(frozen=True)
class _Lines:
    """What the lower layers made of each line: arrays (tokens, 384) in half precision."""

    states: list[npt.NDArray[np.float16]]

    def batch(self, rows: Sequence[int], size: int) -> tuple[npt.NDArray[np.float16], Floats]:
        longest = max(len(self.states[i]) for i in rows)
        length = next(n for n in _LENGTHS if n >= longest)
        x = np.zeros((size, length, self.states[rows[0]].shape[1]), np.float16)
        mask = np.zeros((size, length), np.float32)
        mask[:, 0] = 1  # an empty row of the last batch must not divide by zero
        for place, i in enumerate(rows):
            x[place, : len(self.states[i])] = self.states[i]
            mask[place, : len(self.states[i])] = 1
        return x, mask

    def by_length(self, rows: Sequence[int], size: int) -> Iterator[list[int]]:
        ordered = sorted(rows, key=lambda i: len(self.states[i]))
        for start in range(0, len(ordered), size):
            yield ordered[start : start + size]


class Tuner:
    """Reads the lines once; `fit` can then be called for several choices of rows."""

    def __init__(
        self,
        bundle: Bundle,
        texts: Sequence[str],
        roughen: Callable[[str], str],
        settings: Settings,
        say: Callable[[str], None],
    ) -> None:
        """`roughen` gives a second spelling of each text, as somebody in a hurry would type it."""
        self._settings, self._say = settings, say
        self._all = [{k: jnp.asarray(v) for k, v in bundle.layer(n).items()} for n in range(bundle.layers)]
        self._first_norm = bundle.tensor("emb.ln.w", (-1,)), bundle.tensor("emb.ln.b", (-1,))
        tokenizer, words = Tokenizer(bundle.pieces()), WordVectors(bundle)
        begun = time.monotonic()
        self._clean = self._prepare(texts, tokenizer, words)
        self._roughened = self._prepare([roughen(t) or t for t in texts], tokenizer, words)
        say(f"Undre lagren: {len(texts)} exempel i två stavningar på {time.monotonic() - begun:.0f} s")

    @property
    def first_norm(self) -> tuple[Floats, Floats]:
        return self._first_norm

    def fit(self, tasks: Sequence[Task], rows: Sequence[int]) -> Tuned:
        """Tune on `rows`. The same rows and settings give the same result."""
        s = self._settings
        tuned = self._all[-s.layers :]
        width = self._first_norm[0].shape[0]
        heads = {t.name: (jnp.zeros((width, t.labels)), jnp.zeros(t.labels)) for t in tasks}
        parameters: Any = {"layers": tuned, "heads": heads}
        speed = {"layers": jax.tree_util.tree_map(lambda _: 1.0, tuned), "heads": jax.tree_util.tree_map(lambda _: _HEAD_SPEED, heads)}  # fmt: skip
        step = _step(tasks, s, speed)
        targets = np.stack([t.target for t in tasks], axis=1)
        state = (parameters, *(jax.tree_util.tree_map(jnp.zeros_like, parameters) for _ in range(2)))
        random, key = np.random.RandomState(0), jax.random.PRNGKey(0)
        steps, number, begun = s.epochs * max(1, len(rows) // s.batch), 0, time.monotonic()
        for epoch in range(s.epochs):
            for chosen in self._shuffled(rows, random):
                number += 1
                lines = self._roughened if random.rand() < _ROUGH else self._clean
                x, mask = lines.batch(chosen, s.batch)
                rate = s.rate * min(1.0, number / (_WARM_UP * steps)) * max(0.02, 1 - number / steps)
                state = step(*state, float(number), x, mask, targets[chosen], jax.random.fold_in(key, number), rate)
            jax.block_until_ready(state)
            self._say(f"Varv {epoch + 1} av {s.epochs}: {time.monotonic() - begun:.0f} s")
        return self._as_arrays(state[0])

    def probabilities(self, tuned: Tuned, rows: Sequence[int]) -> dict[str, Floats]:
        """What `tuned` says of `rows`: by head, an array (len(rows), labels)."""
        top = [{k: jnp.asarray(v) for k, v in layer.items()} for layer in tuned.layers[-self._settings.layers :]]

        @jax.jit
        def vectors(x: jax.Array, mask: jax.Array) -> jax.Array:
            return network.pooled(top, x.astype(jnp.float32), mask, None, 0.0)

        place = {row: i for i, row in enumerate(rows)}
        found = np.zeros((len(rows), self._first_norm[0].shape[0]), np.float32)
        for chosen in self._clean.by_length(rows, _PREPARED_AT_ONCE):
            made = np.asarray(vectors(*self._clean.batch(chosen, _PREPARED_AT_ONCE)))
            found[[place[i] for i in chosen]] = made[: len(chosen)]
        return {
            name: np.asarray(jax.nn.softmax(found @ head.coefficients.T + head.intercepts))
            for name, head in tuned.heads.items()
        }

    def _shuffled(self, rows: Sequence[int], random: np.random.RandomState) -> list[list[int]]:
        """Full batches of lines of about the same length, in random order."""
        s = self._settings
        mixed = random.permutation(np.asarray(rows))
        pools = np.array_split(mixed, max(1, len(mixed) // (s.batch * 12)))
        ordered = np.concatenate([sorted(pool, key=lambda i: len(self._clean.states[i])) for pool in pools]).astype(int)
        batches = [ordered[i : i + s.batch].tolist() for i in range(0, len(ordered) - s.batch + 1, s.batch)]
        random.shuffle(batches)
        return batches or [ordered.tolist()]

    def _prepare(self, texts: Sequence[str], tokenizer: Tokenizer, words: WordVectors) -> _Lines:
        lower, norm = self._all[: len(self._all) - self._settings.layers], self._first_norm

        @jax.jit
        def through(x: jax.Array, mask: jax.Array) -> jax.Array:
            x = network.normalise(x, *map(jnp.asarray, norm))
            for parameters in lower:
                x = network.layer(parameters, x, mask, None, 0.0)
            return x

        states = [words(tokenizer.ids(t, _LENGTHS[-1])).astype(np.float16) for t in texts]
        given = _Lines(states)
        made: list[npt.NDArray[np.float16]] = [np.zeros((0, 0), np.float16)] * len(texts)
        for chosen in given.by_length(range(len(texts)), _PREPARED_AT_ONCE):
            x, mask = given.batch(chosen, _PREPARED_AT_ONCE)
            out = np.asarray(through(x.astype(np.float32), mask)).astype(np.float16)
            for place, i in enumerate(chosen):
                made[i] = out[place, : len(states[i])]
        return _Lines(made)

    def _as_arrays(self, parameters: Any) -> Tuned:
        tuned = [{k: np.asarray(v) for k, v in layer.items()} for layer in parameters["layers"]]
        below = [{k: np.asarray(v) for k, v in layer.items()} for layer in self._all[: -len(tuned)]]
        heads = {
            name: Linear(_SHARPNESS * np.asarray(w).T, np.asarray(b)) for name, (w, b) in parameters["heads"].items()
        }
        return Tuned((*below, *tuned), heads)


def _step(tasks: Sequence[Task], s: Settings, speed: Any) -> Callable[..., Any]:
    """One step of Adam with decoupled weight decay, compiled."""

    def loss(p: Any, x: jax.Array, mask: jax.Array, targets: jax.Array, key: jax.Array) -> jax.Array:
        vectors = network.pooled(p["layers"], x, mask, key, s.dropout)
        total = jnp.zeros(())
        for column, task in enumerate(tasks):
            w, b = p["heads"][task.name]
            log = jax.nn.log_softmax(_SHARPNESS * (vectors @ w) + b)
            wanted = jax.nn.one_hot(targets[:, column], task.labels) * (1 - s.smoothing) + s.smoothing / task.labels
            known = targets[:, column] != UNLABELLED
            total += task.weight * (-(wanted * log).sum(-1) * known).sum() / jnp.maximum(known.sum(), 1)
        return total

    @jax.jit
    def step(
        p: Any, mean: Any, square: Any, number: float, x: jax.Array, mask: jax.Array, targets: jax.Array,
        key: jax.Array, rate: float,
    ) -> tuple[Any, Any, Any]:  # fmt: skip
        gradient = jax.grad(loss)(p, x.astype(jnp.float32), mask, targets, key)
        each = jax.tree_util.tree_map
        mean = each(lambda m, g: 0.9 * m + 0.1 * g, mean, gradient)
        square = each(lambda v, g: 0.999 * v + 0.001 * g * g, square, gradient)

        def moved(w: jax.Array, m: jax.Array, v: jax.Array, faster: float) -> jax.Array:
            direction = (m / (1 - 0.9**number)) / (jnp.sqrt(v / (1 - 0.999**number)) + 1e-8)
            return jnp.asarray(w - rate * faster * (direction + _WEIGHT_DECAY * w))

        return each(moved, p, mean, square, speed), mean, square

    return step
