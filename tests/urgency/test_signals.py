from __future__ import annotations

import re
import time
from pathlib import Path

import pytest

from bot.urgency.decide import Danger, decide_without_score
from bot.urgency.signals import FILE, LEVELS, SignalFaults, find_signals, read_signals

DANGER_NOW = [
    ("a weapon is here", "han står i köket med en kniv i handen och skriker"),
    ("a weapon is here", "min bror har en pistol på bordet å säger att jag ska dö"),
    ("a weapon is here", "pappa har tagit fram yxan nu"),
    ("a weapon is here", "de står utanför med vapen"),
    ("he is at the door", "han bankar på dörren nu o säger att han ska slå in den"),
    ("he is at the door", "mitt ex står utanför min dörr o vägrar gå"),
    ("he is at the door", "dom sparkar på dörrn hjälp"),
    ("he is at the door", "han försöker bryta sig in genom fönstret nu"),
    ("locked in", "han har låst in mig i sovrummet å tagit mobilen"),
    ("locked in", "jag är inlåst i badrummet han är utanför"),
    ("locked in", "har låst in mig på toan vågar inte gå ut"),
    ("locked in", "min pappa låser in mig jag kommer inte ut"),
    ("pills taken", "jag har tagit massa tabletter nu"),
    ("pills taken", "har precis svalt en hel burk alvedon"),
    ("pills taken", "jag tog alla mina piller för en timme sen"),
    ("a farewell", "hon skrev förlåt för allt ta hand om katten och svarar inte nu"),
    ("a farewell", "jag ska ta livet av mig ikväll"),
    ("a farewell", "jag står på bron nu"),
    ("a farewell", "har skrivit avskedsbrev o ska göra det nu"),
    ("strangled", "han tog strypgrepp på mig nyss"),
    ("strangled", "han ströp mig nyss så jag inte fick luft"),
    ("strangled", "han höll mig runt halsen tills det svartnade"),
    ("bleeding", "jag blöder jättemycket han högg mig"),
    ("bleeding", "hon blöder från huvudet å vaknar inte"),
    ("bleeding", "jag har skurit mig o det slutar inte blöda"),
    ("flown out tonight", "planet går inatt å jag ska giftas bort"),
    ("flown out tonight", "vi sitter i bilen till arlanda pappa har mitt pass jag ska giftas bort"),
    ("the gang is waiting", "dom väntar på mig utanför porten nu med bilen"),
    ("the gang is waiting", "de står utanför skolan å väntar på min son de ska döda honom"),
    ("the gang is waiting", "tre killar står på gården nu o väntar på mig pga skulden"),
    ("the gang is waiting", "dom har tagit min bror å åkt till skogen"),
    ("a child alone now", "grannens tvååring är ensam hemma nu å skriker"),
    ("a child alone now", "ett litet barn går ensamt på vägen nu"),
    ("a child alone now", "barnen är ensamma hemma ikväll mamma har stuckit"),
    ("a child alone now", "bebisen ligger ensam i bilen nu o det är varmt"),
    ("violence now", "han slår mig nu"),
    ("violence now", "hjälp han slår mamma just nu"),
    ("violence now", "dom misshandlar honom nu utanför"),
    ("violence now", "pappa slår mamma nu kom snälla"),
    ("violence now", "jag hör hur han slår henne genom väggen nu"),
    ("violence now", "han haller pa att sla ihjal min mamma"),
    ("hiding", "jag gömmer mig i garderoben för han letar efter mig"),
    ("fire", "han har hällt bensin i trappen o säger att han tänder på"),
    ("lifeless", "min kompis andas inte efter att ha tagit nåt"),
    ("lifeless", "hon är medvetslös o läpparna är blå"),
    ("lifeless", "min kompis snarkar så konstigt o läpparna är blå vi får inte liv i henne"),
    ("a threat for tonight", "han säger att han skjuter mig inatt"),
    ("raped just now", "han våldtog mig nyss"),
    ("raped just now", "jag blev våldtagen för en timme sen"),
    ("about to strike", "jag kommer slå ihjäl henne nu hjälp mig stoppa mig"),
    ("pills taken", "min kompis har tagit tabletter å svarar inte"),
    ("a farewell", "hej då allihopa jag orkar inte leva längre det är över ikväll"),
    ("flown out tonight", "dom ska flyga mig till Somalia ikväll"),
    ("flown out tonight", "dom tar mig till Somalia ikväll jag vill inte"),
    ("flown out tonight", "min syster ska flygas till irak imorgon bitti för att gifta sig"),
    ("violence now", "han är helt galen och slår sönder allt nu vi är rädda"),
    ("violence now", "ring polisen han slår ihjäl henne"),
    ("a threat for tonight", "min man hotar att döda mig ikväll"),
    ("hiding", "viskar han är i rummet bredvid å letar efter mej"),
    ("a threat for tonight", "dom kommer hit nu för å döda mig"),
    ("pills taken", "jag hittade min dotter med tabletter"),
    ("a farewell", "min son har ett rep i sitt rum och säger hejdå"),
    ("violence now", "min granne skriker på hjälp och jag hör hur saker krossas just nu"),
    ("a weapon is here", "han har tagit fram en kniv och barnen är hemma"),
    ("violence now", "min sambo slår mig just nu jag är på toa"),
    ("lifeless", "mamma ligger på golvet och svarar inte"),
    ("violence now", "pappa kom hem full och jagar oss runt i huset"),
    ("he is at the door", "mitt ex har klättrat upp på balkongen och försöker komma in"),
    ("a farewell", "jag sitter på taket och ska hoppa"),
    ("a farewell", "min dotter skrev att hon ska ta sitt liv inatt och svarar inte"),
    ("pills taken", "min bror har svalt alla mammas sömntabletter"),
    ("the gang is waiting", "de har min lillebror i en bil och vill ha pengar"),
    ("a threat for tonight", "jag måste skjuta någon ikväll annars dödar de min mamma"),
    ("flown out tonight", "pappa ska flyga mig till Irak imorgon och gifta bort mig"),
    ("locked in", "min kusin är inlåst hos sin farbror och ska giftas bort imorgon"),
    ("locked in", "killen jag träffade släpper inte ut mig från lägenheten"),
    ("lifeless", "min kompis ligger avsvimmad på festen och kräks"),
    ("strangled", "han försöker strypa min mamma"),
    ("bleeding", "jag har blivit knivhuggen i benet"),
    ("a threat for tonight", "min man säger att han ska bränna upp oss inatt"),
    ("bleeding", "jag har skurit mig i armen och blodet bara rinner"),
    ("a weapon is here", "han står i trappuppgången med en pistol"),
    ("followed", "någon följer efter mig jag är ensam ute nu"),
    ("violence now", "jag hör min granne slå sitt barn nu det skriker"),
    ("a child alone now", "min lillasyster är fem och står på balkongräcket"),
    ("a farewell", "min son har stuckit med pappas gevär och skrev förlåt"),
    ("raped just now", "en man drog in mig i en bil men jag kom undan nyss"),
    ("about to strike", "jag håller i en kniv och tänker skada min fru"),
    ("lifeless", "min fru andas konstigt och har blå läppar"),
    ("a farewell", "jag är på väg till tågspåret nu jag orkar inte mer"),
    ("cut tonight", "de ska könsstympa min lillasyster ikväll"),
    ("the family is coming", "mina bröder är på väg hit de har sett bilderna"),
    ("violence now", "i help min man slå jag nu kom"),
    ("a weapon is here", "han har kniv han dödar oss"),
    ("hiding", "jag är gömd i källaren pappa letar med bältet"),
    ("lifeless", "min vän har tagit heroin och är alldeles blå"),
    ("a farewell", "min mamma har hängt sig hjälp"),
    ("fire", "han har hällt bensin på mig"),
    ("raped just now", "jag blev våldtagen ikväll på en fest jag vågar inte gå hem"),
    ("locked in", "min pojkvän har låst dörren och tagit min telefon jag kommer inte ut"),
    ("violence now", "tjejen i lägenheten bredvid skriker sluta döda mig inte"),
    ("flown out tonight", "mina föräldrar har tagit mitt pass planet går om tre timmar"),
    ("safe denied", "jag är inte i säkerhet han står utanför dörren nu"),
    ("safe no longer", "polisen tog honom men han är släppt och står utanför dörren nu"),
    ("safe, another is not", "jag är i säkerhet hos grannen men han slår mamma nu"),
    ("ended with a mark", "han är här!"),
    ("ended with a mark", "jag står på taket."),
    ("symptoms last", "hon tog en massa tabletter igår kväll och vaknar inte"),
]

