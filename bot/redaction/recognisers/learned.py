"""What the trained pipeline takes for a name of somebody, a body or a place: names that stand in no list, by their neighbours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from bot.redaction import pipeline, public
from bot.redaction.reading import Reading
from bot.redaction.recognisers.name import KIN

if TYPE_CHECKING:
    from spacy.language import Language

LEAST = 0.007
"""Probability from which words are hidden: a kept name harms more than a hidden word.

Where a set keeps about 93 % of its harmless words when the pipeline has learnt the others (`make redaction-folds`), but for those
that were made to be hard (k, m) or hold words no list of ours knows (j, n).
"""
_LEAST_KNOWN = 0.1  # for one word alone that is an ordinary one: mostly it is nobody's name
_SURE = 0.5  # from here on the pipeline also says what kind of name it is
_SIGNS = ".,!?:;…()\"'”"
_ORDINARY = frozenset({"everyday", "word", "name or word"})
_LEAD = re.compile(rf"(?:(?:{KIN}|i|på|pa|vid|hos|från|till|med|och|o|å|heter|som|av|centrum|utanför|nära) )+")


class Learned:
    """The recogniser for one pipeline and threshold."""

    def __init__(self, nlp: Language, least: float) -> None:
        self._nlp, self._least = nlp, least

    def __call__(self, reading: Reading) -> Iterator[tuple[int, int, str]]:
        for start, end, label, probability in pipeline.scored(self._nlp, reading.text, self._least):
            sure = probability >= _SURE
            if not sure and (lead := _LEAD.match(reading.low, start, end)):
                start = lead.end()
            if not _stays(reading.low[start:end], probability):
                yield start, end, label if sure else "unknown"


def _stays(said: str, probability: float) -> bool:
    parts = [part.strip(_SIGNS) for part in said.split()]
    words = [part for part in parts if not _is_public(part)]
    kinds = {pipeline.kind(word) for word in words}
    if kinds <= {"sign"}:
        return True
    known = _SURE if any(map(public.is_number, parts)) else _LEAST_KNOWN  # "ring 112"
    return len(words) == 1 and kinds <= _ORDINARY and probability < known


def _is_public(word: str) -> bool:
    return pipeline.kind(word) == "public" or public.is_number(word) or word in public.sites()


def find(reading: Reading) -> Iterator[tuple[int, int, str]]:
    """Raises pipeline.NoPipeline."""
    return Learned(pipeline.load(), LEAST)(reading)
