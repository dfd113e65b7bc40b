"""Dates that point at one day."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.redaction.reading import Reading, groups

_MONTH = r"(?:jan(?:uari)?|feb(?:ruari)?|mars?|apr(?:il)?|maj|juni?|juli?|aug(?:usti)?|sep(?:t(?:ember)?)?|okt(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
_FEW = "första|andra|tredje|fjärde|femte|sjätte|sjunde|åttonde|nionde|tionde|elfte|tolfte|trettonde|fjortonde|femtonde|sextonde|sjuttonde|artonde|nittonde"
_ORDINAL = rf"(?:(?:tjugo|trettio)?(?:{_FEW})|tjugonde|trettionde|(?:tjugo|trettio) (?:{_FEW}))"
YEAR = r"(?:19|20)\d{2}|[-'’]\d{2}"
IN_WORDS = r"(?:nittonhundra|tjugohundra|nitton|tjugo|tvåtusen|(?:fyrtio|femtio|sextio|sjuttio|åttio|nittio)(?:ett|två|tre|fyra|fem|sex|sju|åtta|nio))\w*(?: (?:tjugo|trettio|fyrtio|femtio|sextio|sjuttio|åttio|nittio|elva|tolv|tretton|fjorton|femton|sexton|sjutton|arton|nitton)\w*)?"
DATE = re.compile(
    rf"(?<![\w.])(?:(?:den |d )?(?:\d{{1,2}}(?:[:.]?[ea])?\.?|{_ORDINAL})(?: i)?[ -]?{_MONTH}\b\.?(?:[ ,-]{{0,2}}(?:{YEAR}|\d{{2}}(?![\w:.]))|(?: {IN_WORDS}))?)"
    rf"|(?<!\w){_MONTH}[ ,-]{{1,2}}(?:{YEAR})(?!\w)"
    rf"|(?<![\w/])\d{{1,2}}/\d{{1,2}}(?:(?:[/ -]{{1,2}}|[ -]?-)(?:(?:19|20)?\d{{2}}))?(?![\w/])"
    rf"|(?<![\w.-])(?:19|20)\d{{2}}[-./ ](?:0?[1-9]|1[0-2])[-./ ](?:0?[1-9]|[12]\d|3[01])(?![\w.-]\d)|(?<!\d)(?:19|20)\d{{2}}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?!\d)"
    rf"|(?<![\w.-])\d{{1,2}}[-.]\d{{1,2}}[-.](?:19|20)?\d{{2}}(?![\w.-]\d)"
    rf"|(?<!\d)\d{{2}}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?!\d)"
)


def find(reading: Reading) -> Iterator[tuple[int, int, str]]:
    for start, end in groups(DATE, reading.low):
        yield start, end, "date"
