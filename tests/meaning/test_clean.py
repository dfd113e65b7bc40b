from __future__ import annotations

import pytest

from bot.meaning.clean import clean, has_words


@pytest.mark.parametrize(
    "typed,cleaned",
    [
        ("  han slog   mej\n\nigår\t", "han slog mej igår"),
        ("hja\u0308lp mej", "hjälp mej"),
        ("hj\u200bälp", "hjälp"),
        ("jag\u202egnusläp\u202c är rädd", "jaggnusläp är rädd"),
        ("\ufeffva gör ja", "va gör ja"),
        ("rädd\x00\x07\x1b", "rädd"),
        ("lone\ud800surrogate", "lonesurrogate"),
        ("a\u2028b\u2029c", "a b c"),
        ("1/2 av pengarna", "1/2 av pengarna"),
        ("/stop", "stop"),
        (" // / session_start", "session_start"),
        ("ok 👍🏽", "ok 👍🏽"),
        ("زوجي يضربني", "زوجي يضربني"),
        ("", ""),
    ],
)
def test_when_text_is_cleaned_then_what_was_typed_is_left(typed: str, cleaned: str) -> None:
    assert clean(typed) == cleaned


@pytest.mark.parametrize(
    "typed", ["/a/b", "  //x", "å" * 3000, "\x00/\x00/hej", "hej/", "😢\u200d😢", "\u200f/restart"]
)
def test_when_text_is_cleaned_twice_then_nothing_more_happens(typed: str) -> None:
    assert clean(clean(typed)) == clean(typed)


def test_when_every_character_there_is_comes_then_nothing_breaks_and_it_can_be_sent_on() -> None:
    every = "".join(map(chr, range(0x3000))) + "".join(map(chr, range(0xD000, 0x11000)))
    cleaned = clean(every)
    cleaned.encode("utf-8")
    assert "\x00" not in cleaned and "\n" not in cleaned and "\u202e" not in cleaned


@pytest.mark.parametrize("text", ["hj", "å", "a1", "😢 nej", "مساعدة", "ช่วยด้วย", "ሓገዝ", "1 kr"])
def test_when_there_is_a_letter_then_it_has_words(text: str) -> None:
    assert has_words(text)


@pytest.mark.parametrize("text", ["", "?!", "😢😢", "112", "12 34", "___", "...", ":) ", "<3", "👍🏽"])
def test_when_there_is_no_letter_then_it_has_no_words(text: str) -> None:
    assert not has_words(text)
