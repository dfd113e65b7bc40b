"""Places small enough to narrow somebody down: districts, villages, smaller towns. Large ones and countries stay."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.redaction.reading import Reading
from bot.redaction.vocabulary import everyday, lists, several_words

_ENDINGS = re.compile(
    r"[a-zåäöé]{3,}(?:torp|arvet|sveden|ängar|gårdarna|gardarna|myren|backarna|hyttan|näs|nas|sjön|vik|köping|hamn|parken|centrum|badet|berget|åsen|holmen|ström|fors|forsen|bro|by|byn|sta|stad|tuna|lund|lunda|dalen|udden|backa|ryd|hult|måla|benning|bo|bäcken|backen|hagen)s?$"
)
_WHERE = re.compile(r"\b(?:i|på|från|till|vid|runt|bor i|hos|genom|utanför|nära|mot)[ ]$")


def find(reading: Reading) -> Iterator[tuple[int, int, str]]:
    for match in several_words("places").finditer(reading.low):
        yield *match.span(), "place"
    places, public = lists("places"), lists("public_words")
    for word in reading.words:
        if word.low in public:
            continue
        if (
            word.low in places
            or word.low.removesuffix("s") in places
            or (_ENDINGS.fullmatch(word.low) and word.low not in everyday())
            or (word.text[0].isupper() and not reading.text.isupper() and _WHERE.search(reading.before(word.start, 10)))
        ):
            yield word.start, word.end, "place"
