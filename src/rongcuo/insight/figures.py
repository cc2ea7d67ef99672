"""The fixed list of tables: one for each dimension, by half-year, from the counted copy."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from rongcuo.insight.copying import DIMENSIONS, Copy, Period, complete, counted
from rongcuo.insight.publishing import Column, interval, protect, risen
from rongcuo.matters.packs import current_pack
from rongcuo.people.models import Unit
from rongcuo.policy.model import Text


@dataclass(frozen=True)
class Table:
    """One table: rows (code, name), columns by period."""

    dimension: str
    rows: tuple[tuple[str, Text], ...]
    columns: tuple[tuple[Period, Column], ...]

    def series(self, code: str) -> list[int | None]:
        """What is shown of a code, period by period, oldest first."""
        return [column.cells.get(code) for _period, column in self.columns]

    def rising(self, code: str) -> bool:
        series = self.series(code)
        return risen(series[:-1], series[-1])

    def figures(self, code: str) -> dict:
        """What is shown of a code now, to be kept with a warning."""
        period, column = self.columns[-1]
        count = column.cells.get(code)
        low, high = interval(count) if count is not None else (None, None)
        return {
            "period": str(period), "count": count, "total": column.total,
            "low": None if low is None else str(round(low, 1)), "high": None if high is None else str(round(high, 1)),
            "series": [[str(p), c.cells.get(code)] for p, c in self.columns],
        }


def table(dimension: str, today: date) -> Table:
    """The table of a dimension as it may be shown. KeyError for another name."""
    whole = counted(today)
    copy = whole[dimension]
    rows = names(dimension)
    known = {code for code, _name in rows}
    minimum = current_pack().insight.minimum
    columns = []
    for period in _begun(whole, today):
        counts = {code: copy[period].get(code, 0) for code, _name in rows}
        rest = sum(n for code, n in copy[period].items() if code not in known)
        if rest:  # a code of an older list
            counts[OTHER] = rest
        columns.append((period, protect(counts, minimum)))
    if any(OTHER in column.cells for _p, column in columns):
        rows = (*rows, (OTHER, Text("其他（旧清单）", "Other (an older list)")))
    return Table(dimension, rows, tuple(columns))


#: Codes that the present list does not have.
OTHER = "~"


def _begun(copy: Copy, today: date) -> list[Period]:
    """The half-years from the first in which anything at all was counted: before that, a zero says nothing."""
    periods = complete(today)
    first = next((n for n, p in enumerate(periods) if any(copy[d][p] for d in DIMENSIONS)), len(periods) - 1)
    return periods[first:]


def names(dimension: str) -> tuple[tuple[str, Text], ...]:
    """The codes of a dimension with their names, in the pack's order."""
    pack = current_pack()
    if dimension in {"event", "cause", "factor", "outcome"}:
        return tuple((c.id, c.name) for c in pack.correction.newest(dimension).codes.values())
    if dimension == "situation":
        return tuple((r.id, r.name) for r in pack.rules.values() if r.kind == "situation")
    if dimension == "kind":
        return tuple((k.id, k.name) for k in pack.insight.kinds.values())
    if dimension == "missing":
        return tuple((f.id, f.question) for f in pack.facts.values() if f.settled_from != "matter")
    if dimension == "unit":
        units = Unit.objects.order_by("name")
        return tuple((str(u.pk), Text(u.name, u.name_en or u.name)) for u in units)
    raise KeyError(dimension)


def tables(today: date) -> list[Table]:
    """All of them."""
    return [table(name, today) for name in DIMENSIONS]
