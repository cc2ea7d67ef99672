"""The gates: who may see what. Every page, list, count, file and export goes through here.

Two kinds of ground: a *capacity* by post (handler, decider …), and a *relation* to one matter
(its subject, the head of a subject's unit, a member of its working group). A capacity is lost by
being a subject or by a confirmed recusal; a relation as a subject is never lost.
Outside one's scope things do not exist (404); the gates return querysets, never exceptions.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property, reduce
from operator import or_
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet

from rongcuo import clock
from rongcuo.matters.models import (
    Act,
    ActSubject,
    Draft,
    Evidence,
    Finding,
    Interest,
    Item,
    Matter,
    PaperRecord,
    Part,
    Point,
    ReadLog,
    Step,
    Subject,
)
from rongcuo.matters.packs import current_pack, settings_of
from rongcuo.people.models import Person, Post, Unit
from rongcuo.policy.model import Pack

#: Capacities that come with a post in a body; the others come with a relation to one matter.
BY_POST = frozenset({"handler", "opinion_giver", "decider", "executor", "supervisor"})


@dataclass(frozen=True)
class Viewer:
    """A person on a day, with the capacities of the posts held then."""

    person: UUID
    day: date
    capacities: frozenset[str]
    headed: frozenset[UUID]
    secretary: bool
    posts: tuple[Post, ...] = ()


#: Who an account without a person is: nobody. Never None, which a unit's rows have for a person.
NOBODY = UUID(int=0)


def viewer_of(person: Person | UUID | None, day: date | None = None) -> Viewer:
    """Read a person's posts once; one query, and one more for those who head a unit."""
    person_id = person.pk if isinstance(person, Person) else person or NOBODY
    day = day or clock.today()
    posts = tuple(Post.objects.on(day).filter(person_id=person_id).select_related("unit"))
    return _viewer(person_id, day, posts, _gone(day) if any(p.head for p in posts) else {})


def viewers_of(people: Iterable[UUID], day: date | None = None) -> dict[UUID, Viewer]:
    """The same for many people; two queries."""
    day = day or clock.today()
    posts: dict[UUID, list[Post]] = {pk: [] for pk in people}
    for post in Post.objects.on(day).filter(person_id__in=posts).select_related("unit"):
        posts[post.person_id].append(post)
    gone = _gone(day)
    return {pk: _viewer(pk, day, tuple(held), gone) for pk, held in posts.items()}


def _gone(day: date) -> dict[UUID, UUID]:
    """Units that went over into others before a day: unit -> the other."""
    ended = Unit.objects.filter(ended_on__lt=day).exclude(merged_into=None)
    return dict(ended.values_list("pk", "merged_into"))


def _viewer(person_id: UUID, day: date, posts: tuple[Post, ...], gone: dict[UUID, UUID]) -> Viewer:
    bodies = current_pack().bodies
    capacities: set[str] = set()
    headed: set[UUID] = set()
    secretary = False
    for post in posts:
        granted = bodies[post.unit.body].capacities if post.unit.body in bodies else ()
        capacities.update(c for c in granted if c in BY_POST)
        if post.head:
            headed.add(post.unit_id)
        secretary = secretary or (post.secretary and "decider" in granted)
    # Who heads a unit heads what went over into it too, at once or by way of others.
    while more := {old for old, new in gone.items() if new in headed} - headed:
        headed |= more
    return Viewer(person_id, day, frozenset(capacities), frozenset(headed), secretary, posts)


# --- acts and drafts -------------------------------------------------------------------------


def visible_acts(viewer: Viewer) -> QuerySet[Act]:
    """Acts for those who registered them and for the party committee, less who is concerned or stepped aside."""
    ground = Q(handler_id=viewer.person)
    if "handler" in viewer.capacities:
        ground |= Q(pk__isnull=False)
    own = ActSubject.objects.filter(_directed_at(viewer), act=OuterRef("pk"))
    stepped = Interest.objects.filter(
        person_id=viewer.person, status="recused", matter__act=OuterRef("pk")
    )
    return Act.objects.filter(ground).exclude(Exists(own)).exclude(Exists(stepped))


def own_act_subjects(viewer: Viewer) -> QuerySet[ActSubject]:
    """Acts directed at the viewer, or at a unit the viewer heads, once the telling is confirmed."""
    return ActSubject.objects.filter(_directed_at(viewer), told_on__isnull=False)


def _directed_at(viewer: Viewer) -> Q:
    """The viewer as a subject: in person, or as head of a unit that is itself the subject."""
    return Q(person_id=viewer.person) | Q(person=None, unit_id__in=viewer.headed)


