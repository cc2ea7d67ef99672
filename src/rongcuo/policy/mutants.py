"""Mutation testing of rules: do a pack's scenarios notice when a rule is changed?

A mutant is the pack with one thing changed in one condition: a part dropped, a condition negated,
`all` and `any` swapped, a threshold moved, a choice or a count changed. It is *killed* if a
scenario fails on it; *equivalent* if the diagram proves that every rule and the outcome come out the
same for all complete facts the constraints admit, under every setting; else it *survives*, and
there are facts that show it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from types import MappingProxyType

from rongcuo.policy.model import Node, OtherFact, Pack
from rongcuo.policy.reasoning.diagram import NEVER, Diagram
from rongcuo.policy.reasoning.domains import conditions, domains
from rongcuo.policy.reasoning.reasoner import (
    Builder,
    bounded,
    build_rules,
    reading_domains,
    variables,
)
from rongcuo.policy.record import Record
from rongcuo.policy.scenarios import run

_SWAP = {"all": "any", "any": "all"}
_EDGE = {"at_least": "more_than", "more_than": "at_least", "at_most": "less_than",
         "less_than": "at_most", "on_or_after": "after", "after": "on_or_after",
         "on_or_before": "before", "before": "on_or_before"}


class Mutant(Record):
    """`section` (rules or outcomes) and `name` say whose condition, `node` where in it, `how` what
    was done; `pack` is the pack with it."""

    section: str
    name: str
    node: str
    how: str
    pack: Pack


class Survivor(Record):
    """A mutant no scenario noticed, and facts (under `settings`) on which it says otherwise."""

    mutant: Mutant
    settings: Mapping[str, object]
    facts: Mapping[str, object]


class Result(Record):
    """How the mutants of a pack fared. `killed`: scenario id -> how many it killed first."""

    total: int
    killed: Mapping[str, int]
    equivalent: tuple[Mutant, ...]
    survivors: tuple[Survivor, ...]


def changed(record, **fields):
    """A copy with other values in some fields."""
    values = dict(zip(record.fields, record.values_of_fields(), strict=True)) | fields
    return type(record)(**values)


def variants(node: Node) -> Iterator[tuple[str, str, Node]]:
    """Every condition that differs from this one in one thing: (node id, what was done, result)."""
    yield node.id, "negated", changed(
        node, op="not", key=None, test=None, value=None, children=(node,)
    )
    several = len(node.children) > 1
    if node.op in _SWAP and several:
        yield node.id, "swapped", changed(node, op=_SWAP[node.op])
    if node.op in ("all", "any", "count") and several:
        for i, child in enumerate(node.children):
            rest = node.children[:i] + node.children[i + 1:]
            if node.op != "count" or node.value <= len(rest):
                yield child.id, "dropped", changed(node, children=rest)
    if node.op == "count":
        for value in (node.value - 1, node.value + 1):
            if 1 <= value <= len(node.children):
                yield node.id, f"count {value}", changed(node, value=value)
    if node.op == "fact":
        for how, test, value in _thresholds(node):
            yield node.id, how, changed(node, test=test, value=value)
    for i, child in enumerate(node.children):
        for place, how, other in variants(child):
            yield place, how, changed(
                node, children=node.children[:i] + (other,) + node.children[i + 1:]
            )


def _thresholds(node: Node) -> Iterator[tuple[str, str, object]]:
    if node.test in _EDGE:
        yield f"{_EDGE[node.test]}", _EDGE[node.test], node.value
    if node.test == "in" and len(node.value) > 1:
        for one in node.value:
            yield f"without {one}", "in", tuple(v for v in node.value if v != one)
    if isinstance(node.value, OtherFact) or node.test in (None, "in"):
        return
    step = timedelta(days=1) if isinstance(node.value, date) else 1
    for value in (node.value - step, node.value + step):
        yield f"{node.test} {value}", node.test, value


def mutants(pack: Pack) -> Iterator[Mutant]:
    """Every mutant of every rule and outcome."""
    for section in ("rules", "outcomes"):
        for name, one in getattr(pack, section).items():
            if one.when is None:
                continue
            for place, how, when in variants(one.when):
                items = dict(getattr(pack, section)) | {name: changed(one, when=when)}
                other = changed(pack, **{section: MappingProxyType(items)})
                yield Mutant(section, name, place, how, other)


def try_scenarios(pack: Pack, most: int | None = None) -> Result:
    """Run every mutant (at most `most`) against the scenarios. Raises PackError as the diagram
    does."""
    groups: dict[object, list] = {}  # scenarios of the same settings share one compiled program
    for scenario in pack.scenarios.values():
        if not run(pack, scenario):  # one that fails on the pack itself would seem to kill all
            groups.setdefault(pack.settings(scenario.settings), []).append(scenario)
    order = sorted(groups.values(), key=len, reverse=True)
    killed: dict[str, int] = {}
    equivalent, survivors, total = [], [], 0
    for mutant in mutants(pack):
        if total == most:
            break
        total += 1
        killer = _killer(mutant.pack, order)
        if killer is not None:
            killed[killer] = killed.get(killer, 0) + 1
            continue
        shown = difference(pack, mutant.pack)
        if shown is None:
            equivalent.append(mutant)
        else:
            survivors.append(Survivor(mutant, *shown))
    return Result(total, killed, tuple(equivalent), tuple(survivors))


def _killer(mutant: Pack, groups: list[list]) -> str | None:
    """The scenario that fails first; it comes to the front, since it tends to kill neighbours."""
    for scenarios in groups:
        for place, scenario in enumerate(scenarios):
            if run(mutant, scenario):
                scenarios.insert(0, scenarios.pop(place))
                return scenario.id
    return None


class _Both:
    """A pack and its mutant over the same variables, readings among them."""

    def __init__(self, pack: Pack, mutant: Pack):
        tops = [*conditions(pack), *conditions(mutant)]
        domain = domains(pack.facts, tops, {}) | reading_domains(pack)
        self.order = list(dict.fromkeys((*variables(pack, None), *variables(mutant, None))))
        self.domains = [domain[name] for name in self.order]
        self.level = {name: i for i, name in enumerate(self.order)}
        self.diagram = Diagram([len(one) for one in self.domains])
        self.roots = [self._roots(one) for one in (pack, mutant)]
        build = Builder(self.diagram, self, None, {})
        build.rules = build_rules(self.diagram, self, pack, None)
        self.admits = self.diagram.all_of(build.constraint(c) for c in pack.constraints.values())

    def _roots(self, pack: Pack) -> list[int]:
        """Every rule, and for every outcome that it is given."""
        rules = build_rules(self.diagram, self, pack, None)
        build = Builder(self.diagram, self, None, rules)
        found, earlier = [rules[name] for name in pack.rules], NEVER
        for outcome in pack.outcomes.values():
            if outcome.when is not None:
                met = build.root(outcome.when)
                found.append(self.diagram.both(met, self.diagram.opposite(earlier)))
                earlier = self.diagram.either(earlier, met)
        return found


def difference(pack: Pack, mutant: Pack) -> tuple[dict, dict] | None:
    """(adopted readings, facts) on which a rule or the outcome differs; None if it is proved that
    there are none."""
    from rongcuo.policy.comparing.witness import smallest

    with bounded(pack):
        both = _Both(pack, mutant)
        no = both.diagram.opposite
        for one, other in zip(*both.roots, strict=True):
            if one == other:
                continue
            for first, second in ((one, no(other)), (no(one), other)):
                apart = both.diagram.all_of((first, second, both.admits))
                if apart != NEVER:
                    cells, _ = smallest(both.diagram, apart, both.admits)
                    values = {both.order[at]: both.domains[at].cells[i].value
                              for at, i in sorted(cells.items())}
                    facts = {name: value for name, value in values.items() if name in pack.facts}
                    readings = {name.removeprefix("reading "): value
                                for name, value in values.items() if name not in pack.facts}
                    return readings, facts
    return None
