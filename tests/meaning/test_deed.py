from __future__ import annotations

import pytest

from bot.meaning.deed import (
    hurts_someone_and_wants_help,
    tells_of_an_overdose,
    was_done_by_a_partner,
    was_done_to_someone,
)
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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("mitt ex hotar mig varje gång vi ses", True),
        ("min man har slagit mig flera gånger", True),
        ("min syster blir slagen av sin sambo", True),
        ("min kille kontrollerar min mobil", True),
        ("maken bestämmer vilka jag får träffa", True),
        ("min man bestämmer alltid vad vi ska äta", False),
        ("min man håller mig i handen", False),
        ("min sambo och jag bråkar om disken", False),
        ("min kollega skriker på mig", False),
        ("jag slog min fru", False),
    ],
)
def test_when_a_partners_deed_is_told_then_it_is_seen_and_nothing_else_is(text: str, expected: bool) -> None:
    assert was_done_by_a_partner(NORMALISE(text)) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("mamma har tagit massor med sömntabletter", True),
        ("hon svalde en hel karta alvedon på toan", True),
        ("jag tog alla mina piller", True),
        ("han tar tabletter mot huvudvärk", False),
        ("min treåring har ätit massa alvedon av misstag", False),
        ("min son äter piller på helgerna", False),
    ],
)
def test_when_somebody_took_too_much_medicine_then_it_is_seen(text: str, expected: bool) -> None:
    assert tells_of_an_overdose(NORMALISE(text)) is expected