def own_drafts(viewer: Viewer) -> QuerySet[Draft]:
    """Drafts are their author's alone."""
    return Draft.objects.filter(author_id=viewer.person)


# --- matters ---------------------------------------------------------------------------------


def visible_matters(viewer: Viewer) -> QuerySet[Matter]:
    """Every matter the viewer may know of."""
    related = (
        Subject.objects.filter(person_id=viewer.person).values("matter_id"),
        Part.objects.filter(person_id=viewer.person, ended=False)
        .exclude(matter__in=_recused(viewer))
        .values("matter_id"),
    )
    ground = Q(pk__in=related[0]) | Q(pk__in=related[1])
    if viewer.headed:
        # A head named as being in conflict learns nothing of it by heading the unit (reading 8).
        theirs = Subject.objects.filter(
            Q(head_conflict=False) | Q(person=None), unit_id__in=viewer.headed
        )
        ground |= Q(pk__in=theirs.values("matter_id"))
    by_post = _by_post(viewer)
    if by_post is not None:
        ground |= by_post
    return Matter.objects.filter(ground)


def _by_post(viewer: Viewer) -> Q | None:
    """Matters open by post: none that one is a subject of, none that one stepped aside in."""
    ground = _capacity_ground(viewer)
    if ground is None:
        return None
    mine = Subject.objects.filter(person_id=viewer.person, matter=OuterRef("pk"))
    return ground & ~Q(pk__in=_recused(viewer)) & ~Exists(mine)


def _recused(viewer: Viewer) -> QuerySet:
    return Interest.objects.filter(person_id=viewer.person, status="recused").values("matter_id")


def _capacity_ground(viewer: Viewer) -> Q | None:
    """What the viewer's posts open, as one predicate; None where they open nothing."""
    grounds: list[Q] = []
    if viewer.capacities & {"handler", "opinion_giver"}:
        # An application still with the unit reaches the party committee when it is forwarded,
        # refused or late in being forwarded; so a head's silence cannot hide it (reading 6). One
        # withdrawn before that never reaches it.
        arrived = Subject.objects.filter(matter=OuterRef("pk")).filter(
            ~Q(state__in=["submitted", "withdrawn"]) | ~Q(via="") | Q(head_conflict=True) | Q(on_paper=True)
            | Q(state="submitted", direct_on__lte=viewer.day)
            | Q(state="withdrawn", direct_on__lte=F("state_since"))
        )
        grounds.append(Q(Exists(arrived)))
    if "decider" in viewer.capacities:
        grounds.append(Q(to_decide=True))
    if "executor" in viewer.capacities:
        grounds.append(Q(consulted=True))
    if "supervisor" in viewer.capacities:
        grounds.append(Q(decided_on__isnull=False))
    return reduce(or_, grounds) if grounds else None


def keeps_file(capacities: frozenset[str], viewer: Viewer, pack: Pack) -> bool:
    """Whether somebody with these capacities records from paper. The deciding body does it by its secretary."""
    held = capacities & set(pack.procedure.on_paper)
    return bool(held - {"decider"}) or ("decider" in held and viewer.secretary)


def visible_records(viewer: Viewer) -> QuerySet[PaperRecord]:
    """What was transcribed from paper, to those who keep the file; never of a matter one is concerned in."""
    by_post = _by_post(viewer)
    if by_post is None or not keeps_file(viewer.capacities, viewer, current_pack()):
        return PaperRecord.objects.none()
    headed = Subject.objects.filter(person=None, unit_id__in=viewer.headed, matter=OuterRef("pk"))
    matters = Matter.objects.filter(by_post).exclude(Exists(headed))
    return PaperRecord.objects.filter(Q(matter__in=matters) | Q(matter=None, act__in=visible_acts(viewer)))


def sees_scan(standing: Standing, record: PaperRecord) -> bool:
    """Whether a viewer who does not keep the file may open the scan: who reads every paper made of it."""
    steps = Step.objects.filter(matter=standing.matter, paper=record).values("position")
    made = Item.objects.filter(matter=standing.matter, position__in=steps)
    count = made.count()
    return bool(count) and visible_items(standing).filter(pk__in=made).count() == count


# --- one matter ------------------------------------------------------------------------------


def with_people(matters: QuerySet[Matter]) -> QuerySet[Matter]:
    """The matters with everything a `Standing` reads, in a fixed number of queries."""
    return matters.select_related("act", "unit").prefetch_related(
        Prefetch("subjects", Subject.objects.select_related("person", "unit")),
        Prefetch("interests", Interest.objects.select_related("person", "decided_by")),
        Prefetch("parts", Part.objects.select_related("person")),
    )


