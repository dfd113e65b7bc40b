"""Each point of view has its words, all can be said in easy Swedish, and what is filled in is what the code gives."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from bot.texts import easy_responses, responses
from bot.topics import HELP_TOPICS
from tests.data.said import EASY, ORDINARY, lix, said, words_of

Check = Callable[[Iterable[str]], None]

MOST_EASY_WORDS = 45
HARDEST_EASY_LIX = 20
NEVER_EASY = {"utter_other_language"}  # said only to those who do not write Swedish

WRITTEN_FOR_THE_WORRIED = {"gang_worry_child", "child_harmed", "friend_worry"}  # the common text is a relative's
WRITTEN_FOR_THE_YOUNG = {"child_unsafe_home", "youth_mental_health", "youth_sexual_health"}  # so is the common text


FILLED = {  # response -> what the code fills in, from the register or the talk alone
    "utter_follow_hours": {"name", "hours"},
    "utter_follow_hours_unknown": {"name"},
    "utter_follow_cost": {"name", "cost"},
    "utter_follow_cost_unknown": {"name"},
    "utter_follow_anonymous_yes": {"name"},
    "utter_follow_anonymous_no": {"name"},
    "utter_follow_anonymous_unknown": {"name"},
    "utter_follow_bill_hidden": {"name"},
    "utter_follow_bill_shown": {"name"},
    "utter_follow_bill_unknown": {"name"},
    "utter_follow_local": {"name"},
    "utter_follow_chat": {"name"},
    "utter_back_to_topic": {"topic"},
    "utter_off_topic_in_talk": {"topic"},
}


def test_when_a_topic_is_answered_then_each_point_of_view_that_differs_has_its_words(no_faults: Check) -> None:
    wanted = {f"utter_{topic}" for topic in HELP_TOPICS}
    wanted |= {f"utter_{topic}_professional" for topic in HELP_TOPICS}
    wanted |= {f"utter_{topic}_relative" for topic in HELP_TOPICS - WRITTEN_FOR_THE_WORRIED}
    wanted |= {f"utter_{topic}_young" for topic in HELP_TOPICS - WRITTEN_FOR_THE_YOUNG}
    no_faults(f"bot/texts: lacks '{name}'" for name in wanted - responses().keys())


def test_when_an_answer_can_be_said_then_it_can_be_said_in_easy_swedish(no_faults: Check) -> None:
    names, easy = responses().keys() - NEVER_EASY, easy_responses().keys()
    no_faults(
        [f"easy.yml: lacks '{n}'" for n in names - easy] + [f"easy.yml: '{n}' is no other text" for n in easy - names]
    )


def test_when_an_answer_is_easy_then_it_is_short_and_very_easy_to_read(no_faults: Check) -> None:
    faults = []
    for at, name, text in said(EASY):
        if len(words_of(text)) > MOST_EASY_WORDS:
            faults.append(f"{at}/easy.yml: {name}: {len(words_of(text))} words")
        if lix(text) > HARDEST_EASY_LIX:
            faults.append(f"{at}/easy.yml: {name}: LIX {lix(text):.0f}")
    no_faults(faults)


def test_when_a_text_has_places_to_fill_then_they_are_those_the_code_fills(no_faults: Check) -> None:
    faults = [f"FILLED: '{name}' is no text" for name in FILLED.keys() - responses().keys()]
    for at, name, text in [*said(ORDINARY), *said(EASY)]:
        places = re.findall(r"\{([a-z_]+)\}", text)
        if set(places) != FILLED.get(name, set()):
            faults.append(f"{at}: {name}: {text!r} has {sorted(places)}, is given {sorted(FILLED.get(name, ()))}")
        if {text.count("{"), text.count("}")} != {len(places)}:
            faults.append(f"{at}: {name}: {text!r} has a brace that is no place")
    no_faults(faults)
