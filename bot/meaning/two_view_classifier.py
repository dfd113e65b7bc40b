"""One classifier over two views of a message, n-grams and sentence embedding, with calibrated probabilities.

Each view has its own logistic regression; their probabilities are mixed and sharpened by one temperature. The mixing
weight and the temperature are chosen on held-out writers, never on the evaluation sets. Where the encoder was tuned, it
brings its own head for the embedding view, with what an encoder that had not seen the held-out writers said of them.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt
from joblib import Parallel, delayed
from scipy import sparse
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

Floats = npt.NDArray[np.float64]
Rows = npt.NDArray[np.int64]
_CORES = 2  # fits that run side by side, each in a process of its own
_ITERATIONS = (
    60  # on 3,314 lines of held-out writers as good as 100 (0.694 right topics from n-grams alone) in 60 % of the time
)
_WEIGHTS = (0.0, 0.15, 0.3, 0.45, 0.6, 0.7, 0.8, 0.9)
_TEMPERATURES = (0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.2, 1.5)


@dataclass(frozen=True)
class Linear:
    """A fitted logistic regression as plain arrays: coefficients (classes, features), intercepts (classes,)."""

    coefficients: npt.NDArray[np.float32]
    intercepts: npt.NDArray[np.float32]

    def probabilities(self, x: sparse.csr_matrix | npt.NDArray[np.float32]) -> Floats:
        if (
            isinstance(x, sparse.csr_matrix) and x.shape[0] == 1
        ):  # SciPy's own product takes twenty times as long for one message
            scores = (x.data @ self._by_feature[x.indices])[np.newaxis]
        else:
            scores = x @ self._by_feature
        return softmax(np.asarray(scores, dtype=np.float64) + self.intercepts)

    @cached_property
    def _by_feature(self) -> npt.NDArray[np.float32]:
        """Laid out by feature once: SciPy would copy the whole matrix, tens of megabytes, for every message."""
        return np.ascontiguousarray(self.coefficients.T)


@dataclass(frozen=True)
class GivenHead:
    """An embedding view that was learnt elsewhere, with proof of how good it is on writers it had not seen."""

    linear: Linear  # labels in sorted order
    unseen: npt.NDArray[np.bool_]  # (rows,) which examples were held out
    probabilities: Floats  # (held-out rows, labels)


@dataclass(frozen=True)
class HeldOut:
    """What the model said of examples whose writer it had not seen; `rows` are their places among all examples."""

    rows: npt.NDArray[np.int64]
    labels: tuple[str, ...]
    gold: tuple[str, ...]
    probabilities: Floats

    @property
    def accuracy(self) -> float:
        guessed = self.probabilities.argmax(axis=1)
        return float(np.mean([self.labels[g] == t for g, t in zip(guessed, self.gold, strict=True)]))


def softmax(scores: Floats) -> Floats:
    """Row-wise softmax of an array (rows, classes)."""
    shifted = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(shifted / shifted.sum(axis=1, keepdims=True))


class TwoViewClassifier:
    """`fit`, then `probabilities`; persists as one .npz of arrays and one .json of labels."""

    def __init__(self, c_ngrams: float = 10.0, c_dense: float = 1.0, folds: int = 4) -> None:
        self.c_ngrams, self.c_dense, self.folds = c_ngrams, c_dense, folds
        self.labels: tuple[str, ...] = ()
        self.weight = 0.0  # of the embedding view
        self.temperature = 1.0
        self._mean = np.zeros(0, dtype=np.float32)
        self._scale = np.ones(0, dtype=np.float32)
        self._ngrams: Linear | None = None
        self._dense: Linear | None = None

    def fit(
        self,
        ngrams: sparse.csr_matrix,
        dense: npt.NDArray[np.float32] | None,
        gold: list[str],
        writers: list[str],
        head: GivenHead | None = None,
        never_judged: Collection[str] = (),
        weights: Floats | None = None,
    ) -> HeldOut:
        """Fit on all rows; choose weight and temperature on folds of unseen writers, and return what they said.

        Lines of the writers `never_judged` are learnt in every fold and held out in none. `weights` (rows,) says how much each
        row counts in learning, 1 by default. With `head`, its held-out rows are the one fold. Raises ValueError when there
        are fewer than two labels.
        """
        self.labels = tuple(sorted(set(gold)))
        if len(self.labels) < 2:
            raise ValueError("a classifier needs at least two labels")
        target = np.array([self.labels.index(g) for g in gold])
        counts = np.ones(len(target)) if weights is None else weights
        if head is not None:
            return self._fit_with_head(ngrams, target, gold, head, counts)
        if dense is not None:
            self._mean, self._scale = dense.mean(axis=0), dense.std(axis=0) + 1e-6
        standard = self._standardise(dense)
        everything = np.arange(len(target))
        judged = np.array([i for i in everything if writers[i] not in never_judged])
        splits = [
            *_folds(judged, everything, writers, self.folds),
            (everything, everything[:0]),
        ]  # the last: the model itself
        views = [(ngrams, self.c_ngrams)] if standard is None else [(ngrams, self.c_ngrams), (standard, self.c_dense)]
        fits = [(x, c, train) for train, _ in splits for x, c in views]
        fitted = Parallel(n_jobs=_CORES)(
            delayed(_fit_linear)(x[train], target[train], counts[train], c, len(self.labels)) for x, c, train in fits
        )
        out_of_fold = [np.zeros((len(target), len(self.labels))) for _ in views]
        for number, (_, test) in enumerate(splits[:-1]):
            for view, (x, _) in enumerate(views):
                out_of_fold[view][test] = fitted[number * len(views) + view].probabilities(x[test])
        from_dense = out_of_fold[1] if standard is not None else None
        self.weight, self.temperature, mixed = _best_mix(
            out_of_fold[0][judged], None if from_dense is None else from_dense[judged], target[judged]
        )
        self._ngrams, self._dense = fitted[-len(views)], fitted[-1] if standard is not None else None
        return HeldOut(judged, self.labels, tuple(gold[i] for i in judged), mixed)

    def _fit_with_head(
        self, ngrams: sparse.csr_matrix, target: Rows, gold: list[str], head: GivenHead, counts: Floats
    ) -> HeldOut:
        seen, unseen = np.flatnonzero(~head.unseen), np.flatnonzero(head.unseen)
        self._mean, self._scale = np.zeros(1, dtype=np.float32), np.ones(1, dtype=np.float32)
        proof, self._ngrams = Parallel(n_jobs=_CORES)(
            delayed(_fit_linear)(ngrams[rows], target[rows], counts[rows], self.c_ngrams, len(self.labels))
            for rows in (seen, np.arange(len(target)))
        )
        from_ngrams = proof.probabilities(ngrams[unseen])
        self.weight, self.temperature, mixed = _best_mix(from_ngrams, head.probabilities, target[unseen])
        self._dense = head.linear
        return HeldOut(unseen, self.labels, tuple(gold[i] for i in unseen), mixed)

    def probabilities(
        self, ngrams: sparse.csr_matrix, dense: npt.NDArray[np.float32] | None, swedish: bool = True
    ) -> Floats:
        """Return (rows, labels). Without embeddings the n-grams decide alone, in other languages the embeddings do."""
        if self._ngrams is None:
            raise RuntimeError("fit or load the classifier first")
        weight = self.weight if swedish else 1.0
        p = self._ngrams.probabilities(ngrams)
        if self._dense is not None and dense is not None and weight > 0:
            p = (1 - weight) * p + weight * self._dense.probabilities(self._standardise(dense))
        return _sharpen(p, self.temperature)

    def save(self, folder: Path, name: str) -> None:
        if self._ngrams is None:
            raise RuntimeError("nothing to save before fit")
        arrays = {"mean": self._mean, "scale": self._scale}
        for view, model in (("ngrams", self._ngrams), ("dense", self._dense)):
            if model is not None:
                # Half precision changes no answer and halves the largest part of the model file.
                arrays[f"{view}_w"], arrays[f"{view}_b"] = model.coefficients.astype(np.float16), model.intercepts
        np.savez_compressed(folder / f"{name}.npz", **arrays)
        meta = {"labels": self.labels, "weight": self.weight, "temperature": self.temperature}
        (folder / f"{name}.json").write_text(json.dumps(meta), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path, name: str) -> TwoViewClassifier:
        meta = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
        model = cls()
        model.labels, model.weight = tuple(meta["labels"]), float(meta["weight"])
        model.temperature = float(meta["temperature"])
        with np.load(folder / f"{name}.npz") as arrays:
            model._mean, model._scale = arrays["mean"], arrays["scale"]
            model._ngrams = Linear(np.asfortranarray(arrays["ngrams_w"], dtype=np.float32), arrays["ngrams_b"])
            if "dense_w" in arrays:
                model._dense = Linear(arrays["dense_w"].astype(np.float32), arrays["dense_b"])
        return model

    def _standardise(self, dense: npt.NDArray[np.float32] | None) -> npt.NDArray[np.float32] | None:
        return None if dense is None else (dense - self._mean) / self._scale


def _folds(judged: Rows, everything: Rows, writers: Sequence[str], folds: int) -> list[tuple[Rows, Rows]]:
    """Rows to learn from and rows to hold out; whole writers are held out, each once."""
    of = [writers[i] for i in judged]
    split = GroupKFold(min(folds, len(set(of)))).split(judged, groups=of)
    return [(np.setdiff1d(everything, judged[held]), judged[held]) for _, held in split]


def _fit_linear(
    x: sparse.csr_matrix | npt.NDArray[np.float32], y: Rows, counts: Floats, c: float, labels: int
) -> Linear:
    model = LogisticRegression(C=c, max_iter=_ITERATIONS, tol=1e-3, class_weight="balanced").fit(
        x, y, sample_weight=counts
    )
    w, b = model.coef_.astype(np.float32), model.intercept_.astype(np.float32)
    if len(model.classes_) == 2:  # scikit-learn keeps one row for two classes
        w, b = np.vstack([-w / 2, w / 2]), np.concatenate([-b / 2, b / 2])
    return Linear(_all_rows(w, model.classes_, labels), _all_rows(b, model.classes_, labels))


def _all_rows(values: npt.NDArray[np.float32], seen: npt.NDArray[np.int64], size: int) -> npt.NDArray[np.float32]:
    """Rows for labels a fold never saw: a score so low that they are never chosen there."""
    if len(seen) == size:
        return values
    filled = np.full((size, *values.shape[1:]), 0.0 if values.ndim == 2 else -30.0, dtype=np.float32)
    filled[seen] = values
    return filled


def _sharpen(p: Floats, temperature: float) -> Floats:
    return softmax(np.log(p + 1e-9) / temperature)


def _log_loss(p: Floats, target: npt.NDArray[np.int64]) -> float:
    return float(-np.log(p[np.arange(len(target)), target] + 1e-9).mean())


def _best_mix(
    from_ngrams: Floats, from_dense: Floats | None, target: npt.NDArray[np.int64]
) -> tuple[float, float, Floats]:
    best: tuple[float, float, float, Floats] | None = None
    for weight in _WEIGHTS if from_dense is not None else (0.0,):
        mixed = from_ngrams if from_dense is None else (1 - weight) * from_ngrams + weight * from_dense
        for temperature in _TEMPERATURES:
            p = _sharpen(mixed, temperature)
            loss = _log_loss(p, target)
            if best is None or loss < best[0]:
                best = (loss, weight, temperature, p)
    assert best is not None
    return best[1], best[2], best[3]
