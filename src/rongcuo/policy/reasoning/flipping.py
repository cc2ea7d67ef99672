"""`flip`: the fewest changes of facts that would settle another outcome.

Only facts that record something can be in a change. A judgement of a person never is, known or
not: it is found, not arranged. A fact that can still be changed after the event is a thing to do;
any other is past, and what follows from it is told as what would have been.
"""

from __future__ import annotations

from rongcuo.policy.assessment import Assessment
from rongcuo.policy.findings import NOT_APPLICABLE
from rongcuo.policy.reasoning.domains import Cell
from rongcuo.policy.reasoning.families import NONE, UNIT, Families
from rongcuo.policy.reasoning.reasoner import Reasoner, nothing_admitted, reasoner
from rongcuo.policy.reasoning.reasons import without
from rongcuo.policy.record import Record

MOST = 100  # flips given


class Change(Record):
    """One fact set to another value. `before` None: it was unknown, and is settled; else a finding
    is reversed. `past`: the fact can no longer be changed, so it only would have been so."""

    fact: str
    before: object
    after: object
    cell: Cell
    past: bool


class Flip(Record):
    """Setting exactly these facts, the others as they stand, settles `outcome`; without any part
    of them it is not settled. `settles` were unknown, `reverses` were found otherwise."""

    outcome: str
    settles: tuple[Change, ...]
    reverses: tuple[Change, ...]

    @property
    def changes(self) -> tuple[Change, ...]:
        return self.settles + self.reverses

    @property
    def past(self) -> bool:
        """Whether any part of it can only be told as what would have been."""
        return any(one.past for one in self.changes)


class Flips(Record):
    """`current`: the outcome settled now, or None. `flips`: fewest changes first, of equal ones
    those that reverse less first. `more`: there are more than these."""

    current: str | None
    flips: tuple[Flip, ...]
    more: bool


def flip(assessment: Assessment, outcome: str | None = None) -> Flips:
    """Every inclusion-minimal set of changes that settles another outcome (only `outcome`, where
    one is named), fewest first, at most MOST. Raises as `settle`; KeyError for an unknown outcome."""
    made = reasoner(assessment.pack, assessment.settings, assessment.facts)
    if outcome is not None and outcome not in made.outcome_ids:
        raise KeyError(outcome)
    known = made.known(assessment.facts)
    agreed = -1
    for bits in made.diagram.leaves(made.outcome, known):
        agreed &= bits
    if agreed == -1:
        raise nothing_admitted(made, assessment.facts)
    current = made.name_of(agreed) if agreed else None
    if assessment.place >= 0:
        current = assessment.outcome
    wanted = [
        place for place, name in enumerate(made.outcome_ids)
        if name != current and outcome in (None, name)
    ]
    search = _Search(made, known, wanted)
    found, more = search.run()
    changes = search.changes(assessment.facts)
    flips = []
    for place, numbers in found:
        several = [changes[n] for n in numbers]
        flips.append(Flip(
            made.outcome_ids[place],
            tuple([one for one in several if one.before is None]),
            tuple([one for one in several if one.before is not None]),
        ))
    return Flips(current, tuple(flips), more)


class _Search:
    """Works on the diagram with the judgements out of it: known ones as they are, unknown ones as
    what is certain whatever they are. `keys[n]` is the change with the number n: (level, value)."""

    def __init__(self, made: Reasoner, known: dict[int, int], wanted: list[int]):
        self.made, self.wanted = made, wanted
        facts = made.pack.facts
        self.free = {
            at for at, name in enumerate(made.order) if facts[name].nature == "record"
        }
        fixed = {at: value for at, value in known.items() if at not in self.free}
        self.now = {at: value for at, value in known.items() if at in self.free}
        self.small, root = made.diagram.given(made.outcome, fixed)
        self.root = without(self.small, root, set(range(self.small.end)) - self.free)
        self._below: dict[int, tuple[int, int]] = {}
        self.keys: list[tuple[int, int]] = []
        self.options: dict[int, list[tuple[int, int]]] = {}  # level -> (number, value), last first
        for at in sorted(self.free):
            for value, cell in enumerate(made.domains[at].cells):
                if value != self.now.get(at) and cell.value is not NOT_APPLICABLE:
                    self.options.setdefault(at, []).insert(0, (len(self.keys), value))
                    self.keys.append((at, value))

    def run(self) -> tuple[list[tuple[int, tuple[int, ...]]], bool]:
        """(place of the outcome, numbers of changes) of at most MOST flips, and whether there are
        more."""
        found = []
        for place in self.wanted:
            families, family = self.of(place)
            found += [(place, one) for one in families.smallest(family, MOST + 1)]
        found.sort(key=lambda one: (len(one[1]), self.reversed(one[1]), one[0], one[1]))
        return found[:MOST], len(found) > MOST

    def changes(self, facts) -> list[Change]:
        """The change of each number."""
        made, found = self.made, []
        for at, value in self.keys:
            name, cell = made.order[at], made.domains[at].cells[value]
            past = not made.pack.facts[name].changeable
            found.append(Change(name, facts[name], cell.value, cell, past))
        return found

    def reversed(self, changes: tuple[int, ...]) -> int:
        return sum(self.keys[n][0] in self.now for n in changes)

    def below(self, node: int) -> tuple[int, int]:
        """Bits of all leaves below the node, without and with those of facts not admitted: what can
        be settled there, and what a child must at least not rule out for all to agree on it."""
        found = self._below.get(node)
        if found is None:
            small = self.small
            if small.level[node] == small.end:
                said = small.bits[node]
                found = (0 if said == -1 else said), said
            else:
                some = every = 0
                for kid in small.kids[node]:
                    one, two = self.below(kid)
                    some, every = some | one, every | two
                found = some, every
            self._below[node] = found
        return found

    def of(self, place: int) -> tuple[Families, int]:
        """The family of all minimal sets of changes that settle the outcome at `place`.

        At a node: those that leave its fact as it is (unknown: what its values agree on), and for
        each other value those below it that hold none of the former."""
        small, now, options, below = self.small, self.now, self.options, self.below
        level, kids, bits, end = small.level, small.kids, small.bits, small.end
        families, wanted = Families(), 1 << place
        done: dict[int, int] = {}

        def sets(node: int) -> int:
            found = done.get(node)
            if found is None:
                at = level[node]
                if at == end:
                    said = bits[node]
                    found = UNIT if said not in (0, -1) and said & -said == wanted else NONE
                elif not below(node)[0] & wanted:
                    found = NONE
                else:
                    ways, stay = kids[node], now.get(at)
                    if stay is not None:
                        kept = sets(ways[stay])
                    elif all([below(kid)[1] & wanted for kid in ways]):
                        kept = sets(small.all_of(ways))
                    else:
                        kept = NONE
                    found = kept
                    if kept != UNIT:
                        for number, value in options.get(at, ()):
                            further = families.apart(sets(ways[value]), kept)
                            found = families.node(number, found, further)
                done[node] = found
            return found

        return families, sets(self.root)
