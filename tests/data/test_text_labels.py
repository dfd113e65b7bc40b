"""The short phrases: none is missing, none is left over, buttons are short and their own."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from bot.answers.plan import ANSWER_OPTIONS
from bot.channel.faults import Fault
from bot.services.select import Reason
from bot.texts import labels
from bot.topics import HELP_TOPICS, OUT_OF_SCOPE
from tests.data.said import words_of

Check = Callable[[Iterable[str]], None]


def test_when_a_short_phrase_is_needed_then_it_is_there_and_none_is_left_over(no_faults: Check) -> None:
    offerable = HELP_TOPICS | {"anonymity", "human_handoff", OUT_OF_SCOPE} | set(labels()["start_topics"])
    needed = {
        "why": {reason.value for reason in Reason},
        "errors": {fault.code for fault in Fault},
        "answers": {option.label for option in ANSWER_OPTIONS},
        "topics": offerable,
        "cost": {"free", "ordinary_call"},
        "note": {"ask_for"},
    }
    faults = []
    for group, keys in needed.items():
        faults += [f"labels.yml: {group} lacks '{key}'" for key in keys - labels()[group].keys()]
        faults += [f"labels.yml: {group} has unused '{key}'" for key in labels()[group].keys() - keys]
    no_faults([*faults, *(f"labels.yml: unused '{g}'" for g in labels().keys() - needed.keys() - {"start_topics"})])


def test_when_a_button_is_shown_then_its_words_are_few_and_its_own() -> None:
    titles = [*labels()["topics"].values(), *labels()["answers"].values()]
    assert len(set(titles)) == len(titles)
    assert all(len(words_of(title)) <= 10 for title in titles)


def test_when_a_talk_begins_then_at_most_six_known_topics_are_offered() -> None:
    start = labels()["start_topics"]
    assert len(set(start)) == len(start) <= 6
    assert set(start) <= HELP_TOPICS | {"anonymity", "human_handoff"}
