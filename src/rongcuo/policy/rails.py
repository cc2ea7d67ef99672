"""A compiled pack as two-valued logic: every verdict on two rails, *met* and *not met*.

A Kleene value is a pair (met, not met), open where neither holds. Then `all`, `any`, `not` and
`count` are plain and/or on the rails, and any machine that has those can run a pack: Python's
`and`/`or` (rongcuo.policy.decide), 64 cases a machine word (rongcuo.policy.batch). Equal parts
become one node, so what rules share is worked out once.

A node is a number into `Rails.nodes`; each is (operator, parts):
    ("met", leaf) ("not_met", leaf)     a rail of leaf number `leaf` in `Rails.leaves`
    ("and", (a, b, …)) ("or", (a, b, …)) ("nand", (a,))     nand of one part is its complement
    ("true", ()) ("false", ())
"""

from __future__ import annotations

from graphlib import TopologicalSorter

from rongcuo.policy.model import Node
from rongcuo.policy.problems import PackError, problem
from rongcuo.policy.program import Program

LIMIT = 100_000  # nodes; the Gansu pack has some 500


class TooMany(PackError):
    """The rails of a pack outgrew LIMIT: a count of very many, or very many rules."""


TRUE, FALSE = ("true", ()), ("false", ())


class Rails:
    """The rails of a program. `rules` and `outcomes` are pairs (met, not met) of node numbers;
    `given[j]` is met where outcome j is given; `broken` where a constraint is broken, by id."""

    def __init__(self, made: Program):
        self.made = made
        self.nodes: list[tuple] = []
        self.leaves: list[Node] = []
        self._numbers: dict[tuple, int] = {}
        self._leaf_numbers: dict[tuple, int] = {}
        self._rules: dict[str, tuple[int, int]] = {}
        self.true, self.false = self.node(TRUE), self.node(FALSE)
        for name in _before_their_users(made):  # so that a long chain of rules is not a deep recursion
            self.rule(name)
        self.rules = {name: self.rule(name) for name in made.pack.rules}
        self.outcomes = [self.pair(one.when) for one in made.outcomes]
        self.given = [self._given(place) for place in range(len(self.outcomes))]
        self.broken = {one.id: self._broken(one) for one in made.pack.constraints.values()}

    def node(self, content: tuple) -> int:
        """The number of this node; a new one only where there is none like it."""
        number = self._numbers.get(content)
        if number is None:
            number = self._numbers[content] = len(self.nodes)
            self.nodes.append(content)
            if number >= LIMIT:
                raise TooMany([problem("rails-too-many", name=self.made.pack.id, limit=LIMIT)])
        return number

    def all(self, parts) -> int:
        return self._join("and", parts, self.true, self.false)

    def any(self, parts) -> int:
        return self._join("or", parts, self.false, self.true)

    def _join(self, op: str, parts, neutral: int, settles: int) -> int:
        kept = list(dict.fromkeys(one for one in parts if one != neutral))
        if settles in kept:
            return settles
        if len(kept) < 2:
            return kept[0] if kept else neutral
        return self.node((op, tuple(kept)))

    def complement(self, number: int) -> int:
        if number in (self.true, self.false):
            return self.false if number == self.true else self.true
        return self.node(("nand", (number,)))

    def rule(self, name: str) -> tuple[int, int]:
        if name not in self._rules:
            self._rules[name] = self.pair(self.made.pack.rules[name].when)
        return self._rules[name]

    def pair(self, node: Node) -> tuple[int, int]:
        """(met, not met) of a condition."""
        if node.op == "rule":
            return self.rule(node.key)
        if node.op == "always":
            return self.true, self.false
        if node.op == "reading":
            holds = self.made.settings[node.key] == node.value
            return (self.true, self.false) if holds else (self.false, self.true)
        if node.op in ("fact", "applicable"):
            return self._leaf(node)
        children = [self.pair(one) for one in self.made.chosen(node)]
        met, not_met = [one[0] for one in children], [one[1] for one in children]
        match node.op:
            case "all":
                return self.all(met), self.any(not_met)
            case "any":
                return self.any(met), self.all(not_met)
            case "not":
                return not_met[0], met[0]
            case "count":
                short = len(children) - node.value + 1  # so many not met, and it cannot be reached
                return self.at_least(node.value, met), self.at_least(short, not_met)
        return children[0]  # when_reading

    def at_least(self, wanted: int, parts: list[int]) -> int:
        """Met where at least `wanted` of `parts` are."""
        row = [self.true] + [self.false] * wanted  # row[k]: at least k of the parts seen
        for part in parts:
            row = [self.true] + [
                self.any([row[k], self.all([part, row[k - 1]])]) for k in range(1, wanted + 1)
            ]
        return row[wanted]

    def _leaf(self, node: Node) -> tuple[int, int]:
        key = (node.op, node.key, node.test, node.value)
        number = self._leaf_numbers.get(key)
        if number is None:
            number = self._leaf_numbers[key] = len(self.leaves)
            self.leaves.append(node)
        return self.node(("met", number)), self.node(("not_met", number))

    def _given(self, place: int) -> int:
        passes = self.made.outcomes[place].despite_open
        earlier = [
            self.complement(met) if self.made.outcomes[i].id in passes else not_met
            for i, (met, not_met) in enumerate(self.outcomes[:place])
        ]
        return self.all([self.outcomes[place][0], *earlier])

    def _broken(self, constraint) -> int:
        if constraint.implies:
            (given, _), (_, lacking) = map(self.pair, constraint.implies)
            return self.all([given, lacking])
        leaves = [
            Node(name, "fact", (), None, None, name, None, True, ())
            for name in constraint.at_most_one
        ]
        return self.at_least(2, [self._leaf(one)[0] for one in leaves])

    def needed(self, roots) -> list[int]:
        """Every node the roots rest on, each after its parts, the roots included."""
        order: dict[int, None] = {}
        stack = [(root, False) for root in reversed(list(roots))]
        while stack:
            number, ready = stack.pop()
            if ready:
                order[number] = None
            elif number not in order:
                stack.append((number, True))
                op, parts = self.nodes[number]
                if op in ("and", "or", "nand"):
                    stack += [(part, False) for part in reversed(parts) if part not in order]
        return list(order)


def _before_their_users(made: Program):
    """The rules, each after those it refers to."""
    needs = {}
    for name, rule in made.pack.rules.items():
        needs[name], stack = set(), [rule.when]
        while stack:
            node = stack.pop()
            if node.op == "rule":
                needs[name].add(node.key)
            stack += node.children
    return TopologicalSorter(needs).static_order()
