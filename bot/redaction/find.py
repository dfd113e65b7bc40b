"""Finds what could identify somebody: each recogniser's spans, made one list."""

from __future__ import annotations

from collections.abc import Sequence

from bot.redaction import vocabulary
from bot.redaction.reading import Reading
from bot.redaction.recognisers import DIRECT, INDIRECT, Recogniser
from bot.redaction.spans import Span, bridged, merged
from bot.redaction.whole import widened

MOST_CHARACTERS = 20_000


class TooLong(ValueError):
    """The text is longer than MOST_CHARACTERS."""


def find(text: str) -> tuple[Span, ...]:
    """Everything to take out before `text` is kept, fail-closed: sorted spans without overlap.

    Raises TooLong, pipeline.NoPipeline, dictionary.NoDictionary.
    """
    return find_by(text, (*DIRECT, *INDIRECT, vocabulary.find))


def find_by(text: str, recognisers: Sequence[Recogniser]) -> tuple[Span, ...]:
    """What `recognisers` find together, each span grown over what belongs to it. Raises TooLong."""
    return widened(_found(text, recognisers), text)


def find_direct(text: str) -> tuple[Span, ...]:
    """Direct identifiers only (numbers, addresses, links, handles), for the door. Raises TooLong."""
    return _found(text, DIRECT)


def _found(text: str, recognisers: Sequence[Recogniser]) -> tuple[Span, ...]:
    if len(text) > MOST_CHARACTERS:
        raise TooLong(f"a text may have {MOST_CHARACTERS} characters, this one has {len(text)}")
    reading = Reading.of(text)
    spans = []
    for recognise in recognisers:
        for start, end, kind in recognise(reading):
            spans.append(Span(*reading.original(start, end), kind, recognise.__module__.rsplit(".", 1)[-1]))
    return bridged(merged(spans), text)
