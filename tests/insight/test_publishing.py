"""What is shown singles nobody out: no small figure, and none from which a small one can be worked out."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from rongcuo.insight.publishing import Column, interval, protect, risen

MINIMUM = 5
columns = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 40), min_size=2, max_size=8)
small = st.dictionaries(st.sampled_from("abcde"), st.integers(0, 9), min_size=2, max_size=5)


def bounds(column: Column) -> dict[str, tuple[int, int]]:
    """What a reader can work out of each hidden cell: linear bounds from the total and what is shown.

    Zeros are shown unless every cell is hidden, so a hidden cell is otherwise known to be at least one.
    """
    hidden = [c for c, n in column.cells.items() if n is None]
    rest = column.total - sum(n for n in column.cells.values() if n is not None)
    least = 0 if len(hidden) == len(column.cells) else 1
    found = {c: (least, rest) for c in hidden}
    while True:  # tighten until nothing moves
        before = dict(found)
        for c in hidden:
            others = [found[o] for o in hidden if o != c]
            low = max(found[c][0], rest - sum(high for _low, high in others))
            high = min(found[c][1], rest - sum(low for low, _high in others))
            found[c] = (low, high)
        if found == before:
            return found


@given(columns)
@example({"a": 1, "b": 0})
@example({"a": 4, "b": 4})
@example({"a": 2, "b": 5, "c": 20})
@example({"a": 4, "b": 1, "c": 0})
def test_nothing_small_is_shown_and_nothing_shown_is_untrue(counts):
    column = protect(counts, MINIMUM)
    for code, shown in column.cells.items():
        assert shown in {None, counts[code]}
        assert shown is None or shown == 0 or shown >= MINIMUM
    assert column.total in {None, sum(counts.values())}
    assert column.total is None or column.total == 0 or column.total >= MINIMUM


@given(columns)
@example({"a": 3, "b": 5})
@example({"a": 1, "b": 1, "c": 30})
def test_no_hidden_figure_can_be_told_to_be_small(counts):
    """The published total solved for the hidden cells: each may still be five or more, and none is fixed."""
    column = protect(counts, MINIMUM)
    if column.total is None:
        assert all(n is None for n in column.cells.values())
        return
    for code, (low, high) in bounds(column).items():
        assert high >= MINIMUM, (counts, code)
        assert high - low >= MINIMUM - 1, (counts, code)


@settings(max_examples=60, deadline=None)
@given(small)
def test_trying_every_solution_gives_the_same(counts):
    """Not bounds but all whole numbers that fit: several values are possible for each hidden cell, large ones too."""
    column = protect(counts, MINIMUM)
    if column.total is None:
        return
    hidden = [c for c, n in column.cells.items() if n is None]
    rest = column.total - sum(n for n in column.cells.values() if n is not None)
    least = 0 if len(hidden) == len(column.cells) else 1
    fits = [x for x in product(range(least, rest + 1), repeat=len(hidden)) if sum(x) == rest] if hidden else []
    for place, _code in enumerate(hidden):
        values = {x[place] for x in fits}
        assert len(values) >= MINIMUM and max(values) >= MINIMUM


@given(columns, st.integers(0, 60))
@example({"a": 4, "b": 6}, 6)
@example({"a": 4, "b": 4, "c": 3}, 4)
@example({"a": 3, "b": 9, "c": 12}, 12)
def test_where_the_number_of_cases_is_known_nothing_follows_from_it(counts, more):
    """A case counts once under each code at most: no count exceeds the number of cases."""
    cases = max(counts.values()) + more
    column = protect(counts, MINIMUM, most=cases)
    hidden = [c for c, n in column.cells.items() if n is None]
    if column.total is None or not hidden:
        assert hidden in ([], list(counts))
        return
    rest = column.total - sum(n for n in column.cells.values() if n is not None)
    least = 0 if len(hidden) == len(counts) else 1
    low, high = max(least, rest - (len(hidden) - 1) * cases), min(cases, rest - least * (len(hidden) - 1))
    assert high >= MINIMUM and high - low >= MINIMUM - 1


@given(columns)
def test_the_same_counts_are_shown_alike_in_whatever_order(counts):
    assert protect(counts, MINIMUM) == protect(dict(reversed(counts.items())), MINIMUM)


@pytest.mark.parametrize(("count", "low", "high"), [
    # exact Poisson limits (Garwood 1936), as tables of mortality statistics print them
    (0, 0.0, 3.69), (5, 1.62, 11.67), (10, 4.80, 18.39), (20, 12.22, 30.89), (100, 81.36, 121.63),
])
def test_the_range_agrees_with_printed_tables(count, low, high):
    found = interval(count)
    assert found[0] == pytest.approx(low, abs=0.12)
    assert found[1] == pytest.approx(high, abs=0.12)


@pytest.mark.parametrize(("earlier", "now", "expected"), [
    ([6, 7], 20, True), ([6, 7], 9, False), ([None, None], 20, False), ([6], None, False), ([0, 0], 6, True),
    ([20], 18, False), ([], 30, False),
])
def test_a_rise_is_more_than_chance_explains(earlier, now, expected):
    assert risen(earlier, now) is expected
