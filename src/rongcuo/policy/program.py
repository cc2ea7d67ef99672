"""A pack under given settings, compiled once to straight-line Python.

Verdicts are small ints: no 0, open 1, met 3. So `and` is &, `or` is |, and `not` a table of four.
Two functions are generated, each a flat list of assignments without branches or loops:

    run(facts)             facts -> (outcome index or -1, verdict of every node, value of every fact)
    carry(outcome, verdicts) -> for every node 1 if it carries the outcome, else 0

Nodes stand in the order of the document: outcomes, then rules, each tree before its next sibling.
No word of the pack gets into the generated code: it names facts, constants and nodes by number.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import lru_cache

from rongcuo.policy.findings import NOT_APPLICABLE
from rongcuo.policy.model import Node, OtherFact, Pack
from rongcuo.policy.settings import Settings

NO, OPEN, MET = 0, 1, 3
WORDS = {NO: "not_met", OPEN: "open", MET: "met"}
NOT = (MET, OPEN, None, NO)

_COMPARE = {
    "at_least": ">=", "at_most": "<=", "more_than": ">", "less_than": "<", "equals": "==",
    "on_or_after": ">=", "on_or_before": "<=", "after": ">", "before": "<",
}


class Odd(Exception):
    """The facts are not of the kinds the generated code takes; a careful check says why."""


class Contradiction(Exception):
    """The facts break the constraint with this id."""


class Step:
    """One node in document order. Indexes refer to `Program.steps`."""

    __slots__ = ("index", "node", "parent", "children", "top")

    def __init__(self, index: int, node: Node, parent: int | None, top: str):
        self.index, self.node, self.parent, self.top = index, node, parent, top
        self.children: list[int] = []


class Program:
    """See the module. Immutable once made; get it with `program(pack, settings)`."""

    __slots__ = (
        "pack", "settings", "steps", "outcome_roots", "rule_roots", "outcomes", "undetermined",
        "defaults", "fact_names", "fact_index", "leaves", "run", "carry", "render",
    )

    def __init__(self, pack: Pack, settings: Settings):
        self.pack, self.settings = pack, settings
        self.render = None  # the JSON writer, made on first use (rongcuo.policy.writer)
        self.steps: list[Step] = []
        self.outcomes = [one for one in pack.outcomes.values() if one.when is not None]
        self.undetermined = next(one for one in pack.outcomes.values() if one.when is None)
        self.outcome_roots = [self._lay(one.when, None, one.id) for one in self.outcomes]
        self.rule_roots = {
            rule.id: self._lay(rule.when, None, rule.id) for rule in pack.rules.values()
        }
        self.defaults = dict.fromkeys(pack.facts)
        self.fact_names = tuple(pack.facts)
        self.fact_index = {name: i for i, name in enumerate(pack.facts)}
        self.leaves = [  # (node, fact) by number, two for a comparison of two facts
            (step.index, self.fact_index[name])
            for step in self.steps
            if step.node.op in ("fact", "applicable")
            for name in (step.node.key, getattr(step.node.value, "id", None))
            if name is not None
        ]
        self.run = _RunWriter(self).compile()
        self.carry = _compile(_carry_lines(self), {}, "carry")

    def _lay(self, node: Node, parent: int | None, top: str) -> int:
        step = Step(len(self.steps), node, parent, top)
        self.steps.append(step)
        for child in self.chosen(node):
            step.children.append(self._lay(child, step.index, top))
        return step.index

    def chosen(self, node: Node) -> tuple[Node, ...]:
        """The children that take part: of a reading's choice only the side that is set."""
        if node.op == "when_reading":
            then, other = node.children
            return (then if self.settings[node.key] == node.value else other,)
        return node.children


@lru_cache(maxsize=64)
def program(pack: Pack, settings: Settings) -> Program:
    """The compiled program of this pack under these settings; made once."""
    return Program(pack, settings)


@lru_cache(maxsize=64)
def default_program(pack: Pack) -> Program:
    """The compiled program under the defaults of the pack's readings."""
    return program(pack, pack.settings())


def _compile(lines: list[str], names: dict, name: str):
    scope = dict(names)
    exec(compile("\n".join(lines), f"<{name}>", "exec"), scope)  # noqa: S102 - our own code
    return scope[name]


