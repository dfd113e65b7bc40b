"""Swedish personal and coordination numbers, ten or twelve digits, whether or not the check digit is right."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.redaction import public
from bot.redaction.reading import Reading, groups

_WHOLE = re.compile(
    r"(?<![\d+])(?:1[89]|20)?\d{2}[ .-]{0,2}(?:0[1-9]|1[0-2])[ .-]{0,2}(?:[0-2]\d|3[01]|[6-8]\d|9[01])[ .]{0,2}[-+–]?[ .]{0,2}[\dxX*]{4}(?!\d)"
)
_LAST_FOUR = re.compile(
    r"(?:sista fyra|fyra sista|sista 4|4 sista|person ?n(?:umme)?r|pnr|personnr|samordningsnummer)\D{0,25}?(?P<it>\d{4}|[\d -]{6,15}\d)(?!\d)"
)


def find(reading: Reading) -> Iterator[tuple[int, int, str]]:
    for start, end in (*groups(_WHOLE, reading.low), *groups(_LAST_FOUR, reading.low)):
        said = reading.text[start:end]
        if not public.is_number(said) and not _is_rather_a_phone(said):
            yield start, end, "personnummer"


def _is_rather_a_phone(said: str) -> bool:
    """True for ten digits in a row that begin as a mobile number does and whose check digit is wrong."""
    return said.isdigit() and len(said) == 10 and said.startswith("07") and not _checks(said)


def _checks(ten: str) -> bool:
    """Luhn's check over ten digits (Skatteverket, SKV 704)."""
    doubled = (int(digit) * (2 - place % 2) for place, digit in enumerate(ten))
    return sum(value // 10 + value % 10 for value in doubled) % 10 == 0
