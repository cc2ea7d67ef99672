"""A fact that changes nothing: no rule and no outcome depends on it, under any setting.

It would be asked and settled for nothing. (A fact nobody may settle is refused when the pack is
loaded: `fact-unsettled`.) A fact taken from the matter's record costs no one a question and may
stand for what the application needs. The witness: the fact known, everything else open; whichever value it has,
every verdict is the same.
"""

from __future__ import annotations

from collections.abc import Iterator

from rongcuo.policy.assessment import assess
from rongcuo.policy.findings import NOT_APPLICABLE
from rongcuo.policy.proofs.proof import Finding, Proof

CODE = "idle-fact"


def findings(proof: Proof) -> Iterator[Finding]:
    made = proof.made
    used = made.diagram.support(made.outcome)
    for root in made.rule_verdicts.values():
        used |= made.diagram.support(root)
    for fact in proof.pack.facts.values():
        if made.level.get(fact.id) in used or fact.settled_from == "matter":
            continue
        value = {"yes_no": True, "choice": next(iter(fact.values), None)}.get(fact.type)
        yield Finding(
            CODE, fact.id, (), {}, {} if value is None else {fact.id: value},
            f"事实要素“{fact.id}”不影响任何规则和结论，查清它没有用处。请在条件中使用它，或者删去。",
            f'The fact "{fact.id}" changes no rule and no outcome; to settle it is of no use. '
            "Use it in a condition or leave it out.",
        )


def confirm(proof: Proof, finding: Finding) -> bool:
    fact = proof.pack.facts[finding.about]
    values = [True, False] if fact.type == "yes_no" else list(fact.values)
    values += [NOT_APPLICABLE] if fact.not_applicable else []
    said = {tuple(assess(proof.pack, {fact.id: one}).rules.items()) for one in values}
    return len(said) <= 1
