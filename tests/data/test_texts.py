"""What is said: every text is used, every used one exists, and all are short, plain, safe and kind."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest
import yaml

from bot.answers import texts_for
from bot.answers.plan import ANSWER_OPTIONS
from bot.channel.faults import Fault
from bot.services.select import Reason
from bot.settings import ROOT
from bot.texts import (
    EASY_FILE,
    LABELS_FILE,
    common_easy_responses,
    common_responses,
    easy_responses,
    labels,
    local_files,
    response_files,
    responses,
)
from bot.topics import DANGER_LINE_TOPICS, HELP_TOPICS, OUT_OF_SCOPE
from tests.data.sources import (
    RESPONSE_NAME,
    built_names_in,
    code_files,
    content_of,
    domain,
    rules,
    steps_of,
    strings_in,
    tree_of,
    where,
)

Check = Callable[[Iterable[str]], None]

COMMON, LOCAL = "bot/texts", "kommuner/borlange"
ORDINARY = {COMMON: common_responses(), LOCAL: responses()}
EASY = {COMMON: common_easy_responses(), LOCAL: easy_responses()}
"""What is said where a kommun has no words of its own, and what is said in Borlänge: both must hold."""

MOST_WORDS = 60
HARDEST_LIX = 30  # what a child of twelve reads with ease
MOST_EASY_WORDS = 45
HARDEST_EASY_LIX = 20
LONG_WORD = 6
NEVER_EASY = {"utter_other_language"}  # said only to those who do not write Swedish

VIEWS = ("_relative", "_professional", "_young", "_adult")
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

SOURCES_FILE = ROOT / "docs" / "sources.md"
SOURCE_COLUMNS = ("Response", "Fact id", "Source", "Date", "Certainty")
GENERAL_KNOWLEDGE = "general-knowledge"

BLAMES_LABELS_OR_PROMISES = (
    "varför lämnar du", "varför gick du", "varför stannar du", "varför sa du inget", "du borde ha", "du måste", "skyll",
    "provocera", "parterapi", "familjerådgivning", "medlare", "förlåt honom", "förlåt henne", "tänk positivt",
    "lugna ner dig", "ryck upp dig", "du överdriver", "missförstånd", "offer", "gärningsman", "förövare", "kriminell",
    "missbrukare", "psykiskt sjuk", "helt anonym", "alltid anonym", "garanterat", "garanterar", "vi lovar", "jag lovar",
    "ingen får någonsin veta", "ingen får veta", "ingen kommer att få veta", "100 procent", "helt säkert", "allt blir bra",
    "allt kommer att ordna sig", "du har depression", "du lider av", "diagnos",
)  # fmt: skip

BUREAUCRATIC = (
    "vänligen", r"samt\b", "erhålla", "beträffande", "avseende", "huruvida", "ifrågavarande", "vidtaga", "nyttja", "inkomma med",
    "handläggning", "insats", "ärende", "klient", "brukare", r"individ\b",
)  # fmt: skip


ASKS_WHO_OR_WHERE = (
    "vad heter", "vem är du", "var bor", "var är du nu", "vilken skola", "vilken gata", "vilken klass", "personnummer",
    "ditt telefonnummer",
)  # fmt: skip

# --- the measures, each tried on sentences whose answer is known ---


def words_of(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def lix(text: str) -> float:
    """Words a sentence plus the share of words over six letters; a colon does not end a sentence here."""
    words, sentences = words_of(text), re.findall(r"[.!?]+(?=\s|\"|$)", text)
    return len(words) / max(1, len(sentences)) + 100 * sum(len(w) > LONG_WORD for w in words) / len(words)


def numbers_in(text: str) -> list[str]:
    """Runs of at least three digits, with what is written between the groups of a phone number."""
    return [n for n in re.findall(r"\+?\d(?:[ \-/]{0,2}\d){2,}", text) if n != "112"]


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


# --- names ---


def _written() -> dict[str, str]:
    """Response name -> its file."""
    return {name: where(path) for path in response_files() for name in content_of(path)["responses"]}


def _used() -> Iterator[tuple[str, str]]:
    """(response name, where it is used): code, rules and the domain."""
    for path in code_files("bot", "actions"):
        for text in strings_in(tree_of(path)):
            if RESPONSE_NAME.fullmatch(text):
                yield text, where(path)
    for path, rule in rules():
        for action in steps_of(rule, "action"):
            if RESPONSE_NAME.fullmatch(action):
                yield action, path
    for action in domain()["actions"]:
        if RESPONSE_NAME.fullmatch(action):
            yield action, "domain.yml"


def test_when_a_response_is_used_then_it_is_written_and_when_it_is_written_then_it_is_used(no_faults: Check) -> None:
    written, used = _written(), list(_used())
    missing = [f"{path}: '{name}' stands in no file of bot/texts" for name, path in used if name not in written]
    names = {name for name, path in used if path != "domain.yml"}
    unused = [f"{path}: '{name}' is never said" for name, path in written.items() if name not in names]
    no_faults([*missing, *unused])


def test_when_code_names_a_response_then_the_name_stands_there_whole(no_faults: Check) -> None:
    no_faults(
        f"{where(path)}: builds a response name: {built}"
        for path in code_files("bot", "actions")
        for built in built_names_in(tree_of(path))
    )


def test_when_a_rule_says_a_text_itself_then_the_domain_declares_it_and_no_other(no_faults: Check) -> None:
    said = {a for _, rule in rules() for a in steps_of(rule, "action") if RESPONSE_NAME.fullmatch(a)}
    declared = {a for a in domain()["actions"] if RESPONSE_NAME.fullmatch(a)}
    no_faults(
        [f"domain.yml: lacks '{n}'" for n in said - declared] + [f"domain.yml: '{n}' unsaid" for n in declared - said]
    )


def test_when_sentences_are_looked_for_then_code_has_none(no_faults: Check) -> None:
    no_faults(
        f"{where(path)}: a sentence in code: {node.args[0].value!r}"
        for path in code_files("actions")
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant)
        if isinstance(node.args[0].value, str) and " " in node.args[0].value
    )


@pytest.mark.parametrize("path", [*response_files(), EASY_FILE, *local_files()], ids=where)
def test_when_a_file_holds_texts_then_each_response_is_one_text_and_nothing_else(path: Path) -> None:
    assert path.read_text(encoding="utf-8").startswith("# "), "the first line says what the file is for"
    for name, variants in content_of(path)["responses"].items():
        assert RESPONSE_NAME.fullmatch(name), name
        assert len(variants) == 1, f"{name}: only the first text of several would ever be said"
        assert set(variants[0]) == {"text"}, name


def test_when_a_response_is_written_then_it_stands_in_one_place_only(no_faults: Check) -> None:
    faults = []
    for paths in (response_files(), [EASY_FILE]):
        seen: dict[str, str] = {}
        for path in paths:
            for key, _ in _keys_of(path):
                if key in seen:
                    faults.append(f"{where(path)}: '{key}' also stands in {seen[key]}")
                seen[key] = where(path)
    no_faults(faults)


def _keys_of(path: Path) -> Iterator[tuple[str, int]]:
    """Response names as written: a plain YAML reader keeps only the last of two equal keys."""
    root = yaml.compose(path.read_text(encoding="utf-8"), yaml.CSafeLoader)
    for key, value in root.value:
        if key.value == "responses":
            for name, _ in value.value:
                yield name.value, name.start_mark.line


# --- points of view and easy Swedish ---


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
    for at, name, text in _said(EASY):
        if len(words_of(text)) > MOST_EASY_WORDS:
            faults.append(f"{at}/easy.yml: {name}: {len(words_of(text))} words")
        if lix(text) > HARDEST_EASY_LIX:
            faults.append(f"{at}/easy.yml: {name}: LIX {lix(text):.0f}")
    no_faults(faults)


def test_when_a_text_has_places_to_fill_then_they_are_those_the_code_fills(no_faults: Check) -> None:
    faults = [f"FILLED: '{name}' is no text" for name in FILLED.keys() - responses().keys()]
    for at, name, text in [*_said(ORDINARY), *_said(EASY)]:
        places = re.findall(r"\{([a-z_]+)\}", text)
        if set(places) != FILLED.get(name, set()):
            faults.append(f"{at}: {name}: {text!r} has {sorted(places)}, is given {sorted(FILLED.get(name, ()))}")
        if {text.count("{"), text.count("}")} != {len(places)}:
            faults.append(f"{at}: {name}: {text!r} has a brace that is no place")
    no_faults(faults)


# --- wording ---


def _said(sets: dict[str, dict[str, str]]) -> Iterator[tuple[str, str, str]]:
    """(where, response name, text)"""
    return ((at, name, text) for at, texts in sets.items() for name, text in texts.items())


def _every_text() -> list[tuple[str, str]]:
    """(where, text): whole answers and the labels' short phrases."""
    short = [
        (f"{where(LABELS_FILE)}: {group}/{key}", text)
        for group, phrases in labels().items()
        if isinstance(phrases, dict)
        for key, text in phrases.items()
    ]
    whole = [(f"{at}: {name}", text) for texts in (ORDINARY, EASY) for at, name, text in _said(texts)]
    return whole + short


