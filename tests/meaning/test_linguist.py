from __future__ import annotations

import random
from pathlib import Path

import pytest
import spacy
from spacy.training import Example

from bot.meaning.linguist import BARE, Linguist, load_linguist

_SENTENCES = [
    ("hej jag såg {} igår", "Fatima"), ("hej jag såg {} igår", "Ahmed"), ("hej jag såg {} igår", "Kerstin"),
    ("det är {} som slår mig", "Fatima"), ("det är {} som slår mig", "Ahmed"), ("det är {} som slår mig", "Kerstin"),
    ("jag är rädd för {} nu", "Jonas"), ("jag är rädd för {} nu", "Leila"), ("{} hotar mig", "Jonas"), ("{} hotar mig", "Leila"),
]  # fmt: skip
_WITHOUT = ["jag är rädd för honom nu", "det är han som slår mig", "hej jag såg dem igår", "någon hotar mig"]


def train_small_pipeline(folder: Path) -> None:
    """A Swedish pipeline as spaCy's own are built: an entity recogniser with the label PRS of the Swedish models."""
    random.seed(0)
    nlp = spacy.blank("sv")
    nlp.add_pipe("ner").add_label("PRS")
    examples = []
    for pattern, name in _SENTENCES:
        text, start = pattern.format(name), pattern.index("{")
        examples.append(Example.from_dict(nlp.make_doc(text), {"entities": [(start, start + len(name), "PRS")]}))
    examples += [Example.from_dict(nlp.make_doc(text), {"entities": []}) for text in _WITHOUT]
    optimizer = nlp.initialize(lambda: examples)
    for _ in range(30):
        random.shuffle(examples)
        nlp.update(examples, sgd=optimizer)
    nlp.to_disk(folder)


@pytest.fixture(scope="module")
def bare() -> Linguist:
    return load_linguist("a_pipeline_nobody_installed")


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Linguist:
    folder = tmp_path_factory.mktemp("spacy") / "sv_small"
    train_small_pipeline(folder)
    return load_linguist(str(folder))


def test_when_the_pipeline_is_not_installed_then_bare_swedish_is_used_and_said(bare: Linguist) -> None:
    assert bare.model == BARE
    assert bare.cues("jag är 14 och heter Sara").age == 14


def test_when_the_pipeline_is_there_then_it_is_the_one_loaded(trained: Linguist) -> None:
    assert trained.model.endswith("sv_small")


@pytest.mark.parametrize("text", ["hej jag såg Fatima igår", "jag är rädd för Leila nu", "Jonas hotar mig"])
def test_when_the_trained_pipeline_knows_a_name_then_somebody_is_named(
    trained: Linguist, bare: Linguist, text: str
) -> None:
    assert trained.cues(text).names_someone
    assert not bare.cues(text).names_someone


@pytest.mark.parametrize("text", ["jag är rädd för honom nu", "det är han som slår mig"])
def test_when_nobody_is_named_then_the_trained_pipeline_says_so(trained: Linguist, text: str) -> None:
    assert not trained.cues(text).names_someone


def test_when_the_trained_pipeline_is_used_then_the_patterns_still_work(trained: Linguist) -> None:
    cues = trained.cues("jag är en tjej på 16 och heter Noor")
    assert (cues.age, cues.names_someone) == (16, True)


@pytest.mark.parametrize(
    "text,age",
    [
        ("jag är 14", 14),
        ("ja e 15 år o tjej", 15),
        ("jg är 17 å vill flytta", 17),
        ("jag ar 13 och radd", 13),
        ("jag fyller 12 imorgon", 12),
        ("tjej på 17 här", 17),
        ("en kille pa 19", 19),
        ("min dotter är 16 år gammal", 16),
        ("kvinna 45 år", 45),
        ("jag är 83 år och min son tar mina pengar", 83),
        ("jag är 14 och min bror är 20 år", 14),
    ],
)
def test_when_an_age_is_given_then_it_is_read(bare: Linguist, text: str, age: int) -> None:
    assert bare.cues(text).age == age


@pytest.mark.parametrize(
    "text",
    [
        "jag har väntat 3 år",
        "jag är 4",
        "är 200 år",
        "ring 112",
        "han slog mig 15 gånger",
        "klockan 14 igår",
        "jag är rädd",
        "jag är ١٤",
        "jag är ²",
        "",
    ],
)
def test_when_a_number_is_no_age_of_a_person_then_none_is_read(bare: Linguist, text: str) -> None:
    assert bare.cues(text).age is None


@pytest.mark.parametrize(
    "text,gender",
    [
        ("jag är en tjej", "female"),
        ("ja e kvinna o blir slagen", "female"),
        ("jag är lesbisk", "female"),
        ("ja e kille", "male"),
        ("jag är också kille", "male"),
        ("som man är det svårt å prata", "male"),
        ("jag är bög o mina föräldrar vet inte", "male"),
        ("jag är transkille", "trans"),
        ("jag är trans", "trans"),
        ("jag är ickebinär", "trans"),
    ],
)
def test_when_a_gender_is_said_of_oneself_then_it_is_read(bare: Linguist, text: str, gender: str) -> None:
    assert bare.cues(text).gender == gender


@pytest.mark.parametrize(
    "text",
    [
        "min man slår mig",
        "hon är kvinna",
        "är du kvinna",
        "jag är inte tjej",
        "en kille följer efter mig",
        "jag är manager",
        "",
    ],
)
def test_when_a_gender_word_is_about_someone_else_then_none_is_read(bare: Linguist, text: str) -> None:
    assert bare.cues(text).gender is None


@pytest.mark.parametrize(
    "text", ["hon heter Fatima", "han heeter Ahmed", "jag kallas Zlatan", "mitt namn är sara", "hans namn är Ali"]
)
def test_when_somebody_is_introduced_then_somebody_is_named(bare: Linguist, text: str) -> None:
    assert bare.cues(text).names_someone


@pytest.mark.parametrize(
    "text",
    ["va heter de där numret", "jag vill inte säga va jag heter", "jag heter inget", "Socialtjänsten i Borlänge", ""],
)
def test_when_nobody_is_introduced_then_nobody_is_named(bare: Linguist, text: str) -> None:
    assert not bare.cues(text).names_someone


@pytest.mark.parametrize("text", ["😢" * 500, "a" * 2000, "jag är " * 300, "\u0301", "زوجي يضربني"])
def test_when_the_text_is_odd_then_nothing_breaks(bare: Linguist, trained: Linguist, text: str) -> None:
    for linguist in (bare, trained):
        assert linguist.cues(text).age is None
