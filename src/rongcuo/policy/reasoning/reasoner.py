"""A pack as decision diagrams: its outcome, its rules and what its constraints admit.

`reasoner(pack, settings)` is made once and kept. With settings None the readings that conditions
look at are variables too, so that what is proved is proved for every setting.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from graphlib import TopologicalSorter

from rongcuo.policy.findings import NOT_APPLICABLE
from rongcuo.policy.model import Node, OtherFact, Pack
from rongcuo.policy.problems import FactError, PackError, problem
from rongcuo.policy.reasoning.diagram import ALWAYS, LIMIT, NEVER, SECONDS, Diagram, TooLarge
from rongcuo.policy.reasoning.domains import (
    SIGNS,
    Cell,
    Domain,
    conditions,
    domains,
    linked_dates,
    nodes,
)
from rongcuo.policy.settings import Settings

VARIABLES = 400  # more facts than this in conditions are refused; the depth of recursion follows it


class Reasoner:
    """See the module. `outcome` is the root whose leaves hold the outcomes that the facts give:
    bit n for the n-th outcome, the bit after the last where none applies, every bit where the
    facts break a constraint. `admits` and `rules` (rule id -> root) are conditions.
    """

    def __init__(
        self, pack: Pack, settings: Settings | None, known: Mapping[str, object],
        limit: int = LIMIT, seconds: float = SECONDS,
    ):
        self.pack, self.settings = pack, settings
        self.answers: dict = {}  # those `ask` gave before
        self.outcomes = [one for one in pack.outcomes.values() if one.when is not None]
        self.undetermined = next(one for one in pack.outcomes.values() if one.when is None)
        domain = domains(pack.facts, conditions(pack), known)
        if settings is None:
            domain |= reading_domains(pack)
        self.order = variables(pack, settings)
        if len(self.order) > VARIABLES:
            raise TooLarge(f"{len(self.order)} facts")
        self.domains: list[Domain] = [domain[name] for name in self.order]
        self.level = {name: i for i, name in enumerate(self.order)}
        self.diagram = Diagram([len(one) for one in self.domains], limit, seconds)
        self.rules = build_rules(self.diagram, self, pack, settings)
        build = Builder(self.diagram, self, settings, self.rules)
        self.conditions = [build.root(one.when) for one in self.outcomes]
        self.constraints = {
            one.id: build.constraint(one) for one in pack.constraints.values()
        }
        self.admits = self.diagram.all_of(self.constraints.values())
        self.outcome = self.diagram.either(
            given_outcomes(self.diagram, self.outcomes, self.conditions),
            self.diagram.opposite(self.admits),
        )
        self.compact = self.diagram.given(self.outcome, {})  # the outcome alone; only ever read
        broken, met, not_met = self.diagram.opposite(self.admits), *map(self.diagram.leaf, (1, 2))
        self.rule_verdicts = {  # leaves 1 met, 2 not met, every bit where a constraint is broken
            name: self.diagram.either(self.diagram.choose(root, met, not_met), broken)
            for name, root in self.rules.items()
        }

    @property
    def outcome_ids(self) -> tuple[str, ...]:
        return tuple(one.id for one in self.outcomes)

    def known(self, values: Mapping[str, object]) -> dict[int, int]:
        """Level -> cell of every known fact that conditions look at."""
        level, found = self.level, {}
        for name, value in values.items():
            at = level.get(name)
            if at is not None and value is not None:
                found[at] = self.domains[at].index(value)
        return found

    def name_of(self, bits: int) -> str:
        """Id of the first of these outcomes; the undetermined one where none applies."""
        place = (bits & -bits).bit_length() - 1
        return self.outcomes[place].id if place < len(self.outcomes) else self.undetermined.id

    def facts(self, cells: Mapping[int, int]) -> dict[str, object]:
        """Fact id -> value for level -> cell; variables that are readings are left out."""
        return {
            self.order[at]: self.domains[at].cells[i].value
            for at, i in sorted(cells.items())
            if self.order[at] in self.pack.facts
        }

    def adopted(self, cells: Mapping[int, int]) -> dict[str, object]:
        """Reading key -> value for the variables that are readings."""
        return {
            self.order[at].removeprefix("reading "): self.domains[at].cells[i].value
            for at, i in sorted(cells.items())
            if self.order[at] not in self.pack.facts
        }


def given_outcomes(diagram: Diagram, outcomes: list, met: list[int]) -> int:
    """The outcome that complete facts give: the first that is met; beside it every later one that
    may be given while the first is open (`despite_open`), since it stands whichever way that goes."""
    found = diagram.leaf(1 << len(outcomes))
    for place in range(len(outcomes) - 1, -1, -1):
        found = diagram.choose(met[place], diagram.leaf(1 << place), found)
    for place, outcome in enumerate(outcomes):
        if outcome.despite_open:
            none_earlier = diagram.all_of(
                diagram.opposite(met[i])
                for i in range(place)
                if outcomes[i].id not in outcome.despite_open
            )
            stands = diagram.both(met[place], none_earlier)
            found = diagram.either(found, diagram.both(stands, diagram.leaf(1 << place)))
    return found


class Builder:
    """From conditions to roots. `table` has `.level`, `.domains`; a reading is the variable
    `reading <key>`; `names` says which variable a fact is (for packs whose facts are mapped)."""

    def __init__(self, diagram, table, settings, rules, fact=lambda name: name, reading="reading "):
        self.diagram, self.table, self.settings, self.rules = diagram, table, settings, rules
        self.fact, self.reading = fact, reading

    def root(self, node: Node) -> int:
        """The condition as a root."""
        diagram = self.diagram
        match node.op:
            case "all":
                return diagram.all_of([self.root(one) for one in node.children])
            case "any":
                return diagram.any_of([self.root(one) for one in node.children])
            case "not":
                return diagram.opposite(self.root(node.children[0]))
            case "count":
                return diagram.at_least(node.value, [self.root(one) for one in node.children])
            case "rule":
                return self.rules[node.key]
            case "always":
                return ALWAYS
            case "reading":
                return self.setting(node)
            case "when_reading":
                if self.settings is not None:
                    chosen = node.children[self.settings[node.key] != node.value]
                    return self.root(chosen)
                then, other = (self.root(one) for one in node.children)
                return diagram.choose(self.setting(node), then, other)
            case "applicable":
                return self.leaf(node.key, lambda value: True)
        return self.test(node)

    def setting(self, node: Node) -> int:
        if self.settings is not None:
            return ALWAYS if self.settings[node.key] == node.value else NEVER
        at = self.table.level[self.reading + node.key]
        cells = self.table.domains[at].cells
        return self.diagram.test(at, lambda i: cells[i].value == node.value)

    def leaf(self, name: str, holds) -> int:
        at = self.table.level[self.fact(name)]
        cells = self.table.domains[at].cells
        return self.diagram.test(
            at, lambda i: cells[i].value is not NOT_APPLICABLE and holds(cells[i].value)
        )

    def test(self, node: Node) -> int:
        if node.test is None:
            return self.leaf(node.key, lambda value: value is True)
        if node.test == "in":
            return self.leaf(node.key, lambda value: value in node.value)
        sign = SIGNS[node.test]
        if not isinstance(node.value, OtherFact):
            return self.leaf(node.key, lambda value: sign(value, node.value))
        if self.fact(node.key) == self.fact(node.value.id):
            return self.leaf(node.key, lambda value: sign(value, value))
        cells = self.table.domains[self.table.level[self.fact(node.key)]].cells
        return self.diagram.any_of(
            self.diagram.both(
                self.leaf(node.key, lambda value, cell=cell: value == cell.value),
                self.leaf(node.value.id, lambda value, cell=cell: sign(cell.value, value)),
            )
            for cell in cells
            if cell.value is not NOT_APPLICABLE
        )

    def constraint(self, constraint) -> int:
        """The condition that the constraint is kept."""
        if constraint.implies:
            first, then = (self.root(one) for one in constraint.implies)
            return self.diagram.either(self.diagram.opposite(first), then)
        several = [self.leaf(name, lambda value: value is True) for name in constraint.at_most_one]
        return self.diagram.opposite(self.diagram.at_least(2, several))


def build_rules(diagram, table, pack: Pack, settings, fact=lambda name: name, reading="reading "):
    """Rule id -> root, each after the rules it refers to."""
    refers = {
        name: {node.key for node in nodes(rule.when) if node.op == "rule"}
        for name, rule in pack.rules.items()
    }
    rules: dict[str, int] = {}
    builder = Builder(diagram, table, settings, rules, fact, reading)
    for name in TopologicalSorter(refers).static_order():
        rules[name] = builder.root(pack.rules[name].when)
    return rules


def variables(pack: Pack, settings: Settings | None) -> list[str]:
    """Facts (and, without settings, readings) in the order in which the outcomes come to them:
    what is asked together stands together, which keeps diagrams small. The rest after them."""
    found: dict[str, None] = {}
    entered: set[str] = set()
    tops = [one.when for one in pack.outcomes.values() if one.when is not None]
    tops += [one.when for one in pack.rules.values()]
    tops += [side for one in pack.constraints.values() for side in one.implies]
    stack = list(reversed(tops))
    while stack:
        node = stack.pop()
        if node.op in ("fact", "applicable"):
            found.setdefault(node.key)
            if isinstance(node.value, OtherFact):
                found.setdefault(node.value.id)
        elif node.op == "rule":
            if node.key not in entered:
                entered.add(node.key)
                stack.append(pack.rules[node.key].when)
            continue
        elif node.op in ("reading", "when_reading") and settings is None:
            found.setdefault("reading " + node.key)
        if node.op == "when_reading" and settings is not None:
            stack.append(node.children[settings[node.key] != node.value])
        else:
            stack.extend(reversed(node.children))
    for one in pack.constraints.values():
        found.update(dict.fromkeys(one.at_most_one))
    return list(found)


def reading_domains(pack: Pack) -> dict[str, Domain]:
    """A domain for each reading that conditions look at: its values, or those asked for and one
    more."""
    asked: dict[str, list] = {}
    for top in conditions(pack):
        for node in nodes(top):
            if node.op in ("reading", "when_reading"):
                asked.setdefault(node.key, []).append(node.value)
    found = {}
    for key, wanted in asked.items():
        reading = pack.readings[key]
        if reading.type == "yes_no":
            values: Iterable = (False, True)
        elif reading.type == "choice":
            values = reading.values
        elif reading.type == "number":
            values = [*wanted, max(wanted) + 1]
        elif reading.type == "text":
            values = [*wanted, max(wanted) + "…"]
        else:
            values = [*wanted, ()]
        cells = [Cell(one, one, one, True, True) for one in dict.fromkeys(values)]
        found["reading " + key] = Domain("reading " + key, cells)
    return found


def reasoner(
    pack: Pack, settings: Settings | None = None, values: Mapping[str, object] | None = None
) -> Reasoner:
    """The diagrams of this pack under these settings (None: under every setting at once).

    `values`: the known facts; only dates that conditions compare with other dates count, since
    they are thresholds of their own. Raises PackError (`diagram-too-large`) for a pack whose
    diagram outgrows its limit.
    """
    linked = _linked(pack)
    known = tuple(
        (name, values[name]) for name in linked if type((values or {}).get(name)) is date
    ) if values and linked else ()
    made = _made(pack, settings, known)
    if isinstance(made, PackError):
        raise PackError(made.problems)
    return made


@lru_cache(maxsize=64)
def _linked(pack: Pack) -> tuple[str, ...]:
    return tuple(sorted(name for group in linked_dates(conditions(pack)) for name in group))


@lru_cache(maxsize=64)
def _made(pack: Pack, settings: Settings | None, known: tuple) -> Reasoner | PackError:
    """A diagram that outgrew its limit is remembered too: nobody waits for it twice."""
    try:
        with bounded(pack):
            return Reasoner(pack, settings, dict(known))
    except PackError as error:
        return error


class bounded:  # noqa: N801 - used as a word
    """A context that turns an outgrown diagram into PackError with words for people."""

    def __init__(self, pack: Pack):
        self.pack = pack

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        if isinstance(error, (TooLarge, RecursionError)):
            size = str(error) if isinstance(error, TooLarge) else "too deep"
            raise PackError(
                [problem("diagram-too-large", name=self.pack.id, found=size, limit=LIMIT,
                         seconds=int(SECONDS), most=VARIABLES)]
            ) from None


def nothing_admitted(made: Reasoner, values: Mapping[str, object]) -> FactError:
    """Facts that no constraint breaks alone, but that all of them together do not allow."""
    given = [name for name, value in values.items() if value is not None and name in made.level]
    for name in list(given):  # drop what is not needed for the contradiction
        rest = {one: values[one] for one in given if one != name}
        if made.diagram.leaves(made.admits, made.known(rest)) == {0}:
            given.remove(name)
    return FactError([problem("contradiction-together", found=", ".join(sorted(given)))])
