"""The redactor's own spaCy pipeline: how likely up to four words are somebody's name, a body's or a place's.

It reads words together with what our lists know of each, and so recognises a name it has never met by its neighbours.
Trained by learning.py on data/redaction/, made with the code and not at the desk: it lies in models/redaction.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.redaction.vocabulary import everyday, is_name, is_word, lists, might_be_names, surnames
from bot.settings import ROOT

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

FOLDER = ROOT / "models" / "redaction"
CONFIG = Path(__file__).with_name("pipeline.cfg")
SPANS = "sc"  # where the pipeline puts what it found
LABELS = {
    "person": "person", "handle": "person", "school": "org", "workplace": "org", "org": "org", "place": "place", "address": "place",
}  # fmt: skip
"""Type of a mark to the label the pipeline learns: finer ones are too rare. Numbers and links have recognisers."""


class NoPipeline(RuntimeError):
    """The pipeline is not trained. Without it names would be kept, so nothing may be."""


@cache
def load(folder: Path = FOLDER) -> Language:
    """The trained pipeline. Raises NoPipeline."""
    import spacy  # here: spaCy takes a second and 60 MB, which a process that redacts nothing saves

    try:
        return spacy.load(folder)
    except (OSError, ValueError) as fault:
        raise NoPipeline(f"{folder} holds no pipeline: run `make train`") from fault


def scored(nlp: Language, text: str, least: float) -> Iterator[tuple[int, int, str, float]]:
    """(start, end, label, probability) of what is at least as likely as `least`; overlapping each other."""
    spancat: Any = nlp.get_pipe("spancat")
    spancat.cfg["threshold"] = least
    doc = nlp(read(nlp, text))
    found = doc.spans[SPANS]
    for span, probability in zip(found, found.attrs["scores"], strict=True):
        yield span.start_char, span.end_char, span.label_, float(probability)


def read(nlp: Language, text: str) -> Doc:
    """`text` in words, each with its kind as tag."""
    doc = nlp.make_doc(text)
    for word in doc:
        word.tag_ = kind(word.lower_)
    return doc


def kind(word: str) -> str:
    """What our lists know of `word` (lower case), in one label."""
    if not any(map(str.isalpha, word)):
        return "sign"
    if word in lists("public_words"):
        return "public"
    if word in lists("names_that_are_words"):
        return "name or word"
    if is_name(word):
        return "name"
    if word in surnames():
        return "surname"
    if word in might_be_names():
        return "rare name"
    if word in everyday():
        return "everyday"
    return "word" if is_word(word) else "unknown"