NO_DANGER_NOW = [
    ("past", "han slog mig förra året men vi är skilda nu"),
    ("past", "min pappa brukade slå mig när jag var liten"),
    ("past", "för tio år sen hotade han mig med kniv"),
    ("past", "jag tog tabletter för tre år sen men mår bra idag"),
    ("past", "han bröt sig in hos mig 2019"),
    ("past", "min mormor blev strypt av morfar en gång på 70-talet"),
    ("past", "jag försökte ta livet av mig som tonåring"),
    ("past", "mitt ex satt i fängelse för att ha huggit en kille"),
    ("joke", "haha jag dör asså han e så rolig"),
    ("joke", "skämtar bara, han skulle aldrig slå mig lol"),
    ("joke", "min lärare kommer döda mig om jag inte lämnar in uppsatsen"),
    ("joke", "mamma mördar mig om hon ser betygen haha"),
    ("joke", "jag skjuter mig om vi får prov imorgon lol"),
    ("game", "han dödade mig i fortnite igen"),
    ("game", "jag sköt alla i cs igår"),
    ("game", "vi spelade gta o han sprängde hela stan"),
    ("game", "vilken kniv är bäst i minecraft"),
    ("game", "jag dog på sista bossen"),
    ("idiom", "jag är så trött att jag dör"),
    ("idiom", "det är hugget som stucket om jag ringer eller mejlar"),
    ("idiom", "han har slagit mig i schack"),
    ("idiom", "skjut upp mötet till imorgon är du snäll"),
    ("idiom", "hon slog huvudet på spiken"),
    ("idiom", "jag blöder näsblod ibland vad ska man göra"),
    ("idiom", "kan man döda tiden nånstans i borlänge"),
    ("idiom", "jag har blod svett och tårar i det här"),
    ("safe now", "vi är hos min syster nu och är i säkerhet"),
    ("safe now", "polisen har tagit honom, ingen fara nu"),
    ("safe now", "det är inte akut men jag undrar över skyddat boende"),
    ("other", "jag behöver en kniv till köket vart köper man"),
    ("other", "var slänger man gamla mediciner"),
    ("other", "tar man alvedon eller ipren mot mensvärk"),
    ("other", "min son är sju, får han vara ensam hemma efter skolan"),
    ("other", "när går flyget till mallorca ikväll"),
    ("other", "dörren till tvättstugan går inte att låsa"),
    ("other", "det bankar i elementen på natten"),
    ("other", "vi ska flyga till turkiet på semester imorgon"),
    ("other", "jag blöder mellan mensarna vart ringer man"),
    ("other", "har tagit mina tabletter mot blodtryck idag"),
    ("other", "min katt är inlåst i förrådet"),
    ("other", "barnet är ensamt på rasterna i skolan"),
    ("safe now", "han hotade mig med kniv men nu sitter han häktad o jag är i säkerhet"),
    ("idiom", "det brinner i knutarna på jobbet just nu"),
    ("other", "jag väntar på bussen utanför porten nu"),
    ("other", "grannen bankar på dörren för att låna socker"),
    ("harmless", "kan man få skyddad adress om man är hotad"),
    ("harmless", "min dotter skär lök och gråter i köket"),
    ("harmless", "jag ska döda ogräset i trädgården ikväll"),
    ("harmless", "bussen står utanför skolan nu var kliver man på"),
    ("harmless", "min man är i köket och lagar mat med en stor kniv"),
    ("harmless", "vi tittar på en film där han blir skjuten"),
    ("harmless", "hur pratar man med en tonåring som inte svarar"),
    ("harmless", "var lämnar jag in gamla tabletter i borlänge"),
    ("harmless", "min son kommer hem från skolan nu vad ska jag laga"),
    ("harmless", "pappa hämtar mig utanför porten om tio minuter"),
    ("harmless", "jag flyger till irak ikväll för att hälsa på mormor"),
    ("harmless", "vi ska på bröllop i turkiet imorgon bitti det ska bli så roligt"),
    ("harmless", "brandlarmet piper men det brinner inte"),
    ("harmless", "jag brinner för mitt jobb som lärare"),
    ("harmless", "min katt gömmer sig under sängen när det åskar"),
    ("harmless", "barnen leker kurragömma i garderoben nu"),
    ("harmless", "min pappa slog mig när jag var barn och nu vill jag prata"),
    ("harmless", "jag har ont i ryggen efter jobbet idag"),
    ("harmless", "min dotter tar medicin mot adhd varje morgon"),
    ("harmless", "kan jag få hjälp att söka lägenhet"),
    ("harmless", "jag orkar inte plugga längre det är slut på lovet ikväll"),
    ("harmless", "hej då tack för hjälpen vi hörs imorgon"),
    ("harmless", "han ringer på dörren för att lämna paketet"),
    ("harmless", "jag är låst ute har glömt nyckeln hemma"),
    ("harmless", "min syster ska gifta sig i sommar med den hon älskar"),
    ("harmless", "jag dör av skam om någon får veta det här"),
    ("harmless", "tränaren skriker på oss under matchen men han är snäll"),
    ("harmless", "min kompis kille är svartsjuk hur kan jag stötta henne"),
    ("harmless", "vad händer om man anmäler misshandel"),
    ("harmless", "min exman sitter i fängelse och jag är trygg nu"),
    ("harmless", "får polisen ta min mobil"),
    ("harmless", "min son spelar spel där man skjuter folk är det farligt"),
    ("harmless", "jag väntar utanför kommunhuset när öppnar ni"),
    ("harmless", "det bankar och slamrar från bygget hela dagen nu"),
    ("harmless", "jag slutade med tabletter förra året och mår bra"),
    ("harmless", "hur lång tid tar en vårdnadstvist"),
    ("harmless", "vi har rep med bandet ikväll hej då"),
    ("harmless", "mormor kommer nu med tåget var kan man parkera"),
    ("harmless", "jag slog i huvudet i dörren igår men det gick bra"),
    ("harmless", "läraren hotar med kvarsittning om vi pratar"),
    ("other", "mamma tar min syster till somalia imorgon för att hälsa på mormor"),
    ("other", "pappa tar oss till turkiet på semester imorgon"),
    ("other", "min kompis kommer hit nu för att hjälpa mig"),
    ("safe now", "han bröt sig in men polisen har tagit honom nu"),
]

