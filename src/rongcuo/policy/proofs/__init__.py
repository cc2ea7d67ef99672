"""What can be proved against a pack that loads: one file a check, each finding with a witness.

`prove(pack)` holds for every setting and for all facts that the constraints admit, since it reads
the decision diagram. A witness is nothing to take on trust: `confirm` runs it through the evaluator.
Each check has a page, `docs/policy-checks/<code>.md`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from importlib import import_module

from rongcuo.policy.model import Pack
from rongcuo.policy.proofs.proof import Finding, Proof

CHECKS = {  # code -> module with the function `findings(proof)` and `confirm(pack, finding)`
    "unreachable-situation": "unreachable",
    "swallowed-situation": "swallowed",
    "conflicting-conclusions": "conflicting",
    "outcome-gap": "gap",
    "idle-fact": "idle",
    "uncited-text": "uncited",
    "versions-in-time": "versions",
    "target-without-steps": "targets",
}


def prove(
    pack: Pack, *, versions: Iterable[Pack] = (), calendar_years: Sequence[int] | None = None
) -> list[Finding]:
    """Every finding against `pack`, in the order of CHECKS; empty if there is none.

    `versions`: the other versions of the same measures. `calendar_years`: the years that the
    calendar of working days knows; None: not looked at. Raises PackError (`diagram-too-large`).
    """
    proof = Proof(pack, tuple(versions), calendar_years)
    return [finding for module in _modules() for finding in module.findings(proof)]


def confirm(pack: Pack, finding: Finding, **context) -> bool:
    """Whether the evaluator agrees with the witness of a finding. `context` as for `prove`."""
    proof = Proof(pack, tuple(context.get("versions", ())), context.get("calendar_years"))
    module = import_module(f"rongcuo.policy.proofs.{CHECKS[finding.code]}")
    return module.confirm(proof, finding)


def _modules():
    return [import_module(f"rongcuo.policy.proofs.{name}") for name in CHECKS.values()]


__all__ = ["CHECKS", "Finding", "confirm", "prove"]
