"""Words that are spelled letter by letter: "a n n a", "b-j-ö-r-n"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.redaction.reading import Reading, groups

_SPACED = re.compile(r"(?<!\w)(?:[^\W\d_][ .\-_*/]{1,2}){2,}[^\W\d_](?!\w)")
_SHORT_FOR = frozenset({"osv", "dvs", "tex", "mfl", "etc", "oså", "osa", "å", "ea", "iaf"})


def find(reading: Reading) -> Iterator[tuple[int, int, str]]:
    for start, end in groups(_SPACED, reading.low):
        letters = "".join(c for c in reading.low[start:end] if c.isalpha())
        if letters not in _SHORT_FOR and len(set(letters)) > 1:
            yield start, end, "person"
