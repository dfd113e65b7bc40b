"""Which ended conversations may be written now, so that none stands alone in the database. Pure.

Written records alike in topic, language and part of day always number at least `LEAST`: those that are too few are made
less exact (another language becomes "annat", the part of the day is left out) until they are enough, or wait.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.records.record import Record

LEAST = 5
OTHER_LANGUAGE = "annat"
COMMON_LANGUAGE = "sv"

Combination = tuple[str, str, "str | None"]  # topic, language, part of day


def combination(record: Record) -> Combination:
    return record.topic, record.language, record.part_of_day


def writable(
    waiting: Sequence[Record], stored: Mapping[Combination, int], least: int = LEAST
) -> tuple[list[Record], list[Record]]:
    """Divide `waiting` into what may be written now, in the form in which it may, and what goes on waiting as it is.

    `stored` counts the combinations that already stand in the database.
    """
    chosen: list[Record] = []
    left = list(waiting)
    for blur in _BLURS:
        blurred = [blur(record) for record in left]
        together = Counter(map(combination, blurred))
        enough = [stored.get(combination(r), 0) + together[combination(r)] >= least for r in blurred]
        chosen += [record for record, fits in zip(blurred, enough, strict=True) if fits]
        left = [record for record, fits in zip(left, enough, strict=True) if not fits]
    return (chosen, left) if len(chosen) >= least else ([], list(waiting))


def _language(record: Record) -> Record:
    return record if record.language == COMMON_LANGUAGE else replace(record, language=OTHER_LANGUAGE)


def _part_of_day(record: Record) -> Record:
    return replace(record, part_of_day=None)


_BLURS = (lambda r: r, _language, _part_of_day, lambda r: _language(_part_of_day(r)))
