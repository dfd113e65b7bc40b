"""Makes a span cover the whole of what it is part of: half a name, half an address or half a number still tells.

Only for what is to be kept, where a harmless word too many costs little. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.redaction.spans import Span, merged

_CHUNK = re.compile(r"\S+")
_EDGE = "\"'”’“‘«»()[]{}<>,.!?:;…*-–"
_JOINS = frozenset("._/@=?#&!$*+~-\\|")
_KIND = (
    r"(?:[a-zåäö]{0,12}(?:skola|skolan|gymnasium|gymnasiet|förskola|förskolan|hemtjänst|hemtjänsten|boende|boendet|camping|campingen|kyrka|kyrkan|församling|församlingen|klubb|klubben|"
    r"förening|föreningen|tvättstuga|tvättstugan|centrum|torg|torget|gata|gatan|väg|vägen|gränd|gränden|restaurang|restaurangen|pizzeria|pizzerian|kiosk|kiosken|salong|salongen|"
    r"gym|gymmet|butik|butiken|bageri|bageriet|åkeri|åkeriet|café|cafe|bibliotek|biblioteket|vårdcentral|vårdcentralen|mottagning|mottagningen|lasarett|lasarettet|sjukhus|sjukhuset|"
    r"moské|moskén)|[a-zåäö]{3,12}(?:kör|kören|park|parken|plan|planen|bad|badet|hem|hemmet|stall|stallet|lag|laget|hall|hallen|gård|gården|stig|stigen)|hvb|fritids|"
    r"if|ik|ifk|bk|fc|hc|hk|ff|ab|hb|mc|bois|by|livs|bygg|städ|taxi|mek|frisör|grill|hockey|fotboll|innebandy|bandy|handboll)"
)
_BODY = (
    r"(?:(?:mc-)?klubben|föreningen|kyrkan|församlingen|skolan|förskolan|dagiset|gymmet|restaurangen|pizzerian|salongen|företaget|firman|butiken|boendet|moskén|stallet|laget|gänget|"
    r"[a-zåäö]{2,}(?:boendet|huset|hemmet|centralen|kliniken)|kören|hotellet|caféet|kaféet|åkeriet|campingen|kiosken|fritidsgården|ungdomsgården|hemmet|"
    r"restaurang|pizzeria|hotell|salong|gym(?: center)?|fik|fiket|café|kafé|apotek|apoteket|dagis|förskola|skolan|kyrka|församling|kör|klubb|förening|vandrarhem|värdshus|värdshuset|trafikskola|trafikskolan|bageri|bageriet|åkeri|taxi|"
    r"kiosk|livs|frisör|frisören|bilverkstad|däckfirman?|hemtjänst|hemtjänsten|boende|hvb|postnord|tjejjouren|kvinnojouren|brottsofferjouren|rastplatsen|campingplatsen|bokhandeln?|[a-zåäö]{2,}(?:studio|massage|center|skolan|föreningen|klubben|kåren|kyrkan|laget|församlingen))"
)
_NUMBER = r"(?:[a-zåäö]?-?\d{1,4}(?:-\d{1,4})?[a-zåäö]?)(?!\w|[.:]\d)(?! ?(?:år|åring|kr|dag|veck|gång|gg|tim|min|mån|km|mil|st\b|barn|pers))"
_BEHIND = re.compile(rf"s?(?: {_KIND}\b){{1,2}}(?: {_NUMBER})?|(?: [a-zåäö]-\d)(?!\w)", re.IGNORECASE)
_AHEAD = re.compile(
    rf"(?<!\w)(?:[A-ZÅÄÖ]\w+ ){{0,3}}(?i:{_BODY}) (?:(?:[A-ZÅÄÖ]\w+|i|på) ){{0,2}}$"
)  # "Eritreanska församlingen i "
_ADDRESS_BEHIND = re.compile(
    r"(?:,? ?(?:\d{1,2} ?tr(?:appor|app)?\b|lgh \d+|våning(?:en)? \d+))?(?:,? ?\d{3} ?\d{2}(?: [a-zåäö]{3,})?)?",
    re.IGNORECASE,
)
_STREET_NUMBER = re.compile(
    r" \d{1,3}(?: ?[a-h])?(?!\w|[.:]\d)(?! ?(?:år|kr|dag|veck|gång|gg|tim|min|mån|km|mil|st\b|barn|pers))"
)
_YEAR_BEHIND = re.compile(r" (?:i år|i fjol|förra året|nästa år)\b", re.IGNORECASE)
_PLATE_BEHIND = re.compile(r"(?:[ -]?[a-z\d]){1,4}(?!\w)", re.IGNORECASE)
_INITIAL = re.compile(
    r" [bcf-hj-lp-tv-z]\b", re.IGNORECASE
)  # "tobbe t"; the other letters alone are words or short for some
_FAR = 80  # characters before a name in which the body it belongs to may begin
_BODIES = frozenset({"person", "place", "school", "workplace", "org", "unknown", "address"})


def widened(spans: Sequence[Span], text: str) -> tuple[Span, ...]:
    """`spans` of `text`, each grown over what belongs to it; sorted and without overlap."""
    wide = [_with_neighbours(span, text) for span in spans]
    return merged((*wide, *_chunks(wide, text)))


def _with_neighbours(span: Span, text: str) -> Span:
    start, end = span.start, span.end
    if span.type in _BODIES:
        if behind := _BEHIND.match(text, end):
            end = behind.end()
        ahead = _AHEAD.search(text, max(0, start - _FAR), start)
        if ahead and ahead.end() == start:
            start = ahead.start()
    if span.type == "person" and (initial := _INITIAL.match(text, end)):
        end = initial.end()
    if span.type in ("address", "place") and (number := _STREET_NUMBER.match(text, end)):
        end = number.end()
    if span.type == "address" and (rest := _ADDRESS_BEHIND.match(text, end)):
        end = rest.end()
    if span.type in ("date", "birth_date") and (rest := _YEAR_BEHIND.match(text, end)):
        end = rest.end()
    if span.type == "plate" and (rest := _PLATE_BEHIND.match(text, end)) and any(map(str.isdigit, rest.group())):
        end = rest.end()
    return Span(start, end, span.type, span.by)


def _chunks(spans: Sequence[Span], text: str) -> Iterator[Span]:
    """For each span that covers part of a chunk written in one with digits or signs: the whole chunk."""
    for chunk in _CHUNK.finditer(text):
        said = chunk.group().strip(_EDGE)
        start = chunk.start() + chunk.group().find(said)
        end = start + len(said)
        touching = [span for span in spans if span.start < end and start < span.end]
        if touching and not any(s.start <= start and end <= s.end for s in touching):
            rest = "".join(c for i, c in enumerate(said, start) if not any(s.start <= i < s.end for s in touching))
            if any(map(str.isalnum, rest)) and (any(map(str.isdigit, said)) or _JOINS & set(said)):
                yield Span(start, end, touching[0].type, touching[0].by)
