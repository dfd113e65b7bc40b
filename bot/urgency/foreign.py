"""Finds phrases of danger in other languages than Swedish: pure text work, no model, well under two milliseconds.

`languages/<code>.yml` holds plain phrases, as people type them: `certain` calls for 112, `ask` for the question whether
there is danger now. `same` lists what else may stand in the place of some words of a phrase ("my husband" for "he").
Where a word of `milder` (a film, a dream, last year) stands in the message and no word of `now`, a
certain phrase only asks, and one that asks is left out. A zero-width non-joiner in a phrase stands for "joined or apart".
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from bot.urgency.signals import Signal

FOLDER = Path(__file__).with_name("languages")
CERTAIN, ASK = "certain", "ask"
NOW, MILDER = "now", "milder"
KEYS = (CERTAIN, ASK, NOW, MILDER)
SAME = "same"
REASONS = {
    CERTAIN: "Danger now, told in another language.",
    ASK: "May be danger now, told in another language.",
}
_ID = "foreign_{level}_{code}"
_APART = "\u200c"  # between the parts of one Persian word; phones leave it out or type a space

# Letters that are typed for one another and that Unicode does not take apart by itself.
_FOLDED = str.maketrans({
    "ı": "i", "ł": "l", "đ": "d", "ø": "o", "œ": "oe", "æ": "ae",
    "ٱ": "ا", "ى": "ي", "ی": "ي", "ې": "ي", "ێ": "ي", "ک": "ك", "ڪ": "ك", "ە": "ه", "ة": "ه", "ہ": "ه", "ھ": "ه",
    "ۆ": "و", "ۇ": "و", "ڕ": "ر", "ڵ": "ل",
    "ኣ": "አ", "ሃ": "ሀ", "ኃ": "ሀ",
    **{chr(0x1220 + i): chr(0x1230 + i) for i in range(8)},  # ሠ, said and often written as ሰ
    **{chr(0x1340 + i): chr(0x1338 + i) for i in range(8)},  # ፀ, as ጸ
    **{chr(0x1280 + i): chr(0x1200 + i) for i in (0, 1, 2, 4, 5, 6)},  # ኀ, as ሀ
    **dict.fromkeys("'’‘ʼ`ʹ\u0640\u200b\u200c\u200d\u2060\ufeff", ""),  # i'm, б'є, stretched Arabic, joiners
    **{chr(c): "" for c in range(0x10000) if unicodedata.combining(chr(c))},
})  # fmt: skip
_NO_WORD = re.compile(r"(?:[^\w\u0e30-\u0e4e]|_)+")  # Thai vowels above and below are marks, but belong to the word
_STRETCHED = re.compile(r"([^\W\d_])\1{2,}")
_THAI = re.compile(r"[\u0e00-\u0e7f]")  # written without spaces between words: a phrase may stand anywhere
_SILENT_ALEF = re.compile(r"(?<=\wو)ا\b")  # Arabic plurals end in an alef nobody hears: many leave it out
_LONGEST = 8_000  # a message has 2,000 characters; a few rare ones unfold to eighteen
_AND = "و"  # Arabic writes "and" onto the next word


class PhraseFaults(ValueError):
    """The files of phrases cannot be used; `faults` lists every problem."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass(frozen=True)
class _Phrase:
    code: str
    kind: str  # one of KEYS
    words: tuple[str, ...]  # single letters where words are not spaced

    @property
    def length(self) -> int:
        return sum(map(len, self.words))

    @property
    def unspaced(self) -> bool:
        return _THAI.search(self.words[0]) is not None


@dataclass(frozen=True)
class _Branch:
    """Phrases that begin alike share their first words: a message is walked once for all languages."""

    ends: list[_Phrase] = field(default_factory=list)
    next: dict[str, _Branch] = field(default_factory=dict)

    def add(self, phrase: _Phrase) -> None:
        branch = self
        for word in phrase.words:
            branch = branch.next.setdefault(word, _Branch())
        branch.ends.append(phrase)


@dataclass(frozen=True)
class _Phrases:
    spaced: _Branch = field(default_factory=_Branch)
    unspaced: _Branch = field(default_factory=_Branch)


def find_foreign(text: str) -> tuple[Signal, ...]:
    """At most one signal a language, its id `foreign_<level>_<code>`; the worst first, then the longest phrase.

    `text` is cleaned (bot/meaning/clean.py). Raises PhraseFaults when the files are unusable.
    """
    found: dict[str, dict[str, _Phrase]] = {}
    for phrase in _phrases_in(text, read_phrases()):
        best = found.setdefault(phrase.code, {})
        if phrase.kind not in best or phrase.length > best[phrase.kind].length:
            best[phrase.kind] = phrase
    judged = [(level, best) for kinds in found.values() for level, best in _judged(kinds)]
    judged.sort(key=lambda pair: (pair[0] != CERTAIN, -pair[1].length, pair[1].code))
    return tuple(_signal(level, phrase) for level, phrase in judged)


