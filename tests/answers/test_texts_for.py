"""Which text answers whom."""

from __future__ import annotations

import pytest

from bot.answers.texts_for import (
    ADULT_TEXT_FOR,
    PROFESSIONAL_TEXT_FOR,
    RELATIVE_TEXT_FOR,
    TEXT_FOR,
    YOUNG_TEXT_FOR,
    text_for,
)
from bot.topics import HELP_TOPICS, ONLY_SIGNS, TOPICS, WHO


def test_when_the_tables_are_read_then_every_topic_has_a_text_and_no_topic_is_made_up() -> None:
    assert TEXT_FOR.keys() == TOPICS | {ONLY_SIGNS}
    for table in (RELATIVE_TEXT_FOR, PROFESSIONAL_TEXT_FOR, YOUNG_TEXT_FOR, ADULT_TEXT_FOR):
        assert table.keys() <= HELP_TOPICS


@pytest.mark.parametrize(
    ("label", "who", "age", "text"),
    [
        ("relationship_violence", "self", None, "utter_relationship_violence"),
        ("relationship_violence", "none", None, "utter_relationship_violence"),
        ("relationship_violence", "child", None, "utter_relationship_violence_relative"),
        ("relationship_violence", "other", 15, "utter_relationship_violence_relative"),
        ("relationship_violence", "professional", 15, "utter_relationship_violence_professional"),
        ("relationship_violence", "self", 17, "utter_relationship_violence_young"),
        ("relationship_violence", "none", 17, "utter_relationship_violence_young"),
        ("relationship_violence", "self", 18, "utter_relationship_violence"),
        ("youth_mental_health", "self", 25, "utter_youth_mental_health"),
        ("youth_mental_health", "self", 26, "utter_youth_mental_health_adult"),
        ("forced_marriage", "professional", None, "utter_forced_marriage_professional"),
        ("child_harmed", "other", None, "utter_child_harmed"),
        ("child_harmed", "other", 14, "utter_child_harmed_young"),
        ("thanks", "child", None, "utter_thanks"),
        ("only_signs", "none", None, "utter_only_signs"),
    ],
)
def test_when_a_topic_has_a_text_for_the_point_of_view_then_it_is_that_one_and_otherwise_the_common_one(
    label: str, who: str, age: int | None, text: str
) -> None:
    assert text_for(label, who, age) == text


@pytest.mark.parametrize("age", [None, 12, 40])
@pytest.mark.parametrize("who", WHO)
def test_whoever_writes_then_every_topic_has_an_answer(who: str, age: int | None) -> None:
    for label in TOPICS | {ONLY_SIGNS}:
        assert text_for(label, who, age).startswith(f"utter_{label}")


def test_when_a_label_has_no_text_then_it_is_an_error() -> None:
    with pytest.raises(KeyError):
        text_for("danger_now", "self")
