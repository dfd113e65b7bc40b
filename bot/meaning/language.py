"""Which language a message is in: script first, then lingua (models inside the package), Swedish when in doubt."""

from __future__ import annotations

import re
from functools import lru_cache

from lingua import Language, LanguageDetector, LanguageDetectorBuilder

from bot.meaning.normalise import Normaliser, read_slang

SWEDISH = "sv"
LEAST_WORDS = 3  # shorter Latin-script messages are taken for Swedish: "help" and "ok" are Swedish chat too
SURE = 0.45

# Words no other language of the list has: one of them makes chat Swedish that the detector would take for Spanish or Finnish.
_SWEDISH_WORDS = frozenset(
    [
        "jag",
        "och",
        "inte",
        "är",
        "mig",
        "dig",
        "mitt",
        "att",
        "på",
        "för",
        "från",
        "vad",
        "hur",
        "när",
        "varför",
        "någon",
        "något",
        "hej",
        "tack",
        "hjälp",
        "vill",
        "måste",
        "mår",
        "får",
        "går",
        "gör",
        "inget",
        "ingen",
        "också",
        "alltså",
    ]
)
# The detector takes short English for Swedish; three of these words do not come together in anything else.
_ENGLISH_WORDS = frozenset(
    [
        "i",
        "my",
        "me",
        "he",
        "she",
        "is",
        "am",
        "are",
        "and",
        "the",
        "to",
        "you",
        "not",
        "want",
        "help",
        "with",
        "his",
        "her",
        "they",
        "who",
        "where",
    ]
)
_ENGLISH_ENOUGH = 3
_PERSIAN = re.compile(r"[\u067e\u0686\u0698\u06af\u06a9\u06cc]")  # letters Arabic does not have

# Scripts that name the language by themselves. Tigrinya and Amharic share one; most who write it here write Tigrinya.
_SCRIPTS = (("ti", re.compile(r"[\u1200-\u137f]")), ("th", re.compile(r"[\u0e00-\u0e7f]")))
_WORD = re.compile(r"[^\W\d_]+")
_LATIN = re.compile(r"[a-zåäöA-ZÅÄÖ]")
_LANGUAGES = (
    Language.SWEDISH, Language.ENGLISH, Language.ARABIC, Language.SOMALI, Language.PERSIAN, Language.TURKISH,
    Language.FINNISH, Language.UKRAINIAN, Language.RUSSIAN, Language.POLISH, Language.BOSNIAN, Language.SPANISH,
    Language.GERMAN, Language.FRENCH,
)  # fmt: skip


@lru_cache(maxsize=1)
def _slang() -> Normaliser:
    return Normaliser(read_slang())


@lru_cache(maxsize=1)
def _detector() -> LanguageDetector:
    return LanguageDetectorBuilder.from_languages(*_LANGUAGES).with_low_accuracy_mode().build()


def recognise(text: str) -> str:
    """Return an ISO 639-1 code; "sv" when the text is short or no other language is likely enough."""
    for code, script in _SCRIPTS:
        if script.search(text):
            return code
    words = _WORD.findall(text)
    if not words or (len(words) < LEAST_WORDS and _LATIN.search(text)):
        return SWEDISH
    if _PERSIAN.search(text):
        return "fa"
    latin = _LATIN.search(text) is not None
    if latin and not _SWEDISH_WORDS.isdisjoint(_slang()(" ".join(w for w in words if len(w) > 1)).split()):
        return SWEDISH
    if latin and len(_ENGLISH_WORDS & set(_slang()(text).split())) >= _ENGLISH_ENOUGH:
        return "en"
    best = _detector().compute_language_confidence_values(text)[0]
    if best.language is Language.SWEDISH or (latin and best.value < SURE):
        return SWEDISH
    return str(best.language.iso_code_639_1.name).lower()
