"""Bank accounts, IBAN, giro and Swish numbers, payment cards."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.redaction import public
from bot.redaction.reading import Reading, groups

_ACCOUNT = re.compile(
    r"\b[a-z]{2}\d{2}(?: ?[\da-z]{4}){3,7}(?: ?[\da-z]{1,3})?\b"
    r"|(?<![\w-])\d{4}[ -]\d{4}[ -]\d{4}[ -]\d{2,7}(?!\w)"
    r"|(?<![\w-])\d{4,5}[,.\- ]{1,2}\d(?:[ \-.]?\d){5,11}(?!\w)"
    r"|(?<![\w-])\d{4}-\d, ?\d(?:[ \-.]?\d){5,11}(?!\w)"
    r"|(?<![\w-])\d{3,4}-\d{4}(?![\w-])"
    r"|(?<![\w+])\d{12,19}(?!\w)"
    r"|(?<!\w)123[ -]?\d{3}[ -]?\d{2}[ -]?\d{2}(?!\w)"
)
_CALLED = re.compile(
    r"(?:konto\w*|clearing\w*|bankgiro\w*|plusgiro\w*|bg|pg|swish\w*|kort(?:nummer|nr|et)?|iban|swift|bankid)\b\W{0,3}(?:(?:nr|nummer|numret|är|e|på|hos|till|[a-zåäö]{3,12})\W{1,3}){0,3}?(?P<it>\d[\d ,.\-]{3,25}\d)(?!\w)"
)

_CLEARING = re.compile(
    r"\bclearing\w*\W{1,3}(?:(?:nr|nummer|är|e)\W{1,2})?(?P<it>\d{4}(?:[,-]?\d)?(?: ?,?(?:och )?konto\w*\W{1,2}\d[\d -]{3,12}\d)?)(?!\w)"
)


def find(reading: Reading) -> Iterator[tuple[int, int, str]]:
    for pattern in (_ACCOUNT, _CALLED, _CLEARING):
        for start, end in groups(pattern, reading.low):
            said = reading.text[start:end]
            if (pattern is _CLEARING or sum(c.isdigit() for c in said) >= 5) and not public.is_number(said):
                yield start, end, "account"
