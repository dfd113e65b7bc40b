"""What can be said, as the checks read it: the common texts and Borlänge's, ordinary and easy, and how hard a text is."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.texts import (
    LABELS_FILE,
    common_easy_responses,
    common_responses,
    easy_responses,
    labels,
    responses,
)
from tests.data.sources import where

COMMON, LOCAL = "bot/texts", "kommuner/borlange"
ORDINARY = {COMMON: common_responses(), LOCAL: responses()}
EASY = {COMMON: common_easy_responses(), LOCAL: easy_responses()}
"""What is said where a kommun has no words of its own, and what is said in Borlänge: both must hold."""

LONG_WORD = 6


def said(sets: dict[str, dict[str, str]]) -> Iterator[tuple[str, str, str]]:
    """(where, response name, text)"""
    return ((at, name, text) for at, texts in sets.items() for name, text in texts.items())


def every_text() -> list[tuple[str, str]]:
    """(where, text): whole answers and the labels' short phrases."""
    short = [
        (f"{where(LABELS_FILE)}: {group}/{key}", text)
        for group, phrases in labels().items()
        if isinstance(phrases, dict)
        for key, text in phrases.items()
    ]
    whole = [(f"{at}: {name}", text) for texts in (ORDINARY, EASY) for at, name, text in said(texts)]
    return whole + short


def words_of(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def lix(text: str) -> float:
    """Words a sentence plus the share of words over six letters; a colon does not end a sentence here."""
    words, sentences = words_of(text), re.findall(r"[.!?]+(?=\s|\"|$)", text)
    return len(words) / max(1, len(sentences)) + 100 * sum(len(w) > LONG_WORD for w in words) / len(words)


def numbers_in(text: str) -> list[str]:
    """Runs of at least three digits, with what is written between the groups of a phone number."""
    return [n for n in re.findall(r"\+?\d(?:[ \-/]{0,2}\d){2,}", text) if n != "112"]
