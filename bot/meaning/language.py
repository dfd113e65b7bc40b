"""Which language a message is in: letters that name it, Swedish telling words, then character n-grams learnt from our lines.

A general detector knew neither Kurdish nor Tigrinya and took Swedish chat for a dozen other languages; learnt from the
training lines, the same task takes two seconds and 0.1 ms a message.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.naive_bayes import MultinomialNB

SWEDISH = "sv"
LEAST_WORDS = 3  # shorter Latin-script messages are taken for Swedish: "help" and "ok" are Swedish chat too
_MOST_NGRAMS = 20_000
_SMOOTHING = 0.05
_OPTIONS = {"analyzer": "char_wb", "ngram_range": (1, 4), "sublinear_tf": True, "dtype": np.float32}
_NAME = "language"

# Letters that name the language by themselves. Sorani is tried before Persian, whose letters it shares.
_LETTERS = (
    ("th", re.compile(r"[\u0e00-\u0e7f]")),
    ("ti", re.compile(r"[\u1200-\u137f]")),
    ("ckb", re.compile(r"[\u06ce\u06c6\u0695\u06b5\u06a4\u06d5]")),
    ("bs", re.compile(r"[ђјљњћџ]", re.IGNORECASE)),
)
# Swedish mixed with another language is answered in Swedish: words the other languages do not have.
_SWEDISH_WORDS = re.compile(
    r"\b(?:jag|och|inte|är|mig|att|på|för|från|hur|när|varför|något|någon|också|måste|får|går|gör|mår|henne|honom)\b"
)
_WORD = re.compile(r"[^\W\d_]+")
_LATIN = re.compile(r"[a-zåäö]", re.IGNORECASE)


class LanguageModel:
    """`fit` on lines with their language codes, then call it with a text; persists as one .npz and one .json."""

    def __init__(self) -> None:
        self._vectorizer = TfidfVectorizer(**_OPTIONS, max_features=_MOST_NGRAMS)
        self._codes: tuple[str, ...] = ()
        self._scores = np.zeros((0, 0), dtype=np.float32)  # (languages, n-grams) log probabilities
        self._priors = np.zeros(0, dtype=np.float32)

    def fit(self, texts: Sequence[str], codes: Sequence[str]) -> LanguageModel:
        rows = self._vectorizer.fit_transform(texts)
        learnt = MultinomialNB(alpha=_SMOOTHING).fit(rows, codes)
        self._codes = tuple(learnt.classes_)
        self._scores = learnt.feature_log_prob_.astype(np.float32)
        self._priors = learnt.class_log_prior_.astype(np.float32)
        return self

    def __call__(self, text: str) -> str:
        """Return a code of bot.topics.LANGUAGES; "sv" when the text is short or says nothing."""
        for code, letters in _LETTERS:
            if letters.search(text):
                return code
        words = _WORD.findall(text)
        latin = _LATIN.search(text) is not None
        if not words or (latin and len(words) < LEAST_WORDS) or _SWEDISH_WORDS.search(text.lower()):
            return SWEDISH
        scores = np.asarray(self._vectorizer.transform([text]) @ self._scores.T)[0] + self._priors
        return self._codes[int(scores.argmax())]

    def save(self, folder: Path) -> None:
        grams = sorted(self._vectorizer.vocabulary_, key=self._vectorizer.vocabulary_.__getitem__)
        meta = {"codes": self._codes, "ngrams": grams}
        (folder / f"{_NAME}.json").write_text(json.dumps(meta, ensure_ascii=False), encoding="utf-8")
        np.savez_compressed(
            folder / f"{_NAME}.npz",
            scores=self._scores.astype(np.float16),
            priors=self._priors,
            idf=self._vectorizer.idf_.astype(np.float32),
        )

    @classmethod
    def load(cls, folder: Path) -> LanguageModel:
        meta = json.loads((folder / f"{_NAME}.json").read_text(encoding="utf-8"))
        model = cls()
        model._codes = tuple(meta["codes"])
        model._vectorizer = TfidfVectorizer(**_OPTIONS, vocabulary={g: i for i, g in enumerate(meta["ngrams"])})
        with np.load(folder / f"{_NAME}.npz") as arrays:
            model._scores, model._priors = arrays["scores"].astype(np.float32), arrays["priors"]
            model._vectorizer.idf_ = arrays["idf"]
        return model
