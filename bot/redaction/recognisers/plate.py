"""Swedish number plates: ABC123 and ABC12D."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.redaction.reading import Reading
from bot.redaction.vocabulary import is_word

_PLATE = re.compile(r"(?<![\w-])([a-z]{3})([ -]?)\d{1,2}[a-z\d]?(?![\w-])")
_CAR = re.compile(r"\b(?:reg\w*|bil\w*|skylt\w*|plåt\w*|moped\w*|volvo|bmw|audi|saab|golf|motorcykel|mc|epa\w*)\b")
_NEAR = 40


def find(reading: Reading) -> Iterator[tuple[int, int, str]]:
    for match in _PLATE.finditer(reading.low):
        letters, gap = match.groups()
        shouted = reading.text[match.start(1) : match.end(1)].isupper() and not reading.text.isupper()
        near = _CAR.search(reading.before(match.start(), _NEAR))
        if shouted or near or not (gap and is_word(letters)):
            yield match.start(), match.end(), "plate"
