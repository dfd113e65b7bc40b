"""When somebody was born: a date or a year beside words that say so."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.redaction.reading import Reading, groups
from bot.redaction.recognisers.date import DATE, IN_WORDS, YEAR

_BORN = re.compile(
    r"\b(?:bebis\w* kom|barnet kom|född|fodd|föddes|foddes|fyller|födelsedag\w*|fodelsedag\w*|födelsedatum|födelseår|kom till världen)\b"
)
_BIRTH_YEAR = re.compile(
    rf"\b(?:född|fodd|föddes|foddes|födelseår(?:et)?)\W{{1,2}}(?:(?:år|är|i|den|-)\W{{0,2}}){{0,2}}(?P<it>{YEAR}|\d{{2}}(?![\w:./])|{IN_WORDS})"
)
_NEAR = 40


def find(reading: Reading) -> Iterator[tuple[int, int, str]]:
    for start, end in groups(DATE, reading.low):
        if _BORN.search(reading.before(start, _NEAR)) or _BORN.search(reading.low[end : end + 12]):
            yield start, end, "birth_date"
    for start, end in groups(_BIRTH_YEAR, reading.low):
        yield start, end, "birth_date"
