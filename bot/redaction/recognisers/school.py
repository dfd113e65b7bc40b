"""Schools and preschools by name. Kinds of school stay."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.redaction.reading import Reading, groups
from bot.redaction.vocabulary import everyday, is_word, lists

_ONE_WORD = re.compile(
    r"\b[a-zåäöé\-]{2,}(?:skolan|skolans|skola|skolas|gymnasiet|gymnasiets|gymnasium|gymnasie|förskolan|forskolan|förskola|dagis|dagiset|fritids|folkhögskola)\b"
)
_KINDS = re.compile(
    r"(?:för|for|grund|hög|hog|mellan|låg|lag|mellanstadie|låg-? och mellan|sär|sar|folkhög|folkhog|gymnasie|språk|sprak|sim|kör|kor|trafik|musik|kultur|sommar|yrkes|fri|fristående|tränings|special|resurs|internat|brand|polis|rid|dans|kvälls|hem|ny|in|ur|bal|aikido|"
    r"anpassad|anpassade|montessori|waldorf|friskole|kommunal|statlig|mode|bibel|koran|söndags|sondags|barn|läxhjälps|vård|komvux|privat|öppna|oppna|gamla|nya|min|mitt|hans|hennes|på|)-?(?:grund|gymnasie|för|for)?(?:skolan?s?|gymnasie(?:t|ts|um)?|gymnasium|dagis(?:et)?|fritids|folkhögskola)"
)
_NAMED_AFTER = re.compile(
    r"\b(?:förskolan|forskolan|dagiset|dagis|skolan|gymnasiet|fritids|avdelning(?:en)?)[ ,:]+(?:heter )?(?P<it>[A-ZÅÄÖ][\w\-]+(?: [A-ZÅÄÖ][\w\-]+)?)"
)
_NAMED_BEFORE = re.compile(
    r"\b(?P<it>[A-ZÅÄÖ][\w\-]+(?: [a-zåäö]+)? (?:skola|gymnasium|förskola|dagis|gymnasiet|friskola|folkhögskola|fritids))\b"
)
_COLLEGE = re.compile(r"\b(?:[Hh]ögskolan|[Uu]niversitetet|[Ff]olkhögskolan) (?:i |på )?[A-ZÅÄÖ]\w+")
_CLASS = re.compile(
    r"\b(?:klass(?:en)?|åk|ak|årskurs|trean|nian) (?:\d ?[a-f]|[a-zåäö]{2,3}\d{1,2}[a-z]?)\b(?! ?\d)"
    r"|\b(?:ettan|tvåan|trean|fyran|femman|sexan|sjuan|åttan|nian) [a-f]\b(?! )|\b(?:ettan|tvåan|trean|fyran|femman|sexan|sjuan|åttan|nian) [bcdf]\b"
    r"|\b(?:klass|åk|årskurs) \d{1,2}(?= (?:på|i|vid) \w+sk[oa]l)"
)
_GOES_IN = re.compile(r"\b(?:går|gar|gick) i (?P<it>\d ?[a-f]|[a-zåäö]{2,3}\d{1,2}[a-z]?)\b(?! ?\d)")
_CLASS_ALONE = re.compile(r"(?<![\w.,:/-])[1-9][A-F](?![\w-])|(?<![\w.,:/-])[1-9][bcdf](?![\w-])")
_OWNED = re.compile(r"\b(?P<it>(?P<of>[a-zåäö]{4,}s) (?:skola|gymnasium|förskola|dagis|friskola))\b")


def find(reading: Reading) -> Iterator[tuple[int, int, str]]:
    for start, end in groups(_ONE_WORD, reading.low):
        said = reading.low[start:end]
        known = _KINDS.fullmatch(said) or said in lists("public_words")
        if not known and not (is_word(said) and said.endswith(("skola", "dagis", "fritids"))):
            yield start, end, "school"
    for match in _OWNED.finditer(reading.low):
        if match.group("of") not in everyday() and match.group("of") not in lists("seen_words"):
            yield *match.span(), "school"
    for pattern in (_NAMED_AFTER, _NAMED_BEFORE, _COLLEGE):
        for start, end in groups(pattern, reading.text):
            yield start, end, "school"
    for start, end in (
        *groups(_CLASS, reading.low),
        *groups(_GOES_IN, reading.low),
        *groups(_CLASS_ALONE, reading.text),
    ):
        yield start, end, "school"
    for word in reading.words:
        if word.low in lists("schools"):
            yield word.start, word.end, "school"
