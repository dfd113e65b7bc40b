"""Puts a typed placeholder where something was found."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.redaction.spans import Span

PLACEHOLDERS = {
    "personnummer": "[personnummer]",
    "birth_date": "[födelsedatum]",
    "phone": "[telefon]",
    "email": "[e-post]",
    "url": "[länk]",
    "ip": "[ip-adress]",
    "account": "[konto]",
    "case_number": "[ärende]",
    "plate": "[bil]",
    "address": "[adress]",
    "handle": "[användarnamn]",
    "person": "[namn]",
    "school": "[skola]",
    "workplace": "[arbetsplats]",
    "org": "[förening]",
    "place": "[plats]",
    "date": "[datum]",
    "number": "[nummer]",
    "unknown": "[ord]",
}


def replace(text: str, spans: Sequence[Span]) -> str:
    """Return `text` with a placeholder for each of `spans`, which are sorted and do not overlap, as `find` gives them."""
    parts, done = [], 0
    for span in spans:
        parts += [text[done : span.start], PLACEHOLDERS[span.type]]
        done = span.end
    return "".join([*parts, text[done:]])


_PLACEHOLDER = re.compile("|".join(re.escape(p) for p in PLACEHOLDERS.values()))


def has_placeholder(text: str) -> bool:
    """True when something was taken out of `text`."""
    return _PLACEHOLDER.search(text) is not None


def without_placeholders(text: str) -> str:
    """`text` for the classifiers, whom the name of a placeholder ("telefon") would lead astray."""
    return _PLACEHOLDER.sub(" ", text)
