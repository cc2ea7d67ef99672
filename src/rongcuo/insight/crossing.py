"""Crossed tables that may be shown: no small number, and none that can be worked out. Pure.

A table crosses two dimensions over one year. Codes whose own count is withheld are put together in one line, so
that every margin is known and tables that share a dimension are joined by known numbers only: what can be worked out
from all tables together is what can be worked out from each by itself (decision 0008 has the proof).

What can be worked out from one table with known margins is exact: raising a withheld cell asks for others to fall
and rise round a closed way, so its bounds are flows in a small network of rows and columns.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from heapq import heappop, heappush

Cell = tuple[str, str]

#: The line of all codes whose own count is withheld.
TOGETHER = "~together"
_ANY = 10**9


@dataclass(frozen=True)
class Grid:
    """A crossed table as it may be shown.

    `cells`: (row, column) -> count, or None where it is withheld. `rows`, `columns`: the known margins. `least`: what
    a withheld cell is at least; 0 where zeros are among those withheld. Empty: the whole table is withheld.
    """

    rows: Mapping[str, int]
    columns: Mapping[str, int]
    cells: Mapping[Cell, int | None]
    least: int = 1

    @property
    def withheld(self) -> bool:
        """Whether nothing of the table can be shown."""
        return not self.cells


NOTHING = Grid({}, {}, {})


def cross(counts: Mapping[Cell, int], rows: Iterable[str], columns: Iterable[str], minimum: int) -> Grid:
    """The table as it may be shown. `rows`, `columns`: the codes whose own counts are withheld elsewhere.

    Afterwards each withheld cell may be at least `minimum` different whole numbers, one of them `minimum` or
    more. First only counts are withheld; where that is not enough, zeros too; where that is not, everything is.
    """
    values = _together(counts, frozenset(rows), frozenset(columns))
    down, across = margins(values)
    if not values or any(0 < n < minimum for n in (*down.values(), *across.values())):
        return NOTHING
    whole = {(r, c): values.get((r, c), 0) for r in down for c in across}
    for least in (1, 0):
        hidden = _hide(whole, minimum, least)
        if hidden is not None:
            cells = {cell: None if cell in hidden else n for cell, n in whole.items()}
            return Grid(down, across, cells, least)
    return NOTHING


def margins(values: Mapping[Cell, int]) -> tuple[dict[str, int], dict[str, int]]:
    """The sums of the rows and of the columns that have something in them."""
    down: dict[str, int] = defaultdict(int)
    across: dict[str, int] = defaultdict(int)
    for (row, column), n in sorted(values.items()):
        if n:
            down[row] += n
            across[column] += n
    return dict(down), dict(across)


def _together(counts: Mapping[Cell, int], rows: frozenset, columns: frozenset) -> dict[Cell, int]:
    merged: dict[Cell, int] = defaultdict(int)
    for (row, column), n in counts.items():
        merged[TOGETHER if row in rows else row, TOGETHER if column in columns else column] += n
    return merged


def bounds(values: Mapping[Cell, int], hidden: set[Cell], cell: Cell, least: int) -> tuple[int, int]:
    """What a withheld cell can be, by all that is shown: exact, because such a network has whole solutions."""
    up, _state = _flow(values, hidden, cell, least, rising=True)
    fall, _state = _flow(values, hidden, cell, least, rising=False)
    return max(least, values[cell] - fall), values[cell] + up


def _hide(values: Mapping[Cell, int], minimum: int, least: int) -> set[Cell] | None:
    """The cells to withhold, or None where no choice of them is enough."""
    hidden = {cell for cell, n in values.items() if 0 < n < minimum}
    while True:
        weak = next((c for c in sorted(hidden) if not _safe(*bounds(values, hidden, c, least), minimum)), None)
        if weak is None:
            return hidden
        low, high = bounds(values, hidden, weak, least)
        # Room upwards first; room downwards only where the cell lies well above its least.
        ways = (True, False) if high < minimum or low == least else (False, True)
        more = next((found for rising in ways if (found := _widen(values, hidden, weak, least, rising))), None)
        if more is None:
            return None
        hidden |= more


def _safe(low: int, high: int, minimum: int) -> bool:
    return high >= minimum and high - low >= minimum - 1


def _arcs(values, hidden, target: Cell, least: int) -> dict[tuple, dict[tuple, int]]:
    """A withheld cell may fall (row to column) as far as its least, and rise (column to row) without end."""
    arcs: dict[tuple, dict[tuple, int]] = defaultdict(dict)
    for row, column in hidden:
        if (row, column) != target:
            arcs["r", row]["c", column] = values[row, column] - least
            arcs["c", column]["r", row] = _ANY
    return arcs


def _ends(cell: Cell, rising: bool) -> tuple[tuple, tuple]:
    row, column = ("r", cell[0]), ("c", cell[1])
    return (row, column) if rising else (column, row)


def _flow(values, hidden, cell: Cell, least: int, *, rising: bool) -> tuple[int, dict]:
    """By how much a cell can rise or fall while every margin stays; and what room is left."""
    arcs = _arcs(values, hidden, cell, least)
    start, end = _ends(cell, rising)
    total = 0
    while way := _way(arcs, start, end):
        step = min(arcs[a][b] for a, b in way)
        for a, b in way:
            arcs[a][b] -= step
            arcs[b][a] = arcs[b].get(a, 0) + step
        total += step
    return total, arcs


def _way(arcs, start, end) -> list[tuple] | None:
    """The shortest way with room on it."""
    before, waiting = {start: None}, deque([start])
    while waiting:
        here = waiting.popleft()
        for there, room in sorted(arcs[here].items()):
            if room > 0 and there not in before:
                before[there] = here
                if there == end:
                    return _steps(before, end)
                waiting.append(there)
    return None


def _steps(before: dict, end) -> list[tuple]:
    steps = []
    while before[end] is not None:
        steps.append((before[end], end))
        end = before[end]
    return steps[::-1]


def _widen(values, hidden: set[Cell], cell: Cell, least: int, rising: bool) -> set[Cell] | None:
    """The cheapest further cells that give a cell more room: those with the least in them."""
    _total, arcs = _flow(values, hidden, cell, least, rising=rising)
    price: dict[tuple, dict[tuple, int]] = defaultdict(dict)
    for a, row in arcs.items():
        for b, room in row.items():
            if room > 0:
                price[a][b] = 0
    for (row, column), n in values.items():
        if (row, column) in hidden or n < least:
            continue
        price["c", column].setdefault(("r", row), n + 1)
        if n > least:
            price["r", row].setdefault(("c", column), n + 1)
    start, end = _ends(cell, rising)
    way = _cheapest(price, start, end)
    if way is None:
        return None
    cells = {(a[1], b[1]) if a[0] == "r" else (b[1], a[1]) for a, b in way}
    return cells - hidden or None


def _cheapest(price, start, end) -> list[tuple] | None:
    best, before, waiting = {start: 0}, {start: None}, [(0, start)]
    while waiting:
        cost, here = heappop(waiting)
        if here == end:
            return _steps(before, end)
        if cost > best[here]:
            continue
        for there, more in sorted(price[here].items()):
            if cost + more < best.get(there, _ANY):
                best[there] = cost + more
                before[there] = here
                heappush(waiting, (cost + more, there))
    return None
