"""Character and word n-grams of a normalised message as one sparse TF-IDF row.

char_wb 1-4 and word 1-2 with sublinear counts: the best plain features in the project's first experiment. scikit-learn
learns which n-grams there are and how much each weighs; a row is made here, as scikit-learn's own way to it checks and copies
for longer than it counts.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer

_VIEWS: dict[str, dict[str, object]] = {
    "char": {"analyzer": "char_wb", "ngram_range": (1, 4)},
    "word": {"analyzer": "word", "ngram_range": (1, 2), "token_pattern": r"(?u)\b\w+\b"},
}


@dataclass(frozen=True)
class _View:
    """One kind of n-grams: their places in the row, and what each weighs."""

    split: Callable[[str], Iterable[str]]
    places: dict[str, int]
    idf: npt.NDArray[np.float32]

    def row(self, text: str) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.float32]]:
        """Places and values of length one in all, sorted by place."""
        counts = Counter(self.places[gram] for gram in self.split(text) if gram in self.places)
        places = np.array(sorted(counts), dtype=np.int32)
        values = (1 + np.log(np.array([counts[p] for p in places.tolist()], dtype=np.float32))) * self.idf[places]
        return places, values / max(float(np.linalg.norm(values)), 1e-12)


class NgramVectorizer:
    """Rows are L2-normalised per view, so that both views weigh the same."""

    def __init__(self, min_count: int = 2) -> None:
        self.min_count = min_count
        self._views: dict[str, _View] = {}

    def fit(self, texts: list[str]) -> NgramVectorizer:
        for name, options in _VIEWS.items():
            learnt = TfidfVectorizer(**options, min_df=self.min_count, sublinear_tf=True, dtype=np.float32).fit(texts)
            self._views[name] = _view(name, learnt.vocabulary_, learnt.idf_)
        return self

    def transform(self, texts: list[str]) -> sparse.csr_matrix:
        """Return an array of shape (len(texts), number of n-grams), float32."""
        places, values, ends = [], [], [0]
        for text in texts:
            before = 0
            for view in self._views.values():
                at, weigh = view.row(text)
                places.append(at + before)
                values.append(weigh)
                before += len(view.idf)
            ends.append(ends[-1] + sum(map(len, places[-len(self._views) :])))
        width = sum(len(view.idf) for view in self._views.values())
        content = (np.concatenate(values), np.concatenate(places), np.array(ends)) if texts else ([], [], [0])
        return sparse.csr_matrix(content, shape=(len(texts), width), dtype=np.float32)

    def save(self, folder: Path) -> None:
        """Write the n-grams as JSON and their weights as an array: readable without unpickling."""
        for name, view in self._views.items():
            grams = sorted(view.places, key=view.places.__getitem__)
            (folder / f"{name}.json").write_text(json.dumps(grams, ensure_ascii=False), encoding="utf-8")
            np.save(folder / f"{name}.npy", view.idf)

    @classmethod
    def load(cls, folder: Path) -> NgramVectorizer:
        vectorizer = cls()
        for name in _VIEWS:
            grams = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
            places = {gram: i for i, gram in enumerate(grams)}
            vectorizer._views[name] = _view(name, places, np.load(folder / f"{name}.npy"))
        return vectorizer


def _view(name: str, places: dict[str, int], idf: npt.NDArray[np.float64]) -> _View:
    plain = {gram: int(place) for gram, place in places.items()}
    return _View(TfidfVectorizer(**_VIEWS[name]).build_analyzer(), plain, np.asarray(idf, dtype=np.float32))
