"""Names of people: known ones anywhere, others where the words around make them names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.redaction.reading import Reading, Word
from bot.redaction.vocabulary import everyday, is_name, is_word, lists, might_be_names, surnames

_CALLED = re.compile(
    r"\b(?:heter|hetter|hette|het(?:at|er)|kallas|kallad|kallade|namn (?:är|e)|namnet (?:är|e)|vid namn|döpt till|döptes till|kallar (?:mig|sig|honom|henne|hen|dom)|my name is|called)\W{1,3}(?:(?:för|alltså|typ|egentligen|ju) )?$"
)
KIN = (
    r"(?:kille|pojkvän|pojkvan|man|sambo|särbo|ex|exman|exfru|exsambo|exet|fru|maka|make|tjej|flickvän|flickvan|mamma|pappa|morsa|farsa|bror|brorsa|brorsan|lillebror|storebror|lillbror|storbrorsa|syster|syrra|syrran|"
    r"lillasyster|storasyster|dotter|sonen|dottern|bonusson|bonusdotter|styvson|kompis|kompisen|bästis|vän|väninna|vännen|polare|chef|chefen|lärare|läraren|granne|grannen|kusin|kusinen|farbror|moster|faster|morbror|"
    r"mormor|farmor|morfar|farfar|svärmor|svärfar|coach|tränare|tränaren|elev|eleven|kurator|kuratorn|mentor|mentorn|socialsekreterare|socialsekreteraren|handläggare|handläggaren|styvpappa|styvfar|plastpappa|bonuspappa|"
    r"plastmamma|barn|barnet|bebis|kollega|kollegan|rektor|rektorn|imam|imamen|pastor|pastorn|doktor|doktorn|läkare|psykolog|klasskompis|lagkamrat|kamrat|tjejen|killen|mannen|grabben|flickan|pojken|klient|patient|brukare|svåger|svägerska|barnbarn|"
    r"sonson|dotterdotter|dotterson|sondotter|fästman|fästmö|ungdom|killar|tvilling|tvillingbror|fröken|magistern|herr|doktor|dr|tant|farbrorn)"
)
_KIN_BEFORE = re.compile(rf"\b{KIN}s?[,:]? (?:som heter |heter )?$")
_SIGNED = re.compile(r"(?:\bmvh|hälsningar|halsningar|vänligen|kram(?:ar)?|/|//|//\s?|\bhilsen|\bregards)[ ,/\n]{0,3}$")
_PRESENTED = re.compile(
    r"\b(?:jag är|jag e|ja e|det är|det e|här är|hej|hejsan|tjena|hallå|hälsa|och|o|å|&|mellan|med|av|till|hos|från|om|på|för|medan|att|att vi|säger|sa|slår|slog|hatar|älskar|gillar|träffar|träffade|dejtar|ihop med|tillsammans med)[,:]? $"
)
_DOES = re.compile(
    r"^s?[ ,]{1,2}(?:är|e|har|slår|slog|hotar|hotade|säger|sa|kommer|kom|vill|ska|kan|vet|tar|tog|blev|blir|heter|gör|går|bor|skickar|skrev|ringer|ringde|och|o|å|som|inte|hatar|brukar|jobbar|hade|var|va|fick|får|gick|står|sitter|ligger|lovade|tvingade|tvingar|måste|började|slutade|dricker|super|gråter|ljuger)\b|^s?[.!?,]|^s?$"
)
_SURNAME = re.compile(
    r"[a-zåäöéüć]{2,}(?:sson|ström|stroem|berg|qvist|kvist|quist|gren|lund|dahl|ović|ovic|evic|oglu|zadeh|zade|yan|wicz|lainen|stedt|strand|stad|holm|mark|löf|löv|blad|fors|falk|hammar|pour|nejad|abadi|ullah|deen)s?$"
)
_MAYBE_SURNAME = re.compile(r"[a-zåäöé]{3,}(?:son|ski|sky|ska|nen|man|mann|sen|ell|ing|yan)s?$")
_IN_GROUP = re.compile(
    rf"^s? {KIN}\b|^ (?:å|o|och|&) (?:jag|ja|vi|ho|hon|han)\b|^ i (?:min|hans|hennes|vår|våran|paralell|parallell|nian|åttan|sjuan|sexan|femman|fyran|trean|tvåan|ettan|stallet|laget|klassen)"
)
_OWNS = re.compile(rf" {KIN}\b")
_VERB = re.compile(
    r"^ (?:har|slår|slog|hotar|hotade|säger|sa|kommer|kom|vill|ska|vet|tar|tog|blev|heter|gör|gjorde|går|gick|bor|skickar|skickade|skrev|ringer|ringde|ropade|skrek|hatar|brukar|jobbar|kallar|tycker|fick|får|står|sitter|ligger|lovade|tvingade|tvingar)\b"
)
_WITH_ME = re.compile(r"\b(?:jag|ja|mig|mej) (?:och|o|å|&) $")
_BETWEEN = re.compile(r"[ \-]|\. ?")
_INITIALLED = re.compile(
    r"\b[A-ZÅÄÖ]\. ?[A-ZÅÄÖ][a-zåäöé]+(?:-[A-ZÅÄÖ][a-zåäöé]+)?|(?<!\w)(?:[A-ZÅÄÖ]\. ?)+(?= [a-zåäö])|(?<!\w)(?:[A-ZÅÄÖ]\.){2,}(?!\w)"
)
_FULL_NAME = re.compile(r"\b(?P<given>[A-ZÅÄÖ][a-zåäö]+) (?P<family>[A-ZÅÄÖ][a-zåäöé]+(?:-[A-ZÅÄÖ][a-zåäöé]+)?)")
_GLUE = frozenset({"von", "van", "al", "el", "bin", "af", "de", "abu", "ben"})


def find(reading: Reading) -> Iterator[tuple[int, int, str]]:
    for match in _FULL_NAME.finditer(reading.text):
        if (
            match.group("given").lower() in lists("names_that_are_words")
            and match.group("family").lower() not in everyday()
        ):
            yield *match.span(), "person"
    for match in _INITIALLED.finditer(reading.text):
        yield *match.span(), "person"
    words, began, ended = reading.words, -1, -1
    for place, word in enumerate(words):
        touching = ended >= 0 and _BETWEEN.fullmatch(reading.text[ended : word.start]) is not None
        if touching and (_goes_on(reading, word) or (word.low in _GLUE and place + 1 < len(words))):
            ended = word.end
            continue
        if ended >= 0:
            yield began, ended, "person"
        began, ended = (word.start, word.end) if _is_named(reading, words, place) else (-1, -1)
    if ended >= 0:
        yield began, ended, "person"


def _is_named(reading: Reading, words: Sequence[Word], place: int) -> bool:
    word = words[place]
    if word.low[0].isdigit():
        return False
    if is_name(word.low) or word.low in surnames():
        return True
    after = words[place + 1] if place + 1 < len(words) else None
    if after and reading.text[word.end : after.start] == "-" and is_name(after.low):
        return True
    capital = (word.text[:1].isupper() and not word.text[1:].isupper()) or (
        word.text.isupper() and not reading.text.isupper()
    )
    tells = capital and not reading.begins_sentence(word.start)
    could = not might_be_names().isdisjoint((word.low, word.low.removesuffix("s")))
    before = reading.before(word.start, 50)
    if _CALLED.search(before):
        return word.low not in lists("called_anything") and (
            could or capital or word.low not in everyday() or _called_briefly(reading, word)
        )
    if _SIGNED.search(before) and not reading.text[word.end :].strip(" .!/,").count(" "):
        return could or capital or not is_word(word.low)
    if could and tells:
        return True
    if _KIN_BEFORE.search(before):
        return (could and bool(_DOES.match(reading.low[word.end :]))) or (
            tells and word.low not in lists("public_words")
        )
    if word.low in lists("names_that_are_words") and _WITH_ME.search(before):
        return True
    if could and _PRESENTED.search(before) and word.low not in lists("often_words"):
        return bool(_DOES.match(reading.low[word.end :]))
    if could and (capital or word.low not in lists("often_words")) and _IN_GROUP.match(reading.low[word.end :]):
        return True
    if capital and word.low.endswith("s") and word.low not in everyday() and _OWNS.match(reading.low[word.end :]):
        return True
    if could and capital and after and _before_another_name(reading, words, place):
        return True
    if could and capital and _VERB.match(reading.low[word.end :]):
        return True
    if _SURNAME.fullmatch(word.low) and word.low not in everyday():
        return True
    if _stands_alone(words, place):
        return True
    return bool(_MAYBE_SURNAME.fullmatch(word.low)) and tells and not is_word(word.low)


def _before_another_name(reading: Reading, words: Sequence[Word], place: int) -> bool:
    """ "Liv och My", "An Nguyen": a capital that begins a sentence tells too when another name follows."""
    if reading.text.isupper():
        return False
    after = words[place + 1]
    if after.low in ("och", "o", "å") and place + 2 < len(words):
        after = words[place + 2]
        return after.text[0].isupper() and after.low in might_be_names()
    return after.text[0].isupper() and after.low in surnames() and words[place].low in lists("given_names")


def _stands_alone(words: Sequence[Word], place: int) -> bool:
    """True for a name that may be a word ("liv", "stig"), where nothing beside it makes it that word."""
    word = words[place].low
    name = word if word in lists("names_that_are_words") else word.removesuffix("s")
    if name not in lists("names_that_are_words") or word in lists("public_words"):
        return False
    if name != word and word in everyday():  # "klass" is no genitive of Klas
        return False
    before = words[place - 1].low if place else ""
    after = words[place + 1].low if place + 1 < len(words) else ""
    known = lists("word_pairs")
    return not (before in lists("before_nouns") or f"{before} {word}" in known or f"{word} {after}" in known)


def _called_briefly(reading: Reading, word: Word) -> bool:
    """ "hon heter sol och är nio": an ordinary word right after "heter" that ends what is said of the name."""
    return reading.before(word.start, 8).endswith(("heter ", "hette ")) and bool(_DOES.match(reading.low[word.end :]))


def _goes_on(reading: Reading, word: Word) -> bool:
    """True for what follows a given name and belongs to it: a second name or a surname."""
    capital = word.text[:1].isupper() and not reading.text.isupper() and not reading.begins_sentence(word.start)
    if capital or is_name(word.low) or word.low.removesuffix("s") in lists("surnames") or word.low in lists("surnames"):
        return True
    return bool(_SURNAME.fullmatch(word.low)) and (not is_word(word.low) or word.low.endswith(("sson", "ssons")))
