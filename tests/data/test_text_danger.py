"""Where 112 must be named, and where it comes first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import pytest

from bot.answers import texts_for
from bot.texts import easy_responses, labels, responses
from bot.topics import DANGER_LINE_TOPICS, HELP_TOPICS
from tests.data.said import EASY, ORDINARY, said, words_of

Check = Callable[[Iterable[str]], None]

VIEWS = ("_relative", "_professional", "_young", "_adult")


def _texts_of(topic: str) -> Iterator[tuple[str, str]]:
    """(where, text) of a topic from every point of view, the easy ones too."""
    names = [f"utter_{topic}", *(f"utter_{topic}{view}" for view in VIEWS)]
    for at, name, text in [*said(ORDINARY), *said(EASY)]:
        if name in names:
            yield f"{at}: {name}", text


@pytest.mark.parametrize("topic", sorted(DANGER_LINE_TOPICS))
def test_when_a_topic_may_hide_danger_then_all_its_texts_name_112(no_faults: Check, topic: str) -> None:
    assert len(list(_texts_of(topic))) >= 8, "common and local, both kinds of Swedish, at least two points of view"
    no_faults(f"{at}: does not name 112" for at, text in _texts_of(topic) if "112" not in text)


@pytest.mark.parametrize("topic", sorted(HELP_TOPICS - DANGER_LINE_TOPICS))
def test_when_the_common_text_of_a_topic_names_112_then_all_its_texts_do(no_faults: Check, topic: str) -> None:
    if any("112" in texts[f"utter_{topic}"] for texts in ORDINARY.values()):
        no_faults(f"{at}: does not name 112" for at, text in _texts_of(topic) if "112" not in text)


def test_when_an_answer_names_112_then_the_easy_one_does(no_faults: Check) -> None:
    no_faults(
        f"{at}/easy.yml: {name}: does not name 112"
        for at, name, text in said(EASY)
        if "112" in ORDINARY[at].get(name, "") and "112" not in text
    )


@pytest.mark.parametrize("texts", [responses(), easy_responses()], ids=["ordinary", "easy"])
@pytest.mark.parametrize("name", ["utter_danger_now", "utter_fault"])
def test_when_it_is_acute_then_112_is_the_first_word(name: str, texts: dict[str, str]) -> None:
    assert words_of(texts[name])[0] == "112"
    assert texts[name].startswith("112")


@pytest.mark.parametrize("code", sorted(labels()["errors"]))
def test_when_a_request_is_refused_then_the_words_still_name_112(code: str) -> None:
    assert "112" in labels()["errors"][code]


@pytest.mark.parametrize(
    "name",
    [
        "utter_greet", "utter_goodbye", "utter_offer_topics", "utter_not_understood_again", "utter_other_language",
        "utter_two_topics", "utter_not_that", "utter_no_to_topics", "utter_follow_nothing_running", "utter_told_more",
        "utter_after_danger_gentle", "utter_refuses_112",
    ],
)  # fmt: skip
def test_when_a_text_stands_where_no_topic_is_known_or_in_a_topics_place_then_112_is_named(name: str) -> None:
    assert all("112" in texts[name] for texts in ORDINARY.values())


def test_when_a_table_has_a_text_for_a_topic_then_it_is_not_the_common_one(no_faults: Check) -> None:
    tables = {name: table for name, table in vars(texts_for).items() if name.endswith("_TEXT_FOR")}
    assert tables
    no_faults(
        f"texts_for.py: {table}: '{topic}' has the common text"
        for table, texts in tables.items()
        for topic, name in texts.items()
        if texts_for.TEXT_FOR.get(topic) == name
    )
