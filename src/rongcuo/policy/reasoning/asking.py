"""`ask`: the unknown facts that can still matter, the most telling first.

A fact can still matter if, with it and perhaps others still unknown, one of its answers rules out
an outcome that was possible before. That is exact: constraints are minded, and a fact whose
answers cancel out is left out. Knowing all of them settles the outcome. The order is only an
order: nothing here takes a question out of a verification.
"""

from __future__ import annotations

from itertools import product
from math import prod

from rongcuo.policy.assessment import Assessment
from rongcuo.policy.reasoning.diagram import ALWAYS, Diagram
from rongcuo.policy.reasoning.domains import Cell
from rongcuo.policy.reasoning.reasoner import Reasoner, nothing_admitted, reasoner
from rongcuo.policy.record import Record

MOST = 1_000  # joint values of facts tied by constraints that are gone through one by one


class Answer(Record):
    """One answer to a question. `settles`: the outcome it settles, or None; `possible`: the
    outcomes that stay possible."""

    value: object
    cell: Cell
    settles: str | None
    possible: tuple[str, ...]


class Question(Record):
    """A fact to find out. `impact`, 0 to 1: how far its answer narrows the outcome on average over
    all completions. `cost`: 0 the record has it, 1 something done, 2 a judgement of a person.
    `answers` are those that the constraints still admit."""

    fact: str
    impact: float
    cost: int
    answers: tuple[Answer, ...]


class Asked(Record):
    """`settled`: the outcome, where nothing can matter any more. `exact` is False only where more
    than MOST joint values of facts are tied together; then a few too many may be listed."""

    settled: str | None
    questions: tuple[Question, ...]
    exact: bool


def ask(assessment: Assessment) -> Asked:
    """The facts that can still matter to the outcome, best first: by impact, then by what it costs
    to obtain them, then in the pack's order. Raises as `settle` does."""
    made = reasoner(assessment.pack, assessment.settings, assessment.facts)
    known = made.known(assessment.facts)
    # A whole diagram is not copied to learn nothing; it is only read from here on.
    small, root = made.diagram.given(made.outcome, known) if known else made.compact
    agreed = -1
    for bits in small.leaves(root):
        agreed &= bits
    if root == ALWAYS:
        raise nothing_admitted(made, assessment.facts)
    if agreed:
        name = assessment.outcome if assessment.place >= 0 else made.name_of(agreed)
        return Asked(name, (), True)
    counts = _Counts(small, root, known)
    names = _names(made, counts)
    tied, exact = _tied(made, small, root, known, counts)
    facts, questions = made.pack.facts, []
    for place, name in enumerate(assessment.open_facts):
        at = made.level[name]
        if not tied.get(at, at in counts.tested):
            continue
        impact, answers = counts.answers(at, made, names)
        fact = facts[name]
        cost = 0 if fact.settled_from == "matter" else 1 if fact.nature == "record" else 2
        questions.append((-float(f"{impact:.9g}"), cost, place, Question(name, impact, cost, answers)))
    questions.sort(key=lambda one: one[:3])
    return Asked(None, tuple([one[3] for one in questions]), exact)


