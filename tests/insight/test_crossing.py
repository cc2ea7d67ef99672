"""No one singled out, over all tables of a year together: a reader with a linear program tries to solve them."""

from __future__ import annotations

from collections import Counter
from itertools import product

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from rongcuo.insight import publication
from rongcuo.insight.copying import CROSSED, DIMENSIONS
from rongcuo.insight.crossing import TOGETHER, Grid, bounds, cross
from rongcuo.insight.publishing import protect
from tests.insight.solving import System

MINIMUM = 5
ROWS, COLUMNS = "abcd", "wxyz"
tables = st.dictionaries(st.tuples(st.sampled_from(ROWS), st.sampled_from(COLUMNS)), st.integers(0, 25), min_size=1, max_size=16)
small = st.dictionaries(st.tuples(st.sampled_from("abc"), st.sampled_from("xyz")), st.integers(0, 7), min_size=2, max_size=9)


def own(counts: dict, axis: int) -> set[str] | None:
    """The codes that a table's own margin withholds."""
    margin = Counter()
    for cell, n in counts.items():
        margin[cell[axis]] += n
    column = protect(margin, MINIMUM)
    return None if column.withheld else {c for c, n in column.cells.items() if n is None}


def crossed(counts: dict) -> Grid:
    rows, columns = own(counts, 0), own(counts, 1)
    return Grid({}, {}, {}) if rows is None or columns is None else cross(counts, rows, columns, MINIMUM)


def equations(grid: Grid, system: System | None = None, name: str = "") -> System:
    """What a reader knows of one table: margins, what is shown, and that what is withheld is no zero."""
    system = system or System()
    for cell, n in grid.cells.items():
        system.unknown((name, cell), grid.least if n is None else 0)
        if n is not None:
            system.knows({(name, cell): 1}, n)
    for row, total in grid.rows.items():
        system.knows({(name, (row, c)): 1 for c in grid.columns}, total)
    for column, total in grid.columns.items():
        system.knows({(name, (r, column)): 1 for r in grid.rows}, total)
    return system


@given(tables)
@example({("a", "x"): 3, ("a", "y"): 5, ("b", "x"): 6, ("b", "y"): 0})
@example({("a", "x"): 3, ("a", "y"): 20, ("b", "x"): 20, ("b", "y"): 20})
@example({("a", "x"): 1, ("b", "y"): 1})
def test_nothing_small_is_shown_and_nothing_shown_is_untrue(counts):
    grid = crossed(counts)
    for (row, column), shown in grid.cells.items():
        true = sum(n for (r, c), n in counts.items() if _line(r, row, grid.rows) and _line(c, column, grid.columns))
        assert shown in {None, true}
        assert shown is None or shown == 0 or shown >= MINIMUM
    for margin in (*grid.rows.values(), *grid.columns.values()):
        assert margin >= MINIMUM


def _line(code: str, line: str, shown) -> bool:
    return code == line or (line == TOGETHER and code not in shown)


@settings(max_examples=60, deadline=None)
@given(tables, st.randoms(use_true_random=False))
@example({("a", "x"): 3, ("a", "y"): 5, ("b", "x"): 6, ("b", "y"): 0}, None)
@example({("a", "w"): 2, ("a", "x"): 9, ("b", "w"): 9, ("b", "x"): 1, ("c", "y"): 30}, None)
def test_no_withheld_number_of_one_table_can_be_solved(counts, dice):
    """Exact bounds by a linear program: five values at least, and one of them five or more."""
    grid = crossed(counts)
    hidden = [cell for cell, n in grid.cells.items() if n is None]
    system = equations(grid)
    for cell in hidden if dice is None or len(hidden) < 4 else dice.sample(hidden, 3):
        low, high = system.extremes(("", cell))
        assert high >= MINIMUM and high - low >= MINIMUM - 1, (counts, cell, low, high)