UNSURE = [
    "hjälp",
    "HJÄLP MEJ",
    "snälla hjälp mig",
    "ring polisen",
    "han slår mig",
    "vi är rädda just nu",
    "hjäälp",
    "mayday",
    "fara nu",
    "kan inte prata",
    "han tror jag beställer pizza",
    "jag vill dö",
]
TIME_UNSAID = ["han slår mig", "min man slår mig", "pappa slår mig", "han hotar mig"]


def danger(text: str) -> Danger:
    return decide_without_score(find_signals(text)).danger


@pytest.mark.parametrize("why,text", DANGER_NOW)
def test_when_somebody_is_in_danger_now_then_it_is_certain_without_any_model(why: str, text: str) -> None:
    assert danger(text) is Danger.CERTAIN, why


@pytest.mark.parametrize("why,text", NO_DANGER_NOW)
def test_when_it_is_past_in_jest_in_a_game_an_idiom_or_safe_then_it_is_not_certain(why: str, text: str) -> None:
    assert danger(text) is not Danger.CERTAIN, why


@pytest.mark.parametrize("text", UNSURE)
def test_when_a_cry_says_too_little_then_it_is_at_least_asked_about(text: str) -> None:
    assert danger(text) is not Danger.NONE


@pytest.mark.parametrize("text", TIME_UNSAID)
def test_when_violence_is_told_without_a_time_then_it_is_asked_about_and_not_certain(text: str) -> None:
    assert danger(text) is Danger.ASK


