"""Verdict only: the outcome and the situations met, without an explanation, as fast as can be.

The same compiled pack as `assess`, on two rails (rongcuo.policy.rails), written as one Python
function of `and` and `or`, which stop as soon as a verdict is settled. A test holds it equal to
`assess` for all packs and facts.
"""

from __future__ import annotations

import marshal
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from operator import itemgetter

from rongcuo.policy import program as p
from rongcuo.policy.assessment import assess
from rongcuo.policy.findings import NOT_APPLICABLE
from rongcuo.policy.model import OtherFact, Pack
from rongcuo.policy.rails import Rails, TooMany
from rongcuo.policy.settings import Settings

DEPTH = 30  # levels of `and` and `or` in one expression; Python's parser ends at some two hundred
Decision = tuple[str, list[str]]  # outcome id, ids of the situations met in the pack's order


def decide(
    pack: Pack, facts: Mapping[str, object], *, settings: Settings | None = None
) -> Decision:
    """Outcome and situations met, as `assess` gives them. Raises FactError as it does."""
    return decider(pack, settings)(facts)


@lru_cache(maxsize=64)
def decider(pack: Pack, settings: Settings | None = None) -> Callable[[dict], Decision]:
    """The function of `decide` for this pack, to be kept where many cases follow each other."""
    made = p.default_program(pack) if settings is None else p.program(pack, settings)

    def carefully(facts):
        """Whatever the fast function does not take: facts left out, wrong ones, contradictions."""
        result = assess(pack, facts, settings=made.settings)
        return result.outcome, [name for name, said in result.situations.items() if said == "met"]

    try:
        return _Writer(made, carefully).compile()
    except TooMany:  # slower, and no other answer
        return carefully


def _taker(names: tuple[str, ...]):
    """A function that takes these values out of a dict, in this order."""
    if len(names) > 1:
        return itemgetter(*names)
    return lambda facts: tuple([facts[name] for name in names])


