"""A span grows over what belongs to it."""

from __future__ import annotations

import pytest

from bot.redaction import Span
from bot.redaction.whole import widened


def grown(text: str, found: str, kind: str) -> str:
    start = text.index(found)
    (span,) = widened((Span(start, start + len(found), kind, "test"),), text)
    return text[span.start : span.end]


@pytest.mark.parametrize(
    ("text", "found", "kind", "whole"),
    [
        ("går på tunets gymnasium nu", "tunets", "place", "tunets gymnasium"),
        ("bor på Mellsta camping", "Mellsta", "place", "Mellsta camping"),
        ("Per-Ols väg 3 i byn", "Per-Ols", "person", "Per-Ols väg 3"),
        ("vid Klövervallen 16, 1 tr men", "Klövervallen 16", "address", "Klövervallen 16, 1 tr"),
        ("Myrvägen 88, 784 61 Borlänge och", "Myrvägen 88", "address", "Myrvägen 88, 784 61 Borlänge"),
        ("hos Föreningen Nya Vingar ikväll", "Vingar", "unknown", "Föreningen Nya Vingar"),
        ("lösen Kajsa!1958 där", "Kajsa", "person", "Kajsa!1958"),
        ("ärende 2025-IFO-0387, tack", "IFO-0387", "case_number", "2025-IFO-0387"),
        ("se maps.example/plats/delad?id=88 nu", "maps.example", "url", "maps.example/plats/delad?id=88"),
        ("skylten abc 12", "abc", "plate", "abc 12"),
        ("slickade skon på tobbe t, vid bron", "tobbe", "person", "tobbe t"),
    ],
)
def test_when_part_of_something_was_found_then_all_of_it_is_covered(
    text: str, found: str, kind: str, whole: str
) -> None:
    assert grown(text, found, kind) == whole


@pytest.mark.parametrize(
    ("text", "found", "kind"),
    [
        ("Anna kör bil", "Anna", "person"),
        ("Ali bad mig komma", "Ali", "person"),
        ("Björn 14 år", "Björn", "person"),
        ("i Romme 3 gånger", "Romme", "place"),
        ("(Anna)", "Anna", "person"),
        ("Anna, Lisa", "Anna", "person"),
        ("anna m syrran", "anna", "person"),
    ],
)
def test_when_what_stands_beside_does_not_belong_to_it_then_it_stays(text: str, found: str, kind: str) -> None:
    assert grown(text, found, kind) == found
