"""`settle`: what is certain, whichever way the unknown facts turn out."""

from __future__ import annotations

from rongcuo.policy.assessment import Assessment
from rongcuo.policy.reasoning.reasoner import Reasoner, nothing_admitted, reasoner

MET, NOT_MET = 1, 2  # bits of the leaves of a rule
_WORDS = {MET: "met", NOT_MET: "not_met", MET | NOT_MET: "open"}


class Settled:
    """`verdict` is the outcome as the assessment gives it; `settled` the outcome that every
    completion of the facts admitted by the constraints leads to, or None where they differ.

    A known verdict is always settled, with the same outcome. The other way round not: a fact that
    a constraint ties to another, or that cancels out, can leave the verdict open and the outcome
    settled. `possible` are the outcomes that completions lead to, in the pack's order.
    """

    __slots__ = ("assessment", "reasoner", "known", "settled", "possible", "_rules")

    def __init__(self, assessment: Assessment, made: Reasoner, known: dict[int, int]):
        self.assessment, self.reasoner, self.known = assessment, made, known
        leaves = made.diagram.leaves(made.outcome, known) - {-1}
        if not leaves:
            raise nothing_admitted(made, assessment.facts)
        agreed = -1
        for bits in leaves:
            agreed &= bits
        self.settled = None
        if agreed:
            self.settled = assessment.outcome if assessment.place >= 0 else made.name_of(agreed)
        found = {made.name_of(bits) for bits in leaves} if not agreed else {self.settled}
        self.possible = tuple(one for one in made.pack.outcomes if one in found)
        self._rules = None

    @property
    def verdict(self) -> str:
        return self.assessment.outcome

    def rule(self, name: str) -> str:
        """met, not_met or open: what all admitted completions make of a rule."""
        said = 0
        for bits in self.reasoner.diagram.leaves(self.reasoner.rule_verdicts[name], self.known):
            if bits != -1:
                said |= bits
        return _WORDS[said]

    @property
    def rules(self) -> dict[str, str]:
        """`rule` for every rule."""
        if self._rules is None:
            self._rules = {name: self.rule(name) for name in self.reasoner.pack.rules}
        return self._rules

    def document(self) -> dict:
        """As plain values, format rongcuo.settled/1."""
        said = self.assessment
        return {
            "format": "rongcuo.settled/1",
            "policy": {
                "id": said.pack.id, "version": said.pack.version, "digest": said.pack.digest,
            },
            "settings_digest": said.settings.digest,
            "verdict": self.verdict,
            "settled": self.settled,
            "possible": list(self.possible),
            "rules": {
                name: {"verdict": said.verdict(name), "settled": self.rule(name)}
                for name in said.pack.rules
            },
        }


def settle(assessment: Assessment) -> Settled:
    """What all completions that the pack's constraints admit agree on.

    Raises FactError (`contradiction-together`) where no completion is admitted, and PackError
    (`diagram-too-large`).
    """
    made = reasoner(assessment.pack, assessment.settings, assessment.facts)
    return Settled(assessment, made, made.known(assessment.facts))
