"""Makes any string safe to hand on: what residents paste, and what attackers send."""

from __future__ import annotations

import re
import unicodedata

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_SPACES = re.compile(r"\s+")
_LEADING_SLASH = re.compile(r"^[\s/]+")
_WORD = re.compile(r"[^\W\d_]")


def clean(text: str) -> str:
    """NFC, one-line, without control characters, lone surrogates and invisible direction marks.

    A leading "/" goes too: to Rasa it is a command that would choose the intent, to a resident it is a slip.
    """
    text = unicodedata.normalize("NFC", _CONTROL.sub("", text))
    return _LEADING_SLASH.sub("", _SPACES.sub(" ", text)).strip()


def has_words(text: str) -> bool:
    """False for emoji, digits and punctuation only."""
    return _WORD.search(text) is not None
