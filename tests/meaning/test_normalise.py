from __future__ import annotations

from pathlib import Path

import pytest

from bot.meaning.normalise import Normaliser, read_slang, without_dots

LESSONS = [
    "jag är rädd", "är du där", "han är arg", "hon är rädd", "de är här",
    "får jag sova här", "får man göra så", "hur får han", "far slår mig", "min far är sjuk",
    "hjälp mig", "jag vill ha hjälp", "behöver hjälp", "hjälp nu", "hjalp",
    "en tör veta",
]  # fmt: skip
LEARNT = Normaliser.learn(LESSONS, read_slang())


@pytest.mark.parametrize(
    "typed,standard",
    [
        ("jg vågar int", "jag vågar inte"),
        ("asså dom e utanför", "alltså de är utanför"),
        ("nån hotar mej oxå", "någon hotar mig också"),
        ("han slog mej å sen gick han", "han slog mig och sedan gick han"),
        ("morsan kmr tebax imorn", "mamma kommer tillbaka imorgon"),
        ("HAN E ARG", "han är arg"),
    ],
)
def test_when_slang_is_typed_then_the_standard_word_stands_there(typed: str, standard: str) -> None:
    assert LEARNT(typed) == standard


@pytest.mark.parametrize(
    "typed,standard",
    [
        ("neeeej", "nej"),
        ("hjääääälp", "hjälp"),
        ("sluuuta nuuu", "sluta nu"),
        ("snällaaaa", "snälla"),
        ("nåååån", "någon"),
    ],
)
def test_when_letters_are_stretched_then_the_word_is_short_again(typed: str, standard: str) -> None:
    assert LEARNT(typed) == standard


@pytest.mark.parametrize("word", ["mamma", "hjälp", "kommer", "pappa", "slutt", "112"])
def test_when_a_letter_is_only_doubled_then_the_word_is_left_alone(word: str) -> None:
    assert Normaliser({})(word) == word


@pytest.mark.parametrize("typed,standard", [("ar", "är"), ("radd", "rädd"), ("Hjalp", "hjälp"), ("har", "här")])
def test_when_the_dotless_word_is_only_ever_a_slip_then_the_dots_are_restored(typed: str, standard: str) -> None:
    assert LEARNT(typed) == standard


@pytest.mark.parametrize("word", ["far", "tor", "gora", "sova", "man"])
def test_when_the_dotless_word_is_a_word_or_unknown_then_it_stays(word: str) -> None:
    assert LEARNT(word) == word


def test_when_the_dotless_word_is_nearly_as_common_then_it_stays() -> None:
    lessons = ["hår"] * 3 + ["har"]
    assert Normaliser.learn(lessons, {})("har") == "har"
    assert Normaliser.learn([*lessons, "hår"], {})("har") == "hår"


def test_when_two_dotted_words_fit_then_the_commoner_one_is_chosen() -> None:
    assert Normaliser.learn(["mörk", "mörk", "mörk", "mårk", "mårk"], {})("mork") == "mörk"


def test_when_punctuation_and_spaces_vary_then_the_words_are_the_same() -> None:
    assert LEARNT("va?!  hjälp") == "vad ? ! hjälp"
    assert LEARNT(" hjälp,nu ") == "hjälp , nu"


@pytest.mark.parametrize("text", ["", "   ", "\n"])
def test_when_there_are_no_words_then_nothing_is_made_up(text: str) -> None:
    assert LEARNT(text) == ""


@pytest.mark.parametrize("text", ["زوجي يضربني", "ช่วยด้วย", "😢😢", "ß ı İ ﬁ", "a" * 2000])
def test_when_the_text_is_no_swedish_then_nothing_breaks(text: str) -> None:
    assert isinstance(LEARNT(text), str)


@pytest.mark.parametrize(
    "dotted,plain", [("får", "far"), ("ÅÄÖ", "AAO"), ("é", "e"), ("hjälp!", "hjalp!"), ("zlatan", "zlatan")]
)
def test_when_dots_are_taken_off_then_the_letters_stay(dotted: str, plain: str) -> None:
    assert without_dots(dotted) == plain


def test_when_the_slang_list_is_read_then_no_entry_leads_to_another() -> None:
    slang = read_slang()
    assert len(slang) > 50
    assert [f"{short} -> {word}" for short, word in slang.items() if slang.get(word, word) != word] == []
    assert [short for short in slang if short != short.lower() or " " in short] == []


def test_when_a_slang_entry_is_not_quoted_then_the_file_is_refused_and_the_entry_named(tmp_path: Path) -> None:
    path = tmp_path / "slang.yml"
    path.write_text("jg: jag\nno: nej\nö: 7\n", encoding="utf-8")  # YAML reads `no` as False
    with pytest.raises(ValueError, match=r"slang.yml: .*False.*ö"):
        read_slang(path)
