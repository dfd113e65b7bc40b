"""What the redactor takes out and what it leaves, by kind, on sentences made up here."""

from __future__ import annotations

import pytest

from bot.redaction import find, find_direct, replace
from bot.redaction.find import MOST_CHARACTERS, TooLong
from bot.redaction.spans import TYPES

HIDDEN = [
    ("personnummer", "mitt personnummer är {19900312-2384} om det hjälper"),
    ("personnummer", "pnr {080415 5532}"),
    ("personnummer", "sista fyra är {4471}"),
    ("phone", "ring mig på {070-123 45 67} efter skolan"),
    ("phone", "nåbar på {+46 73 555 12 12}"),
    ("phone", "det är {noll sju noll ett två tre fyra fem sex sju} hej då"),
    ("email", "skriv till {lisa.b@exempel.se} tack"),
    ("email", "mejla {lisa snabel-a exempel punkt se}"),
    ("url", "han la ut allt på {https://exempel.com/jag?x=1}"),
    ("ip", "någon loggade in från {192.168.10.44} i natt"),
    ("account", "pengarna går till konto {8327-9, 123 456 789-0}"),
    ("case_number", "ärendet har dnr {SN 2026/0412}"),
    ("plate", "hans bil är en svart audi {ABC12D}"),
    ("address", "jag bor på {Ekgatan 14 B} högst upp"),
    ("handle", "han heter {kungen_77} på snap"),
    ("handle", "tagga inte {@lilla.my08} snälla"),
    ("person", "jag heter {Fatuma} och är nio"),
    ("person", "min kille {Björn} slår mig"),
    ("person", "min kille {björn} slår mig"),
    ("person", "{stig} från jobbet följer efter mig"),
    ("person", "{klara} har inte ätit på två dagar"),
    ("person", "har en klient, {K.A.}, som är rädd"),
    ("phone", "mitt nummer är {nollsjuttio 123 45 67} ring"),
    ("phone", "nummer {040 sen 628 04 55} frågar efter mig"),
    ("plate", "plåten var {c-j-t 6-6-e} tror jag"),
    ("address", "brev till {box 307} går bra"),
    ("address", "de bor på {kungstigen hundratolv} med katten"),
    ("handle", "det var {im.not.okay.03} som skrev"),
    ("school", "alla tjejer i {sexan B} säger det"),
    ("org", "bor på hvb {hemmet solgläntan} nu"),
    ("workplace", "jobbar natt på {avd 42 på falu lasarett}"),
    ("person", "hon heter {liv} och går i trean"),
    ("person", "det var {Anna Lindström} som såg det"),
    ("person", "de kallar mig {a n n a}"),
    ("person", "{Мохаммед} slår mig"),
    ("school", "jag går på {Lindskolan} och vågar inte säga nåt"),
    ("school", "går i {8b} och vill byta"),
    ("workplace", "han jobbar på {Domnarvets bilplåt} och kommer hem sent"),
    ("place", "vi bor i {Kvarnsveden} sen i våras"),
    ("place", "utanför centrum i {tjärna ängar}"),
    ("date", "det hände den {14 november} på kvällen"),
    ("birth_date", "jag är född {2009-03-12}"),
    ("number", "portkoden är {4412}"),
    ("account", "swisha inte, sätt in på {8411-3, 774 205 118-9} sa han"),
    ("handle", "det är {_.tova.x._} som skriver till mig"),
    ("phone", "det är {nolla sju trea femma nia tvåa ett åtta fyra sexa} hej då"),
    ("birth_date", "hon är född {femte maj åttiotre} tror jag"),
    ("person", "alla säger {xqvrtul} till honom"),
]
KEPT = [
    "ring 112 eller 114 14",
    "Kvinnofridslinjen har 020-50 50 50",
    "bris nås på 116 111",
    "läs på 1177.se eller polisen.se",
    "jag är 15 år och klockan är 23.30",
    "det kostar 500 kronor",
    "en björn kom in i trädgården och min man blev rädd",
    "mitt liv är slut om pappa får veta",
    "vad händer när man gör en orosanmälan till soc i Borlänge?",
    "jag mår inte bra och orkar inte gå till skolan",
    "pappa slar mig nar han ar full",
    "asså ja pallar inte mer typ, han e sjuk i huvet",
    "Jag bor i Dalarna sedan 2019",
    "han tittar i min iPhone och på min snap",
]


def _marked(sentence: str) -> tuple[str, int, int]:
    start, end = sentence.index("{"), sentence.index("}") - 1
    return sentence.replace("{", "").replace("}", ""), start, end


@pytest.mark.parametrize(("kind", "sentence"), HIDDEN)
def test_when_something_identifies_then_all_of_it_is_masked_under_its_type(kind: str, sentence: str) -> None:
    text, start, end = _marked(sentence)
    spans = find(text)
    assert any(s.start <= start and end <= s.end and s.type == kind for s in spans), spans


@pytest.mark.parametrize(("kind", "sentence"), HIDDEN)
def test_when_something_identifies_then_the_words_around_it_stay(kind: str, sentence: str) -> None:
    text, start, end = _marked(sentence)
    assert all(start - 4 <= s.start and s.end <= end + 1 for s in find(text))


@pytest.mark.parametrize("text", KEPT)
def test_when_nothing_identifies_then_nothing_is_masked(text: str) -> None:
    assert [(text[s.start : s.end], s.by) for s in find(text)] == []


@pytest.mark.parametrize(
    ("kind", "sentence"), [(k, s) for k, s in HIDDEN if TYPES.index(k) < TYPES.index("person") and "fyra är" not in s]
)
def test_when_a_direct_identifier_is_written_then_the_door_takes_it_out(kind: str, sentence: str) -> None:
    text, start, end = _marked(sentence)
    assert text[start:end] not in replace(text, find_direct(text))


def test_when_names_and_places_are_written_then_the_door_leaves_them_to_understanding() -> None:
    assert find_direct("min man Anders slår mig, vi bor i Kvarnsveden") == ()


def test_when_letters_are_decomposed_or_hidden_signs_stand_between_then_the_original_places_are_given() -> None:
    decomposed = "min kille Bjo\u0308rn slår mig"
    spelled = "ring 070\u200b-123\u00ad45\u206067 nu"
    assert replace(decomposed, find(decomposed)) == "min kille [namn] slår mig"
    assert replace(spelled, find(spelled)) == "ring [telefon] nu"


def test_when_digits_are_of_another_script_then_they_are_digits() -> None:
    text = "ring ٠٧٠١٢٣٤٥٦٧"
    assert replace(text, find(text)) == "ring [telefon]"


def test_when_a_text_is_too_long_then_it_is_refused_without_its_words() -> None:
    with pytest.raises(TooLong) as refused:
        find("hemligt " * (MOST_CHARACTERS // 8 + 1))
    assert "hemligt" not in str(refused.value)


def test_when_a_number_is_called_one_and_told_in_words_then_it_goes_whole() -> None:
    for number in ("sju noll sex, femtitvå, elva, nittifyra", "fem sex sju åtta nio"):
        text = f"ni når henne, numret är {number} efter skolan"
        start = text.index(number)
        covered = {i for span in find(text) for i in range(span.start, span.end)}
        assert set(range(start, start + len(number))) <= covered
