"""Links and domain names. Sites of public help services stay."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.redaction import public
from bot.redaction.reading import Reading, groups

_TOPS = (
    "se|com|nu|org|net|info|io|eu|me|tv|gg|ly|dk|no|fi|de|uk|be|app|dev|blog|shop|site|online|xyz|co|ru|to|cc|ai|link"
)
_URL = re.compile(
    rf"(?:https?|ftp)\s?:\s?//\S+|\bwww[.\s]\s?\S+|(?<![@\w.])(?:[a-zåäö0-9-]+\.)+(?:{_TOPS})\b(?:/\S*)?"
    rf"|(?<![@\w.])(?:[\w-]+\.)+[a-z]{{2,6}}/\S+|\b[\w-]+ punkt (?:{_TOPS})\b(?: snedstreck \w+)*"
)
_HOST = re.compile(r"(?:https?://)?(?:www\.)?([^/\s?#]+)(?:/[\w/-]{0,40})?[.,!?]*$")


def find(reading: Reading) -> Iterator[tuple[int, int, str]]:
    for start, end in groups(_URL, reading.low):
        end -= len(reading.low[start:end]) - len(reading.low[start:end].rstrip(".,!?)\"'"))
        host = _HOST.match(reading.low[start:end])
        if host is None or host.group(1) not in public.sites():
            yield start, end, "url"