@pytest.mark.parametrize(
    "text", ["", "hej", "tack för hjälpen", "va kan du hjälpa mej med", "är du en robot", "när öppnar biblioteket"]
)
def test_when_nothing_alarming_is_said_then_there_is_no_signal(text: str) -> None:
    assert find_signals(text) == ()


@pytest.mark.parametrize(
    "one,other",
    [
        ("han har låst in mig i sovrummet", "HAN HAR LÅST IN MIG I SOVRUMMET"),
        ("han slår mig nu", "han slar mig nu"),
        ("han slår mig nu", "han slår mej nuuuuu"),
        ("dom misshandlar honom nu", "de misshandlar honom nu"),
        ("hjälp han slår mamma just nu", "hjalp han slar mamma just nu"),
    ],
)
def test_when_the_same_is_typed_otherwise_then_the_same_signals_are_found(one: str, other: str) -> None:
    assert [s.id for s in find_signals(one)] == [s.id for s in find_signals(other)] != []


def test_when_messages_are_screened_then_one_takes_under_five_milliseconds() -> None:
    messages = [text for _, text in DANGER_NOW + NO_DANGER_NOW] + UNSURE
    find_signals("läs in filen")
    begun = time.process_time()
    for text in messages:
        find_signals(text)
    assert (time.process_time() - begun) / len(messages) < 0.005


