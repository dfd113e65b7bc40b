from __future__ import annotations

import pytest

from bot.meaning.deed import hurts_someone_and_wants_help, was_done_to_someone
from bot.meaning.normalise import Normaliser, read_slang

NORMALISE = Normaliser(read_slang())


@pytest.mark.parametrize(
    "text",
    [
        "jag blev slagen av min sambo i helgen",
        "ja ble... ja blev knuffad så ja slog i bordet",
        "jag är rädd att hon är ihop me nån som slår henne",
        "min fru slår mig när hon dricker",
        "han har ofta hotat oss",
        "mitt ex sparkade mig i magen",
        "sambon skriker på barnen hela tiden",
        "kollegan blir slagen hemma tror ja",
    ],
)
def test_when_a_deed_is_done_to_the_writer_or_to_another_then_it_is_seen(text: str) -> None:
    assert was_done_to_someone(NORMALISE(text))


@pytest.mark.parametrize(
    "text",
    [
        "jag slog min fru i lördags",
        "hon slår mig och jag slår tillbaka",
        "jag har nästan slagit henne två gånger",
        "min bror slår henne men vill sluta",
        "finns det hjälp åt honom? han slår henne",
        "i går slog jag sönder dörren och hon blev rädd",
        "hur anmäler man till socialen",
        "",
    ],
)
def test_when_the_writer_did_it_or_asks_for_who_wants_to_stop_then_it_is_not(text: str) -> None:
    assert not was_done_to_someone(NORMALISE(text))


@pytest.mark.parametrize(
    "text",
    [
        "finns det hjälp för min bror? han slår sin flickvän och säger att han vill sluta",
        "min kompis hotar sin sambo men han vill ha hjälp",
        "kollegan har slagit sin fru å försöker ändra sig",
    ],
)
def test_when_a_third_person_hurts_and_wants_to_stop_then_it_is_seen(text: str) -> None:
    assert hurts_someone_and_wants_help(NORMALISE(text))


@pytest.mark.parametrize(
    "text",
    [
        "grannen slår sin fru, jag vill att det ska sluta",
        "han slår mig men säger att han vill sluta",
        "min syster vill ha hjälp, han slår henne",
        "jag vill sluta röka",
    ],
)
def test_when_nobody_who_hurts_asks_for_help_then_it_is_not_seen(text: str) -> None:
    assert not hurts_someone_and_wants_help(NORMALISE(text))
