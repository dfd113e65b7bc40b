"""Swedish number plates: ABC123 and ABC12D."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.redaction.reading import Reading, groups
from bot.redaction.vocabulary import is_word

_PLATE = re.compile(r"(?<![\w-])([a-z]{3})([ -]?)\d{1,2}[a-z\d]?(?![\w-])")
_SPELLED = re.compile(r"(?<![\w-])[a-z][ -][a-z][ -][a-z][ -]{1,3}\d[ -]?\d[ -]?[a-z\d](?![\w-])")
_PART = re.compile(
    r"\b(?:reg\w*|skylt\w*|plåt\w*|platt?\w*)(?: \w+){0,2} (?:slutar|börjar|borjar|slut\w*|är|e|var|med|på|pa)(?: på| pa| med)? (?P<it>\d{2}[a-z\d]|[a-z]{3})(?!\w)"
)
_CAR = re.compile(r"\b(?:reg\w*|bil\w*|skylt\w*|plåt\w*|moped\w*|volvo|bmw|audi|saab|golf|motorcykel|mc|epa\w*)\b")
_NEAR = 40


def find(reading: Reading) -> Iterator[tuple[int, int, str]]:
    for start, end in groups(_SPELLED, reading.low):
        yield start, end, "plate"
    for start, end in groups(_PART, reading.low):
        if not is_word(reading.low[start:end]):
            yield start, end, "plate"
    for match in _PLATE.finditer(reading.low):
        letters, gap = match.groups()
        shouted = reading.text[match.start(1) : match.end(1)].isupper() and not reading.text.isupper()
        near = _CAR.search(reading.before(match.start(), _NEAR))
        if shouted or near or not (gap and is_word(letters)):
            yield match.start(), match.end(), "plate"
