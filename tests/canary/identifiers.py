"""Invented identifiers, each one unlike every other, and the sentences that carry them."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

_SYLLABLES = [
    "bra",
    "dro",
    "fli",
    "gno",
    "kva",
    "lun",
    "mis",
    "nor",
    "pli",
    "rut",
    "ska",
    "tru",
    "vej",
    "zol",
    "hyf",
    "ö",
    "å",
]
_CARRIERS = (
    "jag heter {name} och min man slår mig",
    "min kille {name} hotar att lägga ut bilder, han nås på {phone}",
    "{name} {name2} på {street} {number} säljer knark till min son",
    "mitt personnummer är {personnummer}, behöver ni det?",
    "mejla mig på {email} om ni kan hjälpa",
    "han skriver till mig på snap från {handle} hela tiden",
    "bilen utanför har skylten {plate}",
    "ärendet hos soc har dnr {case}",
    "han är här nu {name} skriker på mig",
    "pengarna gick till konto {account}",
    "kolla {url} där ligger allt",
    "hjälp {name} ska ta mig till flyget ikväll",
)


@dataclass(frozen=True)
class Canary:
    """A message and what in it must never be found again."""

    text: str
    secrets: tuple[str, ...]


def canaries(count: int, seed: int) -> list[Canary]:
    """`count` messages with identifiers of their own; the same for the same `seed`."""
    dice = random.Random(seed)
    made: list[Canary] = []
    used: set[str] = set()
    while len(made) < count:
        canary = _canary(dice, _CARRIERS[len(made) % len(_CARRIERS)])
        if used.isdisjoint(canary.secrets):
            used |= set(canary.secrets)
            made.append(canary)
    return made


def _canary(dice: random.Random, carrier: str) -> Canary:
    name, name2 = (_word(dice, 4).capitalize() for _ in range(2))
    digits = "".join(dice.choices("0123456789", k=12))
    values = {
        "name": name,
        "name2": name2,
        "phone": f"070-{digits[:3]} {digits[3:5]} {digits[5:7]}",
        "street": f"{_word(dice, 4)}gatan",
        "number": str(dice.randint(1, 99)),
        "personnummer": f"{dice.randint(1940, 2012)}{dice.randint(1, 12):02}{dice.randint(1, 28):02}-{digits[:4]}",
        "email": f"{_word(dice, 4)}@{_word(dice, 3, plain=True)}.se",
        "handle": f"{_word(dice, 3, plain=True)}_{digits[:4]}",
        "plate": f"{''.join(dice.choices('ABCDEFGHJKLMNOPRSTUWXYZ', k=3))} {digits[:3]}",
        "case": f"SN {dice.randint(2019, 2026)}/{digits[:5]}",
        "account": f"{digits[:4]}-{digits[4:5]}, {digits[5:12]}",
        "url": f"https://{_word(dice, 4, plain=True)}.com/{digits[:6]}",
    }
    used = {key: value for key, value in values.items() if "{" + key + "}" in carrier}
    secrets = tuple(value for key, value in used.items() if key != "number")
    return Canary(carrier.format(**values), secrets)


def _word(dice: random.Random, syllables: int, plain: bool = False) -> str:
    choices: Sequence[str] = [s for s in _SYLLABLES if s.isascii()] if plain else _SYLLABLES
    return "q" + "".join(dice.choices(choices, k=syllables)) + "x"