class _RunWriter:
    """Writes `run`: facts to locals, rules in the order they need each other, outcomes, result."""

    def __init__(self, made: Program):
        self.program = made
        self.names: dict[str, object] = {
            "NA": NOT_APPLICABLE, "Odd": Odd, "Contradiction": Contradiction, "NOT": NOT,
            "date": date, "Decimal": Decimal, "defaults": made.defaults,
        }
        self.kinds = {name: fact.type for name, fact in made.pack.facts.items()}
        self.body: list[str] = []

    def compile(self):
        made = self.program
        done: set[str] = set()
        for rule in made.pack.rules:
            self.rule(rule, done)
        for root in made.outcome_roots:
            self.tree(root)
        self.constraints()
        facts = ", ".join(f"x{i}" for i in range(len(made.defaults)))
        verdicts = ", ".join(f"v{i}" for i in range(len(made.steps)))
        lines = [
            "def odd(): raise Odd",
            "def run(facts):",
            "    merged = defaults | facts",
            f"    if len(merged) != {len(made.defaults)}: raise Odd",
            f"    {facts}, = values = (*merged.values(),)" if facts else "    values = ()",
            *(f"    {line}" for line in self.read_facts()),
            *(f"    {line}" for line in self.body),
            *(f"    {line}" for line in self.outcome_lines()),
            f"    return outcome, ({verdicts},), values" if verdicts else "    return -1, (), ()",
        ]
        return _compile(lines, self.names, "run")

    def constant(self, value: object) -> str:
        name = f"k{len(self.names)}"
        self.names[name] = value
        return name

    def read_facts(self):
        """For each fact a local with its verdict (yes/no) or its state (number, date)."""
        for i, fact in enumerate(self.program.pack.facts.values()):
            no = f"x{i} is NA" if fact.not_applicable else None
            unknown = f"1 if x{i} is None else "
            na = f"0 if {no} else " if no else ""
            if fact.type == "yes_no":
                yield f"f{i} = 3 if x{i} is True else 0 if x{i} is False else {unknown}{na}odd()"
            elif fact.type == "choice":
                values = self.constant(
                    {None, *fact.values, *([NOT_APPLICABLE] if fact.not_applicable else [])}
                )
                yield f"if x{i} not in {values}: raise Odd"
            elif fact.type == "date":
                yield f"f{i} = 3 if type(x{i}) is date else {unknown}{na}odd()"
            else:
                yield (
                    f"f{i} = 3 if type(x{i}) is int or (type(x{i}) is Decimal and "
                    f"x{i}.is_finite()) else {unknown}{na}odd()"
                )

    def rule(self, name: str, done: set[str]) -> None:
        """The lines of a rule after those of every rule it refers to."""
        waiting = [(name, False)]
        while waiting:
            one, ready = waiting.pop()
            if one in done:
                continue
            if ready:
                done.add(one)
                self.tree(self.program.rule_roots[one])
                continue
            waiting.append((one, True))
            waiting += [(other, False) for other in self.referred(self.program.rule_roots[one])]

    def referred(self, root: int) -> list[str]:
        found, stack = [], [root]
        while stack:
            step = self.program.steps[stack.pop()]
            if step.node.op == "rule":
                found.append(step.node.key)
            stack += step.children
        return found

    def tree(self, index: int) -> None:
        step = self.program.steps[index]
        for child in step.children:
            self.tree(child)
        self.body.append(f"v{index} = {self.value(step.node, [f'v{i}' for i in step.children])}")

    def value(self, node: Node, children: list[str]) -> str:
        """The expression that gives a node's verdict from its children's locals."""
        match node.op:
            case "all":
                return " & ".join(children)
            case "any":
                return " | ".join(children)
            case "not":
                return f"NOT[{children[0]}]"
            case "when_reading":
                return children[0]
            case "count":
                met = " + ".join(f"({one} >> 1)" for one in children)
                possible = " + ".join(f"({one} & 1)" for one in children)
                return f"3 if {met} >= {node.value} else 1 if {possible} >= {node.value} else 0"
            case "rule":
                return f"v{self.program.rule_roots[node.key]}"
            case "reading":
                return str(MET if self.program.settings[node.key] == node.value else NO)
            case "always":
                return str(MET)
            case "applicable":
                i = self.program.fact_index[node.key]
                return f"1 if x{i} is None else 0 if x{i} is NA else 3"
        return self.leaf(node)

    def leaf(self, node: Node) -> str:
        i = self.program.fact_index[node.key]
        kind = self.kinds[node.key]
        if kind == "yes_no":
            return f"f{i}"
        if kind == "choice":
            fact = self.program.pack.facts[node.key]
            table = {None: OPEN, NOT_APPLICABLE: NO}
            table |= {one: MET if one in node.value else NO for one in fact.values}
            return f"{self.constant(table)}[x{i}]"
        sign = _COMPARE[node.test]
        if isinstance(node.value, OtherFact):
            j = self.program.fact_index[node.value.id]
            return f"(3 if x{i} {sign} x{j} else 0) if f{i} & f{j} == 3 else f{i} & f{j}"
        return f"(3 if x{i} {sign} {self.constant(node.value)} else 0) if f{i} == 3 else f{i}"

    def outcome_lines(self):
        """The first outcome whose condition is not no: given if met, undetermined if open, unless
        a later one may be given although this one is open (`despite_open`)."""
        word = "if"
        for place, root in enumerate(self.program.outcome_roots):
            otherwise = self.despite(place)
            yield f"{word} v{root}: outcome = {place} if v{root} == 3 else {otherwise}"
            word = "elif"
        yield "else: outcome = -1" if self.program.outcome_roots else "outcome = -1"

    def despite(self, open_one: int) -> str:
        """What is given where `open_one` is the first outcome that is open."""
        made, found = self.program, []
        for place in range(open_one + 1, len(made.outcomes)):
            passes = made.outcomes[place].despite_open
            if made.outcomes[open_one].id in passes:
                between = "".join(
                    f" and v{made.outcome_roots[i]} {'!= 3' if made.outcomes[i].id in passes else '== 0'}"
                    for i in range(open_one + 1, place)
                )
                found.append(f"{place} if v{made.outcome_roots[place]} == 3{between} else ")
        return "".join(found) + "-1"

    def constraints(self) -> None:
        for constraint in self.program.pack.constraints.values():
            broken = f"raise Contradiction({self.constant(constraint.id)})"
            if constraint.implies:
                sides = [self.inline(node) for node in constraint.implies]
                self.body.append(f"if {sides[0]} == 3 and {sides[1]} == 0: {broken}")
            else:
                yes = " + ".join(
                    f"(f{self.program.fact_index[name]} >> 1)" for name in constraint.at_most_one
                )
                self.body.append(f"if {yes} > 1: {broken}")

    def inline(self, node: Node) -> str:
        """A condition outside the document: its value in a local of its own."""
        children = [self.inline(child) for child in self.program.chosen(node)]
        name = f"c{len(self.body)}"
        self.body.append(f"{name} = {self.value(node, children)}")
        return name