@settings(max_examples=60, deadline=None)
@given(small)
def test_the_program_s_own_bounds_are_those_of_the_linear_program(counts):
    values = {cell: counts.get(cell, 0) for cell in product("abc", "xyz")}
    hidden = {cell for cell, n in values.items() if n}
    system = System()
    for cell, n in values.items():
        system.unknown(("", cell), 1 if n else 0)
        if not n:
            system.knows({("", cell): 1}, 0)
    for line in "abc":
        system.knows({("", (line, c)): 1 for c in "xyz"}, sum(values[line, c] for c in "xyz"))
    for line in "xyz":
        system.knows({("", (r, line)): 1 for r in "abc"}, sum(values[r, line] for r in "abc"))
    for cell in sorted(hidden)[:3]:
        assert bounds(values, hidden, cell, 1) == system.extremes(("", cell))


@settings(max_examples=15, deadline=None)
@given(st.dictionaries(st.tuples(st.sampled_from("ab"), st.sampled_from("xyz")), st.integers(0, 8), min_size=4, max_size=6))
def test_trying_every_whole_number_gives_the_same(counts):
    grid = crossed(counts)
    hidden = sorted(cell for cell, n in grid.cells.items() if n is None)
    if len(grid.cells) > 6 or not hidden:
        return
    rest_rows = {r: t - sum(n or 0 for (a, _c), n in grid.cells.items() if a == r) for r, t in grid.rows.items()}
    rest_columns = {c: t - sum(n or 0 for (_a, b), n in grid.cells.items() if b == c) for c, t in grid.columns.items()}
    found: dict = {cell: set() for cell in hidden}
    for tried in product(*(range(grid.least, min(rest_rows[r], rest_columns[c]) + 1) for r, c in hidden)):
        fits = dict(zip(hidden, tried, strict=True))
        if all(sum(n for (a, _c), n in fits.items() if a == r) == t for r, t in rest_rows.items()) and all(
            sum(n for (_a, b), n in fits.items() if b == c) == t for c, t in rest_columns.items()
        ):
            for cell, n in fits.items():
                found[cell].add(n)
    for cell, numbers in found.items():
        assert len(numbers) >= MINIMUM and max(numbers) >= MINIMUM, (counts, cell, numbers)


@given(tables)
def test_the_same_counts_are_shown_alike_in_whatever_order(counts):
    assert crossed(counts) == crossed(dict(reversed(counts.items())))


# --- all tables of a year together -----------------------------------------------------------

LISTS = {
    "event": "e", "cause": "abc", "factor": "f", "outcome": "o", "situation": "stu", "unit": "xyz", "kind": "kl",
    "missing": "mno",
}


@pytest.fixture(autouse=True)
def few_codes(monkeypatch):
    """Lists of a few codes, so that a program of fractions solves everything in a moment."""
    monkeypatch.setattr(publication, "codes", lambda name: tuple(LISTS[name]))


one_matter = st.tuples(st.sampled_from("stu"), st.sampled_from("xyz"), st.sets(st.sampled_from("mno"), max_size=3))
one_analysis = st.tuples(st.sampled_from("stu"), st.sampled_from("xyz"), st.sets(st.sampled_from("abc"), min_size=1))
one_report = st.tuples(st.sampled_from("kl"), st.sampled_from("xyz"), st.sets(st.sampled_from("abc")))
half_years = st.tuples(*(st.lists(st.tuples(case, st.integers(1, 9)), max_size=7) for case in (one_matter, one_analysis, one_report)))


def counted(half) -> dict[str, Counter]:
    copy = {name: Counter() for name in (*DIMENSIONS, *CROSSED)}
    for (situation, unit, missing), n in half[0]:
        copy["situation"][situation] += n
        copy["unit"][unit] += n
        copy["situation-unit"][situation, unit] += n
        for fact in missing:
            copy["missing"][fact] += n
    for (situation, unit, causes), n in half[1]:
        for cause in causes:
            _cause(copy, cause, unit, situation, n)
    for (kind, unit, causes), n in half[2]:
        copy["kind"][kind] += n
        copy["kind-unit"][kind, unit] += n
        for cause in causes:
            _cause(copy, cause, unit, "report", n)
    return copy