def test_when_a_text_is_said_then_it_is_at_most_sixty_words(no_faults: Check) -> None:
    no_faults(f"{at}: {len(words_of(t))} words" for at, t in _every_text() if len(words_of(t)) > MOST_WORDS)


def test_when_an_answer_is_said_then_it_is_easy_to_read(no_faults: Check) -> None:
    no_faults(f"{at}: {n}: LIX {lix(t):.0f}" for at, n, t in _said(ORDINARY) if lix(t) > HARDEST_LIX)


def test_when_a_number_is_said_then_it_is_112_and_all_others_come_from_the_register(no_faults: Check) -> None:
    allowed = {f"{where(LABELS_FILE)}: errors/too_long": ["2000"]}
    no_faults(f"{at}: number {n}" for at, t in _every_text() for n in numbers_in(t) if n not in allowed.get(at, ()))


@pytest.mark.parametrize("phrase", BLAMES_LABELS_OR_PROMISES)
def test_when_a_text_is_said_then_it_neither_blames_nor_labels_nor_promises_too_much(
    no_faults: Check, phrase: str
) -> None:
    no_faults(f"{at}: '{phrase}'" for at, t in _every_text() if re.search(rf"\b{phrase}", t.lower()))


@pytest.mark.parametrize("phrase", BUREAUCRATIC)
def test_when_a_text_is_said_then_it_is_not_in_officialese(no_faults: Check, phrase: str) -> None:
    no_faults(f"{at}: '{phrase}'" for at, t in _every_text() if re.search(rf"\b{phrase}", t.lower()))


