"""Tables that may be shown: counts under five are left out, and as many others as it takes to keep them hidden. Pure.

Leaving out small cells is not enough where sums are told: the one cell missing in a row is the sum less the others. So
further cells are left out (sums among them) until each small one could be any of at least five numbers, for one who
knows all that is shown, adds and subtracts, and knows that no count is negative.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence

LEAST = 5
TOTAL = "total"

Cell = tuple[str, str]
_Place = tuple[int, int]


def table(counts: Mapping[Cell, int], rows: Sequence[str], columns: Sequence[str]) -> dict[Cell, int | None]:
    """Counts by row and column with all sums (row or column `TOTAL`); None where nothing may be told.

    Raises ValueError on a negative count, or on one in a row or column that is not named.
    """
    if any(row not in rows or column not in columns or count < 0 for (row, column), count in counts.items()):
        raise ValueError("a count is negative or stands outside the table")
    grid = _with_sums([[counts.get((row, column), 0) for column in columns] for row in rows])
    shown = suppress(grid)
    return {
        (row, column): shown[i][j] for i, row in enumerate([*rows, TOTAL]) for j, column in enumerate([*columns, TOTAL])
    }


def suppress(grid: Sequence[Sequence[int]], least: int = LEAST) -> list[list[int | None]]:
    """`grid` (its last row and column are the sums) with None in place of what must not be told."""
    hidden = {place for place in _places(grid) if _value(grid, place) < least}
    for place in sorted(hidden):
        while not _is_vague(grid, hidden, place, least) and (further := _next_to_hide(grid, hidden, place)):
            hidden.add(further)
    return [[None if (i, j) in hidden else value for j, value in enumerate(row)] for i, row in enumerate(grid)]


def _next_to_hide(grid: Sequence[Sequence[int]], hidden: set[_Place], place: _Place) -> _Place | None:
    """The smallest cell still shown in the row or column of `place`, else anywhere; inner cells before sums."""
    last_row, last_column = len(grid) - 1, len(grid[0]) - 1
    shown = [other for other in _places(grid) if other not in hidden]
    beside = [(i, j) for i, j in shown if i == place[0] or j == place[1]]
    return min(
        beside or shown, key=lambda p: (p[0] == last_row or p[1] == last_column, _value(grid, p), p), default=None
    )


def _is_vague(grid: Sequence[Sequence[int]], hidden: set[_Place], place: _Place, least: int) -> bool:
    """True when `place` could be any of at least `least` numbers in a row, everything shown being as it is."""
    down = _slack(grid, hidden, place, -1, least)
    return down + _slack(grid, hidden, place, +1, least - down) >= least - 1


def _slack(grid: Sequence[Sequence[int]], hidden: set[_Place], place: _Place, step: int, enough: int) -> int:
    """By how much `place` can change in the direction of `step` (at most `enough`) while other hidden cells make up for it.

    Every row and column sums up to its last cell; so a change must travel along hidden cells, row and column by turns,
    back to where it began. That is a flow, and each cell can give no more than it has.
    """
    changed = [list(row) for row in grid]
    moved = 0
    while moved < enough:
        cycle = _cycle(changed, hidden, place, step)
        if cycle is None:
            return moved
        for (i, j), change in cycle:
            changed[i][j] += change
        moved += 1
    return moved


def _cycle(
    grid: Sequence[Sequence[int]], hidden: set[_Place], place: _Place, step: int
) -> list[tuple[_Place, int]] | None:
    """Changes by one, first that of `place`, after which all sums hold and nothing is negative; None if there are none.

    A sum counts the other way round than the cells it sums up: with that, every line must change by nothing in all.
    """
    last = (len(grid) - 1, len(grid[0]) - 1)

    def change(cell: _Place, sign: int) -> int:
        return sign * _sign(cell, last)

    def possible(cell: _Place, sign: int) -> bool:
        return _value(grid, cell) + change(cell, sign) >= 0

    start = step * _sign(place, last)
    if not possible(place, start):
        return None
    came: dict[tuple[str, int], tuple[tuple[str, int], _Place, int] | None] = {("column", place[1]): None}
    queue = deque(came)
    goal = ("row", place[0])
    in_line: dict[tuple[str, int], list[_Place]] = {}
    for cell in sorted(hidden - {place}):
        in_line.setdefault(("row", cell[0]), []).append(cell)
        in_line.setdefault(("column", cell[1]), []).append(cell)
    while queue and goal not in came:
        line = queue.popleft()
        for cell in in_line.get(line, ()):
            other = ("row", cell[0]) if line[0] == "column" else ("column", cell[1])
            sign = -start if line[0] == "column" else start
            if other not in came and possible(cell, sign):
                came[other] = (line, cell, sign)
                queue.append(other)
    if goal not in came:
        return None
    changes, at = [(place, change(place, start))], came[goal]
    while at is not None:
        line, cell, sign = at
        changes.append((cell, change(cell, sign)))
        at = came[line]
    return changes


def _sign(cell: _Place, last: _Place) -> int:
    """-1 for the sums of rows and columns, 1 for the cells they sum up and for the sum of all."""
    return -1 if (cell[0] == last[0]) != (cell[1] == last[1]) else 1


def _with_sums(inner: Sequence[Sequence[int]]) -> list[list[int]]:
    rows = [[*row, sum(row)] for row in inner]
    return [*rows, [sum(column) for column in zip(*rows, strict=True)] or [0]]


def _places(grid: Sequence[Sequence[int]]) -> Iterator[_Place]:
    return ((i, j) for i, row in enumerate(grid) for j in range(len(row)))


def _value(grid: Sequence[Sequence[int]], place: _Place) -> int:
    return grid[place[0]][place[1]]
