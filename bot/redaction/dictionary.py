"""Swedish words: the dictionary hunspell-sv, and compounds of its words.

Hunspell's own compounds are switched off: it would take "filip" for "fil" and "ip", and most names of villages for words.
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from hunspell import Hunspell

FOLDER = Path(sys.prefix) / "share" / "hunspell"
_LANGUAGE = "sv_SE"
_SHORTEST_PART, _SHORTEST_COMPOUND = 3, 8
_NAME_LIKE = re.compile(
    r"(?:torp|arvet|sveden|ängar|myr|myren|backa|backarna|hyttan|näs|sjö|sjön|vik|viken|köping|hamn|berg|berget|ås|åsen|holm|holmen|ström|fors|forsen|bro|"
    r"by|byn|sta|stad|tuna|lund|lunda|dal|dalen|dalarna|udd|udden|ryd|hult|måla|benning|bo|bäck|bäcken|hagen|hed|gård|gården|gårdarna|mark|"
    r"sson|qvist|kvist|gren|dahl|stedt|strand|löv|blad|falk|man|wall|vall|rud|ö|ön|sved|änge|lid|träsk|tjärn|tjärnen)s?$"
)


class NoDictionary(RuntimeError):
    """hunspell-sv is not installed: nothing may be kept then."""


def require() -> tuple[Path, Path]:
    """The dictionary's files: words, and rules of inflection. Raises NoDictionary."""
    words, rules = FOLDER / f"{_LANGUAGE}.dic", FOLDER / f"{_LANGUAGE}.aff"
    if not (words.exists() and rules.exists()):
        raise NoDictionary(f"{FOLDER}/{_LANGUAGE}.dic or .aff is missing")
    return words, rules


@lru_cache(maxsize=1)
def _dictionary() -> Hunspell:
    words, rules = require()
    kept = [line for line in rules.read_text(encoding="utf-8").splitlines() if not line.startswith("COMPOUND")]
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "simple.aff").write_text("\n".join(kept), encoding="utf-8")
        (Path(folder) / "simple.dic").symlink_to(words.resolve())
        return Hunspell("simple", hunspell_data_dir=folder)


def is_entry(word: str) -> bool:
    """True when `word` (lower case) is a form of a dictionary word. Raises NoDictionary."""
    return bool(_dictionary().spell(word))


def is_compound(word: str) -> bool:
    """True when `word` (lower case) is put together of dictionary words, and not in the way places and families are named."""
    if len(word) < _SHORTEST_COMPOUND or not word.isalpha() or _NAME_LIKE.search(word):
        return False
    return any(is_entry(head) and is_entry(tail) for head, tail in _splits(word))


def _splits(word: str) -> Iterator[tuple[str, str]]:
    for place in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1):
        head, tail = word[:place], word[place:]
        yield head, tail
        if head.endswith("s") and len(head) > _SHORTEST_PART:
            yield head[:-1], tail
