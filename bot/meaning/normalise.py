"""Swedish as people type it -> the spelling the classifiers know: shorthand, slang, å ä ö and stretched letters.

The raw text is kept by the caller; only the classifiers read the normalised one.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from bot.redaction import without_placeholders

SLANG_FILE = Path(__file__).with_name("slang.yml")
_WORD = re.compile(r"[^\W\d_]+|\d+|[^\w\s]", re.UNICODE)
_STRETCHED = re.compile(r"([^\W\d_])\1{2,}")
_RARE = 2  # a word seen once in the training data may itself be a slip


def read_slang(path: Path = SLANG_FILE) -> dict[str, str]:
    """Shorthand -> standard word. Raises ValueError when an entry is not a pair of strings."""
    raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    bad = [k for k, v in raw.items() if not (isinstance(k, str) and isinstance(v, str))]
    if bad:
        raise ValueError(f"{path.name}: quote these entries: {bad}")
    return dict(raw)


def without_dots(word: str) -> str:
    """`får` -> `far`: the word as typed on a keyboard without å, ä and ö."""
    return "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))


@dataclass(frozen=True)
class Normaliser:
    """`restorations` maps a word typed without å ä ö to its usual spelling; learnt from the training data."""

    slang: dict[str, str]
    restorations: dict[str, str] = field(default_factory=dict)

    @classmethod
    def learn(cls, texts: Iterable[str], slang: dict[str, str]) -> Normaliser:
        """Learn which dotless words are only ever slips: their dotted form is frequent, they themselves are not."""
        counts = Counter(w for text in texts for w in _WORD.findall(text.lower()))
        best: dict[str, tuple[int, str]] = {}
        for word, count in counts.items():
            plain = without_dots(word)
            if plain != word and count >= _RARE and (count, word) > best.get(plain, (0, "")):
                best[plain] = (count, word)
        learnt = {p: w for p, (n, w) in best.items() if n > 3 * counts.get(p, 0) and len(p) > 1}
        return cls(slang, learnt)

    def __call__(self, text: str) -> str:
        """Return `text` in lower case with single spaces, normalised word by word."""
        words = []
        for token in _WORD.findall(without_placeholders(text).lower()):
            word = _STRETCHED.sub(r"\1", token)
            word = self.slang.get(word, word)
            words.append(self.restorations.get(word, word))
        return " ".join(words)
