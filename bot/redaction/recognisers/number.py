"""Numbers that could point at somebody: long ones, and codes. Ages, counts, times, years and sums of money stay."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.redaction import public
from bot.redaction.reading import Reading, groups

_RUN = re.compile(r"(?<!\w)\d+(?:[ .,:-]\d+)*")
_ROUND = re.compile(r"[1-9]\d{0,2}[ .]?[05]00")
_YEAR = re.compile(r"(?:19|20)\d{2}(?:-(?:19|20)?\d{2})?$")
_TIME = re.compile(r"(?:[01]?\d|2[0-4])[.:][0-5]\d(?:-(?:[01]?\d|2[0-4])[.:][0-5]\d)?$")
_COUNTED = re.compile(
    r"\s?(?:kr\b|kronor|spänn|lax|:-|sek\b|euro|dollar|tkr|st\b|gånger|ggr|mg\b|år\b|dagar|meter|km\b|personer|%|procent)"
)
_LETTERED = re.compile(
    r"(?<!\w)[a-zåäö]{1,4}[-/]\d{4,}(?!\w)|(?<!\w)[a-z]{1,3} ?\d{6,9}(?!\w)|(?<!\w)\d{2,}-\d{2,}-[a-z](?!\w)"
)
_CODE = re.compile(
    r"(?:\w*kod(?:en|lås\w*)?|kod\w*|pin\w*|lösen\w*|portkod\w*)\W{1,3}(?:(?:till|på|för|i|hem|in|dörr\w*|port\w*|mobilen|telefonen|den|min|är|e|ä)\W{1,2}){0,4}$"
)


def find(reading: Reading) -> Iterator[tuple[int, int, str]]:
    for start, end in groups(_LETTERED, reading.low):
        yield start, end, "number"
    for match in _RUN.finditer(reading.low):
        said = match.group()
        length = sum(c.isdigit() for c in said)
        if (
            public.is_number(said)
            or _ROUND.fullmatch(said)
            or _YEAR.match(said)
            or _TIME.match(said)
            or _COUNTED.match(reading.low, match.end())
        ):
            continue
        grouped = max(len(part) for part in re.split(r"\D", said))
        if (length >= 4 and grouped >= 3) or length >= 6 or _CODE.search(reading.before(match.start(), 40)):
            yield match.start(), match.end(), "number"
