"""What cost protection: the facts that decided where tolerance was refused or not given in full."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from uuid import UUID

from rongcuo.matters.assessing import assess_subject
from rongcuo.matters.models import Finding, Item, Subject
from rongcuo.matters.packs import pack_of
from rongcuo.policy import Assessment, FactError, Pack
from rongcuo.policy import program as p


def lessened(pack: Pack, outcome: str) -> bool:
    """Whether a determination gave less than the first positive one of the measures."""
    full = next((d.id for d in pack.determinations.values() if d.positive), None)
    return outcome in pack.determinations and outcome != full


def missing_of(subjects: Iterable[Subject]) -> dict[UUID, tuple[str, ...]]:
    """For each subject who got less: the facts that were not met and carried that. Two queries."""
    wanted = [s for s in subjects if lessened(pack_of(s.matter), s.outcome)]
    if not wanted:
        return {}
    findings: dict[UUID, list[Finding]] = defaultdict(list)
    for finding in Finding.objects.filter(subject__in=wanted):
        findings[finding.subject_id].append(finding)
    lifted = set(Item.objects.filter(kind="stop_lifted", subject__in=wanted).values_list("subject_id", flat=True))
    found = {}
    for s in wanted:
        try:
            check = assess_subject(s.matter, s, findings[s.pk], s.pk in lifted)
            found[s.pk] = decisive_facts(check, s.main_situation)
        except FactError:  # findings of an older shape of the pack are left out
            continue
    return found


def decisive_facts(check: Assessment, situation: str) -> tuple[str, ...]:
    """The facts for which the claimed situation and the general conditions are not met, in the pack's order.

    Not the facts nobody found out: what is open decided nothing.
    """
    names = [situation, *(r.id for r in check.pack.rules.values() if r.kind == "condition")]
    roots = check.program.rule_roots
    found = {fact for name in names if name in roots for fact in _against(check, roots[name], True)}
    return tuple(name for name in check.pack.facts if name in found)


def _against(check: Assessment, index: int, wanted: bool) -> Iterator[str]:
    """The facts that settled a condition (a node by its number) otherwise than wanted."""
    step = check.program.steps[index]
    if p.WORDS[check.verdicts[index]] != ("not_met" if wanted else "met"):
        return
    if step.node.op in {"fact", "applicable"}:
        yield step.node.key
    elif step.node.op == "rule":
        yield from _against(check, check.program.rule_roots[step.node.key], wanted)
    for child in step.children:
        yield from _against(check, child, wanted is not (step.node.op == "not"))
