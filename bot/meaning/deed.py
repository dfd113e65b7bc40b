"""Who does what to whom: did the writer do it, was it done to them, does a third person do it and want to stop?

Bags of n-grams cannot tell these apart.
"""

from __future__ import annotations

import re

from bot.meaning.normalise import without_dots

_STRIKE = (
    r"(?:sla(?:r|tt|s)?|slog|slagit|sparka\w*|knuffa\w*|hota\w*|stryp\w*|strop|dunka\w*|misshandla\w*|skrika\w*|skriker|skrek|"
    r"kontrollera\w*|tvinga\w*|skrammer|skramt|skramde|las(?:er|te|t) in)"
)
_HURT = rf"(?:{_STRIKE}|dra(?:r|git)?|drog|hall(?:er|it)|holl|kasta\w*)"
_HURT_PASSIVE = (
    r"(?:slagen|slagna|slaget|misshandlad\w*|sparkad\w*|knuffad\w*|hotad\w*|strypt\w*|valdtagen|tvingad\w*|inlast\w*|"
    r"nedslagen|kontrollerad\w*|utskalld\w*|spottad\w*|dragen)"
)
_OTHER = r"(?:han|hon|hen|de|nan|nagon|en (?:man|kille|tjej|kvinna)|sambon?|exet|maken|mannen|frun|killen|(?:min|mitt) (?!egen)\w+)"

_I_DID = re.compile(
    rf"\bjag (?:(?:har|hade|kan|brukar|nastan|bara|alltid|ibland|ocksa|ju|som|nyss|aven|fick|borjade|rakade|aldrig mer|ska|vill)\s+){{0,3}}{_HURT}\b"
    rf"|\b(?:slog|knuffade|sparkade|hotade|strop|skrek|tog tag|tappade|kastade) jag\b"
)
_DONE_TO = re.compile(
    rf"\b(?:blev|blir|blivit|bli|vart) (?:\w+ ){{0,2}}{_HURT_PASSIVE}"
    rf"|\b{_OTHER} (?:som )?(?:(?:har|hade|ofta|alltid|ibland|ju|bara|brukar|borjade|kan|nyss|igar)\s+){{0,2}}{_HURT} (?:till |pa |ner |at )?(?:mig|mej|oss|henne|honom|barnen)\b"
)
_HURTS_OWN = re.compile(rf"\b{_HURT} (?:pa |till )?(?:sin|sitt|sina)\b")  # "sin": the doer is the one spoken of
_WANTS_HELP = re.compile(
    r"\b(?:han|hon|hen|de|bror|brorsan|son|sonen|kompis|van|kollega)?\s*(?:sager att (?:han|hon|hen) )?"
    r"(?:vill|forsoker|behover|soker|har bett om) (?:verkligen |sjalv |nog |ocksa )*(?:att )?"
    r"(?:sluta|andra (?:pa )?sig|forandras|forandra sig|fa hjalp|ha hjalp|hjalp)\b"
)
_WANTS_TO_STOP = re.compile(
    r"\b(?:sluta|slutar|forandra\w*|hjalp (?:at|for|till) (?:honom|henne|min bror)|andra sig)\b"
)


_PARTNER = (
    r"(?:(?:min|mitt|mina|sin|sitt) (?:nya |forra |fore detta |fd |egen )?(?:man|gubbe|karl|make|maka|fru|sambo|sarbo|kille|pojkvan|tjej|"
    r"flickvan|fastman|fastmo|partner|ex|exman|exfru|exsambo|exkille|expojkvan)|mannen|maken|sambon|exet|exmannen|pojkvannen|barnens (?:pappa|far))"
)
_BY_PARTNER = re.compile(
    rf"\b{_PARTNER} (?:som )?(?:(?:har|hade|ofta|alltid|ibland|ju|bara|brukar|borjade|borjat|kan|nyss|igar|och|\w+) ){{0,3}}?{_STRIKE} "
    rf"(?:till |pa |ner |at )?(?:mig|mej|oss)\b"
    rf"|\b{_PARTNER} (?:som )?(?:(?:har|alltid|ju|bara|brukar) ){{0,2}}(?:kontrollera\w*|bestammer|styr|overvakar) (?:over )?"
    rf"(?:mig|mej|allt jag|(?:min|mina|mitt) (?:mobil|telefon|pengar|lon|konto|klader|liv)\w*|(?:vad|vem|vilka|nar|om|hur) jag)\b"
    rf"|\b{_HURT_PASSIVE} (?:\w+ )?av {_PARTNER}\b"
)


def was_done_by_a_partner(normalised: str) -> bool:
    """True when the text tells that a partner or former partner hits, threatens or otherwise hurts the writer or another.

    `normalised` comes from bot.meaning.normalise.
    """
    text = without_dots(normalised)
    return bool(_BY_PARTNER.search(text)) and not _I_DID.search(text)


_OVERDOSE = re.compile(
    r"\b(?:tagit|tog|svalt|svalde|atit|at|kakat|kakade|druckit|fatt i sig|satt i sig) (?:\w+ ){0,4}?"
    r"(?:\w*(?:tablett\w*|piller|pillren|medicin\w*|alvedon\w*|ipren\w*|panodil\w*|insulin\w*)|sin(?:a)? somn\w*)\b"
)
_TOO_MANY = re.compile(
    r"\b(?:massor|massa|jattemanga|manga|for manga|alla|en hel|hela|karta|kartor|burk\w*|ask\w*|overdos\w*|for mycket|allt)\b"
)
_BY_MISTAKE = re.compile(
    r"\b(?:av misstag|rakade|trodde det var|bebis\w*|tvaaring\w*|treaaring\w*|(?:ett|tva|tre) ar)\b"
)


def tells_of_an_overdose(normalised: str) -> bool:
    """True when somebody has taken far too much medicine, and not by mistake: help against suicide fits, not that against drugs."""
    text = without_dots(normalised)
    return bool(_OVERDOSE.search(text) and _TOO_MANY.search(text)) and not _BY_MISTAKE.search(text)


def was_done_to_someone(normalised: str) -> bool:
    """True when the text tells of a deed against the writer or a third person, and of none by the writer.

    `normalised` comes from bot.meaning.normalise. Who asks for somebody who wants to stop is left out: that is the
    same help as for the one who does it.
    """
    text = without_dots(normalised)
    return bool(_DONE_TO.search(text)) and not _I_DID.search(text) and not _WANTS_TO_STOP.search(text)


def hurts_someone_and_wants_help(normalised: str) -> bool:
    """True when a third person hurts somebody of their own and wants help to stop: help for those who hurt fits."""
    text = without_dots(normalised)
    return bool(_HURTS_OWN.search(text) and _WANTS_HELP.search(text))
