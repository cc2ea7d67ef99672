"""A gap: complete facts to which no outcome applies. The witness is such facts."""

from __future__ import annotations

from collections.abc import Iterator

from rongcuo.policy.proofs.proof import Finding, Proof
from rongcuo.policy.reasoning.diagram import NEVER

CODE = "outcome-gap"


def findings(proof: Proof) -> Iterator[Finding]:
    last = len(proof.made.outcomes)
    left = proof.together(proof.outcome(lambda place: place == last))
    if left != NEVER:
        settings, facts = proof.witness(left)
        yield Finding(
            CODE, proof.made.undetermined.id, (), settings, facts,
            "有些事实即使全部查清，也没有任何结论适用。请补上一个结论，或者让最后一个结论包括其余全部情况。",
            "Some facts, all of them known, lead to no outcome. Add one, or let the last one take the rest.",
        )


def confirm(proof: Proof, finding: Finding) -> bool:
    said = proof.run(finding)
    roots = said.program.outcome_roots
    return said.place < 0 and not any(said.verdicts[root] for root in roots)
