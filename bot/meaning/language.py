"""Which language a message is in: script first, then lingua (models inside the package), Swedish when in doubt."""

from __future__ import annotations

import re
from functools import lru_cache

from lingua import Language, LanguageDetector, LanguageDetectorBuilder

SWEDISH = "sv"
LEAST_WORDS = 3  # shorter Latin-script messages are taken for Swedish: "help" and "ok" are Swedish chat too
SURE = 0.80

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
    values = _detector().compute_language_confidence_values(text)
    best = values[0]
    if best.language is Language.SWEDISH or (best.value < SURE and _LATIN.search(text)):
        return SWEDISH
    return str(best.language.iso_code_639_1.name).lower()
