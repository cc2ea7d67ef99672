"""Inside one matter: papers, evidence, findings, arguments, people, what was read."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from rongcuo.matters.access.standing import Standing
from rongcuo.matters.models import (
    Evidence,
    Finding,
    Interest,
    Item,
    PaperRecord,
    Part,
    Point,
    ReadLog,
    Step,
    Subject,
)


@dataclass(frozen=True)
class Readers:
    """Who may read a kind of item: capacities, and whether the own subject and the unit may."""

    capacities: frozenset[str]
    own: bool = False
    unit: bool = False


OFFICE = frozenset({"handler", "opinion_giver", "verifier", "decider", "supervisor"})
COMMITTEE = frozenset({"handler", "opinion_giver", "decider", "supervisor"})

#: The one table of who reads which kind of item. A kind missing here is read by nobody.
ITEMS: dict[str, Readers] = {
    "application": Readers(OFFICE, own=True, unit=True),
    "forwarding": Readers(OFFICE, own=True, unit=True),
    "completion_request": Readers(OFFICE, own=True, unit=True),
    "completion": Readers(OFFICE, own=True, unit=True),
    "acceptance": Readers(OFFICE, own=True, unit=True),
    "refusal": Readers(OFFICE, own=True, unit=True),
    "withdrawal": Readers(OFFICE, own=True, unit=True),
    "own_view": Readers(OFFICE, own=True, unit=True),
    "group": Readers(OFFICE, own=True),
    "hearing": Readers(OFFICE, own=True),
    "substitute": Readers(COMMITTEE),
    "referral": Readers(COMMITTEE),
    "authority": Readers(COMMITTEE),
    "step_confirmed": Readers(COMMITTEE),
    "rule_kept": Readers(OFFICE, own=True),
    "report": Readers(OFFICE),
    "consultation": Readers(COMMITTEE | {"executor"}),
    "consultation_answer": Readers(COMMITTEE | {"executor"}),
    "stop_lifted": Readers(COMMITTEE),
    "opinion": Readers(COMMITTEE),
    "return": Readers(OFFICE),
    "postponement": Readers(COMMITTEE),
    "minutes": Readers(COMMITTEE),
    "determination": Readers(COMMITTEE | {"executor"}),
    "feedback": Readers(OFFICE | {"executor"}, own=True, unit=True),
    "receipt": Readers(OFFICE | {"executor"}, own=True, unit=True),
    "reply": Readers(OFFICE | {"executor"}, own=True, unit=True),
    "publication": Readers(OFFICE | {"executor"}, own=True, unit=True),
    "no_publication": Readers(COMMITTEE),
    "filing": Readers(COMMITTEE | {"executor"}),
    "closing": Readers(COMMITTEE | {"executor"}),
    "supplement": Readers(COMMITTEE),
    "checks": Readers(COMMITTEE),
    "catalogue": Readers(COMMITTEE),
    # After the determination. What concerns a revocation stays between the subject and the party committee.
    "review_request": Readers(OFFICE, own=True, unit=True),
    "review_declined": Readers(OFFICE, own=True, unit=True),
    "review_withdrawal": Readers(OFFICE, own=True, unit=True),
    "reviewers": Readers(OFFICE, own=True),
    "review_opinion": Readers(OFFICE),
    "review_decision": Readers(COMMITTEE | {"executor"}),
    "revocation_proposal": Readers(COMMITTEE),
    "revocation_notice": Readers(COMMITTEE, own=True),
    "revocation_statement": Readers(COMMITTEE, own=True),
    "revocation_hearing": Readers(COMMITTEE, own=True),
    "revocation_decision": Readers(COMMITTEE | {"executor"}),
    "later_minutes": Readers(COMMITTEE),
    "later_feedback": Readers(OFFICE | {"executor"}, own=True, unit=True),
}
#: Papers about the whole matter (of no subject) that those concerned read.
SHARED = ("group", "rule_kept", "publication")
#: Findings, the reasons tree and comparison of subjects are the office's.
FINDINGS = Readers(OFFICE)
EVIDENCE: dict[str, Readers] = {
    "applicant": Readers(OFFICE, own=True, unit=True),
    "group": Readers(OFFICE),
    "witness": Readers(OFFICE),
    "relative": Readers(OFFICE, own=True),
}


def may_export(standing: Standing) -> bool:
    """Whether the viewer may take the whole dossier out: those who keep it, unless they stepped aside or
    declared an interest that is not decided yet. It holds everything, so nobody else may."""
    return "handler" in standing.seeing and not standing.suspended


def visible_subjects(standing: Standing) -> list[Subject]:
    """The subjects of the matter that the viewer may see."""
    if standing.seeing & (OFFICE | {"executor"}):
        return standing.subjects
    return [s for s in standing.subjects if s.pk in standing.own | standing.unit]


def _ground(standing: Standing, readers: Readers) -> Q | None:
    """None = all; else a predicate over `subject_id`."""
    if standing.seeing & readers.capacities:
        return None
    ids: set[UUID] = set()
    if readers.own:
        ids |= standing.own
    if readers.unit:
        ids |= standing.unit
    return Q(subject_id__in=ids)


def visible_items(standing: Standing) -> QuerySet[Item]:
    """The papers of the matter that the viewer may read."""
    ground = Q(pk__in=[])
    whole: list[str] = []
    for kind, readers in ITEMS.items():
        rule = _ground(standing, readers)
        if rule is None:
            whole.append(kind)
        else:
            ground |= Q(kind=kind) & (rule | _shared(standing, kind, readers))
    return Item.objects.filter(matter=standing.matter).filter(ground | Q(kind__in=whole))


def _shared(standing: Standing, kind: str, readers: Readers) -> Q:
    """Papers about the whole matter (no subject) that a subject or the unit may read."""
    concerned = readers.own and standing.own or readers.unit and standing.unit
    if concerned and kind in SHARED:
        return Q(subject=None)
    return Q(pk__in=[])


def sees_scan(standing: Standing, record: PaperRecord) -> bool:
    """Whether a viewer who does not keep the file may open the scan: who reads every paper made of it."""
    steps = Step.objects.filter(matter=standing.matter, paper=record).values("position")
    made = Item.objects.filter(matter=standing.matter, position__in=steps)
    count = made.count()
    return bool(count) and visible_items(standing).filter(pk__in=made).count() == count


def visible_evidence(standing: Standing) -> QuerySet[Evidence]:
    """The evidence the viewer may open."""
    ground = Q(pk__in=[])
    for lane, readers in EVIDENCE.items():
        rule = _ground(standing, readers)
        ground |= Q(lane=lane) if rule is None else Q(lane=lane) & rule
    return Evidence.objects.filter(matter=standing.matter).filter(ground)


def visible_findings(standing: Standing) -> QuerySet[Finding]:
    """Findings, for the office only."""
    found = Finding.objects.filter(subject__matter=standing.matter)
    return found if standing.seeing & FINDINGS.capacities else found.none()


def sees_reasons(standing: Standing) -> bool:
    """Whether the assessment of the matter's findings may be shown."""
    return bool(standing.seeing & FINDINGS.capacities)


