"""Street addresses, named streets, flat numbers and postal codes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.redaction.reading import Reading, groups
from bot.redaction.vocabulary import lists

_KIND = r"(?:gatan|gata|vägen|vagen|väg|gränd|granden|gränden|stigen|stig|torget|torg|backen|allén|alle|allé|leden|gången|promenaden|kroken|svängen|slingan|ringen|esplanaden|tvär|plan|gården|bostaden|stråket|vreten|hagen|kajen)"
_FLAT = r"(?:,? ?(?:lgh|lägenhet|lägenhetsnummer|vån(?:ing(?:en)?)?|tr(?:appor|app)?|port(?:en)?|uppg(?:ång)?)\.? ?\d{1,4}[a-z]?|,? ?\d (?:tr|trappor)|,? rum \d{1,3}|,? ?(?:uppg(?:ång(?:en)?)?|port(?:en)?|trapphus)\.? ?[a-h]\b| ?(?:ö\.?g\.?|nb|n\.?b\.?|v\.?|h\.?)(?!\w))"
_NUMBERED = re.compile(
    rf"\b(?:(?:[nsöv]\.?|norra|södra|sodra|östra|ostra|västra|vastra|stora|lilla|gamla|nya|övre|nedre|mellan|yttre|inre|[a-zåäöé]{{3,}}s) )?[a-zåäöé]*{_KIND},? ?(?:nr |nummer )?\d{{1,4}}(?: ?[a-h])?\b(?![.:]\d){_FLAT}*"
)
_TWO_WORDS = re.compile(r"\b[A-ZÅÄÖ]\w+ (?:vägen|gatan|gränden?|stigen|torget|allén|backen) \d{1,3}(?: ?[A-Ha-h])?\b")
_IN_WORDS = re.compile(
    rf"\b[a-zåäöé]{{3,}}{_KIND} (?:nummer )?(?:ett|två|tre|fyra|fem|sex|sju|åtta|nio|tio|elva|tolv|tretton|fjorton|femton|sexton|sjutton|arton|nitton|tjugo\w*|trettio\w*|fyrtio\w*|femtio\w*|sextio\w*|sjuttio\w*|åttio\w*|nittio\w*|(?:ett|två|tre)?hundra\w*)(?: ?[a-h])?\b"
)
_STREET = re.compile(r"\b[a-zåäöé]{3,}(?:gatan|vägen|vagen|gränd|gränden|stigen|allén|esplanaden|torget)\b")
_LIVES = re.compile(
    r"\b(?:bor|bodde|adress\w*|hyr|flyttat till|hämta mig)(?: \w+){0,2} (?:på|pa|i|är|e|:) (?P<it>[a-zåäöé]{3,}(?: [a-zåäöé]{3,})? \d{1,3} ?[a-h]?)\b(?! ?(?:år|ar|dag|veck|mån|tim|min|rum|rok|barn|person|km|mil|kvm|st\b|kr|gång))"
)
_FLAT_ALONE = re.compile(
    r"\b(?:lgh|lägenhet(?:snummer|en)?|lägenhetsnr)\.?(?: nr| nummer)? ?\d{1,4}\b|\bport(?:en)? \d{1,3}[a-z]?\b|\b\d(?:an)? ?trappor? (?:upp )?(?:på|i|vid) [a-zåäö]{4,}(?:vägen|gatan)"
)
_CARE_OF = re.compile(rf"(?<!\w)c/o [a-zåäöé]+(?:,? [a-zåäöé]*{_KIND} \d{{1,4}}(?: ?[a-h])?\b)?")
_BOX = re.compile(r"\b(?:box|postbox|postfack|lantbrevlåda) \d{1,5}\b")
_POSTAL = re.compile(
    r"(?<![\w-])(?:s-?)?[1-9]\d{2} \d{2}(?= [a-zåäö]{3,})(?! (?:kr|kronor|spänn|personer|ggr|gånger|st\b))|(?:postn\w*|postadress\w*)\W{1,3}(?:är )?\d{3} ?\d{2}"
)


def find(reading: Reading) -> Iterator[tuple[int, int, str]]:
    for pattern in (_NUMBERED, _IN_WORDS, _LIVES, _FLAT_ALONE, _CARE_OF, _BOX, _POSTAL):
        for start, end in groups(pattern, reading.low):
            said = reading.low[start:end]
            if said.split()[0] not in lists("common_ways"):
                yield start, end, "address"
    for start, end in groups(_TWO_WORDS, reading.text):
        yield start, end, "address"
    for start, end in groups(_STREET, reading.low):
        if reading.low[start:end] not in lists("common_ways"):
            yield start, end, "address"
