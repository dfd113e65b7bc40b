"""What is said: every text is used, every used one exists, and all are short, plain, safe and kind."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest
import yaml

from bot.answers import plan
from bot.answers.plan import YES_NO, topic_option
from bot.answers.texts_for import DANGER_TEXT_FOR, PROFESSIONAL_TEXT_FOR, RELATIVE_TEXT_FOR, TEXT_FOR, text_for
from bot.channel.faults import Fault
from bot.services.select import Reason
from bot.texts import LABELS_FILE, labels, response_files, responses
from bot.topics import DANGER_LINE_TOPICS, HELP_TOPICS, WHO
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

MOST_WORDS = 60
HARDEST_LIX = 30  # what a child of twelve reads with ease
LONG_WORD = 6

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


@pytest.mark.parametrize("path", response_files(), ids=lambda path: path.name)
def test_when_a_file_holds_texts_then_each_response_is_one_text_and_nothing_else(path: Path) -> None:
    for name, variants in content_of(path)["responses"].items():
        assert RESPONSE_NAME.fullmatch(name), name
        assert len(variants) == 1, f"{name}: only the first text of several would ever be said"
        assert set(variants[0]) == {"text"}, name


def test_when_a_response_is_written_then_it_stands_in_one_place_only(no_faults: Check) -> None:
    seen: dict[str, str] = {}
    faults = []
    for path in response_files():
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


# --- wording ---


def _every_text() -> list[tuple[str, str]]:
    """(where, text): whole answers and the labels' short phrases."""
    short = [
        (f"{where(LABELS_FILE)}: {group}/{key}", text)
        for group, phrases in labels().items()
        if isinstance(phrases, dict)
        for key, text in phrases.items()
    ]
    return [(f"{path}: {name}", responses()[name]) for name, path in _written().items()] + short


def test_when_a_text_is_said_then_it_is_at_most_sixty_words(no_faults: Check) -> None:
    no_faults(f"{at}: {len(words_of(t))} words" for at, t in _every_text() if len(words_of(t)) > MOST_WORDS)


def test_when_an_answer_is_said_then_it_is_easy_to_read(no_faults: Check) -> None:
    written = _written()
    no_faults(f"{written[n]}: {n}: LIX {lix(t):.0f}" for n, t in responses().items() if lix(t) > HARDEST_LIX)


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


def test_when_a_text_speaks_to_the_resident_then_it_says_du(no_faults: Check) -> None:
    no_faults(f"{at}: 'Ni' or 'Er'" for at, t in _every_text() if re.search(r"\b(Ni|Er|Ert|Era)\b", t))


def test_when_an_answer_is_said_then_it_ends_as_a_sentence_without_stray_space(no_faults: Check) -> None:
    written = _written()
    no_faults(
        f"{written[n]}: {n}: {t[-20:]!r}"
        for n, t in responses().items()
        if t != t.strip() or "  " in t or not t.endswith((".", "?", "!"))
    )


# --- 112 ---


def _texts_of(topic: str) -> set[str]:
    return {text_for(topic, who) for who in WHO}


@pytest.mark.parametrize("topic", sorted(DANGER_LINE_TOPICS))
def test_when_a_topic_may_hide_danger_then_all_its_texts_name_112(no_faults: Check, topic: str) -> None:
    no_faults(f"{name}: does not name 112" for name in _texts_of(topic) if "112" not in responses()[name])


@pytest.mark.parametrize("name", ["utter_danger_now", "utter_fault"])
def test_when_it_is_acute_then_112_is_the_first_word(name: str) -> None:
    assert words_of(responses()[name])[0] == "112"
    assert responses()[name].startswith("112")


@pytest.mark.parametrize("code", sorted(labels()["errors"]))
def test_when_a_request_is_refused_then_the_words_still_name_112(code: str) -> None:
    assert "112" in labels()["errors"][code]


@pytest.mark.parametrize(
    "name",
    ["utter_greet", "utter_goodbye", "utter_offer_topics", "utter_not_understood_again", "utter_other_language"],
)
def test_when_lotsen_does_not_know_what_it_is_about_then_112_is_named(name: str) -> None:
    assert "112" in responses()[name]


def test_when_the_texts_of_the_tables_are_counted_then_no_table_names_the_same_text_for_itself_and_the_common_one() -> (
    None
):
    for table in (RELATIVE_TEXT_FOR, PROFESSIONAL_TEXT_FOR, DANGER_TEXT_FOR):
        assert all(TEXT_FOR[topic] != name for topic, name in table.items())


# --- labels ---


def test_when_a_short_phrase_is_needed_then_it_is_there_and_none_is_left_over(no_faults: Check) -> None:
    offerable = {topic_option(t).label for t in plan._OFFERABLE} | set(labels()["start_topics"])
    needed = {
        "why": {reason.value for reason in Reason},
        "errors": {fault.code for fault in Fault},
        "answers": {option.label for option in YES_NO},
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
