"""Addresses of machines: IPv4, IPv6 and MAC; and positions on the map."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.redaction.reading import Reading, groups

_IP = re.compile(
    r"(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.]\d)"
    r"|(?<![\w:])(?:[0-9a-f]{0,4}:){3,7}[0-9a-f]{0,4}(?![\w:])|(?<![\w:])(?:[0-9a-f]{1,4}:){1,6}:(?:[0-9a-f]{1,4})?(?![\w:])"
    r"|\b(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2}\b"
)
_POSITION = re.compile(r"(?<![\d.])\d{1,3}[.,]\d{4,}\s*[°nsewö]*[\s,;]{1,3}\d{1,3}[.,]\d{4,}")


def find(reading: Reading) -> Iterator[tuple[int, int, str]]:
    for start, end in groups(_IP, reading.low):
        if any(c.isalnum() for c in reading.low[start:end]):
            yield start, end, "ip"
    for start, end in groups(_POSITION, reading.low):
        yield start, end, "address"
