"""Figures that may be shown: no small one, none from which a small one follows, each with its uncertainty.

Pure. A column is the counts of one dimension in one half-year, with its total. Sums over half-years are shown only
of what is shown in both; `crossing` has the tables of two dimensions (`docs/insight.md` says why that is enough).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt

#: The normal deviate of a 95 % interval.
Z = 1.96


@dataclass(frozen=True)
class Column:
    """What of a column is shown: `cells` code -> count, or None where it is withheld; `total` likewise."""

    cells: Mapping[str, int | None]
    total: int | None

    @property
    def withheld(self) -> bool:
        """Whether the whole column is withheld because there is too little in it."""
        return self.total is None


def protect(counts: Mapping[str, int], minimum: int, most: int | None = None) -> Column:
    """Hide every count from 1 to below `minimum`, and further ones until no hidden count can be worked out.

    Zeros and larger counts are shown, with the total. Whoever reads it knows of k hidden cells that each is at
    least 1 and what they sum to, H; so each may be anything from 1 to H - (k - 1). That must reach `minimum` and
    there must be two of them at least: then it cannot be told that a hidden count is small. Where hiding all
    counts is not enough the zeros are hidden too; where the total is small, everything is.

    `most`: what no count can exceed, where the reader knows it: how many cases there are, if a case counts under
    several codes, but once under each. Then a hidden count is also at least H - (k - 1) * most.
    """
    total = sum(counts.values())
    if total == 0:
        return Column(dict(counts), 0)
    most = total if most is None else most
    if min(total, most) < minimum:
        return Column(dict.fromkeys(counts), None)
    hidden = {code for code, n in counts.items() if 0 < n < minimum}
    shown = sorted((n, code) for code, n in counts.items() if n >= minimum)
    while hidden and not _safe([counts[c] for c in hidden], minimum, most):
        if not shown:
            return Column(dict.fromkeys(counts), total if _vague(len(counts), total, minimum, most) else None)
        hidden.add(shown.pop(0)[1])
    return Column({code: None if code in hidden else n for code, n in counts.items()}, total)


def _safe(hidden: list[int], minimum: int, most: int) -> bool:
    others = len(hidden) - 1
    low, high = max(1, sum(hidden) - others * most), min(most, sum(hidden) - others)
    return others > 0 and high >= minimum and high - low >= minimum - 1


def _vague(codes: int, total: int, minimum: int, most: int) -> bool:
    """Whether a total tells little enough where every count is hidden, zeros among them."""
    low, high = max(0, total - (codes - 1) * most), min(most, total)
    return codes > 1 and high >= minimum and high - low >= minimum - 1


def interval(count: int) -> tuple[float, float]:
    """Between which values the usual number may lie if this many were counted (95 %, Wilson and Hilferty's
    approximation to the exact Poisson limits)."""
    lower = 0.0 if count == 0 else count * (1 - 1 / (9 * count) - Z / (3 * sqrt(count))) ** 3
    more = count + 1
    return max(lower, 0.0), more * (1 - 1 / (9 * more) + Z / (3 * sqrt(more))) ** 3


def risen(earlier: list[int | None], now: int | None) -> bool:
    """Whether the newest count is more than chance alone explains, beside the mean of the earlier ones shown."""
    known = [n for n in earlier if n is not None]
    return now is not None and now > 0 and bool(known) and interval(now)[0] > sum(known) / len(known)
