"""Which words are harmless. Every other word goes: the last step of `find`, and the reason why it fails closed.

Swedish words come from the dictionary hunspell-sv in their lower-case entries, what people type in chats from lists/.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from bot.kommun import kommun
from bot.redaction.dictionary import is_compound, is_entry
from bot.redaction.reading import Reading

LISTS = Path(__file__).with_name("lists")
_STRETCHED = re.compile(r"([^\W\d_])\1{2,}")
_LETTERS = "abcdefghijklmnopqrstuvwxyzåäö"
_GUESSED_FROM = 7  # letters: shorter words lie too near to each other, and to names
_TOO_LONG_FOR_A_NAME = 9  # letters
_DOTS = {"a": "aåä", "o": "oö"}
_MOST_DOTTED = 5
_WORD_SIGNS = str.maketrans("’´`", "'''")


@cache
def lists(name: str) -> frozenset[str]:
    """The words of lists/<name>.txt and of the kommun's own <name>.txt, a line each; a line that begins with # is a comment."""
    files = [path for folder in (LISTS, kommun().folder) if (path := folder / f"{name}.txt").exists()]
    if not files:
        raise FileNotFoundError(LISTS / f"{name}.txt")
    lines = [line for path in files for line in path.read_text(encoding="utf-8").splitlines()]
    return frozenset(line.strip() for line in lines if line.strip() and not line.startswith("#"))


@cache
def several_words(name: str) -> re.Pattern[str]:
    """Finds the entries of lists/<name>.txt that have more than one word, also in the genitive."""
    entries = sorted((re.escape(entry) for entry in lists(name) if " " in entry), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(entries) or '(?!)'})s?\b")


@cache
def given_names() -> frozenset[str]:
    """Given names that are no ordinary words."""
    return lists("given_names") - lists("names_that_are_words")


@cache
def surnames() -> frozenset[str]:
    """Surnames that are no everyday words."""
    return lists("surnames") - everyday()


@cache
def might_be_names() -> frozenset[str]:
    """Every listed given name and surname, those that are also ordinary words too."""
    return lists("names_that_are_words") | lists("given_names") | lists("surnames")


@cache
def everyday() -> frozenset[str]:
    """Words that many write in chats: the only ones that the look of a name does not make suspect."""
    return lists("chat_words") | lists("common_words") | lists("often_words")


def is_word(word: str) -> bool:
    """True when `word`, in lower case, stands in the dictionary or among what people type."""
    return word in lists("chat_words") or is_entry(word) or is_compound(word)


def is_usual(word: str) -> bool:
    """True for a word that people use here, or one too long for most names: short rare words of the dictionary may be names.

    Whether a name that is also a word is that word here, recognisers/name.py has told.
    """
    if word in everyday() or word in lists("seen_words") or word in lists("names_that_are_words"):
        return True
    return is_compound(word) or (len(word) >= _TOO_LONG_FOR_A_NAME and is_entry(word))


def is_name(word: str) -> bool:
    """True for a name that is nothing else, also in the genitive."""
    return bool({word, word.removesuffix("s"), word.removesuffix("'s")} & given_names()) and word not in lists(
        "chat_words"
    )


def is_harmless(word: str) -> bool:
    """True when `word` (lower case) may be kept: known, or clearly a slip for a known one."""
    word = word.translate(_WORD_SIGNS).strip("_'")
    if len(word) < 2 or word.isdigit() or word in lists("public_words"):
        return True
    if is_name(word) or word in lists("places") or word in lists("surnames"):
        return False
    plain = _STRETCHED.sub(r"\1", word)
    return is_usual(word) or is_usual(plain) or any(guess in everyday() for guess in _dotted(plain)) or _is_slip(word)


def find(reading: Reading) -> Iterator[tuple[int, int, str]]:
    for word in reading.words:
        parts = [part for part in re.split(r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])|_", word.low) if part]
        if all(is_harmless(part) for part in parts):
            continue
        if any(part.isdigit() for part in parts) and all(p.isdigit() or p in _UNITS for p in parts):
            continue
        yield word.start, word.end, "unknown"


_UNITS = frozenset(
    {"år", "ar", "åring", "åringar", "kr", "st", "min", "h", "tim", "e", "a", "k", "kg", "cm", "mg", "km", "ggr"}
)


def _dotted(word: str) -> Iterator[str]:
    """`word` itself, then with å, ä or ö where somebody may have left them out."""
    yield word
    places = [i for i, c in enumerate(word) if c in _DOTS]
    if not places or len(places) > _MOST_DOTTED:
        return
    guesses = [word]
    for place in places:
        guesses = [g[:place] + c + g[place + 1 :] for g in guesses for c in _DOTS[word[place]]]
    yield from guesses[1:]


def _is_slip(word: str) -> bool:
    """One letter too many, too few, wrong or swapped, from a word that many write."""
    if len(word) < _GUESSED_FROM or not word.isalpha():
        return False
    common = lists("common_words")
    for i in range(len(word) + 1):
        head, tail = word[:i], word[i:]
        if tail and head + tail[1:] in common:
            return True
        if len(tail) > 1 and head + tail[1] + tail[0] + tail[2:] in common:
            return True
        if any(head + c + tail in common or (tail and head + c + tail[1:] in common) for c in _LETTERS):
            return True
    return False