def language_of(signals: Iterable[Signal]) -> str | None:
    """The language of the first signal that find_foreign gave, None when there is none.

    It knows languages the recogniser does not (Kurdish), and messages too short for it.
    """
    for signal in signals:
        if signal.id.startswith("foreign_"):
            return signal.id.rpartition("_")[2]
    return None


def prepare(text: str) -> str:
    """`Il m’a… ENFERMÉE!!` -> `il ma enfermee`: letters and digits only, one spelling for letters typed for one another."""
    plain = text.casefold().replace("´", "")  # an apostrophe to many; Unicode would take it apart into a space
    folded = unicodedata.normalize("NFKD", plain)[:_LONGEST].translate(_FOLDED)
    return _SILENT_ALEF.sub("", _NO_WORD.sub(" ", folded)).strip()


@lru_cache(maxsize=1)
def read_phrases(folder: Path = FOLDER) -> _Phrases:
    """Raises PhraseFaults with every fault of the files."""
    faults: list[str] = []
    phrases: list[_Phrase] = []
    for path in sorted(folder.glob("*.yml")):
        content: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
        lists: dict[str, Any] = content if isinstance(content, dict) else {}
        same = lists.get(SAME)
        if not isinstance(same, dict) or not all(isinstance(k, str) and _is_list(v) for k, v in same.items()):
            faults.append(f"{path.name}: {SAME} must map words to lists of words")
            continue
        for kind in KEYS:
            if not _is_list(lists.get(kind)):
                faults.append(f"{path.name}: {kind} must be a list of phrases")
                continue
            worded = {w for p in lists[kind] for w in (_wordings(p, same) if kind in (CERTAIN, ASK) else (p,))}
            phrases += [_Phrase(path.stem, kind, words) for words in {s for w in worded for s in _spellings(w)}]
    if faults or not phrases:
        raise PhraseFaults(faults or [f"{folder}: holds no phrases"])
    read = _Phrases()
    for phrase in phrases:
        (read.unspaced if phrase.unspaced else read.spaced).add(phrase)
    return read


def _is_list(listed: object) -> bool:
    return isinstance(listed, list) and all(isinstance(p, str) and prepare(p) for p in listed)


def _wordings(phrase: str, same: Mapping[str, list[str]]) -> set[str]:
    """The phrase with each of its words that `same` knows in every other wording."""
    wordings = {phrase}
    for words, others in same.items():
        edge = "" if _THAI.search(words) else r"\b"
        place = re.compile(edge + re.escape(words) + edge)
        if place.search(phrase):
            wordings |= {place.sub(other, wording, count=1) for wording in wordings for other in others}
    return wordings


def _spellings(phrase: str) -> set[tuple[str, ...]]:
    spellings = {prepare(phrase), prepare(phrase.replace(_APART, " "))}
    return {tuple(s.replace(" ", "") if _THAI.search(s) else s.split()) for s in spellings}


def _phrases_in(text: str, phrases: _Phrases) -> Iterator[_Phrase]:
    prepared = prepare(text)
    for reading in {_STRETCHED.sub(r"\1", prepared), _STRETCHED.sub(r"\1\1", prepared)}:  # heeelp, pilllls
        yield from _walk(phrases.spaced, reading.split())
        if _THAI.search(reading):
            yield from _walk(phrases.unspaced, reading.replace(" ", ""))


def _walk(start: _Branch, words: Sequence[str]) -> Iterator[_Phrase]:
    for begin, word in enumerate(words):
        for first in (word, word[1:]) if word[0] == _AND else (word,):
            branch, at = start.next.get(first), begin + 1
            while branch is not None:
                yield from branch.ends
                branch, at = (branch.next.get(words[at]) if at < len(words) else None), at + 1


def _judged(kinds: Mapping[str, _Phrase]) -> Iterator[tuple[str, _Phrase]]:
    """The level one language calls for, with the phrase that calls for it, from the longest phrase of each kind."""
    milder = MILDER in kinds and NOW not in kinds
    if CERTAIN in kinds:
        yield (ASK if milder else CERTAIN), kinds[CERTAIN]
    elif ASK in kinds and not milder:
        yield ASK, kinds[ASK]


def _signal(level: str, phrase: _Phrase) -> Signal:
    words = "".join(phrase.words) if phrase.unspaced else rf"\b{' '.join(phrase.words)}\b"  # no letter to escape
    pattern = re.compile(words)
    return Signal(_ID.format(level=level, code=phrase.code), level, REASONS[level], pattern, None)
