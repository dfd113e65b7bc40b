"""What is said in other languages: each file is whole, short, a declared draft, and names no number but 112."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest
import yaml

from bot.texts import FOLDER
from bot.topics import TOPICS

Check = Callable[[Iterable[str]], None]

CODES = ("ar", "bs", "ckb", "de", "en", "es", "fa", "fi", "fr", "kmr", "pl", "ru", "so", "th", "ti", "tr", "uk")
RIGHT_TO_LEFT = frozenset({"ar", "ckb", "fa"})
SCRIPTS = {
    "ar": "ARABIC",
    "ckb": "ARABIC",
    "fa": "ARABIC",
    "ti": "ETHIOPIC",
    "th": "THAI",
    "uk": "CYRILLIC",
    "ru": "CYRILLIC",
}
UNSPACED = frozenset({"th"})  # no spaces between words: counted in letters instead
REVIEW = "draft: not reviewed by a native speaker"

SENTENCES = ("danger", "ask_danger", "not_in_danger", "card", "offer")
TITLES = ("danger_yes", "danger_no", "more_in_swedish")
KEYS = {"code", "name", "swedish_name", "dir", "review", *SENTENCES, *TITLES, "topics"}
BUTTONS = {
    "relationship_violence", "sexual_violence", "honour_oppression", "forced_marriage", "gang_worry_child", "gang_threat",
    "child_harmed", "child_unsafe_home", "suicide_self_harm", "youth_mental_health", "safe_housing", "social_services",
    "human_handoff", "anonymity",
}  # fmt: skip

MOST_WORDS = {"danger": 45, "ask_danger": 20, "not_in_danger": 45, "card": 45, "offer": 8}
LETTERS_A_WORD = 6
LONGEST_TITLE = 45
ASCII_WORD_ALLOWED = frozenset({"kommun"})  # the Swedish word a newcomer meets everywhere


def content(code: str) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((FOLDER / "languages" / f"{code}.yml").read_text(encoding="utf-8"))
    return loaded


def said(code: str) -> Iterator[tuple[str, str]]:
    """Everything a resident reads, with its place."""
    texts = content(code)
    yield from ((f"{code}.yml: {key}", texts[key]) for key in (*SENTENCES, *TITLES))
    yield from ((f"{code}.yml: topics.{topic}", title) for topic, title in texts["topics"].items())


def words_in(text: str, code: str) -> int:
    if code in UNSPACED:
        return sum(map(str.isalpha, text)) // LETTERS_A_WORD
    return len(text.split())


def script_of(letter: str) -> str:
    return unicodedata.name(letter).split()[0]


def test_when_the_folder_is_read_then_it_holds_each_language_once() -> None:
    assert {path.stem for path in (FOLDER / "languages").iterdir()} == set(CODES)


@pytest.mark.parametrize("code", CODES)
def test_when_a_language_is_read_then_every_part_is_there_and_nothing_else(code: str) -> None:
    texts = content(code)
    assert set(texts) == KEYS
    assert texts["code"] == code
    assert all(isinstance(texts[key], str) and texts[key].strip() == texts[key] != "" for key in KEYS - {"topics"})


@pytest.mark.parametrize("code", CODES)
def test_when_no_native_speaker_has_read_it_then_it_says_so(code: str) -> None:
    assert content(code)["review"] == REVIEW


@pytest.mark.parametrize("code", CODES)
def test_when_the_script_runs_from_right_to_left_then_it_is_marked(code: str) -> None:
    assert content(code)["dir"] == ("rtl" if code in RIGHT_TO_LEFT else "ltr")


@pytest.mark.parametrize("code", CODES)
def test_when_somebody_is_in_danger_then_112_is_the_first_word(code: str) -> None:
    assert re.match(r"112\W", content(code)["danger"])
    assert "112" in content(code)["card"]
    assert "112" in content(code)["not_in_danger"]


@pytest.mark.parametrize("code", CODES)
def test_when_a_number_is_named_then_it_is_112(code: str, no_faults: Check) -> None:
    no_faults(f"{where}: {text}" for where, text in said(code) if re.search(r"\d", text.replace("112", "")))


@pytest.mark.parametrize("code", CODES)
def test_when_a_text_is_said_then_it_is_short(code: str, no_faults: Check) -> None:
    texts = content(code)
    no_faults(
        f"{code}.yml: {key} has {words_in(texts[key], code)} words"
        for key, most in MOST_WORDS.items()
        if words_in(texts[key], code) > most
    )


@pytest.mark.parametrize("code", CODES)
def test_when_a_title_stands_on_a_button_then_it_fits_and_differs_from_the_others(code: str) -> None:
    texts = content(code)
    titles = [*texts["topics"].values(), *(texts[key] for key in TITLES)]
    assert [title for title in titles if len(title) > LONGEST_TITLE] == []
    assert len(set(titles)) == len(titles)


@pytest.mark.parametrize("code", CODES)
def test_when_topics_are_offered_then_they_are_the_agreed_ones_and_real(code: str) -> None:
    assert set(content(code)["topics"]) == BUTTONS
    assert TOPICS >= BUTTONS


@pytest.mark.parametrize("code", CODES)
def test_when_a_text_is_said_then_it_is_in_the_script_of_its_language(code: str, no_faults: Check) -> None:
    script = SCRIPTS.get(code, "LATIN")
    faults = []
    for where, text in said(code):
        own = " ".join(w for w in re.findall(r"\w+", text) if w not in ASCII_WORD_ALLOWED)
        faults += [
            f"{where}: {letter!r} in {text}" for letter in own if letter.isalpha() and script_of(letter) != script
        ]
    no_faults(faults)


@pytest.mark.parametrize("code", CODES)
def test_when_a_text_is_said_then_nothing_is_left_to_fill_in_and_nothing_is_untidy(code: str, no_faults: Check) -> None:
    no_faults(f"{where}: {text}" for where, text in said(code) if re.search(r"[{}<>]|\s\s|TODO|XXX", text))


def test_when_two_languages_are_compared_then_no_text_was_copied_from_one_to_the_other() -> None:
    sentences = [content(code)[key] for code in CODES for key in SENTENCES]
    assert len(set(sentences)) == len(sentences)
