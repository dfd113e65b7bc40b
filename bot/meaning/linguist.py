"""Swedish through spaCy: sv_core_news_sm where it is installed, spaCy's bare Swedish otherwise.

The trained pipeline knows names of people it has never seen; without it only the patterns below do.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import spacy
from spacy.language import Language
from spacy.matcher import Matcher
from spacy.tokens import Doc

from bot.redaction import has_placeholder

BARE = "sv (utan sv_core_news_sm)"
_PERSON_LABELS = frozenset({"PRS", "PER", "PERSON"})
_UNUSED = ["parser", "attribute_ruler", "senter"]  # what they find is not used; they cost half the time
_CHILD_AGES = range(5, 26)  # ages a young writer gives of themselves; higher ones say nothing more than "adult"
_ADULT_LIMIT = 110

_ASKING = frozenset({"vad", "va", "vem"})
_NUMBER = re.compile(r"[0-9]{1,3}")
_Patterns = list[list[dict[str, Any]]]

_AGE_PATTERNS: _Patterns = [
    [{"LOWER": {"IN": ["jag", "ja", "jg"]}}, {"LOWER": {"IN": ["är", "ar", "e", "ä", "fyller"]}}, {"IS_DIGIT": True}],
    [
        {"LOWER": {"IN": ["jag", "ja", "jg"]}},
        {"LOWER": {"IN": ["är", "ar", "e", "ä"]}},
        {"LOWER": {"REGEX": r"^\d{1,2}(år|ar)$"}},
    ],
    [
        {"LOWER": {"IN": ["jag", "ja", "jg"]}},
        {"LOWER": {"IN": ["är", "ar", "e", "ä"]}},
        {"LOWER": "en", "OP": "?"},
        {"LOWER": {"REGEX": r"^\d{1,2}$"}},
        {"LOWER": "-"},
        {"LOWER": {"IN": ["åring", "årig", "aring", "arig"]}},
    ],
    [
        {"LOWER": {"IN": ["jag", "ja", "jg"]}},
        {"LOWER": {"IN": ["är", "ar", "e", "ä"]}},
        {"LOWER": "en", "OP": "?"},
        {"LOWER": {"REGEX": r"^\d{1,2}-?(åring|årig|aring|arig)$"}},
    ],
    [{"IS_DIGIT": True}, {"LOWER": {"IN": ["år", "ar"]}}, {"LOWER": {"IN": ["gammal", "gamal"]}}],
    [{"LOWER": {"IN": ["kvinna", "man", "tjej", "kille"]}}, {"IS_DIGIT": True}, {"LOWER": {"IN": ["år", "ar"]}}],
    [{"LOWER": {"IN": ["tjej", "kille", "pojke", "flicka"]}}, {"LOWER": {"IN": ["på", "pa"]}}, {"IS_DIGIT": True}],
]
_SELF = {"IN": ["jag", "ja", "jg"]}
_IS = {"IN": ["är", "ar", "e", "ä"]}
_GENDER_WORDS = {
    "female": ["tjej", "kvinna", "flicka", "lesbisk", "brud", "guzz"],
    "male": ["kille", "man", "pojke", "bög", "snubbe", "grabb"],
    "trans": ["trans", "transkvinna", "transman", "transtjej", "transkille", "ickebinär"],
}
_NAME_PATTERNS: _Patterns = [
    [{"LOWER": {"IN": ["heter", "heeter", "kallas"]}}, {"IS_ALPHA": True, "IS_TITLE": True}],
    [{"LOWER": {"IN": ["mitt", "hans", "hennes"]}}, {"LOWER": "namn"}, {"LOWER": "är"}, {"IS_ALPHA": True}],
]


@dataclass(frozen=True)
class Cues:
    """What a message says about the person concerned, and whether it names somebody."""

    age: int | None
    gender: str | None
    names_someone: bool


class Linguist:
    """Reads cues out of a message. `model` says which pipeline is loaded."""

    def __init__(self, nlp: Language, model: str) -> None:
        self._nlp, self.model = nlp, model
        self._matcher = Matcher(nlp.vocab)
        self._matcher.add("age", _AGE_PATTERNS)
        self._matcher.add("name", _NAME_PATTERNS)
        for gender, words in _GENDER_WORDS.items():
            article = {"LOWER": {"IN": ["en", "ju", "också"]}, "OP": "?"}
            self._matcher.add(gender, [[{"LOWER": _SELF}, {"LOWER": _IS}, article, {"LOWER": {"IN": words}}]])
            if gender == "male":  # "som kille", "om jag är kille" and "jag, en man på 40"
                self._matcher.add(gender, [[{"LOWER": "som"}, {"LOWER": {"IN": ["kille", "man", "pappa"]}}]])

    def cues(self, text: str) -> Cues:
        doc = self._nlp(text)
        found: dict[str, Doc] = {}
        age = None
        for match_id, start, end in self._matcher(doc):
            name = self._nlp.vocab.strings[match_id]
            if name == "name" and start > 0 and doc[start - 1].lower_ in _ASKING:
                continue  # "vad heter socialtjänsten?" names nobody
            found[name] = doc
            if name == "age" and age is None:
                age = next((int(n.group()) for t in doc[start:end] if (n := _NUMBER.match(t.text))), None)
        gender = next((g for g in ("trans", "female", "male") if g in found), None)
        person = any(e.label_ in _PERSON_LABELS for e in doc.ents)
        if age is not None and not (_CHILD_AGES.start <= age <= _ADULT_LIMIT):
            age = None
        return Cues(age, gender, names_someone=person or "name" in found or has_placeholder(text))


@lru_cache(maxsize=2)
def load_linguist(model: str) -> Linguist:
    """Load the pipeline called (or stored at) `model`, or spaCy's bare Swedish when it is not installed."""
    try:
        return Linguist(spacy.load(model, exclude=_UNUSED), model)
    except OSError:
        return Linguist(spacy.blank("sv"), BARE)
