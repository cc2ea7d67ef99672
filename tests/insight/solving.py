"""A reader with a linear program: what can be worked out of published tables, in exact fractions.

Written without the program's own reckoning: it knows equations and nothing of flows.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from fractions import Fraction


class System:
    """Unknown whole numbers with least values, and sums of them that are known."""

    def __init__(self) -> None:
        self.least: dict[Hashable, int] = {}
        self.sums: list[tuple[dict[Hashable, int], int]] = []

    def unknown(self, name: Hashable, least: int = 0) -> None:
        self.least[name] = max(least, self.least.get(name, 0))

    def knows(self, sum_of: Mapping[Hashable, int], value: int) -> None:
        """sum(times * unknown) = value."""
        for name in sum_of:
            self.unknown(name)
        self.sums.append((dict(sum_of), value))

    def most(self, name: Hashable, value: int) -> None:
        self.knows({name: 1, ("slack", len(self.sums)): 1}, value)

    def extremes(self, name: Hashable) -> tuple[Fraction, Fraction]:
        """The least and the greatest that an unknown can be. ValueError where nothing fits."""
        known, sums = self._known()
        if name in known:
            return known[name], known[name]
        low, high = (self._solve({name: sign}, known, sums) for sign in (-1, 1))
        return -low + self.least[name], high + self.least[name]

    def _known(self) -> tuple[dict[Hashable, Fraction], list[tuple[dict[Hashable, int], Fraction]]]:
        """What follows by plain subtraction, and the sums that are left without it."""
        known: dict[Hashable, Fraction] = {}
        left = [(dict(sums), Fraction(value)) for sums, value in self.sums]
        while True:
            before = len(known)
            rest = []
            for sums, value in left:
                value -= sum(times * known[n] for n, times in sums.items() if n in known)
                sums = {n: times for n, times in sums.items() if n not in known}
                if len(sums) == 1:
                    [(name, times)] = sums.items()
                    known[name] = value / times
                elif sums:
                    rest.append((sums, value))
                elif value:
                    raise ValueError("nothing fits")
            left = rest
            if len(known) == before:
                return known, left

    def _solve(self, goal: Mapping[Hashable, int], known: Mapping, left: list) -> Fraction:
        """The greatest of a sum, over what lies above the least values: the simplex method, Bland's rule."""
        names = list(dict.fromkeys([*(n for sums, _value in left for n in sums), *goal]))
        place = {name: n for n, name in enumerate(names)}
        rows, width = [], len(names)
        for sums, value in left:
            row = [Fraction(0)] * width
            for name, times in sums.items():
                row[place[name]] += times
            right = Fraction(value) - sum(times * self.least[name] for name, times in sums.items())
            rows.append([-x for x in row] + [-right] if right < 0 else row + [right])
        height = len(rows)
        # First find anything that fits: an artificial unknown a row, their sum brought down to zero.
        table = [row[:-1] + [Fraction(k == n) for k in range(height)] + row[-1:] for n, row in enumerate(rows)]
        basis = [width + n for n in range(height)]
        cost = [Fraction(0)] * width + [Fraction(-1)] * height
        if _climb(table, basis, cost) != 0:
            raise ValueError("nothing fits")
        for n in range(height):  # an artificial one that stayed at zero gives its place away, where it can
            if basis[n] >= width:
                at = next((k for k in range(width) if table[n][k] != 0), None)
                if at is not None:
                    _turn(table, basis, n, at)
        kept = [n for n in range(height) if basis[n] < width]
        table, basis = [table[n][:width] + table[n][-1:] for n in kept], [basis[n] for n in kept]
        return _climb(table, basis, [Fraction(goal.get(name, 0)) for name in names])


def _climb(table: list[list[Fraction]], basis: list[int], cost: list[Fraction]) -> Fraction:
    while True:
        gains = [c - sum(cost[b] * row[k] for b, row in zip(basis, table, strict=True) if cost[b] and row[k]) for k, c in enumerate(cost)]
        enter = next((k for k, gain in enumerate(gains) if gain > 0), None)
        if enter is None:
            return sum((cost[b] * row[-1] for b, row in zip(basis, table, strict=True)), Fraction(0))
        ratios = [(row[-1] / row[enter], basis[n], n) for n, row in enumerate(table) if row[enter] > 0]
        _turn(table, basis, min(ratios)[2], enter)


def _turn(table: list[list[Fraction]], basis: list[int], out: int, enter: int) -> None:
    pivot = table[out][enter]
    table[out] = [x / pivot for x in table[out]]
    for n, row in enumerate(table):
        if n != out and row[enter]:
            factor = row[enter]
            table[n] = [x - factor * y if y else x for x, y in zip(row, table[out], strict=True)]
    basis[out] = enter
