"""Like cases: closed ones whose findings are nearest, what was the same, what differed, how they were decided.

The findings of a subject are bits: one for each value of each yes/no and choice fact, and a mask of what is
known. Two cases are compared on facts known in both; many cases share the same bits, so that comparing with a
hundred thousand is comparing with a few thousand.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from heapq import nsmallest

from django.db import connection
from django.db.models import CharField, Count, Max
from django.db.models.functions import Cast

from rongcuo.insight.models import Likeness
from rongcuo.matters.following import follows
from rongcuo.matters.models import Finding, Matter, Subject
from rongcuo.matters.packs import pack_of
from rongcuo.matters.precedents import register
from rongcuo.policy import FactError, Pack, from_findings

#: So many are shown, and so many missing rows of the index are made at a time.
NEAREST, AT_ONCE = 5, 500


@dataclass(frozen=True)
class Bits:
    """Findings as bits: `values` that were found, `known` the places of all facts that are known."""

    values: int
    known: int


@dataclass(frozen=True)
class Like:
    """One closed case beside the one that is looked at. Nobody's name and no number is in it."""

    subject: object
    situation: str
    outcome: str
    year: int
    same: tuple[str, ...]
    differs: tuple[str, ...]


@lru_cache(maxsize=32)
def places(pack: Pack) -> tuple[dict[tuple[str, object], int], dict[str, int]]:
    """{(fact, value): bit} and {fact: mask of its bits} for the yes/no and choice facts of a pack."""
    bits: dict[tuple[str, object], int] = {}
    masks: dict[str, int] = {}
    for fact in pack.facts.values():
        values = (True, False) if fact.type == "yes_no" else tuple(fact.values) if fact.type == "choice" else ()
        if fact.settled_from == "matter":
            continue
        for value in values:
            bits[fact.id, value] = 1 << len(bits)
            masks[fact.id] = masks.get(fact.id, 0) | bits[fact.id, value]
    return bits, masks


def bits_of(pack: Pack, findings: Iterable[Finding]) -> Bits:
    """The findings as bits. Raises FactError where they do not fit the pack."""
    bits, masks = places(pack)
    facts = from_findings(pack, [{"fact": f.fact, "value": f.value, "grade": f.grade} for f in findings])
    values = known = 0
    for fact, value in facts.items():
        try:
            place = bits.get((fact, value))
        except TypeError:
            continue
        if value is not None and place:
            values |= place
            known |= masks[fact]
    return Bits(values, known)


@follows("file")
def keep(doing, _entry) -> None:
    """A filed matter's subjects become cases to compare with."""
    index([s for s in doing.standing.subjects if s.outcome])


def index(subjects: Iterable[Subject]) -> int:
    """Make the index rows of these decided subjects; how many."""
    subjects = list(subjects)
    findings: dict = defaultdict(list)
    for finding in Finding.objects.filter(subject__in=subjects):
        findings[finding.subject_id].append(finding)
    rows = []
    for s in subjects:
        try:
            found = bits_of(pack_of(s.matter), findings[s.pk])
        except FactError:
            found = Bits(0, 0)
        rows.append(Likeness(
            subject=s, policy=s.matter.policy, situation=s.main_situation, outcome=s.outcome,
            year=(s.matter.decided_on or s.state_since).year, bits=f"{found.values:x}", known=f"{found.known:x}",
        ))  # fmt: skip
    Likeness.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def catch_up() -> None:
    """Index what was filed before there was an index, a few hundred at a time."""
    missing = (
        Subject.objects.filter(matter__items__kind="filing", pk__in=Subject.objects.exclude(outcome="").values("pk"))
        .exclude(pk__in=Likeness.objects.values("subject")).select_related("matter").distinct()[:AT_ONCE]
    )
    index(missing)


class _Cases:
    """The index in memory: the cases by their bits."""

    def __init__(self, policy: str):
        self.by_bits: dict[tuple[int, int], list[tuple]] = defaultdict(list)
        rows = Likeness.objects.filter(policy=policy).values_list("subject_id", "situation", "outcome", "year", "bits", "known")
        for subject, situation, outcome, year, values, known in rows.iterator():
            self.by_bits[int(values, 16), int(known, 16)].append((subject, situation, outcome, year))


_memory: dict[str, tuple[tuple, _Cases]] = {}


def _cases(policy: str) -> _Cases:
    """What is in memory, read anew when the index has grown. One query while it has not."""
    rows = Likeness.objects.filter(policy=policy).aggregate(n=Count("pk"), last=Max(Cast("subject_id", CharField())))  # PostgreSQL has no max of identifiers
    mark = (connection.settings_dict["NAME"], rows["n"], rows["last"])
    if policy not in _memory or _memory[policy][0] != mark:
        _memory[policy] = (mark, _Cases(policy))
    return _memory[policy][1]


def nearest(matter: Matter, subject: Subject, findings: Iterable[Finding]) -> list[Like]:
    """The nearest closed cases: fewest facts found otherwise, then most found the same, then the same situation."""
    pack = pack_of(matter)
    own = bits_of(pack, findings)
    if not own.known:
        return []
    values, known = own.values, own.known
    cases = _cases(matter.policy)
    # A fact found otherwise counts two bits (its two values), one found the same takes one away.
    scored = [
        (2 * ((values ^ v) & known & k).bit_count() - (values & v).bit_count(), v, k)
        for v, k in cases.by_bits if k & known
    ]
    found: list[Like] = []
    for _score, v, k in nsmallest(NEAREST * 3, scored):
        both = known & k
        differs, same = _facts(pack, (values ^ v) & both), _facts(pack, values & v)
        rows = sorted(
            (r for r in cases.by_bits[v, k] if r[0] != subject.pk),
            key=lambda r: (r[1] != subject.main_situation, -r[3]),
        )
        found += [Like(pk, situation, outcome, year, same, differs) for pk, situation, outcome, year in rows[:NEAREST]]
        if len(found) >= NEAREST:
            break
    return found[:NEAREST]


def _facts(pack: Pack, bits: int) -> tuple[str, ...]:
    """The facts that these bits belong to, in the pack's order."""
    return tuple(fact for fact, mask in places(pack)[1].items() if bits & mask)


@register
def same_findings(matter: Matter, subject: Subject) -> Iterable[str]:
    """The outcomes of closed cases with exactly the same findings and the same main situation."""
    cases = _cases(matter.policy)
    if not cases.by_bits:
        return []
    own = bits_of(pack_of(matter), Finding.objects.filter(subject=subject))
    if not own.known:
        return []
    rows = cases.by_bits.get((own.values, own.known), ())
    return Counter(r[2] for r in rows if r[0] != subject.pk and r[1] == subject.main_situation)
