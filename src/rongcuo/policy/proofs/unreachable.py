"""A situation that no facts meet, or an outcome that none lead to, under any setting.

The witness: facts that would meet it if a constraint did not forbid them (the evaluator refuses
them); or, where the condition contradicts itself, facts that meet all its parts but one.
"""

from __future__ import annotations

from collections.abc import Iterator

from rongcuo.policy.assessment import assess
from rongcuo.policy.problems import FactError
from rongcuo.policy.proofs.proof import Finding, Proof, name
from rongcuo.policy.reasoning.diagram import NEVER
from rongcuo.policy.reasoning.reasoner import Builder

CODE = "unreachable-situation"


def findings(proof: Proof) -> Iterator[Finding]:
    made = proof.made
    for rule in proof.pack.rules.values():
        if rule.kind == "situation" and proof.together(made.rules[rule.id]) == NEVER:
            yield _finding(proof, rule, rule.when, made.rules[rule.id], "情形", "situation")
    reached = NEVER
    for place, outcome in enumerate(made.outcomes):
        met = made.conditions[place]
        if proof.together(met, made.diagram.opposite(reached)) == NEVER:
            free = made.diagram.both(met, made.diagram.opposite(reached))
            yield _finding(proof, outcome, outcome.when, free, "结论", "outcome")
        reached = made.diagram.either(reached, met)


def _finding(proof: Proof, item, when, root: int, zh: str, en: str) -> Finding:
    beside: tuple[str, ...] = ()
    settings, facts = {}, {}
    if root != NEVER:
        settings, facts = proof.witness(root)
        why_zh, why_en = "约束不允许它所要的事实", "the constraints forbid the facts it asks for"
    else:
        parts = _core(proof, when)
        beside = tuple(node.id for node in parts)
        if len(parts) > 1:
            build = Builder(proof.made.diagram, proof.made, None, proof.made.rules)
            rest = proof.together(*(build.root(node) for node in parts[:-1]))
            if rest != NEVER:
                settings, facts = proof.witness(rest)
        why_zh, why_en = "它的条件互相矛盾，或者前面的结论已全部占去", (
            "its conditions contradict each other, or earlier outcomes take all of it"
        )
    return Finding(
        CODE, item.id, beside, settings, facts,
        f"{zh}“{name(item, 'zh')}”没有任何事实能够达到：{why_zh}。请改正条件或者约束。",
        f'No facts reach the {en} "{name(item, "en")}": {why_en}. Correct the condition or the constraint.',
    )


def _core(proof: Proof, when) -> list:
    """Parts of the condition that already cannot hold together, none of them to spare."""
    build = Builder(proof.made.diagram, proof.made, None, proof.made.rules)
    parts = list(when.children) if when.op == "all" else [when]
    for node in list(parts):
        rest = [one for one in parts if one is not node]
        if rest and proof.together(*(build.root(one) for one in rest)) == NEVER:
            parts = rest
    return parts


def confirm(proof: Proof, finding: Finding) -> bool:
    """The evaluator refuses the facts, or does not give it on them."""
    settings = proof.pack.settings(dict(finding.settings))
    try:
        said = assess(proof.pack, dict(finding.facts), settings=settings)
        said = assess(proof.pack, proof.filled(dict(finding.facts), finding.settings), settings=settings)
    except FactError:
        return not finding.beside
    if finding.about in proof.pack.outcomes:
        return said.outcome != finding.about
    return said.verdict(finding.about) == "not_met"
