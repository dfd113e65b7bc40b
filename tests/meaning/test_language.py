from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.meaning.language import LanguageModel
from bot.meaning.lines import read_all
from bot.meaning.training import label

Recognise = Callable[[str], str]

SWEDISH = """
han slog mej igår o jag vet inte va jag ska göra
ja e rädd för min sambo
jg vågr int gå hm ikväl
bror jag svär dom e efter mig wallah
guzzen min bror beter sig as knas
han bli arg hela tiden jag rädd för han
jag vill skilja men min man säga nej, jag inte har pengar
ja ä så rädd för'n far min ä full jämt
hä jer int roligt heme hos öss
min kompis mår jättedåligt och vill inte leva
hur anmäler man till soc
Min dotter ska giftas bort i Somalia i sommar
mamma drikcer varje dag o ja får ta hand om småsyskon
lol wtf han e helt sjuk i huvudet
jag blir kallad hora på snap o folk delar nudes
e ni anonyma eller
får man abort gratis
han tog mitt pass
asg fan va jobbigt med allt
Kan man få prata med en riktig människa?
vart ringer man om man e orolig för ett barn
min bror säger att jag är haram
walla jag orkar inte bror
min pojkvän tvinga mig ha sex
barn slåss skola, vad jag göra
vi bli vräkta o har ingenstans å bo
e de nån som e vaken
HJÄÄÄLP MEJ SNÄLLA NÅN
jag ar sa radd for honom
""".strip().splitlines()

SHORT = [
    "hej",
    "ok",
    "help",
    "help me",
    "thank you",
    "lol",
    "ja",
    "nej",
    "wallah bror",
    "yes please",
    "soc",
    "112",
    "",
    "😢😢",
    "?",
]

OTHERS = {
    "en": ["i need help my dad is beating me", "can you help me please someone is following me", "where can I sleep tonight"],
    "ar": ["زوجي يضربني وأنا خائفة", "أحتاج إلى مساعدة من فضلك", "ابني يتعرض للتهديد من عصابة"],
    "so": ["Ninkaygu wuu i garaacaa waanan baqayaa", "waxaan u baahanahay caawimaad fadlan", "ilmahayga ayaan ka walwalsanahay"],
    "fa": ["لطفا به من کمک کنید", "پدرم می‌خواهد مرا به زور شوهر بدهد"],
    "tr": ["Kocam beni dövüyor ve korkuyorum", "lütfen bana yardım edin", "babam beni zorla evlendirmek istiyor"],
    "fi": ["Mieheni lyö minua ja minä pelkään", "tarvitsen apua mistä saan apua", "olen huolissani lapsestani"],
    "uk": ["Мій чоловік б'є мене і я боюся", "мені потрібна допомога будь ласка", "я хвилююся за свою дитину"],
    "ru": ["Мой муж бьёт меня и мне страшно", "мне нужна помощь пожалуйста", "я боюсь идти домой"],
    "pl": ["Mój mąż mnie bije i boję się", "potrzebuję pomocy proszę", "martwię się o moje dziecko"],
    "es": ["Mi marido me pega y tengo miedo", "necesito ayuda por favor", "mi padre me quiere casar a la fuerza"],
    "de": ["Mein Mann schlägt mich und ich habe Angst", "ich brauche Hilfe bitte", "ich mache mir Sorgen um mein Kind"],
    "fr": ["Mon mari me frappe et j'ai peur", "je suis inquiète pour mon enfant"],
    "th": ["สามีตีฉันและฉันกลัว", "ช่วยด้วย"],
    "kmr": ["mêrê min li min dixe û ez ditirsim", "ji kerema xwe alîkariya min bike", "bavê min dixwaze min bi zorê bide mêr"],
    "ckb": ["مێردەکەم لێم دەدات و دەترسم", "تکایە یارمەتیم بدە"],
    "bs": ["muž me tuče i bojim se", "Треба ми помоћ молим вас"],
    "ti": ["ሰብኣየይ ይወቕዓኒ ኣሎ", "ሓገዝ የድልየኒ ኣሎ", "ሓገዝ"],
}  # fmt: skip


@pytest.fixture(scope="module")
def recognise() -> LanguageModel:
    """Learnt from the training lines, none of which stands in this file."""
    lines = [m for m in read_all() if m.get("intent") != "only_signs"]
    return LanguageModel().fit([m.get("text") for m in lines], [label(m, "lang", "sv") for m in lines])


@pytest.mark.parametrize("text", SWEDISH)
def test_when_swedish_comes_misspelt_in_dialect_slang_or_from_a_learner_then_it_is_swedish(
    recognise: Recognise, text: str
) -> None:
    assert recognise(text) == "sv"


@pytest.mark.parametrize("text", SHORT)
def test_when_a_message_is_a_word_or_two_then_it_is_taken_for_swedish(recognise: Recognise, text: str) -> None:
    assert recognise(text) == "sv"


@pytest.mark.parametrize("code,text", [(code, text) for code, texts in OTHERS.items() for text in texts])
def test_when_someone_writes_in_another_language_then_it_is_recognised(
    recognise: Recognise, code: str, text: str
) -> None:
    assert recognise(text) == code


@pytest.mark.parametrize(
    "text,codes",
    [("مساعدة", {"ar", "fa"}), ("کمک", {"ar", "fa"}), ("допоможіть", {"uk", "ru"}), ("помогите", {"ru", "uk"})],
)
def test_when_one_word_in_another_script_comes_then_it_is_not_swedish(
    recognise: Recognise, text: str, codes: set[str]
) -> None:
    assert recognise(text) in codes


@pytest.mark.parametrize("text", ["a" * 2000, "å " * 1000, "1 2 3 4 5", "\u0301\u0302", "<script>alert(1)</script>"])
def test_when_the_text_is_no_language_then_nothing_breaks(recognise: Recognise, text: str) -> None:
    assert len(recognise(text)) in (2, 3)


def test_when_the_model_is_saved_and_loaded_then_it_says_the_same(recognise: LanguageModel, tmp_path: Path) -> None:
    recognise.save(tmp_path)
    again = LanguageModel.load(tmp_path)
    texts = [*SWEDISH, *(text for texts in OTHERS.values() for text in texts)]
    assert [again(t) for t in texts] == [recognise(t) for t in texts]
