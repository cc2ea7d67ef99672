"""The values of a fact that conditions can tell apart, each with one value to stand for it.

Yes/no and choice facts have their values, and "does not apply" where that may be declared. Of a
number or a date the thresholds in conditions make ranges; within a range no condition sees a
difference, so one value of it stands for all. Dates that are compared with each other share the
thresholds of all of them, the known dates among them, and as many days between two thresholds as
there are such dates: enough for every order they can have. So order and exclusivity need no
constraints of their own, and what a diagram finds is at once facts that the evaluator takes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal

from rongcuo.policy.findings import NOT_APPLICABLE
from rongcuo.policy.model import Node, OtherFact, Pack
from rongcuo.policy.record import Record

SIGNS = {
    "at_least": lambda a, b: a >= b, "at_most": lambda a, b: a <= b,
    "more_than": lambda a, b: a > b, "less_than": lambda a, b: a < b,
    "equals": lambda a, b: a == b, "on_or_after": lambda a, b: a >= b,
    "on_or_before": lambda a, b: a <= b, "after": lambda a, b: a > b, "before": lambda a, b: a < b,
}


class Cell(Record):
    """One value of a domain. `value` stands for all from `low` to `high` (None: no end), which
    belong to it where `has_low`, `has_high` say so; of other facts `low` is the value itself."""

    value: object
    low: object
    high: object
    has_low: bool
    has_high: bool


class Domain:
    """The cells of one fact, in order; "does not apply" last."""

    __slots__ = ("name", "cells", "_index")

    def __init__(self, name: str, cells: Iterable[Cell]):
        self.name, self.cells = name, tuple(cells)
        self._index = {cell.value: i for i, cell in enumerate(self.cells)}

    def __len__(self) -> int:
        return len(self.cells)

    def index(self, value: object) -> int:
        """The cell a known value belongs to."""
        return self._index[value]


def nodes(root: Node) -> Iterator[Node]:
    """The node and everything below it, both sides of a reading's choice included."""
    stack = [root]
    while stack:
        node = stack.pop()
        yield node
        stack.extend(reversed(node.children))


def conditions(pack: Pack) -> Iterator[Node]:
    """Every top condition of a pack: outcomes, rules, constraints."""
    for one in pack.outcomes.values():
        if one.when is not None:
            yield one.when
    for one in pack.rules.values():
        yield one.when
    for one in pack.constraints.values():
        yield from one.implies


def linked_dates(tops: Iterable[Node]) -> list[frozenset[str]]:
    """Groups of date facts that conditions compare with each other."""
    group: dict[str, set[str]] = {}
    for top in tops:
        for node in nodes(top):
            if isinstance(node.value, OtherFact):
                joined = group.get(node.key, {node.key}) | group.get(
                    node.value.id, {node.value.id}
                )
                for name in joined:
                    group[name] = joined
    return list(dict.fromkeys(frozenset(one) for one in group.values()))


def domains(
    facts: Mapping[str, object], tops: Iterable[Node], known: Mapping[str, object]
) -> dict[str, Domain]:
    """The domain of every fact in `facts` (id -> Fact). `known` are values of linked dates."""
    tops = list(tops)
    thresholds: dict[str, set] = {name: set() for name in facts}
    for top in tops:
        for node in nodes(top):
            compares = node.op == "fact" and node.test not in (None, "in")
            if compares and not isinstance(node.value, OtherFact):
                thresholds[node.key].add((node.test, node.value))
    room = dict.fromkeys(facts, 1)
    linked = linked_dates(tops)
    for group in linked:
        shared = {("equals", value) for name in group for _, value in thresholds[name]}
        shared |= {("equals", known[name]) for name in group if known.get(name) is not None}
        for name in group:
            thresholds[name], room[name] = shared, len(group)
    return {name: _domain(fact, thresholds[name], room[name]) for name, fact in facts.items()}


def _domain(fact, tests: set, room: int) -> Domain:
    last = [_plain(NOT_APPLICABLE)] if fact.not_applicable else []
    if fact.type == "yes_no":
        return Domain(fact.id, [_plain(False), _plain(True), *last])
    if fact.type == "choice":
        return Domain(fact.id, [*map(_plain, fact.values), *last])
    cells = list((_days if fact.type == "date" else _amounts)(sorted({v for _, v in tests}), room))
    if room == 1:
        cells = _merged(cells, tests)
    return _Ranges(fact.id, [*cells, *last], len(cells))


class _Ranges(Domain):
    """Cells that are ranges of numbers or dates."""

    __slots__ = ("_ranges",)

    def __init__(self, name: str, cells: list[Cell], ranges: int):
        super().__init__(name, cells)
        self._ranges = ranges

    def index(self, value: object) -> int:
        if value is NOT_APPLICABLE:
            return len(self.cells) - 1
        for i in range(self._ranges):
            cell = self.cells[i]
            if cell.high is None or value < cell.high or (cell.has_high and value == cell.high):
                return i
        return self._ranges - 1


def _plain(value: object) -> Cell:
    return Cell(value, value, value, True, True)


def _amounts(points: list, room: int) -> Iterator[Cell]:
    before = None
    for point in points:
        yield Cell(_between(before, point), before, point, False, False)
        yield Cell(point, point, point, True, True)
        before = point
    yield Cell(0 if before is None else _next(before), before, None, False, False)


def _next(number):
    return int(number.to_integral_value("ROUND_FLOOR")) + 1 if isinstance(number, Decimal) else number + 1


def _between(low, high):
    """A number between the two, whole if there is one."""
    if low is None:
        return (int(high.to_integral_value("ROUND_CEILING")) if isinstance(high, Decimal) else high) - 1
    whole = _next(low)
    return whole if whole < high else (Decimal(low) + Decimal(high)) / 2


def _days(points: list, room: int) -> Iterator[Cell]:
    """Between two days as many days as `room`, or all there are."""
    before = 0
    for day in [*points, None]:
        ends = date.max.toordinal() + 1 if day is None else day.toordinal()
        free = ends - before - 1
        if free > 0:
            count = min(room, free)
            first = ends - count if before == 0 and day is not None else before + 1
            if not points:
                first = date(2020, 1, 1).toordinal()
            for i in range(count):
                low = before + 1 if i == 0 else first + i
                high = ends - 1 if i == count - 1 else first + i
                yield Cell(
                    date.fromordinal(first + i), date.fromordinal(low), date.fromordinal(high),
                    True, True,
                )
        if day is not None:
            yield Cell(day, day, day, True, True)
            before = ends


def _merged(cells: list[Cell], tests: set) -> list[Cell]:
    """Neighbours that every test answers alike become one."""
    found: list[tuple[tuple, Cell]] = []
    ordered = sorted(tests, key=str)
    for cell in cells:
        sign = tuple(SIGNS[test](cell.value, value) for test, value in ordered)
        if found and found[-1][0] == sign:
            one = found[-1][1]
            value = cell.value if one.low is None and not isinstance(one.value, date) else one.value
            found[-1] = (sign, Cell(value, one.low, cell.high, one.has_low, cell.has_high))
        else:
            found.append((sign, cell))
    return [cell for _, cell in found]
