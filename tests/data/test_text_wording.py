"""What is said is short, plain and kind."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

import pytest

from bot.texts import LABELS_FILE
from tests.data.said import EASY, ORDINARY, every_text, lix, numbers_in, said, words_of
from tests.data.sources import where

Check = Callable[[Iterable[str]], None]

MOST_WORDS = 60
HARDEST_LIX = 30  # what a child of twelve reads with ease

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


def test_when_a_text_is_said_then_it_is_at_most_sixty_words(no_faults: Check) -> None:
    no_faults(f"{at}: {len(words_of(t))} words" for at, t in every_text() if len(words_of(t)) > MOST_WORDS)


def test_when_an_answer_is_said_then_it_is_easy_to_read(no_faults: Check) -> None:
    no_faults(f"{at}: {n}: LIX {lix(t):.0f}" for at, n, t in said(ORDINARY) if lix(t) > HARDEST_LIX)


def test_when_a_number_is_said_then_it_is_112_and_all_others_come_from_the_register(no_faults: Check) -> None:
    allowed = {f"{where(LABELS_FILE)}: errors/too_long": ["2000"]}
    no_faults(f"{at}: number {n}" for at, t in every_text() for n in numbers_in(t) if n not in allowed.get(at, ()))


@pytest.mark.parametrize("phrase", BLAMES_LABELS_OR_PROMISES)
def test_when_a_text_is_said_then_it_neither_blames_nor_labels_nor_promises_too_much(
    no_faults: Check, phrase: str
) -> None:
    no_faults(f"{at}: '{phrase}'" for at, t in every_text() if re.search(rf"\b{phrase}", t.lower()))


@pytest.mark.parametrize("phrase", BUREAUCRATIC)
def test_when_a_text_is_said_then_it_is_not_in_officialese(no_faults: Check, phrase: str) -> None:
    no_faults(f"{at}: '{phrase}'" for at, t in every_text() if re.search(rf"\b{phrase}", t.lower()))


@pytest.mark.parametrize("phrase", ASKS_WHO_OR_WHERE)
def test_when_a_text_is_said_then_it_asks_nothing_that_tells_who_somebody_is(no_faults: Check, phrase: str) -> None:
    no_faults(f"{at}: '{phrase}'" for at, t in every_text() if re.search(rf"\b{phrase}\b[^.!]*\?", t.lower()))


def test_when_a_text_speaks_to_the_resident_then_it_says_du(no_faults: Check) -> None:
    no_faults(f"{at}: 'Ni' or 'Er'" for at, t in every_text() if re.search(r"\b(Ni|Er|Ert|Era)\b", t))


def test_when_an_answer_is_said_then_it_ends_as_a_sentence_without_stray_space(no_faults: Check) -> None:
    no_faults(
        f"{at}: {n}: {t[-20:]!r}"
        for at, n, t in [*said(ORDINARY), *said(EASY)]
        if t != t.strip() or "  " in t or not t.endswith((".", "?", "!"))
    )
