"""A second spelling of a training line, as somebody in a hurry would type it; training only."""

from __future__ import annotations

import random
import re

from bot.meaning.normalise import Normaliser, without_dots

_SLIPS = 0.03  # share of characters that are slipped
_MARKS = re.compile(r"[.,!?]")


class Rough:
    """`rough(text)`; the same text always comes out the same."""

    def __init__(self, normaliser: Normaliser) -> None:
        self._normaliser = normaliser

    def __call__(self, text: str) -> str:
        chance = random.Random(text)
        kind = chance.random()
        if kind < 0.4:
            return self._normaliser(text)
        if kind < 0.5:
            return _MARKS.sub("", text.lower())
        if kind < 0.7:
            text = without_dots(text)
        return _slipped(text.lower(), chance)


def _slipped(text: str, chance: random.Random) -> str:
    """Letters dropped, swapped and doubled."""
    letters = list(text)
    for _ in range(max(1, int(len(letters) * _SLIPS))):
        at = chance.randrange(len(letters))
        kind = chance.random()
        if kind < 0.4:
            letters[at] = ""
        elif kind < 0.7 and at + 1 < len(letters):
            letters[at], letters[at + 1] = letters[at + 1], letters[at]
        else:
            letters[at] *= 2
    return "".join(letters)
