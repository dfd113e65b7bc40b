from __future__ import annotations

import pytest

from bot.meaning.job import writes_in_job
from bot.meaning.normalise import Normaliser, read_slang

NORMALISE = Normaliser(read_slang())


@pytest.mark.parametrize(
    "text",
    [
        "jag är chef och en av mina anställda blir förföljd av sitt ex",
        "jobbar i hemtjänsten, en av våra gubbar dricker sig full varje dag",
        "arbetar som lärare och har en elev som inte får gå hem själv",
        "jag är tränare och en kille i laget har dyra grejer",
    ],
)
def test_when_somebody_writes_about_a_person_in_their_charge_then_it_is_their_job(text: str) -> None:
    assert writes_in_job(NORMALISE(text))


@pytest.mark.parametrize(
    "text",
    [
        "jag är lärare och min man slår mig",
        "min man jobbar i hemtjänsten och dricker",
        "jag är elev och en lärare tar på mig",
        "min chef tafsar på mig på jobbet",
        "jag jobbar på ica och mitt ex kommer dit",
    ],
)
def test_when_it_is_about_the_writer_or_their_own_then_it_is_not(text: str) -> None:
    assert not writes_in_job(NORMALISE(text))
