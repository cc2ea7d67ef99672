"""Two live conclusions that differ: the order of outcomes hides a contradiction.

An outcome that leaves something positive open stands, no earlier one is met, and a later one is
met too that admits something else. A bar written before what it bars is no conflict, nor is a last
outcome that takes what is left; a bar written after is. The witness: facts that meet both.
"""

from __future__ import annotations

from collections.abc import Iterator

from rongcuo.policy.proofs.proof import Finding, Proof, name
from rongcuo.policy.reasoning.diagram import ALWAYS, NEVER

CODE = "conflicting-conclusions"


def findings(proof: Proof) -> Iterator[Finding]:
    made, pack = proof.made, proof.pack
    earlier = NEVER
    for place, outcome in enumerate(made.outcomes):
        if any(pack.determinations[one].positive for one in outcome.admits):
            live = made.diagram.both(made.conditions[place], made.diagram.opposite(earlier))
            for later in range(place + 1, len(made.outcomes)):
                other = made.outcomes[later]
                if made.conditions[later] == ALWAYS or set(other.admits) == set(outcome.admits):
                    continue
                both = proof.together(live, made.conditions[later])
                if both != NEVER:
                    yield _finding(outcome, other, *proof.witness(both))
        earlier = made.diagram.either(earlier, made.conditions[place])


def _finding(outcome, other, settings: dict, facts: dict) -> Finding:
    return Finding(
        CODE, outcome.id, (other.id,), settings, facts,
        f"结论“{name(outcome, 'zh')}”与“{name(other, 'zh')}”会同时成立，而允许的认定不同。"
        "请让两者的条件互相排除，或者把限制性的结论移到前面。",
        f'"{name(outcome, "en")}" and "{name(other, "en")}" can be met together but admit different '
        "determinations. Let their conditions exclude each other, or put the barring one first.",
    )


def confirm(proof: Proof, finding: Finding) -> bool:
    said = proof.run(finding)
    ids = [one.id for one in said.program.outcomes]
    later = said.program.outcome_roots[ids.index(finding.beside[0])]
    return said.outcome == finding.about and said.verdicts[later] == 3