class _Writer:
    def __init__(self, made: p.Program, carefully):
        self.made, self.rails = made, Rails(made)
        self.names = {
            "NA": NOT_APPLICABLE, "carefully": carefully, "take": _taker(made.fact_names),
            "defaults": made.defaults,
            "dumps": marshal.dumps, "date": date, "Decimal": Decimal,
        }
        self.facts = list(made.pack.facts.values())
        self.lines: list[str] = []

    def compile(self):
        rails, made = self.rails, self.made
        situations = [one.id for one in made.pack.rules.values() if one.kind == "situation"]
        met = [rails.rules[name][0] for name in situations]
        broken = rails.any(rails.broken.values())
        roots = [*met, broken, *(one for pair in rails.outcomes for one in pair)]
        self.uses = Counter(roots)
        for number in rails.needed(roots):
            op, parts = rails.nodes[number]
            self.uses.update(parts if op in ("and", "or", "nand") else ())
        self.deep = self._deep(roots)
        self.local: set[int] = set()
        places = ", ".join(f"x{i}" for i in range(len(self.facts)))
        self.lines += [
            f"if len(facts) != {len(self.facts)}: facts = defaults | dict(facts)",
            f"if len(facts) != {len(self.facts)}: return carefully(facts)",
            f"try: {places}, = values = take(facts)" if places else "try: pass",
            "except KeyError: return carefully(facts)",
            *self.checks(),
        ]
        if broken != rails.false:
            self.lines.append(f"if {self.of(broken)}: return carefully(facts)")
        self.lines.append("met = []")
        for name, number in zip(situations, met, strict=True):
            self.lines.append(f"if {self.of(number)}: met.append({name!r})")
        self.outcome(0, "")
        return p._compile(
            ["def decide(facts):", *(f"    {line}" for line in self.lines)], self.names, "decide"
        )

    def checks(self):
        """Facts that are not of their type go to the careful way."""
        plain = [i for i, one in enumerate(self.facts)
                 if one.type == "yes_no" and not one.not_applicable]
        if len(plain) == len(self.facts):
            # Yes, no and unknown are one byte each in this encoding and nothing else is: what is
            # left after taking them out shows any other value. Three times as fast as looking.
            self.names["frame"] = marshal.dumps((None,) * len(plain), 2).translate(None, b"TFN")
            yield "try: odd = dumps(values, 2).translate(None, b'TFN') != frame"
            yield "except ValueError: odd = True"
            yield "if odd: return carefully(facts)"
            return
        for i, fact in enumerate(self.facts):
            right = {
                "yes_no": f"x{i} is True or x{i} is False",
                "choice": f"type(x{i}) is str and x{i} in {self.constant(frozenset(fact.values))}",
                "number": f"type(x{i}) is int or type(x{i}) is Decimal and x{i}.is_finite()",
                "date": f"type(x{i}) is date",
            }[fact.type]
            also = f" or x{i} is NA" if fact.not_applicable else ""
            yield f"if not (x{i} is None or {right}{also}): return carefully(facts)"

    def outcome(self, place: int, indent: str) -> None:
        """From here on: the first outcome that is met, if none before it is open."""
        made, rails = self.made, self.rails
        if place == len(made.outcomes):
            self.lines.append(f"{indent}return {made.undetermined.id!r}, met")
            return
        met, not_met = rails.outcomes[place]
        one = made.outcomes[place]
        self.lines.append(f"{indent}if {self.of(met, indent)}: return {one.id!r}, met")
        later = [j for j in range(place + 1, len(made.outcomes)) if one.id in made.outcomes[j].despite_open]
        ruled_out = self.of(not_met, indent)
        if not later:
            self.lines.append(f"{indent}if not ({ruled_out}): return {made.undetermined.id!r}, met")
        else:
            self.lines.append(f"{indent}if not ({ruled_out}):")
            outside = set(self.local)  # what is worked out in this branch is known in it alone
            for j in later:
                given = self.of(rails.given[j], indent + "    ")
                self.lines.append(f"{indent}    if {given}: return {made.outcomes[j].id!r}, met")
            self.local = outside
            self.lines.append(f"{indent}    return {made.undetermined.id!r}, met")
        self.outcome(place + 1, indent)

    def _deep(self, roots: list[int]) -> list[int]:
        """Every DEPTH levels the nodes that become locals, so that no expression is nested deeper."""
        depth: dict[int, int] = {}
        for number in self.rails.needed(roots):
            op, parts = self.rails.nodes[number]
            depth[number] = 1 + max((depth[one] for one in parts), default=0) if op in ("and", "or", "nand") else 0
        found = [number for number, level in depth.items() if level % DEPTH == DEPTH - 1]
        for number in found:
            self.uses[number] += 2
        return found

    def of(self, number: int, indent: str = "") -> str:
        """A condition of its own as an expression; what is deep in it first."""
        if self.deep:
            below = set(self.rails.needed([number]))
            for one in self.deep:
                if one in below:
                    self.text(one, indent)
        return self.text(number, indent)

    def text(self, number: int, indent: str = "") -> str:
        """The node as an expression; what is used more than once becomes a local first."""
        op, parts = self.rails.nodes[number]
        if number in self.local:
            return f"n{number}"
        match op:
            case "true" | "false":
                return op.title()
            case "met" | "not_met":
                return self.leaf(self.rails.leaves[parts], op == "met")
            case "nand":
                return f"not ({self.text(parts[0], indent)})"
        joined = f" {op} ".join(self.text(part, indent) for part in parts)
        if self.uses[number] > 1:
            self.lines.append(f"{indent}n{number} = {joined}")
            self.local.add(number)
            return f"n{number}"
        return f"({joined})"

    def leaf(self, node, met: bool) -> str:
        i = self.made.fact_index[node.key]
        fact = self.facts[i]
        na = f"x{i} is NA" if fact.not_applicable else ""
        if node.op == "applicable":
            if met:
                return f"(x{i} is not None{f' and x{i} is not NA' if na else ''})"
            return na and f"({na})" or "False"
        if fact.type == "yes_no":
            if met:
                return f"x{i} is True" if na else f"x{i}"
            return f"(x{i} is False or {na})" if na else f"x{i} is False"
        if fact.type == "choice":
            named = self.constant(frozenset(node.value))
            if met:
                return f"x{i} in {named}"
            return f"(x{i} is not None and x{i} not in {named})"
        return self.comparison(node, i, na, met)

    def comparison(self, node, i: int, na: str, met: bool) -> str:
        sign = p._COMPARE[node.test]
        right, places, nas = self.constant(node.value) if not isinstance(node.value, OtherFact) else "", [i], [na]
        if isinstance(node.value, OtherFact):
            j = self.made.fact_index[node.value.id]
            right = f"x{j}"
            places.append(j)
            nas.append(f"x{j} is NA" if self.facts[j].not_applicable else "")
        known = " and ".join(f"x{k} is not None and x{k} is not NA" for k in places)
        holds = f"{known} and x{i} {sign} {right}"
        if met:
            return f"({holds})"
        either_na = " or ".join(one for one in nas if one)
        fails = f"{known} and not x{i} {sign} {right}"
        return f"({either_na} or {fails})" if either_na else f"({fails})"

    def constant(self, value: object) -> str:
        name = f"k{len(self.names)}"
        self.names[name] = value
        return name