class _Counts:
    """How many completions lead where, for every value of every open variable, from two passes
    over the diagram. Counts of all leaves are fields of one whole number, `width` bits each."""

    def __init__(self, small: Diagram, root: int, known: dict[int, int]):
        level, kids, end = small.level, small.kids, small.end
        self.sizes = [1 if at in known else size for at, size in enumerate(small.sizes)]
        above = [1]
        for size in self.sizes:
            above.append(above[-1] * size)
        self.width = above[-1].bit_length() + 1
        self.leaves = [n for n in range(len(level)) if level[n] == end and small.bits[n] != -1]
        self.leaf_bits = [small.bits[n] for n in self.leaves]
        below = [0] * len(level)
        for place, n in enumerate(self.leaves):
            below[n] = 1 << place * self.width
        steps = []
        for n in range(2, len(level)):  # children have lower numbers than parents
            if kids[n]:
                # What is left out between a node and its child is free: so many times as often.
                at = level[n]
                next_level, unit, ways, whole = at + 1, above[at + 1], [], 0
                for kid in kids[n]:
                    part, down = below[kid], level[kid]
                    if down == next_level:
                        times = 1
                    else:
                        times = above[down] // unit
                        part *= times
                    whole += part
                    ways.append((kid, times, part))
                below[n] = whole
                steps.append((n, at, ways))
        self.total = below[root] * above[level[root]]
        reach = [0] * len(level)
        reach[root] = above[level[root]]
        self.tested: dict[int, list[int]] = {}
        for n, at, ways in reversed(steps):
            come = reach[n]
            sums = self.tested.get(at)
            if sums is None:
                sums = self.tested[at] = [0] * len(ways)
            for i, (kid, times, part) in enumerate(ways):
                reach[kid] += come if times == 1 else come * times
                sums[i] += come * part
        shifts = range(0, len(self.leaves) * self.width, self.width)
        self.shifts, self.mask = tuple(enumerate(shifts)), (1 << self.width) - 1
        self.admitted, self.spread, self.possible = self._read(self.total)

    def _read(self, packed: int) -> tuple[int, float, int]:
        """Completions in all; sum of their shares squared, times that; which leaves there are."""
        whole, squares, present, mask = 0, 0.0, 0, self.mask
        for place, shift in self.shifts:
            one = packed >> shift & mask
            if one:
                whole += one
                squares += float(one) * one
                present |= 1 << place
        return whole, squares / whole if whole else 0.0, present

    def values(self, at: int) -> list[int]:
        """For each value of the variable the packed counts of completions with it."""
        size = self.sizes[at]
        sums = self.tested.get(at)
        if sums is None:
            return [self.total // size] * size
        apart = (self.total - sum(sums)) // size
        return [one + apart for one in sums]

    def narrows(self, at: int) -> bool:
        """Whether an answer alone already rules out a leaf."""
        return any(one and self._read(one)[2] != self.possible for one in self.values(at))

    def answers(self, at: int, made: Reasoner, names) -> tuple[float, tuple[Answer, ...]]:
        answers, spread = [], 0.0
        for cell, packed in zip(made.domains[at].cells, self.values(at), strict=True):
            if packed:
                _, squares, present = self._read(packed)
                spread += squares
                answers.append(names.answer(cell, present))
        return max(0.0, (spread - self.spread) / self.admitted), tuple(answers)


class _names(dict):  # noqa: N801 - a table that fills itself
    """Set of leaves (bits) -> (outcome it settles or None, outcomes possible)."""

    def __init__(self, made: Reasoner, counts: _Counts):
        super().__init__()
        self.made, self.leaf_bits = made, counts.leaf_bits
        # Answers are few and never change: they are kept, by cell (each lives as long as the reasoner).
        self.kept = made.answers.setdefault(tuple(counts.leaf_bits), {})

    def answer(self, cell: Cell, present: int) -> Answer:
        found = self.kept.get((id(cell), present))
        if found is None:
            found = self.kept[id(cell), present] = Answer(cell.value, cell, *self[present])
        return found

    def __missing__(self, present: int):
        made, agreed, found = self.made, -1, set()
        for place, bits in enumerate(self.leaf_bits):
            if present >> place & 1:
                agreed &= bits
                found.add(made.name_of(bits))
        settles = made.name_of(agreed) if agreed else None
        possible = tuple([one for one in made.pack.outcomes if one in found])
        result = self[present] = settles, (settles,) if settles else possible
        return result


def _tied(made: Reasoner, small: Diagram, root: int, known, counts: _Counts):
    """Of the open variables that constraints still tie together: level -> can it matter."""
    groups: list[tuple[set[int], list[int]]] = []
    apart = Diagram(small.sizes)
    for constraint in made.constraints.values():
        rest = made.diagram.copied(constraint, apart, known)
        if rest != ALWAYS:
            levels, roots = apart.support(rest), [rest]
            for group in [one for one in groups if one[0] & levels]:
                groups.remove(group)
                levels, roots = levels | group[0], roots + group[1]
            groups.append((levels, roots))
    found, exact = {}, True
    for levels, roots in groups:
        matters = {at: counts.narrows(at) for at in levels}
        doubtful = [at for at in sorted(levels) if not matters[at]]
        if doubtful and counts.tested.keys() & levels:
            group = sorted(levels)
            if prod(small.sizes[at] + 1 for at in group) > MOST * 8:
                matters.update(dict.fromkeys(doubtful, True))
                exact = False
            else:
                joint = _joint(apart, apart.all_of(roots), group)
                for at in _telling(small, root, group, joint, doubtful):
                    matters[at] = True
        found |= matters
    return found, exact


def _joint(apart: Diagram, admits: int, group: list[int]) -> list[tuple[int, ...]]:
    """The values that the constraints allow the variables of the group together."""
    return [
        values for values in product(*(range(apart.sizes[at]) for at in group))
        if apart.leaves(admits, dict(zip(group, values, strict=True))) == {-1}
    ]


def _telling(
    small: Diagram, root: int, group: list[int], joint: list[tuple[int, ...]], doubtful: list[int]
) -> set[int]:
    """Which doubtful variables of the group can, with all others outside it known somehow, rule
    out a leaf. Going through the diagram with one root for each joint value of the group."""
    pairs: dict[tuple[int, int], set[int]] = {}  # (values before, values after the answer)
    for partial in product(*([None, *range(small.sizes[at])] for at in group)):
        matching = sum(
            1 << i for i, values in enumerate(joint)
            if all(p is None or p == v for p, v in zip(partial, values, strict=True))
        )
        for place, at in enumerate(group):
            if at in doubtful and partial[place] is None:
                for value in range(small.sizes[at]):
                    after = sum(
                        1 << i for i, values in enumerate(joint)
                        if matching >> i & 1 and values[place] == value
                    )
                    if after and after != matching:
                        pairs.setdefault((matching, after), set()).add(at)
    own = {at: [values[place] for values in joint] for place, at in enumerate(group)}
    level, kids, last = small.level, small.kids, group[-1]
    found: set[int] = set()
    start = (root,) * len(joint)
    seen, stack = {start}, [start]
    while stack and len(found) < len(doubtful):
        roots = stack.pop()
        at = min([level[one] for one in roots])
        if at == small.end:
            for (before, after), levels in pairs.items():
                if not levels <= found:
                    all_of = {one for i, one in enumerate(roots) if before >> i & 1}
                    if {one for i, one in enumerate(roots) if after >> i & 1} != all_of:
                        found |= levels
            continue
        if at in own:  # each root goes its own way
            steps = [zip(roots, own[at], strict=True)]
        elif at > last and roots.count(roots[0]) == len(roots):
            continue  # they are one: no answer in the group makes a difference below
        else:
            steps = [[(one, value) for one in roots] for value in range(small.sizes[at])]
        for step in steps:
            after = tuple([kids[one][value] if level[one] == at else one for one, value in step])
            if after not in seen:
                seen.add(after)
                stack.append(after)
    return found
