"""Exact reasoning about a pack: what is settled, what to ask, what would change it, and why.

    from rongcuo.policy.reasoning import ask, flip, settle, why
    settle(assessment).settled      # the outcome all admitted completions agree on, or None
    ask(assessment).questions       # the facts that can still matter, best first
    flip(assessment).flips          # the smallest changes that settle another outcome
    why(assessment).findings        # the smallest set of findings that carries the outcome

All of it comes from one reduced decision diagram for each pack and settings
(`rongcuo.policy.reasoning.reasoner`). Pages must keep `flip` and `ask` from a subject, a witness
and their unit until the matter's feedback; that gate is theirs.
"""

from rongcuo.policy.reasoning.asking import Answer, Asked, Question, ask
from rongcuo.policy.reasoning.flipping import Change, Flip, Flips, flip
from rongcuo.policy.reasoning.reasons import Reason, why
from rongcuo.policy.reasoning.settling import Settled, settle

__all__ = [
    "Answer", "Asked", "Change", "Flip", "Flips", "Question", "Reason", "Settled", "ask", "flip",
    "settle", "why",
]
