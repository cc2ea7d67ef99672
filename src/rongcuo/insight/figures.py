"""The fixed list of tables as they were published: one for each dimension by half-year, and crossed ones by year."""

from __future__ import annotations

from dataclasses import dataclass

from rongcuo.insight.copying import CROSSED, DIMENSIONS, PERIODS, Period
from rongcuo.insight.crossing import Grid
from rongcuo.insight.models import Published
from rongcuo.insight.naming import name_of, names
from rongcuo.insight.publication import read_columns, read_grid
from rongcuo.insight.publishing import Column, interval, risen
from rongcuo.policy.model import Text


@dataclass(frozen=True)
class Table:
    """One table: rows (code, name), columns by period."""

    dimension: str
    rows: tuple[tuple[str, Text], ...]
    columns: tuple[tuple[Period, Column], ...]

    def series(self, code: str) -> list[int | None]:
        """What is shown of a code, period by period, oldest first. A code a list did not have yet was not counted."""
        return [column.cells.get(code, None if column.withheld else 0) for _period, column in self.columns]

    def rising(self, code: str) -> bool:
        series = self.series(code)
        return bool(series) and risen(series[:-1], series[-1])

    def figures(self, code: str) -> dict:
        """What is shown of a code now, to be kept with a warning. Empty while nothing was counted."""
        if not self.columns:
            return {}
        period, column = self.columns[-1]
        count = self.series(code)[-1]
        low, high = interval(count) if count is not None else (None, None)
        return {
            "period": str(period), "count": count, "total": column.total,
            "low": None if low is None else str(round(low, 1)), "high": None if high is None else str(round(high, 1)),
            "series": [[str(p), n] for (p, _c), n in zip(self.columns, self.series(code), strict=True)],
        }


@dataclass(frozen=True)
class Crossed:
    """One crossed table of one year: codes with names, in the pack's order, and the grid."""

    year: int
    rows: tuple[tuple[str, Text], ...]
    columns: tuple[tuple[str, Text], ...]
    grid: Grid


def table(dimension: str, until: str | None = None) -> Table:
    """The table of a dimension as it was published; up to a half-year, where one is named. KeyError for another name."""
    known = names(dimension)
    rows = Published.objects.filter(period__lte=until) if until else Published.objects.all()
    stored = list(rows.order_by("-period")[:PERIODS])[::-1]
    columns = tuple((Period.read(row.period), read_columns({dimension: row.columns[dimension]})[dimension]) for row in stored)
    here = dict(known)
    more = sorted({code for _p, column in columns for code in column.cells} - here.keys())
    return Table(dimension, (*known, *((code, name_of(dimension, code, here)) for code in more)), columns)


def years() -> list[int]:
    """The years of which crossed tables were published, newest first."""
    found = Published.objects.exclude(grids=None).order_by("-period").values_list("period", flat=True)
    return [Period.read(name).year for name in found]


def crossed(name: str, year: int) -> Crossed | None:
    """A crossed table of a year; None where the year has none. KeyError for another name."""
    dimensions = CROSSED[name]
    row = Published.objects.filter(period=str(Period(year, 2))).exclude(grids=None).first()
    if row is None:
        return None
    grid = read_grid(row.grids[name])
    lines = [_ordered(d, set(margin)) for d, margin in zip(dimensions, (grid.rows, grid.columns), strict=True)]
    return Crossed(year, *lines, grid)


def _ordered(dimension: str, codes: set[str]) -> tuple[tuple[str, Text], ...]:
    known = dict(names(dimension))
    inside = [(code, name) for code, name in known.items() if code in codes]
    return (*inside, *((code, name_of(dimension, code, known)) for code in sorted(codes - known.keys())))


def tables() -> list[Table]:
    """All tables by half-year."""
    return [table(name) for name in DIMENSIONS]