@pytest.mark.parametrize("phrase", ASKS_WHO_OR_WHERE)
def test_when_a_text_is_said_then_it_asks_nothing_that_tells_who_somebody_is(no_faults: Check, phrase: str) -> None:
    no_faults(f"{at}: '{phrase}'" for at, t in _every_text() if re.search(rf"\b{phrase}\b[^.!]*\?", t.lower()))


def test_when_a_text_speaks_to_the_resident_then_it_says_du(no_faults: Check) -> None:
    no_faults(f"{at}: 'Ni' or 'Er'" for at, t in _every_text() if re.search(r"\b(Ni|Er|Ert|Era)\b", t))


def test_when_an_answer_is_said_then_it_ends_as_a_sentence_without_stray_space(no_faults: Check) -> None:
    no_faults(
        f"{at}: {n}: {t[-20:]!r}"
        for at, n, t in [*_said(ORDINARY), *_said(EASY)]
        if t != t.strip() or "  " in t or not t.endswith((".", "?", "!"))
    )


# --- 112 ---


def _texts_of(topic: str) -> Iterator[tuple[str, str]]:
    """(where, text) of a topic from every point of view, the easy ones too."""
    names = [f"utter_{topic}", *(f"utter_{topic}{view}" for view in VIEWS)]
    for at, name, text in [*_said(ORDINARY), *_said(EASY)]:
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
        for at, name, text in _said(EASY)
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


# --- sources ---


def _source_rows() -> list[tuple[str, ...]]:
    """The table of docs/sources.md without its head, each cell without backticks."""
    lines = [line for line in SOURCES_FILE.read_text(encoding="utf-8").splitlines() if line.startswith("|")]
    rows = [tuple(cell.strip().strip("`") for cell in line.strip("|").split("|")) for line in lines]
    assert rows[0] == SOURCE_COLUMNS
    return rows[2:]


def test_when_a_fact_is_told_then_it_has_a_source(no_faults: Check) -> None:
    sourced = {row[0] for row in _source_rows() if row[-1] != GENERAL_KNOWLEDGE}
    facts = [name for name in responses() if name.startswith("utter_fact_")]
    assert facts
    no_faults(f"docs/sources.md: no source for '{name}'" for name in facts if name not in sourced)


def test_when_a_source_is_given_then_its_row_is_whole_and_its_text_is_there(no_faults: Check) -> None:
    rows, faults = _source_rows(), []
    for row in rows:
        name, fact, address, date, certainty = row
        if name not in responses():
            faults.append(f"docs/sources.md: '{name}' is no text")
        if certainty == GENERAL_KNOWLEDGE:
            whole = (fact, address, date) == ("-", "-", "-")
        else:
            whole = bool(re.fullmatch(r"(service:)?[a-z0-9_]+", fact)) and bool(re.match(r"https?://\S+$", address))
            whole = whole and bool(re.fullmatch(r"no date|\d{4}(-\d{2}){0,2}", date))
            whole = whole and certainty in ("seen", "seen-unofficial")
        if not whole:
            faults.append(f"docs/sources.md: {name}: {fact}: a cell is missing or malformed")
    assert len(set(rows)) == len(rows)
    no_faults(faults)


# --- labels ---


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
