"""Named employers, clubs, congregations and gangs. Public services stay."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.redaction.reading import Reading, groups
from bot.redaction.vocabulary import everyday, lists, several_words

_WORKS = re.compile(
    r"\b(?:jobb\w*|arbet\w*|anställd|anstalld|prakti\w*|chef|säljer|kör|städar|extra|vikarie\w*|receptionist|lärling|sommarjobb\w*)(?: \w+){0,3} (?:på|pa|hos|åt|för|vid|i)[ ]$"
)
_CLUB = re.compile(
    r"\b(?:if|ik|ifk|bk|fc|hc|hk|aik|fk|sk|gif|ff|fbc|ibk|ibf|tk|gk)[ -](?P<it>[a-zåäö]{3,})\b|\b(?P<club>[a-zåäö]{3,}(?:s)? (?:if|ik|ifk|bk|fc|hc|hk|fk|sk|gif|ff|fbc|ibk|ibf|bois|hockey|innebandy|fotboll|bandy|ishockey|budo|ridklubb|boxningsklubb|församling|kyrka|moské|pizzeria|restaurang|bageri|frisör|åkeri|bygg|taxi|kiosk|grill|livs|mc|mma|sim|ab|hb|scoutkår|däck|bil|städ|gym|fighters|salong|hotell|bilverkstad|trafikskola|hemtjänst|assistans|bemanning))\b"
)
_AMPERSAND = re.compile(r"(?<![\w&])[a-zåäö]{1,12} ?& ?[a-zåäö]{1,12}(?![\w&])")
_GROUP = re.compile(r"\b[a-zåäö\d]+-(?:gänget|ligan|nätverket|klanen|familjen|killarna|grabbarna)\b")
_WORKPLACE = re.compile(
    r"\b(?:jobb\w*|arbet\w*|anställd|prakti\w*|prao\w*|städ\w*) (?:\w+ ){0,2}?(?:i|på|pa|hos|åt|vid) (?P<it>[a-zåäö]{4,} (?:i|på|vid) [A-ZÅÄÖ][a-zåäö]+)"
)
_HOLY = re.compile(
    r"\b(?P<it>[a-zåäö]{3,}(?:kyrkan|moskén|moskeen|församlingen|forsamlingen|sjukhemmet|hemmet|gården|mässan))\b"
)


_HOUSE = re.compile(
    r"\b(?:hvb(?:[ -]?hemmet)?|[a-zåäö]{3,}(?:boendet|hemmet|huset|kliniken|mottagningen|centralen)|boendet|hemmet|behandlingshemmet|familjehemmet|hotell(?:et)?|vandrarhem(?:met)?|restaurang(?:en)?|pizzeria(?:n)?|kafé(?:et)?|café(?:et)?|fiket|salong(?:en)?|apoteket|dagis|förskolan|värdshuset|trafikskola(?:n)?|bageriet|åkeriet|frisören|kören|tjejjouren|[a-zåäö]{3,}(?:studio|massage|föreningen|klubben|kåren|hörnan)|gymmet|stallet|krogen|puben|campingen|kyrkan|moskén|fritidsgården|ungdomsgården) (?P<it>[a-zåäö]{4,})\b"
)
_WARD = re.compile(r"\b(?:avd(?:elning(?:en)?)?\.?|avd) \d{1,3}[a-z]?(?: (?:på|i|vid) \w+)?\b")


def find(reading: Reading) -> Iterator[tuple[int, int, str]]:
    known = lists("organisations")
    for match in several_words("organisations").finditer(reading.low):
        yield *match.span(), "org"
    for word in reading.words:
        if word.low in known or word.low.removesuffix("s") in known:
            yield word.start, word.end, "workplace" if _WORKS.search(reading.before(word.start, 45)) else "org"
    for start, end in groups(_HOUSE, reading.low):
        said = reading.low[start:end]
        if said not in everyday() and said not in lists("seen_words"):
            yield start, end, "org"
    for start, end in groups(_WARD, reading.low):
        yield start, end, "workplace"
    for start, end in groups(_AMPERSAND, reading.low):
        if not all(part.strip() in everyday() for part in reading.low[start:end].split("&")):
            yield start, end, "org"
    for start, end in groups(_GROUP, reading.low):
        yield start, end, "org"
    for start, end in groups(_WORKPLACE, reading.text):
        yield start, end, "workplace"
    for match in _CLUB.finditer(reading.low):
        said = match.group("it") or match.group("club").rsplit(" ", 1)[0]
        if said not in lists("often_words"):
            yield *match.span(), "org"
    for start, end in groups(_HOLY, reading.low):
        if reading.low[start:end] not in lists("common_bodies") and reading.low[start:end] not in everyday():
            yield start, end, "org"
