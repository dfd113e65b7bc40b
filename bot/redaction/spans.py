"""What is found: spans of a text, and how overlapping ones become one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

DIRECT = (
    "personnummer", "birth_date", "phone", "email", "url", "ip", "account", "case_number", "plate", "address", "handle", "person",
)  # fmt: skip
"""Types that point at one person or household by themselves."""
INDIRECT = ("school", "workplace", "org", "place", "date", "number", "unknown")
TYPES = (*DIRECT, *INDIRECT)
"""Every type; where two rules' spans overlap the one that stands first here gives its name."""


@dataclass(frozen=True, order=True)
class Span:
    """Characters `start` to `end` (code points, end excluded) of a text; `by` is the recogniser that found them."""

    start: int
    end: int
    type: str
    by: str


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Sorted spans without overlap: overlapping ones become one that covers them all."""
    found: list[Span] = []
    for span in sorted(spans):
        if found and span.start < found[-1].end:
            first = found[-1]
            named = min(first, span, key=_vagueness)
            found[-1] = Span(first.start, max(first.end, span.end), named.type, named.by)
        else:
            found.append(span)
    return tuple(found)


def _vagueness(span: Span) -> tuple[bool, bool, int]:
    """What the pipeline guesses names a span only where no rule has a name for it."""
    return span.type == "unknown", span.by == "learned", TYPES.index(span.type)


def bridged(spans: Sequence[Span], text: str) -> tuple[Span, ...]:
    """`spans` of `text` with "a firm i a village" made one: the two together tell more than each."""
    found: list[Span] = []
    for span in spans:
        if (
            found
            and found[-1].type in _BODIES
            and span.type in _WHEREABOUTS
            and _BRIDGE.fullmatch(text[found[-1].end : span.start])
        ):
            found[-1] = Span(found[-1].start, span.end, found[-1].type, found[-1].by)
        else:
            found.append(span)
    return tuple(found)


_BODIES = frozenset({"school", "workplace", "org", "unknown", "address"})
_WHEREABOUTS = frozenset({"place", "address", "org", "workplace", "unknown"})
_BRIDGE = re.compile(r" (?:i|på|vid|utanför) ", re.IGNORECASE)
