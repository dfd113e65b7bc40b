"""Proper names of any kind, told by their capital letters: runs such as "Iron Wolves MC" or "Preem i Romme"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.redaction.reading import Reading, Word
from bot.redaction.vocabulary import everyday, is_name, is_word, lists

_BETWEEN = re.compile(r" |-|/| ?& ?|:s |\. ")
_BEHIND = re.compile(
    r"^(?:s? (?:vänner )?(?:[a-zåäö]{0,14}(?:förening|föreningen|klubb|klubben|kyrka|kyrkan|församling|skola|skolan|gymnasium|hem|boende|hvb|hall|hallen|verk|bruk|bygg|åkeri|lasarett|sjukhus|vårdcentral|mottagning|moské|familjer|"
    r"centrum|plåt|restaurang|pizzeria|salong|kiosk)|gym|mek|däck|bil|café|kafé|frisör|livs|grill|kök|städ|taxi|vänner)\b)+"
    r"|^:s [a-zåäö]+|^(?: avd(?:elning(?:en)?)?\.? \d+| \d{1,3}[a-zA-Z]?(?![\w:.,]\d)(?! ?(?:år|kr|dag|veck|gång|tim|min|st\b|pers))| [A-ZÅÄÖ]{1,3}\d{0,3}\b)"
)
_BEFORE = re.compile(
    r"\b(?:förskolan|dagiset|fritidsgården|ungdomsgården|språkintroduktion|boendet|hemmet|caf[eé]|kafé|stallet) $"
)
_WORKS = re.compile(
    r"\b(?:jobb\w*|arbet\w*|anställd|prakti\w*|prao\w*|passet|chef\w*|handledar\w*|lön\w*|pengar|extra|vikari\w*|städ\w*|sommarjobb\w*)(?: \w+){0,4} $"
)
_EMPLOYED = re.compile(
    r"\b(?:jobba\w*|arbetar?|arbetade|anställd|prakti\w*|prao\w*|chef\w*|kollega\w*|undersköterska|sköterska|vikari\w*|städar|guide|volontär)(?: \w+){0,2} (?:på|hos|åt|i|vid) $"
)
_WHERE = re.compile(r"\b(?:i|på|från|till|vid|runt|utanför|nära|mot|genom) $")
_GLUE = frozenset({"i", "på", "vid", "och", "o", "å", "av", "för", "of", "the", "de", "la"})
_SHARE_OF_A_SHOUT = 0.4


def find(reading: Reading) -> Iterator[tuple[int, int, str]]:
    words = [word for word in reading.words if not word.text[0].isdigit()]
    if sum(_capital(word) for word in words) > max(2, _SHARE_OF_A_SHOUT * len(words)):
        return
    words, place = list(reading.words), 0
    while place < len(words):
        last = _run(reading, words, place) if _tells(reading, words, place) else -1
        if last < 0:
            place += 1
            continue
        start, end = words[place].start, words[last].end
        if behind := _BEHIND.match(reading.text[end:]):
            end += behind.end()
            if again := _BEHIND.match(reading.text[end:]):
                end += again.end()
        if before := _BEFORE.search(reading.low[:start]):
            start = before.start()
        yield start, end, _kind(reading, start, end)
        place = last + 1


def _capital(word: Word) -> bool:
    return word.text[0].isupper()


def _tells(reading: Reading, words: Sequence[Word], place: int) -> bool:
    """True when the word at `place` is written as a proper name, and is none that everybody writes so."""
    word = words[place]
    if not _capital(word) or len(word.text) < 2:
        return False
    after = words[place + 1] if place + 1 < len(words) else None
    if (
        after is not None
        and _joined(reading, word, after)
        and _capital(after)
        and word.low not in lists("often_words")
        and after.low not in lists("public_words")
        and after.low not in lists("often_words")
    ):
        return True
    if word.low in lists("public_words"):
        return _EMPLOYED.search(reading.before(word.start, 45)) is not None
    return not is_word(word.low) if reading.begins_sentence(word.start) else word.low not in lists("often_words")


def _run(reading: Reading, words: Sequence[Word], place: int) -> int:
    """The place of the last word of the name that begins at `place`."""
    last = place
    while last + 1 < len(words) and _joined(reading, words[last], words[last + 1]):
        after = words[last + 1]
        if _capital(after) or reading.text[words[last].end] == "-":
            last += 1
        elif (
            after.low in _GLUE
            and not is_name(words[place].low)
            and last + 2 < len(words)
            and _joined(reading, after, words[last + 2])
            and _capital(words[last + 2])
            and words[last + 2].low not in everyday()
        ):
            last += 2
        else:
            break
    return last


def _joined(reading: Reading, word: Word, after: Word) -> bool:
    between = reading.text[word.end : after.start]
    return _BETWEEN.fullmatch(between) is not None and (between != ". " or len(word.text) == 1)


def _kind(reading: Reading, start: int, end: int) -> str:
    said, before = reading.low[start:end], reading.before(start, 45)
    if re.search(r"skola|gymnasi|dagis|språkintro|högskol", said):
        return "school"
    if re.search(r" \d{1,3}[a-z]?$", said):
        return "address"
    if _WORKS.search(before):
        return "workplace"
    if re.search(r"\b(?:if|ik|mc|fc|klubb\w*|förening\w*|kyrka\w*|församling\w*|gäng\w*|familjer)\b|gänget$", said):
        return "org"
    return "place" if _WHERE.search(before) else "unknown"