def _cause(copy, cause, unit, situation, n) -> None:
    copy["cause"][cause] += n
    copy["cause-unit"][cause, unit] += n
    copy["cause-situation"][cause, situation] += n


def reader(copies, shown, grids) -> System:
    """Every number that is shown in a year, as equations between the true ones, of both half-years and all tables."""
    system = System()
    for half, tables_of_half in enumerate(shown):
        for name, column in tables_of_half.items():
            every_hidden = all(n is None for n in column.cells.values())
            for code, n in column.cells.items():
                system.unknown((half, name, code), 1 if n is None and not every_hidden else 0)
                if n is not None:
                    system.knows({(half, name, code): 1}, n)
            if column.total is not None:
                system.knows({(half, name, code): 1 for code in column.cells}, column.total)
        cases = tables_of_half["unit"].total
        if cases is not None:
            for code in tables_of_half["missing"].cells:
                system.most((half, "missing", code), cases)
    for name, grid in grids.items():
        if grid.withheld:
            continue
        rows, columns = ({cell[axis] for copy in copies for cell in copy[name]} for axis in (0, 1))
        inside = {line: [c for c in rows if _line(c, line, grid.rows)] for line in grid.rows}
        across = {line: [c for c in columns if _line(c, line, grid.columns)] for line in grid.columns}
        for (row, column), n in grid.cells.items():
            cells = {(name, r, c): 1 for r in inside[row] for c in across[column]}
            if n is not None:
                system.knows(cells, n)
            elif len(cells) == 1 and grid.least:
                system.unknown(next(iter(cells)), grid.least)
        for line, total in grid.rows.items():
            system.knows({(name, r, c): 1 for r in inside[line] for c in columns}, total)
        for line, total in grid.columns.items():
            system.knows({(name, r, c): 1 for r in rows for c in across[line]}, total)
        for axis, dimension in enumerate(publication.LINKED[name]):  # the rows of a year are those of its half-years
            for code in (rows, columns)[axis] if dimension else ():
                others = (rows, columns)[1 - axis]
                cells = {((name, code, o) if axis == 0 else (name, o, code)): 1 for o in others}
                halves = {(half, dimension, code): -1 for half in range(len(shown)) if code in shown[half][dimension].cells}
                system.knows(cells | halves, 0)
    return system


@settings(max_examples=30, deadline=None)
@given(half_years, half_years, st.randoms(use_true_random=False))
def test_no_number_of_all_tables_together_can_be_solved(first, second, dice):
    """Half-years and crossed tables in one system, with everything they share: what is withheld stays withheld."""
    copies = [counted(first), counted(second)]
    shown = [publication.columns(copy, MINIMUM) for copy in copies]
    grids = publication.grids(copies, shown, MINIMUM)
    system = reader(copies, shown, grids)
    hidden = [
        (half, name, code) for half, columns in enumerate(shown) for name, column in columns.items()
        for code, n in column.cells.items() if n is None and column.total is not None
    ]  # fmt: skip
    hidden += [
        (name, r, c) for name, grid in grids.items()
        for (r, c), n in grid.cells.items() if n is None and TOGETHER not in (r, c)
    ]  # fmt: skip
    for name in hidden if len(hidden) < 3 else dice.sample(hidden, 2):
        low, high = system.extremes(name)
        assert high >= MINIMUM and high - low >= MINIMUM - 1, (name, low, high)


def test_a_table_that_can_be_shown_is_shown():
    """Not everything is withheld: what is safe stands there, margins too."""
    grid = crossed({("a", "x"): 12, ("a", "y"): 9, ("b", "x"): 8, ("b", "y"): 3, ("c", "x"): 7, ("c", "z"): 11, ("d", "x"): 1})
    assert not grid.withheld and grid.least == 1
    assert grid.cells["c", "z"] == 11
    assert [cell for cell, n in grid.cells.items() if n is not None and n >= MINIMUM]
    assert crossed({("a", "x"): 12, ("b", "y"): 9}).cells == {("a", "x"): 12, ("a", "y"): 0, ("b", "x"): 0, ("b", "y"): 9}
    assert crossed({("a", "x"): 2, ("b", "y"): 1}).withheld