class Standing:
    """What a viewer is in one matter: own subjects, unit, membership, capacities left.

    The matter comes from `with_people`, else each part costs a query.
    """

    def __init__(self, viewer: Viewer, matter: Matter):
        self.viewer = viewer
        self.matter = matter

    @cached_property
    def subjects(self) -> list[Subject]:
        return list(self.matter.subjects.all())

    @cached_property
    def interests(self) -> dict[UUID, Interest]:
        return {i.person_id: i for i in self.matter.interests.all()}

    @cached_property
    def parts(self) -> list[Part]:
        return list(self.matter.parts.all())

    @cached_property
    def own(self) -> frozenset[UUID]:
        """Subjects for whom the viewer applies: oneself, or the unit one heads."""
        me, headed = self.viewer.person, self.viewer.headed
        return frozenset(
            s.pk for s in self.subjects
            if s.person_id == me or (s.person_id is None and s.unit_id in headed)
        )

    @cached_property
    def is_subject(self) -> bool:
        return any(s.person_id == self.viewer.person for s in self.subjects)

    @cached_property
    def unit(self) -> frozenset[UUID]:
        """Subjects of a unit the viewer heads; nobody forwards for oneself (reading 8)."""
        if self.is_subject:
            return frozenset()
        return frozenset(
            s.pk for s in self.subjects
            if s.unit_id in self.viewer.headed and not s.head_conflict
        )

    @cached_property
    def suspended(self) -> bool:
        """A declared interest not yet decided: reading stays, acting stops."""
        mine = self.interests.get(self.viewer.person)
        return mine is not None and mine.status == "declared"

    @cached_property
    def capacities(self) -> frozenset[str]:
        """The capacities the viewer may use in this matter."""
        held: set[str] = set()
        if self.own:
            held.add("applicant")
        if self.unit:
            held.add("forwarder")
        mine = self.interests.get(self.viewer.person)
        if self.own or (mine is not None and mine.status == "recused"):
            return frozenset(held)
        held |= self.viewer.capacities
        held |= {p.capacity for p in self.parts if p.person_id == self.viewer.person and not p.ended}
        if self.matter.act.handler_id == self.viewer.person and settings_of(self.matter).get("coi.no_dual_role", True):
            # Who handled the accountability file neither verifies nor drafts (reading 24).
            held -= {"verifier", "opinion_giver"}
        return frozenset(held)

    @cached_property
    def seeing(self) -> frozenset[str]:
        """Capacities with the restrictions of the matter's stage applied (see `visible_matters`)."""
        stage = {
            "decider": self.matter.to_decide,
            "executor": self.matter.consulted,
            "supervisor": self.matter.decided_on is not None,
        }
        return frozenset(c for c in self.capacities if stage.get(c, True))


@dataclass(frozen=True)
class Readers:
    """Who may read a kind of item: capacities, and whether the own subject and the unit may."""

    capacities: frozenset[str]
    own: bool = False
    unit: bool = False


_OFFICE = frozenset({"handler", "opinion_giver", "verifier", "decider", "supervisor"})
_COMMITTEE = frozenset({"handler", "opinion_giver", "decider", "supervisor"})

#: The one table of who reads which kind of item. A kind missing here is read by nobody.
ITEMS: dict[str, Readers] = {
    "application": Readers(_OFFICE, own=True, unit=True),
    "forwarding": Readers(_OFFICE, own=True, unit=True),
    "completion_request": Readers(_OFFICE, own=True, unit=True),
    "completion": Readers(_OFFICE, own=True, unit=True),
    "acceptance": Readers(_OFFICE, own=True, unit=True),
    "refusal": Readers(_OFFICE, own=True, unit=True),
    "withdrawal": Readers(_OFFICE, own=True, unit=True),
    "group": Readers(_OFFICE, own=True),
    "hearing": Readers(_OFFICE, own=True),
    "substitute": Readers(_COMMITTEE),
    "referral": Readers(_COMMITTEE),
    "authority": Readers(_COMMITTEE),
    "step_confirmed": Readers(_COMMITTEE),
    "report": Readers(_OFFICE),
    "consultation": Readers(_COMMITTEE | {"executor"}),
    "consultation_answer": Readers(_COMMITTEE | {"executor"}),
    "stop_lifted": Readers(_COMMITTEE),
    "opinion": Readers(_COMMITTEE),
    "return": Readers(_OFFICE),
    "postponement": Readers(_COMMITTEE),
    "minutes": Readers(_COMMITTEE),
    "determination": Readers(_COMMITTEE | {"executor"}),
    "feedback": Readers(_OFFICE | {"executor"}, own=True, unit=True),
    "receipt": Readers(_OFFICE | {"executor"}, own=True, unit=True),
    "publication": Readers(_OFFICE | {"executor"}, own=True, unit=True),
    "no_publication": Readers(_COMMITTEE),
    "filing": Readers(_COMMITTEE | {"executor"}),
    "closing": Readers(_COMMITTEE | {"executor"}),
    "supplement": Readers(_COMMITTEE),
    "checks": Readers(_COMMITTEE),
    "catalogue": Readers(_COMMITTEE),
}

