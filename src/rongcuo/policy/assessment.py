"""What a pack says about facts: `assess` and the `Assessment` it gives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from rongcuo.policy import program as p
from rongcuo.policy.findings import check_value
from rongcuo.policy.model import Pack
from rongcuo.policy.problems import FactError, problem
from rongcuo.policy.settings import Settings

Verdict = str  # "met", "not_met" or "open"


class Assessment:
    """The verdict of every node under given facts. Made by `assess`; never changes.

    It says what is met, not met or open and what the articles leave admissible. It picks nothing
    among the admissible determinations.
    """

    __slots__ = ("program", "place", "verdicts", "values", "evidence", "_carrying")

    def __init__(self, made: p.Program, place: int, verdicts, values, evidence):
        self.program, self.place, self.verdicts = made, place, verdicts
        self.values, self.evidence = values, evidence
        self._carrying = None

    @property
    def pack(self) -> Pack:
        return self.program.pack

    @property
    def settings(self) -> Settings:
        return self.program.settings

    @property
    def _outcome(self):
        return self.program.undetermined if self.place < 0 else self.program.outcomes[self.place]

    @property
    def outcome(self) -> str:
        """Id of the first outcome that is met with every earlier one not met; else the
        undetermined one (an earlier one is open, or none is met)."""
        return self._outcome.id

    @property
    def admissible(self) -> tuple[str, ...]:
        """Ids of the determinations which the outcome leaves to the deciding body."""
        return self._outcome.admits

    @property
    def facts(self) -> Mapping[str, object]:
        """Every fact of the pack with its value (None is unknown)."""
        return MappingProxyType(dict(zip(self.pack.facts, self.values, strict=True)))

    @property
    def carrying(self) -> tuple[int, ...]:
        """For each node 1 if it carries the outcome; see `rongcuo.policy.program`."""
        if self._carrying is None:
            self._carrying = self.program.carry(self.place, self.verdicts)
        return self._carrying

    @property
    def open_facts(self) -> tuple[str, ...]:
        """Ids of the unknown facts that can still matter to the outcome, in the pack's order.

        Empty where the outcome is settled. Otherwise: the unknown facts in open leaves reached
        from an open outcome (before the first met one) through open conditions only. Once all of
        them are known the outcome is settled or no outcome applies; no other unknown fact can
        change it meanwhile. Facts tied to each other by a constraint, or occurring both plain
        and under `not`, are treated as independent, so one may be listed although every
        consistent answer to it would lead to the same outcome.
        """
        if self.place >= 0:
            return ()
        carrying, values = self.carrying, self.values
        found = {j for i, j in self.program.leaves if carrying[i] and values[j] is None}
        names = self.program.fact_names
        return tuple([names[j] for j in sorted(found)])

    @property
    def decisive(self) -> tuple[str, ...]:
        """Ids of the rules that carry the outcome, in the pack's order."""
        carrying = self.carrying
        return tuple(name for name, root in self.program.rule_roots.items() if carrying[root])

    @property
    def decisive_cites(self) -> tuple[str, ...]:
        """Ids of the articles and items that nodes carrying the outcome rest on."""
        found = {
            unit
            for step, carries in zip(self.program.steps, self.carrying, strict=True)
            if carries
            for unit in step.node.cites
        }
        return tuple(unit for unit in self.pack.units if unit in found)

    def verdict(self, rule: str) -> Verdict:
        """Verdict of a rule. Raises KeyError for an id the pack has no rule for."""
        return p.WORDS[self.verdicts[self.program.rule_roots[rule]]]

    @property
    def rules(self) -> dict[str, Verdict]:
        """Verdict of every rule."""
        return {name: self.verdict(name) for name in self.program.rule_roots}

    @property
    def situations(self) -> dict[str, Verdict]:
        """Verdict of every rule of kind situation."""
        return {
            name: self.verdict(name)
            for name, rule in self.pack.rules.items()
            if rule.kind == "situation"
        }

    def document(self) -> dict:
        """The explanation as plain values, format rongcuo.assessment/1 (docs/policy-pack.md)."""
        from rongcuo.policy.document import document

        return document(self)

    def to_json(self) -> bytes:
        """`document()` as UTF-8 JSON without spaces; equal facts give equal bytes."""
        if self.program.render is None:
            from rongcuo.policy.writer import writer

            self.program.render = writer(self.program)
        return self.program.render(self)


def assess(
    pack: Pack,
    facts: Mapping[str, object],
    *,
    settings: Settings | None = None,
    evidence: Mapping[str, Sequence[str]] | None = None,
) -> Assessment:
    """What `pack` says about `facts` (fact id -> value; a fact left out is unknown, never no).

    Values: True, False (yes_no); a choice id; int or Decimal in the fact's unit; date;
    NOT_APPLICABLE where the fact allows it; None for unknown. `settings` are from
    `pack.settings(...)`, default its defaults. `evidence`: fact id -> ids, shown at the leaves.
    Learning more facts settles open verdicts and never changes settled ones.
    Raises FactError: unknown name, impossible value, or facts that break a constraint.
    """
    made = p.default_program(pack) if settings is None else p.program(pack, settings)
    try:
        place, verdicts, values = made.run(facts if type(facts) is dict else dict(facts))
    except p.Contradiction as broken:
        raise _contradiction(pack, str(broken)) from None
    except (p.Odd, TypeError):
        check_facts(pack, facts)
        raise
    if evidence:
        check_evidence(pack, evidence)
    return Assessment(made, place, verdicts, values, evidence or None)


def check_facts(pack: Pack, facts: Mapping[str, object]) -> None:
    """FactError listing every unknown name and impossible value."""
    wrong = []
    for name, value in facts.items():
        fact = pack.facts.get(name)
        if fact is None:
            wrong.append(problem("unknown-fact", name=name, near=pack.facts))
            continue
        try:
            check_value(fact, value)
        except FactError as error:
            wrong += error.problems
    if wrong:
        raise FactError(wrong)


def check_evidence(pack: Pack, evidence: Mapping[str, Sequence[str]]) -> None:
    """FactError unless evidence is lists of ids for facts of the pack."""
    wrong = []
    for name, ids in evidence.items():
        if name not in pack.facts:
            wrong.append(problem("unknown-fact", name=name, near=pack.facts))
        elif not isinstance(ids, (list, tuple)) or not all(type(one) is str for one in ids):
            wrong.append(problem("evidence-form", name=name))
    if wrong:
        raise FactError(wrong)


def _contradiction(pack: Pack, name: str) -> FactError:
    constraint = pack.constraints[name]
    involved = dict.fromkeys(constraint.at_most_one)
    stack = list(constraint.implies)
    while stack:
        node = stack.pop()
        if node.op in ("fact", "applicable"):
            involved[node.key] = None
        elif node.op == "rule":
            stack.append(pack.rules[node.key].when)
        stack.extend(node.children)
    return FactError(
        [problem("contradiction", name=name, found=", ".join(sorted(involved)))]
    )
