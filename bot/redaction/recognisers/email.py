"""E-mail addresses, also with "snabel-a" and "punkt" in words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.redaction.reading import Reading, groups

_AT = r"(?:@ ?| @ | ?[(\[{] ?(?:at|a|@|snabel-?a) ?[)\]}] ?| snabel[- ]?a | at )"
_DOT = r"(?:\.| punkt | ?[(\[] ?(?:dot|punkt|\.) ?[)\]] ?| dot )"
_SPOKEN_DOT = r"(?: punkt | ?[(\[] ?(?:dot|punkt|\.) ?[)\]] ?| dot )"
_TOP = r"[a-zåäö0-9-]{2,63}"
_LOCAL = r"(?<![\w.+%-])[\w.+%-]{1,64}"
_EMAIL = re.compile(rf"{_LOCAL}(?:{_SPOKEN_DOT}[\w+%-]{{1,40}}){{0,4}}{_AT}[\w-]{{1,63}}(?:{_DOT}{_TOP}){{1,5}}")
_PROVIDER = re.compile(rf"{_LOCAL}{_AT}(?:gmail|g mail|hotmail|outlook|live|yahoo|icloud|telia)\b")


def find(reading: Reading) -> Iterator[tuple[int, int, str]]:
    for pattern in (_EMAIL, _PROVIDER):
        for start, end in groups(pattern, reading.low):
            yield start, end, "email"