#: Findings, the reasons tree and comparison of subjects are the office's.
FINDINGS = Readers(_OFFICE)
EVIDENCE: dict[str, Readers] = {
    "applicant": Readers(_OFFICE, own=True, unit=True),
    "group": Readers(_OFFICE),
    "witness": Readers(_OFFICE),
}

#: Timeline lines a subject or unit may read about the matter as a whole (no subject named).
OPEN_STEPS = frozenset(
    {"appoint_group", "issue_report", "give_opinion", "determine", "return_for_verification",
     "postpone", "publish", "file", "close"}
)
#: Timeline lines about a subject that are told to that subject and the unit.
OWN_STEPS = frozenset(
    {"submit_application", "forward", "decline_forwarding", "go_direct", "request_completion",
     "complete", "accept", "refuse", "withdraw", "hear_applicant", "feed_back", "record_receipt"}
)


def may_export(standing: Standing) -> bool:
    """Whether the viewer may take the whole dossier out: those who keep it, unless they stepped aside or
    declared an interest that is not decided yet. It holds everything, so nobody else may."""
    return "handler" in standing.seeing and not standing.suspended


def visible_subjects(standing: Standing) -> list[Subject]:
    """The subjects of the matter that the viewer may see."""
    if standing.seeing & (_OFFICE | {"executor"}):
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
    if concerned and kind in {"group", "publication"}:
        return Q(subject=None)
    return Q(pk__in=[])


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
    if standing.seeing & _OFFICE:
        return points
    return points.filter(subject_id__in=standing.own | standing.unit)


@dataclass(frozen=True)
class StepsSeen:
    """Which timeline lines of one matter a viewer may read: `whole`, or these."""

    whole: bool
    subjects: frozenset[UUID]
    actions: frozenset[str]

    def ground(self) -> Q:
        if self.whole:
            return Q()
        return Q(action__in=self.actions) | Q(subject_id__in=self.subjects, action__in=OWN_STEPS)

    def has(self, step: Step) -> bool:
        """The same for a line that is at hand."""
        return (
            self.whole
            or step.action in self.actions
            or (step.subject_id in self.subjects and step.action in OWN_STEPS)
        )


def steps_seen(standing: Standing) -> StepsSeen:
    """The rule for timeline lines, once for lists of one matter and once for the desk."""
    subjects = standing.own | standing.unit
    actions = OPEN_STEPS if subjects or standing.seeing else frozenset()
    if "executor" in standing.seeing:
        actions = actions | {"consult_personnel", "answer_consultation"}
    return StepsSeen(bool(standing.seeing & _OFFICE), subjects, actions)


def visible_steps(standing: Standing) -> QuerySet[Step]:
    """The timeline, line by line."""
    steps = Step.objects.filter(matter=standing.matter).select_related("actor", "subject__person")
    return steps.filter(steps_seen(standing).ground())


def visible_parts(standing: Standing) -> list[Part]:
    """The working group's members: to the office, and to subjects, who may ask for recusal."""
    if standing.seeing & _OFFICE or standing.own:
        return standing.parts
    return []


def visible_interests(standing: Standing) -> list[Interest]:
    """Declarations: to those who decide about them and the deciders; to each one's own."""
    if standing.seeing & _COMMITTEE:
        return list(standing.interests.values())
    me = standing.viewer.person
    return [i for i in standing.interests.values() if me in {i.person_id, i.asked_by_id}]


def own_recusals(viewer: Viewer) -> QuerySet[Interest]:
    """What is left to somebody who stepped aside: that it was so decided, in which matter, on which day."""
    rows = Interest.objects.filter(person_id=viewer.person, status="recused")
    return rows.select_related("matter").only("matter__number", "decided_on", "declared_on", "status")


def reads_of(standing: Standing, person: UUID) -> QuerySet[ReadLog]:
    """What somebody read in the matter: for those who decide whether that person steps aside."""
    if not standing.seeing & {"handler", "decider"} or standing.viewer.person == person:
        return ReadLog.objects.none()
    return ReadLog.objects.filter(matter=standing.matter, person_id=person).order_by("-at")