def _carry_lines(made: Program) -> list[str]:
    """`carry`: top down, a child carries if its parent does and has the same verdict.

    An outcome that is given carries. Where it is undetermined, every open outcome before the
    first met one carries: each could still be the one. A rule carries if any node that refers to
    it does. Of open parents the open children carry; under `not` the child does.
    """
    roots = made.outcome_roots
    lines = ["def carry(outcome, verdicts):"]
    if made.steps:
        lines.append(f"    {', '.join(f'v{i}' for i in range(len(made.steps)))}, = verdicts")
    lines.append("    alive = outcome < 0")
    for place, root in enumerate(roots):
        lines.append(f"    d{root} = 1 if outcome == {place} or (alive and v{root} == 1) else 0")
        lines.append(f"    if v{root} == 3: alive = False")
    referring: dict[str, list[int]] = {name: [] for name in made.pack.rules}
    for step in made.steps:
        if step.node.op == "rule":
            referring[step.node.key].append(step.index)

    def tree(index: int) -> None:
        for child in made.steps[index].children:
            if made.steps[index].node.op == "not":
                lines.append(f"    d{child} = d{index}")
            else:
                lines.append(f"    d{child} = d{index} if v{child} == v{index} else 0")
            tree(child)

    for root in roots:
        tree(root)
    for name in _users_first(made, referring):
        lines.append(
            f"    d{made.rule_roots[name]} = "
            + (" | ".join(f"d{i}" for i in referring[name]) or "0")
        )
        tree(made.rule_roots[name])
    lines.append(
        f"    return ({', '.join(f'd{i}' for i in range(len(made.steps)))},)"
        if made.steps else "    return ()"
    )
    return lines


def _users_first(made: Program, referring: dict[str, list[int]]) -> list[str]:
    """Rules in an order where each comes after all rules that refer to it."""
    owner = {}
    for name, root in made.rule_roots.items():
        stack = [root]
        while stack:
            step = made.steps[stack.pop()]
            owner[step.index] = name
            stack += step.children
    order: list[str] = []
    done: set[str] = set()
    stack = [(name, False) for name in referring]
    while stack:
        name, ready = stack.pop()
        if ready:
            order.append(name)
        elif name not in done:
            done.add(name)
            stack.append((name, True))
            stack += [(owner[i], False) for i in referring[name] if i in owner]
    return order
