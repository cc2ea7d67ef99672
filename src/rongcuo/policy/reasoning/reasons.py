"""`why`: the smallest set of findings that carries the outcome."""

from __future__ import annotations

from rongcuo.policy.assessment import Assessment
from rongcuo.policy.reasoning.diagram import ALWAYS, NEVER, Diagram, TooLarge
from rongcuo.policy.reasoning.reasoner import Reasoner, nothing_admitted, reasoner
from rongcuo.policy.record import Record

ENOUGH = 20_000  # nodes spent on the search for the smallest set


class Reason(Record):
    """`outcome`: the settled outcome, None where there is none. `findings`: fact ids in the pack's
    order; whatever the other facts are, these alone settle it, and no smaller set does (`smallest`;
    where False: none of these can be left out, but a smaller set may exist). `cites`: the units
    that the outcome and these findings rest on."""

    outcome: str | None
    findings: tuple[str, ...]
    cites: tuple[str, ...]
    smallest: bool


def why(assessment: Assessment) -> Reason:
    """The reason for the outcome in as few findings as can be. Raises as `settle` does."""
    made = reasoner(assessment.pack, assessment.settings, assessment.facts)
    known = made.known(assessment.facts)
    agreed = -1
    for bits in made.diagram.leaves(made.outcome, known):
        agreed &= bits
    if agreed == -1:
        raise nothing_admitted(made, assessment.facts)
    if not agreed:
        return Reason(None, (), (), True)
    place = assessment.place if assessment.place >= 0 else (agreed & -agreed).bit_length() - 1
    levels, smallest = carrying(made, known, 1 << place)
    names = {made.order[at] for at in levels}
    findings = tuple(name for name in made.pack.facts if name in names)
    outcome = made.name_of(1 << place)
    return Reason(outcome, findings, _cites(assessment, outcome, findings), smallest)


def carrying(made: Reasoner, known: dict[int, int], wanted: int) -> tuple[list[int], bool]:
    """The fewest known levels that alone settle the outcome with the bit `wanted`, and whether
    they are surely the fewest."""
    try:
        return _fewest(made, known, wanted), True
    except TooLarge:
        kept = dict(known)
        for at in sorted(known, reverse=True):
            value = kept.pop(at)
            if not all(bits & wanted for bits in made.diagram.leaves(made.outcome, kept)):
                kept[at] = value
        return sorted(kept), False


def target(made: Reasoner, wanted: int) -> tuple[Diagram, int]:
    """The outcome as a condition: ALWAYS where the facts are not admitted, leaf 1 where they lead
    to `wanted`, NEVER elsewhere. In a diagram of its own."""
    small, root = made.diagram.given(made.outcome, {})
    return small, small.map_leaves(root, lambda bits: -1 if bits == -1 else int(bool(bits & wanted)))


def without(small: Diagram, root: int, gone: set[int]) -> int:
    """What remains certain of `root` whatever the variables in `gone` are."""
    done = {NEVER: NEVER, ALWAYS: ALWAYS}

    def walk(node: int) -> int:
        found = done.get(node)
        if found is None:
            at = small.level[node]
            if at == small.end:
                found = node
            else:
                kids = [walk(kid) for kid in small.kids[node]]
                found = small.all_of(kids) if at in gone else small.node(at, tuple(kids))
            done[node] = found
        return found

    return walk(root)


def _fewest(made: Reasoner, known: dict[int, int], wanted: int) -> list[int]:
    small, root = target(made, wanted)
    small.limit = len(small.level) + ENOUGH
    root = without(small, root, set(range(small.end)) - set(known))
    one = small.leaf(1)
    done: dict[int, tuple[int, int | None]] = {}  # node -> (how many, next node if left out)
    never = len(known) + 1

    def cost(node: int) -> int:
        if node == one:
            return 0
        if small.level[node] == small.end:
            return never
        found = done.get(node)
        if found is None:
            at = small.level[node]
            free = small.all_of(small.kids[node])
            found = min((cost(free), 0), (1 + cost(small.kids[node][known[at]]), 1))
            done[node] = found
        return found[0]

    cost(root)
    needed = []
    while root != one:
        at, kids = small.level[root], small.kids[root]
        if done[root][1]:
            needed.append(at)
            root = kids[known[at]]
        else:
            root = small.all_of(kids)
    return needed


def _cites(assessment: Assessment, outcome: str, findings: tuple[str, ...]) -> tuple[str, ...]:
    """What the outcome cites, and the leaves of these findings that carry it; without such leaves
    what the fact itself cites."""
    pack, found = assessment.pack, set(assessment.pack.outcomes[outcome].cites)
    leaves: dict[str, set[str]] = {}
    if assessment.place >= 0:
        names, carrying_nodes = assessment.program.fact_names, assessment.carrying
        for i, j in assessment.program.leaves:
            if carrying_nodes[i]:
                leaves.setdefault(names[j], set()).update(assessment.program.steps[i].node.cites)
    for name in findings:
        found |= leaves.get(name) or set(pack.facts[name].cites)
    return tuple(unit for unit in pack.units if unit in found)
