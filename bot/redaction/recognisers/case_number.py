"""Numbers of cases, files, reports and court matters."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.redaction.reading import Reading, groups

_SHAPES = re.compile(
    r"\b\d{4}[ -]?k ?\d{3,7}(?:[ -]\d{2,4})?\b|\bk ?\d{4,8}-\d{2}\b"
    r"|\b[bötfkäm] ?\d{2,5}-\d{2}\b"
    r"|\b(?:[a-zåäö]{1,6}[ -]?)?(?:19|20)\d{2}[/:-]\d{3,7}\b|\b[a-zåäö]{2,5}[/-]?(?:19|20)\d{2}[/:-]\d{1,7}\b"
)
_CALLED = re.compile(
    r"(?:dnr|diarie\w*|d-?nr|ärende\w*|arende\w*|mål(?:nummer|nr)?|malnummer|aktnummer|akt|kundn\w*|ocr|lma\w*|dossier\w*|beslutsn\w*|anmälningsn\w*|anmälan|k-?nummer\w*|journaln\w*|referens\w*|ref)\.?"
    r"\W{0,3}(?:(?:nr|nummer|numret|är|e|har|hos|polisen|med)\W{1,3}){0,3}(?P<it>[a-zåäö]{0,4}[ -]?\d[\d /:\-]{1,15}[\da-z]+(?:-\d+)?)"
)


def find(reading: Reading) -> Iterator[tuple[int, int, str]]:
    for pattern in (_SHAPES, _CALLED):
        for start, end in groups(pattern, reading.low):
            if sum(c.isdigit() for c in reading.low[start:end]) >= 3:
                yield start, end, "case_number"
