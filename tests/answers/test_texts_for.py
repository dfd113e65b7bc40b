"""Which text answers whom."""

from __future__ import annotations

import pytest

from bot.answers.texts_for import PROFESSIONAL_TEXT_FOR, RELATIVE_TEXT_FOR, TEXT_FOR, text_for
from bot.topics import HELP_TOPICS, ONLY_SIGNS, TOPICS, WHO


def test_when_the_tables_are_read_then_every_topic_has_a_text_and_no_topic_is_made_up() -> None:
    assert TEXT_FOR.keys() == TOPICS | {ONLY_SIGNS}
    assert RELATIVE_TEXT_FOR.keys() <= HELP_TOPICS
    assert PROFESSIONAL_TEXT_FOR.keys() <= HELP_TOPICS


@pytest.mark.parametrize(
    ("label", "who", "text"),
    [
        ("relationship_violence", "self", "utter_relationship_violence"),
        ("relationship_violence", "none", "utter_relationship_violence"),
        ("relationship_violence", "child", "utter_relationship_violence_relative"),
        ("relationship_violence", "other", "utter_relationship_violence_relative"),
        ("relationship_violence", "professional", "utter_relationship_violence_professional"),
        ("forced_marriage", "professional", "utter_honour_oppression_professional"),
        ("child_unsafe_home", "professional", "utter_child_harmed_professional"),
        ("stalking", "professional", "utter_stalking_relative"),  # no text of its own: the relatives' fits better
        ("police_report", "professional", "utter_police_report"),
        ("police_report", "other", "utter_police_report"),
        ("child_harmed", "other", "utter_child_harmed"),
        ("thanks", "child", "utter_thanks"),
        ("only_signs", "none", "utter_only_signs"),
    ],
)
def test_when_a_topic_has_a_text_for_the_point_of_view_then_it_is_that_one_and_otherwise_the_common_one(
    label: str, who: str, text: str
) -> None:
    assert text_for(label, who) == text


@pytest.mark.parametrize("who", WHO)
def test_whoever_writes_then_every_topic_has_an_answer(who: str) -> None:
    for label in TOPICS | {ONLY_SIGNS}:
        assert text_for(label, who).startswith(f"utter_{label}") or who == "professional"


def test_when_a_label_has_no_text_then_it_is_an_error() -> None:
    with pytest.raises(KeyError):
        text_for("danger_now", "self")
