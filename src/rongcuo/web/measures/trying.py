"""What the articles say to given facts, what can still matter, and what would change it, for pages.

The same for invented facts (the playground) and for the findings of a matter; who may see the latter
is `rongcuo.matters.access.sees_what_if`.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from rongcuo.matters.errors import listed
from rongcuo.policy import Assessment
from rongcuo.policy.reasoning import ask, flip, settle, why
from rongcuo.policy.reasoning import words as say
from rongcuo.policy.reasoning.flipping import Flip
from rongcuo.web.reasons import reason_nodes
from rongcuo.web.templatetags.ui import article

#: So many questions and changes stand open on a page; the rest is folded.
SHOWN = 6
#: A reason of more findings than these is set as a list and not as one sentence.
FEW = 3


def result(check: Assessment, lang: str) -> dict:
    """The outcome, the reason in one sentence, and what carries it. Raises FactError, PackError
    (`diagram-too-large`) as the reasoning does."""
    pack = check.pack
    outcome = pack.outcomes[check.outcome]
    reason = why(check)
    settled = settle(check).settled
    return {
        "outcome": outcome.name, "explain": outcome.explain, "settled": settled is not None,
        "beyond": settled is not None and settled != check.outcome and say.outcome_words(pack, settled, lang),
        "admissible": [pack.determinations[one].name for one in check.admissible],
        "why": say.why_line(reason, pack, check.facts, lang) if settled is not None else "",
        "because": [
            (pack.facts[one].question, say.value_words(pack.facts[one], check.facts[one], lang))
            for one in reason.findings
        ] if len(reason.findings) > FEW else [],
        "cites": _labels(pack, reason.cites),
        "nodes": reason_nodes(check, pack, (), {}),
    }


def questions(check: Assessment, lang: str) -> dict:
    """What can still matter, best first. `set` of an answer is what a button sends."""
    pack, asked = check.pack, ask(check)
    rows = [
        {
            "question": pack.facts[one.fact].question, "unit": _labels(pack, pack.facts[one.fact].cites),
            "cost": _cost(one.cost),
            "answers": [
                {
                    "word": say.cell_words(pack.facts[one.fact], a.cell, lang),
                    "settles": a.settles is not None,
                    "then": [say.outcome_words(pack, name, lang) for name in ([a.settles] if a.settles else a.possible)],
                    "set": f"{one.fact}={say.plain(a.value)}",
                }
                for a in one.answers
            ],
        }
        for one in asked.questions
    ]
    return {"settled": asked.settled is not None, "exact": asked.exact, "first": rows[:SHOWN], "rest": rows[SHOWN:],
            "note": say.NOTE[lang]}


def changes(check: Assessment, lang: str) -> dict:
    """The fewest changes that settle another outcome: settling an unknown apart from reversing a finding."""
    pack, found = check.pack, flip(check)
    groups = (
        (_("By settling what is not known yet"), [one for one in found.flips if not one.reverses]),
        (_("Had it been otherwise than found"), [one for one in found.flips if one.reverses]),
    )
    return {
        "groups": [
            {"title": title, "first": rows[:SHOWN], "rest": rows[SHOWN:]}
            for title, several in groups if (rows := [_change(one, pack, lang) for one in several])
        ],
        "more": found.more, "count": len(found.flips),
    }


def _change(one: Flip, pack, lang: str) -> dict:
    return {
        "sentence": say.flip_line(one, pack, lang),
        "set": ";".join(f"{change.fact}={say.plain(change.after)}" for change in one.changes),
    }


def _labels(pack, cites) -> str:
    return listed(article(pack.units[one]) for one in cites)


def _cost(cost: int) -> str:
    return (_("the record has it"), _("something recorded"), _("a judgement of a person"))[cost]
