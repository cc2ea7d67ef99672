"""The check of elements on a subject's findings. It explains; it decides nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from functools import lru_cache

from rongcuo.matters.models import Finding, Item, Matter, Subject
from rongcuo.matters.packs import pack_of, settings_of
from rongcuo.policy import NOT_APPLICABLE, Assessment, Pack, assess, from_findings
from rongcuo.policy.model import Node, OtherFact


def facts_of_record(pack: Pack, matter: Matter, subject: Subject, lifted: bool) -> dict[str, object]:
    """Facts that the record itself settles: dates, acceptance, a lifted stop."""
    record = {
        "act.started_on": matter.act.started_on,
        "act.occurred_on": matter.act.occurred_on,
        "subject.accepted": True if subject.state in {"accepted", "determined"} or subject.outcome else None,
        "stop.lifted": True if lifted else None,
    }
    return {f.id: record[f.matter_key] for f in pack.facts.values() if f.settled_from == "matter"}


def assess_subject(
    matter: Matter, subject: Subject, findings: Iterable[Finding], lifted: bool | None = None
) -> Assessment:
    """The assessment of one subject on the findings made so far."""
    pack = pack_of(matter)
    if lifted is None:
        lifted = stop_lifted(matter, subject)
    rows = list(findings)
    facts = from_findings(
        pack, [{"fact": f.fact, "value": f.value, "grade": f.grade} for f in rows]
    )
    facts |= facts_of_record(pack, matter, subject, lifted)
    evidence = {f.fact: [str(n) for n in f.evidence] for f in rows if f.evidence}
    return assess(pack, facts, settings=settings_of(matter), evidence=evidence)


def stop_lifted(matter: Matter, subject: Subject) -> bool:
    """Whether the party committee lifted the stop of the exclusion for this subject (A12)."""
    return Item.objects.filter(matter=matter, subject=subject, kind="stop_lifted").exists()


def facts_to_settle(pack: Pack, situations: Iterable[str]) -> tuple[str, ...]:
    """The facts verification must answer: general conditions, bars, exclusion, claimed situations.

    A situation that was not claimed is not asked for; everything else always is (A03, A05, A12).
    """
    return _to_settle(pack, frozenset(situations))


@lru_cache(maxsize=1024)
def _to_settle(pack: Pack, claimed: frozenset[str]) -> tuple[str, ...]:
    wanted: dict[str, None] = {}
    for rule in pack.rules.values():
        if rule.kind == "situation" and rule.id not in claimed:
            continue
        for fact in facts_under(pack, rule.when):
            if pack.facts[fact].settled_from != "matter":
                wanted[fact] = None
    return tuple(wanted)


def facts_under(pack: Pack, node: Node) -> Iterator[str]:
    """The facts a condition reads, in its order; situations are not entered from other rules. Each rule is
    gone through once, however often it is referred to."""
    seen, stack = set(), [node]
    while stack:
        one = stack.pop()
        if one.op in {"fact", "applicable"}:
            yield one.key
            if isinstance(one.value, OtherFact):
                yield one.value.id
        elif one.op == "rule" and one.key not in seen:
            seen.add(one.key)
            rule = pack.rules[one.key]
            if rule.kind != "situation":
                stack.append(rule.when)
        stack.extend(reversed(one.children))


def as_json(value: object) -> object:
    """A fact's value as the ledger keeps it."""
    if value is NOT_APPLICABLE:
        return "not_applicable"
    if isinstance(value, date | Decimal):
        return str(value)
    return value
