"""Phone numbers in digits, however they are grouped, and digit by digit in words. Public helplines stay."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.redaction import public
from bot.redaction.reading import Reading

_GROUPED = re.compile(
    r"(?<![\w.])(?:\(?\+|\(?0)\d?(?:[ \-–./()]{0,3}\d){5,15}(?!\w)(?: ?(?:ankn|anknytning)\.? ?\d{1,5})?"
)
_BROKEN = re.compile(
    r"(?<![\w.])0\d{1,3}[ -]+(?:sen|sedan|och|o|å|sedan kommer|streck)[ -]+\d{2,3}(?:[ -]?\d{2,3}){1,3}(?!\w)"
)
_CALLED = re.compile(
    r"\b(?:nummer\w*|nr|numret|tel\w*|mobil\w*|ring|ringer|n[åa]s p[åa]|smsa?|sms:a|swish\w*|whatsapp)\W{1,3}(?:\w+\W{1,2}){0,3}?(?P<it>\+?\d(?:[ \-–./]{0,2}\d){4,13})(?!\w)"
)
_DIGIT = r"(?:nolla?|etta?|en|tv[åa]a?|trea?|fyra|fem(?:ma)?|sexa?|sjua?|[åa]tta|nio|nia|tio|elva|tolv|tretton|fjorton|femton|sexton|sjutton|arton|nitton|(?:tju(?:go|ge)?|trettio?|fyrtio?|femtio?|sextio?|sjuttio?|[åa]ttio?|nittio?)(?:ett|tv[åa]|tre|fyra|fem|sex|sju|[åa]tta|nio)?|hundra|\d{1,3})"
_BEGUN_IN_WORDS = re.compile(r"\bnoll ?(?:sjuttio\w*|åtta|ett|två|tre|fyra|fem|sex|sju|nio)[ -]+(?:\d[ -]?){4,9}(?!\w)")
_IN_WORDS = re.compile(
    rf"\b(?:plus |(?=noll))(?:{_DIGIT}[\s,.–-]{{1,3}}){{4,}}{_DIGIT}\b|\b(?:{_DIGIT}[\s,.–-]{{1,3}}){{6,}}{_DIGIT}\b"
)
_CALLED_IN_WORDS = re.compile(
    rf"\b(?:numm?[er]{{1,2}}\w*|nr|tel\w*|mobil\w*|ring|ringer|n[åa]s p[åa]|swish\w*)\W{{1,3}}(?:(?:e|är|ä|mig|på|hans|mitt|hennes)\W{{1,2}}){{0,3}}?(?P<it>(?:{_DIGIT}[\s,.–-]{{1,3}}){{4,}}{_DIGIT})\b"
)


def find(reading: Reading) -> Iterator[tuple[int, int, str]]:
    for pattern in (_GROUPED, _BROKEN, _CALLED, _BEGUN_IN_WORDS, _IN_WORDS, _CALLED_IN_WORDS):
        for match in pattern.finditer(reading.low):
            start, end = match.span("it" if "it" in pattern.groupindex else 0)
            said = reading.text[start:end]
            if not public.is_number(said) and not _all_public(said):
                yield start, end, "phone"


def _all_public(said: str) -> bool:
    """True for "112 114 14": public numbers that stand beside each other."""
    rest = public.digits(said)
    known = sorted(public.numbers(), key=len, reverse=True)
    while rest:
        first = next((number for number in known if rest.startswith(number)), None)
        if first is None:
            return False
        rest = rest[len(first) :]
    return said.strip()[:1] in "19"
