"""Character and word n-grams of a normalised message as one sparse TF-IDF row.

char_wb 1-4 and word 1-2 with sublinear counts: the best plain features in the project's first experiment.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer

_VIEWS: dict[str, dict[str, object]] = {
    "char": {"analyzer": "char_wb", "ngram_range": (1, 4)},
    "word": {"analyzer": "word", "ngram_range": (1, 2), "token_pattern": r"(?u)\b\w+\b"},
}


class NgramVectorizer:
    """Rows are L2-normalised per view, so that both views weigh the same."""

    def __init__(self, min_count: int = 2) -> None:
        self.min_count = min_count
        self._views: dict[str, TfidfVectorizer] = {}

    def fit(self, texts: list[str]) -> NgramVectorizer:
        for name, options in _VIEWS.items():
            view = TfidfVectorizer(**options, min_df=self.min_count, sublinear_tf=True, dtype=np.float32)
            self._views[name] = view.fit(texts)
        return self

    def transform(self, texts: list[str]) -> sparse.csr_matrix:
        """Return an array of shape (len(texts), number of n-grams), float32."""
        return sparse.hstack([view.transform(texts) for view in self._views.values()]).tocsr()

    def save(self, folder: Path) -> None:
        """Write the n-grams as JSON and their weights as an array: readable without unpickling."""
        for name, view in self._views.items():
            grams = sorted(view.vocabulary_, key=view.vocabulary_.__getitem__)
            (folder / f"{name}.json").write_text(json.dumps(grams, ensure_ascii=False), encoding="utf-8")
            np.save(folder / f"{name}.npy", view.idf_.astype(np.float32))

    @classmethod
    def load(cls, folder: Path) -> NgramVectorizer:
        vectorizer = cls()
        for name, options in _VIEWS.items():
            grams = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
            vocabulary = {gram: i for i, gram in enumerate(grams)}
            view = TfidfVectorizer(**options, vocabulary=vocabulary, sublinear_tf=True, dtype=np.float32)
            view.idf_ = np.load(folder / f"{name}.npy")
            vectorizer._views[name] = view
        return vectorizer