def sees_what_if(standing: Standing, subject: Subject) -> bool:
    """Whether the questions that can still matter and the changes that would settle another outcome may
    be shown on these findings.

    They tell somebody concerned what to say. So they are closed to the subject, to the head of the unit and to
    everybody of that unit, whatever post they hold, until the subject's feedback (A08-4); and to whoever declared an
    interest, a witness too, until it is decided that they stay. The office sees them from the first finding on.
    """
    fed_back = subject.answered_on is not None
    mine = standing.interests.get(standing.viewer.person)
    if mine is not None and mine.status in {"declared", "recused"}:
        return False
    if subject.pk in standing.own | standing.unit:
        return fed_back
    if standing.own:  # a co-subject of the same matter
        return False
    colleagues = any(post.unit_id == subject.unit_id for post in standing.viewer.posts)
    return sees_reasons(standing) and (fed_back or not colleagues)


def what_if_findings(standing: Standing, subject: Subject) -> QuerySet[Finding]:
    """The findings on which what-if is worked out for this viewer; none outside `sees_what_if`."""
    found = Finding.objects.filter(subject=subject)
    return found if sees_what_if(standing, subject) else found.none()


def visible_points(standing: Standing) -> QuerySet[Point]:
    """The applicants' arguments; to a subject and unit only their own."""
    points = Point.objects.filter(subject__matter=standing.matter)
    if standing.seeing & OFFICE:
        return points
    return points.filter(subject_id__in=standing.own | standing.unit)


def visible_parts(standing: Standing) -> list[Part]:
    """The working group's members: to the office, and to subjects, who may ask for recusal."""
    if standing.seeing & OFFICE or standing.own:
        return standing.parts
    return []


def visible_interests(standing: Standing) -> list[Interest]:
    """Declarations: to those who decide about them and the deciders; to each one's own."""
    if standing.seeing & COMMITTEE:
        return list(standing.interests.values())
    me = standing.viewer.person
    return [i for i in standing.interests.values() if me in {i.person_id, i.asked_by_id}]


def reads_of(standing: Standing, person: UUID) -> QuerySet[ReadLog]:
    """What somebody read in the matter: for those who decide whether that person steps aside."""
    if not standing.seeing & {"handler", "decider"} or standing.viewer.person == person:
        return ReadLog.objects.none()
    return ReadLog.objects.filter(matter=standing.matter, person_id=person).order_by("-at")
