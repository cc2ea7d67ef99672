"""Counting a half-year once, when it is over, and keeping what may be shown of it.

A figure rests on the record of its publication, not on the tables of matters: what is recorded, changed or revoked
later belongs to a later half-year, and the figures of two days never differ. Run by the daily job; twice does no harm.
"""

from __future__ import annotations

from collections import Counter
from uuid import UUID, uuid5

from django.db import transaction

from rongcuo import clock
from rongcuo.insight.copying import CROSSED, DIMENSIONS, REPORTED, Copy, Period, complete, count
from rongcuo.insight.crossing import Grid, cross
from rongcuo.insight.models import Published
from rongcuo.insight.naming import OTHER, codes
from rongcuo.insight.publishing import Column, protect
from rongcuo.ledger.record import lock, record
from rongcuo.matters.packs import current_pack

#: The stream of published figures.
STREAM = UUID("00000000-0000-4000-8000-000000000011")


@transaction.atomic
def publish() -> int:
    """Record the figures of every half-year that is over and has none; how many. Nobody's decision: a rule's."""
    lock()
    pack = current_pack()
    if pack.insight is None:
        return 0
    there = {Period.read(name) for name in Published.objects.values_list("period", flat=True)}
    periods, done = complete(clock.today()), 0
    for period in periods:
        if there and period <= max(there):
            continue
        copy = count(period)
        if not there and period != periods[-1] and not any(copy.values()):
            continue  # before anything was counted a zero says nothing
        _record(period, known_codes(copy), pack.insight.minimum)
        there.add(period)
        done += 1
    return done


def known_codes(copy: Copy) -> Copy:
    """The copy with codes that the present lists do not have put together as others."""
    known = {name: codes(name) for name in DIMENSIONS}
    found = {name: Counter() for name in copy}
    for name in DIMENSIONS:
        for code, n in copy[name].items():
            found[name][code if code in known[name] else OTHER] += n
    for name, (a, b) in CROSSED.items():
        for (row, column), n in copy[name].items():
            found[name][row if row in known[a] else OTHER, column if column in known[b] else OTHER] += n
    return found


def columns(copy: Copy, minimum: int) -> dict[str, Column]:
    """What of a half-year is shown of each dimension."""
    cases = copy["unit"].total()  # a person or unit of a filed matter lacks each fact once at most
    return {
        name: protect({c: copy[name][c] for c in _lines(name, copy)}, minimum, most=cases if name == "missing" else None)
        for name in DIMENSIONS
    }


def _lines(name: str, copy: Copy) -> list[str]:
    """The codes that a column has, zeros too; what stands outside the list only where there is any."""
    return [c for c in (*codes(name), OTHER) if c not in {OTHER, REPORTED} or copy[name][c]]


#: The margins of crossed tables that are the sums of published half-years.
LINKED = {
    "situation-unit": ("situation", "unit"), "cause-unit": ("cause", None), "cause-situation": ("cause", None),
    "kind-unit": ("kind", None),
}


def grids(copies: list[Copy], shown: list[dict[str, Column]], minimum: int) -> dict[str, Grid]:
    """The crossed tables of a year from its half-years, and what was shown of those."""
    found = {}
    for name, linked in LINKED.items():
        total = sum((copy[name] for copy in copies), Counter())
        hidden = [
            _withheld(dimension, shown) if dimension else _small(total, axis, minimum) for axis, dimension in enumerate(linked)
        ]
        found[name] = Grid({}, {}, {}) if None in hidden else cross(total, *hidden, minimum)
    return found


def _withheld(dimension: str, shown: list[dict[str, Column]]) -> set[str] | None:
    """The codes withheld in either half-year; None where one is withheld whole."""
    if any(tables[dimension].withheld for tables in shown):
        return None
    return {code for tables in shown for code, n in tables[dimension].cells.items() if n is None}


def _small(total: Counter, axis: int, minimum: int) -> set[str] | None:
    """The same for a margin that is published nowhere else."""
    margin = Counter()
    for cell, n in total.items():
        margin[cell[axis]] += n
    column = protect(margin, minimum)
    return None if column.withheld else {code for code, n in column.cells.items() if n is None}


def _record(period: Period, copy: Copy, minimum: int) -> None:
    shown = columns(copy, minimum)
    crossed = None
    if period.half == 2:
        first = Published.objects.filter(period=str(period.before)).first()
        halves = [(unpack(first.copy), read_columns(first.columns))] if first else []
        halves.append((copy, shown))
        crossed = {name: _grid(g) for name, g in grids([c for c, _s in halves], [s for _c, s in halves], minimum).items()}
    record(
        STREAM, "figures.published", actor=None, at=None,
        payload={
            "id": uuid5(STREAM, str(period)), "period": str(period), "published_on": clock.today(), "minimum": minimum,
            "copy": {name: sorted([*_as_list(code), n] for code, n in counter.items()) for name, counter in copy.items()},
            "columns": {name: {"cells": dict(c.cells), "total": c.total} for name, c in shown.items()},
            "grids": crossed,
        },
    )  # fmt: skip


def _as_list(code: str | tuple[str, str]) -> list[str]:
    return [code] if isinstance(code, str) else list(code)


def unpack(stored: dict) -> Copy:
    """A copy as it was recorded."""
    return {
        name: Counter({(row[0] if len(row) == 2 else tuple(row[:-1])): row[-1] for row in rows})
        for name, rows in stored.items()
    }


def read_columns(stored: dict) -> dict[str, Column]:
    """What was shown of each dimension, as it was recorded."""
    return {name: Column(c["cells"], c["total"]) for name, c in stored.items()}


def _grid(grid: Grid) -> dict:
    return {
        "rows": dict(grid.rows), "columns": dict(grid.columns), "least": grid.least,
        "cells": [[row, column, n] for (row, column), n in sorted(grid.cells.items())],
    }


def read_grid(stored: dict) -> Grid:
    """A crossed table as it was recorded."""
    cells = {(row, column): n for row, column, n in stored["cells"]}
    return Grid(stored["rows"], stored["columns"], cells, stored["least"])
