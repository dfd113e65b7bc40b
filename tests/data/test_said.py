"""The measures the checks of texts use, each tried on sentences whose answer is known."""

from __future__ import annotations

import pytest

from tests.data.said import lix, numbers_in


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Jag ser dig. Du ser mig.", 3.0),
        ("Kommunen hjälper dig.", 3 + 100 * 2 / 3),
        ("Är du i fara: ring 112.", 6.0),
        ('Tryck på "Gå". Nu.', 2.0),
    ],
)
def test_when_lix_is_counted_then_sentences_and_long_words_count_as_agreed(text: str, value: float) -> None:
    assert lix(text) == pytest.approx(value)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ring 112.", []),
        ("är du under 18", []),
        ("ring 020-50 50 50 nu", ["020-50 50 50"]),
        ("ring 1177", ["1177"]),
        ("ring 116 111 eller 90101", ["116 111", "90101"]),
        ("+46 243 740 00", ["+46 243 740 00"]),
    ],
)
def test_when_phone_numbers_are_looked_for_then_all_but_112_are_found(text: str, found: list[str]) -> None:
    assert numbers_in(text) == found
