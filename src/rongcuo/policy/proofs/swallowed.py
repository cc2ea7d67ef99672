"""A situation that adds nothing: whenever it is met another one is, or nothing positive is left.

The witness: facts under which it is met, and so is the other, or only refusal is admissible.
"""

from __future__ import annotations

from collections.abc import Iterator

from rongcuo.policy.proofs.proof import Finding, Proof, name
from rongcuo.policy.reasoning.diagram import NEVER

CODE = "swallowed-situation"
_BARS = ("exclusion", "bar", "scope", "condition", "distinction")


def findings(proof: Proof) -> Iterator[Finding]:
    made, pack = proof.made, proof.pack
    no = made.diagram.opposite
    situations = [
        rule for rule in pack.rules.values()
        if rule.kind == "situation" and proof.together(made.rules[rule.id]) != NEVER
    ]
    for place, rule in enumerate(situations):
        for other_place, other in enumerate(situations):
            one, two = made.rules[rule.id], made.rules[other.id]
            if rule is other or proof.together(one, no(two)) != NEVER:
                continue
            if one == two and place < other_place:
                continue  # the same condition twice is told of the second
            settings, facts = proof.witness(proof.together(one))
            yield Finding(
                CODE, rule.id, (other.id,), settings, facts,
                f"情形“{name(rule, 'zh')}”成立时，“{name(other, 'zh')}”必然成立，它不增加任何内容。"
                "请核对是否漏写了条件。",
                f'Whenever "{name(rule, "en")}" is met, so is "{name(other, "en")}": it adds nothing. '
                "Check whether a condition is missing.",
            )
    positive = [_positive(pack, one) for one in made.outcomes]
    if not any(positive):
        return
    open_ = proof.outcome(lambda at: at < len(positive) and positive[at])
    for rule in situations:
        met = proof.together(made.rules[rule.id])
        if proof.together(met, open_) != NEVER:
            continue
        bars = tuple(
            other.id for other in pack.rules.values()
            if other.kind in _BARS and (
                proof.together(met, no(made.rules[other.id])) == NEVER
                or proof.together(met, made.rules[other.id]) == NEVER
            )
        )
        settings, facts = proof.witness(met)
        shown = ", ".join(bars) or "-"
        yield Finding(
            CODE, rule.id, bars, settings, facts,
            f"情形“{name(rule, 'zh')}”成立时，总有限制使任何容错都不可能（{shown}）。请核对该情形与这些限制。",
            f'Whenever "{name(rule, "en")}" is met, a bar leaves nothing but refusal ({shown}). '
            "Check the situation against these bars.",
        )


def _positive(pack, outcome) -> bool:
    return any(pack.determinations[one].positive for one in outcome.admits)


def confirm(proof: Proof, finding: Finding) -> bool:
    said = proof.run(finding)
    if said.verdict(finding.about) != "met":
        return False
    if any(said.verdict(one) == "met" and proof.pack.rules[one].kind == "situation"
           for one in finding.beside):
        return True
    return not any(proof.pack.determinations[one].positive for one in said.admissible)