@pytest.mark.parametrize(
    "text",
    [
        "han " * 500,
        "jag är rädd " * 160,
        "a" * 2000,
        "nu " * 660,
        "han har en " * 180,
        "(" * 2000,
        "hjälp mig nu " * 150,
    ],
)
def test_when_a_message_is_as_long_as_it_may_be_and_hard_to_search_then_it_is_screened_in_time(text: str) -> None:
    begun = time.process_time()
    find_signals(text[:2000])
    assert time.process_time() - begun < 2


def test_when_the_file_is_read_then_every_signal_has_its_own_id_and_a_reason() -> None:
    signals = read_signals(FILE)
    assert len({s.id for s in signals}) == len(signals) > 10
    assert all(re.fullmatch(r"[a-z_]+", s.id) and s.level in LEVELS and s.reason for s in signals)
    assert {s.level for s in signals} == set(LEVELS)


def faults(tmp_path: Path, content: str) -> list[str]:
    path = tmp_path / "signals.yml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(SignalFaults) as refused:
        read_signals(path)
    return refused.value.faults


def test_when_the_file_has_faults_then_all_are_listed_at_once_with_their_signal(tmp_path: Path) -> None:
    found = faults(
        tmp_path,
        """
parts: {foe: 'han|hon'}
signals:
- {id: no_level, reason: r, phrases: ['a']}
- {id: wrong_level, level: maybe, reason: r, phrases: ['a']}
- {id: no_phrases, level: ask, reason: r, phrases: []}
- {id: no_reason, level: ask, phrases: ['a']}
- {id: unknown_part, level: ask, reason: r, phrases: ['{nobody} slar']}
- {id: bad_regex, level: certain, reason: r, phrases: ['(slar']}
- {id: bad_unless, level: certain, reason: r, phrases: ['{foe} slar'], unless: ['[a']}
- {id: good, level: certain, reason: r, phrases: ['{foe} slar']}
- {level: ask, reason: r}
""",
    )
    named = ["no_level", "wrong_level", "no_phrases", "no_reason", "unknown_part", "bad_regex", "bad_unless", "?"]
    assert [fault.split(": ")[1] for fault in found] == named
    assert all(fault.startswith("signals.yml: ") for fault in found)


def test_when_the_file_is_good_then_phrases_are_whole_words_with_parts_and_exceptions(tmp_path: Path) -> None:
    path = tmp_path / "signals.yml"
    path.write_text(
        """
parts: {foe: 'han|hon'}
signals:
- {id: hit, level: certain, reason: r, phrases: ['{foe} slår', 'biter'], unless: ['förr', 'i schack']}
""",
        encoding="utf-8",
    )
    (signal,) = read_signals(path)
    assert signal.phrases.search("nu sa hon slar mig")
    assert signal.phrases.search("hunden biter")
    assert not signal.phrases.search("johan slar")
    assert not signal.phrases.search("hon slarvar")
    assert signal.unless is not None and signal.unless.search("han slar mig i schack")
    assert not signal.unless.search("tidigare")


@pytest.mark.parametrize(
    ("text", "over"),
    [
        ("nu har han gått", True),
        ("ambulansen har hämtat henne nu", True),
        ("nej han e på jobbet nu", True),
        ("nu är jag hos grannen", True),
        ("polisen är här nu", True),
        ("nu är det lugnt igen", True),
        ("nu har han gått men han kommer snart tillbaka", False),
        ("han har gått och hämtat en kniv", False),
        ("han har gått ut på balkongen, står på räcket", False),
        ("hon har gått, skrev förlåt för allt", False),
        ("jag är hos grannen, han står utanför och bankar", False),
        ("det är inte över", False),
    ],
)
def test_when_somebody_says_that_it_is_over_then_it_is_heard_and_only_then(text: str, over: bool) -> None:
    assert ("over" in {s.level for s in find_signals(text)}) is over
