"""The pipeline of `rasa init`, trained and asked as Rasa does it."""

from __future__ import annotations

from bot.evaluation.default_bot import right_of_default_bot

KNOWN = [
    ("min man slår mig", "relationship_violence"),
    ("han slår mig [ofta]", "relationship_violence"),
    ("min fru slår", "relationship_violence"),
    ("hej", "greet"),
    ("tjena", "greet"),
    ("hejsan", "greet"),
] * 3


def test_when_it_has_learnt_two_topics_then_those_it_tells_are_counted() -> None:
    rate = right_of_default_bot(
        KNOWN, [("hej du", "greet"), ("han slår", "relationship_violence"), ("hejsan du", "relationship_violence")]
    )
    assert (rate.hits, rate.count) == (2, 3)
