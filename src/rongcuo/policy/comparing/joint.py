"""Two packs over the same variables: their conditions in one diagram, so equal means equal.

A fact that is the same in both is one variable, under its name in the first pack. A fact of the
second pack alone is `other:<id>`; a value of a choice that only the second has is `other:<id>` too.
"""

from __future__ import annotations

from types import MappingProxyType

from rongcuo.policy.comparing.mapping import Mapping
from rongcuo.policy.model import Choice, Node, OtherFact, Pack
from rongcuo.policy.reasoning.diagram import NEVER, Diagram, TooLarge
from rongcuo.policy.reasoning.domains import Domain, conditions, domains
from rongcuo.policy.reasoning.reasoner import VARIABLES, Builder, build_rules, variables
from rongcuo.policy.settings import Settings

OTHER = "other:"


def replaced(record, **fields):
    """A copy of a record with other values in some fields."""
    values = dict(zip(record.fields, record.values_of_fields(), strict=True)) | fields
    return type(record)(**values)


class Renamed:
    """The second pack in the words of the first."""

    def __init__(self, one: Pack, other: Pack, mapping: Mapping):
        self.facts = {to: name for name, (to, how) in mapping.facts.items() if how == "same"}
        self.values = {
            to: {there: here for here, there in mapping.values.get(name, {}).items()}
            for to, name in self.facts.items()
        }
        self.one, self.other = one, other

    def fact(self, name: str) -> str:
        return self.facts.get(name, OTHER + name)

    def value(self, fact: str, value: object) -> object:
        """A value of the second pack's fact in the words of the first."""
        if fact in self.facts and self.other.facts[fact].type == "choice" and isinstance(value, str):
            return self.values[fact].get(value, OTHER + value)
        return value

    def back(self, fact: str, value: object) -> tuple[str, object] | None:
        """(fact, value) of the second pack for those of the joint variables; None: it has none."""
        if fact.startswith(OTHER):
            return fact.removeprefix(OTHER), value
        for to, name in self.facts.items():
            if name == fact:
                there = {here: t for t, here in self.values[to].items()}
                if self.other.facts[to].type == "choice" and isinstance(value, str):
                    value = there.get(value, value.removeprefix(OTHER) if value.startswith(OTHER) else None)
                    return None if value is None else (to, value)
                return to, value
        return None

    def node(self, node: Node) -> Node:
        key, value = node.key, node.value
        if node.op in ("fact", "applicable"):
            if isinstance(value, OtherFact):
                value = OtherFact(self.fact(value.id))
            elif isinstance(value, tuple):
                value = tuple(self.value(key, one) for one in value)
            key = self.fact(key)
        return replaced(node, key=key, value=value, children=tuple(map(self.node, node.children)))

    def pack(self) -> Pack:
        def section(items, change):
            return MappingProxyType({name: change(one) for name, one in items.items()})

        other = self.other
        return replaced(
            other,
            rules=section(other.rules, lambda one: replaced(one, when=self.node(one.when))),
            outcomes=section(
                other.outcomes,
                lambda one: one if one.when is None else replaced(one, when=self.node(one.when)),
            ),
            constraints=section(
                other.constraints,
                lambda one: replaced(one, implies=tuple(map(self.node, one.implies)),
                                     at_most_one=tuple(map(self.fact, one.at_most_one))),
            ),
        )


class Side:
    """One pack's roots in the joint diagram. `given[n]`: facts lead to its n-th outcome (the last
    entry: to none)."""

    def __init__(self, joint: Joint, pack: Pack, settings: Settings):
        diagram = joint.diagram
        self.pack, self.settings = pack, settings
        self.rules = build_rules(diagram, joint, pack, settings)
        build = Builder(diagram, joint, settings, self.rules)
        self.outcomes = [one for one in pack.outcomes.values() if one.when is not None]
        self.admits = diagram.all_of(build.constraint(one) for one in pack.constraints.values())
        self.given, earlier = [], NEVER
        for one in self.outcomes:
            met = build.root(one.when)
            self.given.append(diagram.both(met, diagram.opposite(earlier)))
            earlier = diagram.either(earlier, met)
        self.given.append(diagram.opposite(earlier))
        undetermined = next(one for one in pack.outcomes.values() if one.when is None)
        self.ids = [one.id for one in self.outcomes] + [undetermined.id]


class Joint:
    """See the module."""

    def __init__(self, one: Pack, settings: Settings, other: Pack, other_settings: Settings, mapping):
        self.renamed = Renamed(one, other, mapping)
        second = self.renamed.pack()
        self.facts = self._facts(one, other)
        first_order, second_order = variables(one, settings), variables(second, other_settings)
        self.order = list(dict.fromkeys((*first_order, *second_order)))
        if len(self.order) > VARIABLES:
            raise TooLarge(f"{len(self.order)} facts")
        domain = domains(self.facts, [*conditions(one), *conditions(second)], {})
        self.domains: list[Domain] = [domain[name] for name in self.order]
        self.level = {name: i for i, name in enumerate(self.order)}
        self.diagram = Diagram([len(one) for one in self.domains])
        self.one = Side(self, one, settings)
        self.other = Side(self, second, other_settings)
        self.tied = self.diagram.all_of(self._ties(mapping))
        self.admits = self.diagram.all_of((self.one.admits, self.other.admits, self.tied))

    def _facts(self, one: Pack, other: Pack) -> dict:
        """The joint variables as facts; "does not apply" only where both packs allow it."""
        found = dict(one.facts)
        for to, fact in other.facts.items():
            name = self.renamed.fact(to)
            if name.startswith(OTHER):
                found[name] = replaced(fact, id=name)
                continue
            mine = one.facts[name]
            values = dict(mine.values)
            for value in fact.values.values():
                if (own := self.renamed.value(to, value.id)) not in values:
                    values[own] = Choice(own, value.zh, value.en, value.note)
            both = mine.not_applicable and fact.not_applicable
            found[name] = replaced(mine, values=MappingProxyType(values), not_applicable=both)
        return found

    def _ties(self, mapping: Mapping):
        """A narrower fact's yes is the broader one's yes."""
        for name, (to, how) in mapping.facts.items():
            if how == "same" or name not in self.level or OTHER + to not in self.level:
                continue
            here, there = (
                self.diagram.test(self.level[one], lambda i, one=one:
                                  self.domains[self.level[one]].cells[i].value is True)
                for one in (name, OTHER + to)
            )
            less, more = (here, there) if how == "narrower" else (there, here)
            yield self.diagram.either(self.diagram.opposite(less), more)

    def sides(self, facts: dict) -> tuple[dict, dict]:
        """Joint facts in the words of each pack."""
        mine = {name: value for name, value in facts.items()
                if not name.startswith(OTHER) and not str(value).startswith(OTHER)}
        theirs = dict(filter(None, (self.renamed.back(*item) for item in facts.items())))
        return mine, theirs
