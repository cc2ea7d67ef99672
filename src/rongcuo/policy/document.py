"""The explanation document, format rongcuo.assessment/1, as plain values.

Written plainly and apart from `writer`, which makes the same bytes faster; a test holds them
together.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from rongcuo.policy.cache import ENGINE
from rongcuo.policy.findings import NOT_APPLICABLE
from rongcuo.policy.model import Node, OtherFact
from rongcuo.policy.program import WORDS

FORMAT = "rongcuo.assessment/1"


def plain(value: object) -> object:
    """A value of a fact, a reading or an expectation as JSON has it. No floats."""
    if value is NOT_APPLICABLE:
        return "not_applicable"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, OtherFact):
        return {"fact": value.id}
    return [plain(one) for one in value] if isinstance(value, tuple) else value


def expectation(node: Node) -> object:
    """What a fact leaf expects: true, or {operator: value}."""
    return {node.test: plain(node.value)} if node.test else True


def document(assessment) -> dict:
    """See `Assessment.document`."""
    made, verdicts = assessment.program, assessment.verdicts
    values = dict(zip(made.pack.facts, assessment.values, strict=True))
    evidence = assessment.evidence or {}

    def tree(index: int, decisive: bool) -> dict:
        step = made.steps[index]
        node, verdict = step.node, verdicts[index]
        out = {"id": node.id, "op": node.op, "cites": list(node.cites)}
        if node.quote is not None:
            out["quote"] = node.quote
        out |= {"verdict": WORDS[verdict], "decisive": decisive}
        if node.op in ("fact", "applicable"):
            out["fact"] = node.key
            out["value"] = plain(values[node.key])
            out["evidence"] = list(evidence.get(node.key, ()))
            if node.op == "fact":
                out["expect"] = expectation(node)
            if isinstance(node.value, OtherFact):
                out["against"] = plain(values[node.value.id])
                out["against_evidence"] = list(evidence.get(node.value.id, ()))
        elif node.op == "rule":
            out["rule"] = node.key
        elif node.op in ("reading", "when_reading"):
            out["reading"] = node.key
            out["value"] = plain(made.settings[node.key])
            out["expect"] = plain(node.value)
        elif node.op == "count":
            out["expect"] = {"at_least": node.value}
        if step.children:
            out["children"] = [
                tree(child, decisive and (node.op == "not" or verdicts[child] == verdict))
                for child in step.children
            ]
        return out

    return {
        "format": FORMAT,
        "policy": {
            "id": made.pack.id, "version": made.pack.version, "digest": made.pack.digest,
        },
        "settings_digest": made.settings.digest,
        "engine": ENGINE,
        "outcome": assessment.outcome,
        "admissible": list(assessment.admissible),
        "open_facts": list(assessment.open_facts),
        "outcomes": [
            {
                "id": one.id, "verdict": WORDS[verdicts[root]],
                "node": tree(root, bool(assessment.carrying[root])),
            }
            for one, root in zip(made.outcomes, made.outcome_roots, strict=True)
        ],
        "rules": [
            {
                "id": rule.id, "kind": rule.kind,
                "verdict": WORDS[verdicts[made.rule_roots[rule.id]]],
                "node": tree(made.rule_roots[rule.id], True),
            }
            for rule in made.pack.rules.values()
        ],
    }
