"""A text as the recognisers read it, with the way back to the original's characters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

_INVISIBLE = frozenset(
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2062\u2063\u2064\ufeff"
)
_WORD = re.compile(r"\w+(?:['’´`]\w+)*")


@dataclass(frozen=True)
class Word:
    """One word of a reading; `low` is it in lower case."""

    start: int
    end: int
    text: str
    low: str


@dataclass(frozen=True)
class Reading:
    """`text`: composed letters, plain digits, nothing invisible. `at[i]`: the original's characters of `text[i]`."""

    text: str
    at: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, original: str) -> Reading:
        letters: list[str] = []
        at: list[tuple[int, int]] = []
        for place, character in enumerate(original):
            if character in _INVISIBLE:
                continue
            if unicodedata.combining(character) and letters:
                joined = unicodedata.normalize("NFC", letters[-1] + character)
                if len(joined) == 1:
                    letters[-1] = joined
                    at[-1] = (at[-1][0], place + 1)
                    continue
            letters.append(_plain(character))
            at.append((place, place + 1))
        return cls("".join(letters), tuple(at))

    @cached_property
    def low(self) -> str:
        """`text` in lower case, character by character, so that places stay the same."""
        return "".join(c.lower() if len(c.lower()) == 1 else c for c in self.text)

    @cached_property
    def words(self) -> tuple[Word, ...]:
        low = self.low
        return tuple(Word(m.start(), m.end(), m.group(), low[m.start() : m.end()]) for m in _WORD.finditer(self.text))

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The original's place of `text[start:end]`, which must not be empty."""
        return self.at[start][0], self.at[end - 1][1]

    def before(self, place: int, characters: int) -> str:
        """Up to `characters` of lower-case text that stand before `place`."""
        return self.low[max(0, place - characters) : place]

    def begins_sentence(self, place: int) -> bool:
        """True when a capital letter at `place` tells nothing: it begins the text or a sentence."""
        ahead = self.text[:place].rstrip(" \t\"'”’(-–*")
        return not ahead or ahead[-1] in ".!?:;\n…)"


def _plain(character: str) -> str:
    digit = unicodedata.digit(character, None)
    if digit is not None and not character.isascii():
        return str(digit)
    folded = unicodedata.normalize("NFKC", character)
    return folded if len(folded) == 1 else character


def groups(pattern: re.Pattern[str], text: str) -> Iterator[tuple[int, int]]:
    """Where `pattern` is found: the place of its group `it`, or of the whole match without such a group."""
    name: str | int = "it" if "it" in pattern.groupindex else 0
    for match in pattern.finditer(text):
        if match.end(name) > match.start(name):
            yield match.span(name)
