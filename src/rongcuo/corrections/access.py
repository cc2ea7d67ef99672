"""Who may see what of a correction; one gate for plans, measures, proofs and lines.

Grounds: the party committee, the deciders and the supervisor by post; the person or unit concerned;
the head of the person's unit; the owner of a measure, who sees that measure and nothing else; the
person named to check the effect.
"""

from __future__ import annotations

from functools import cached_property
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Subquery

from rongcuo.corrections.models import Line, Measure, Plan, Proof
from rongcuo.matters.access import Viewer
from rongcuo.matters.models import Interest, Subject
from rongcuo.people.models import Post

#: Posts that open the whole plan.
OFFICE = frozenset({"handler", "opinion_giver", "decider", "supervisor"})
#: Lines that only the office reads: what is prepared about a person before the person is heard.
OFFICE_LINES = frozenset({"refer"})


def visible_plans(viewer: Viewer) -> QuerySet[Plan]:
    """Every plan the viewer may know of."""
    own = Measure.objects.filter(owner_id=viewer.person).order_by().values("plan_id")
    return Plan.objects.filter(_whole(viewer) | Q(pk__in=own))


def readable_plans(viewer: Viewer) -> QuerySet[Plan]:
    """The plans that the viewer reads as a whole: not those of which only a measure is one's own."""
    return Plan.objects.filter(_whole(viewer))


def _concerned(viewer: Viewer) -> Q:
    """The person or the unit concerned, and the head of the person's unit (not where in conflict)."""
    mine = Q(person_id=viewer.person)
    if viewer.headed:
        free = Q(subject=None) | Q(subject__head_conflict=False) | Q(person=None)
        mine |= Q(unit_id__in=viewer.headed) & free
    return mine


def _whole(viewer: Viewer) -> Q:
    ground = _concerned(viewer) | Q(checker_id=viewer.person)
    if viewer.capacities & OFFICE:
        # A plan stands in a matter that was decided and fed back; every such post reads that matter. Asked
        # for all matters at once, so that the answer does not depend on how many plans there are.
        recused = Interest.objects.filter(person_id=viewer.person, status="recused").values("matter_id")
        theirs = Subject.objects.filter(
            Q(person_id=viewer.person) | Q(person=None, unit_id__in=viewer.headed)
        ).order_by().values("matter_id")
        ground |= ~Q(matter__in=recused) & ~Q(matter__in=theirs)
    return ground


def with_people(plans: QuerySet[Plan], viewer: Viewer) -> QuerySet[Plan]:
    """The plans with everything a `Place` of this viewer reads, in two queries.

    Each measure knows whether its owner holds a post on the viewer's day (`away`).
    """
    posted = Post.objects.on(viewer.day).filter(person=OuterRef("owner"))
    measures = Measure.objects.select_related("owner").annotate(away=~Exists(posted))
    return (
        plans.select_related("matter", "person", "unit", "subject", "checker", "drawn_up_by")
        .prefetch_related(Prefetch("measures", measures))
        .annotate(
            interest_of_viewer=Subquery(
                Interest.objects.filter(person_id=viewer.person, matter=OuterRef("matter")).values("status")[:1]
            ),
            subject_is_viewer=Exists(_subjects_of(viewer)),
        )
    )


def _subjects_of(viewer: Viewer) -> QuerySet[Subject]:
    """Subjects of the plan's matter that are the viewer, or a unit the viewer heads."""
    return Subject.objects.filter(matter=OuterRef("matter")).filter(
        Q(person_id=viewer.person) | Q(person=None, unit_id__in=viewer.headed)
    )


class Place:
    """What a viewer is in one plan. The plan comes from `with_people`."""

    def __init__(self, viewer: Viewer, plan: Plan):
        self.viewer = viewer
        self.plan = plan

    @cached_property
    def measures(self) -> list[Measure]:
        return list(self.plan.measures.all())

    @cached_property
    def is_concerned(self) -> bool:
        """The person, or the head of the unit that is itself concerned."""
        plan, viewer = self.plan, self.viewer
        return plan.person_id == viewer.person or (
            plan.person_id is None and plan.unit_id in viewer.headed
        )

    @cached_property
    def away(self) -> frozenset[UUID]:
        """Owners of open measures who hold no post any more: they hand over."""
        return frozenset(m.owner_id for m in self.measures if m.state == "open" and m.away)

    @cached_property
    def capacities(self) -> frozenset[str]:
        """The capacities the viewer may use in this plan."""
        held: set[str] = set()
        plan, viewer = self.plan, self.viewer
        if self.is_concerned:
            held.add("applicant")
        elif plan.unit_id in viewer.headed and not (plan.subject_id and plan.subject.head_conflict):
            held.add("forwarder")
        if self.is_concerned or self.plan.subject_is_viewer or self.plan.interest_of_viewer == "recused":
            return frozenset(held)
        return frozenset(held | (viewer.capacities & OFFICE))

    @cached_property
    def suspended(self) -> bool:
        """A declared interest not yet decided: reading stays, acting stops."""
        return self.plan.interest_of_viewer == "declared"

    @cached_property
    def office(self) -> bool:
        return bool(self.capacities & OFFICE)

    @cached_property
    def is_checker(self) -> bool:
        return self.plan.checker_id == self.viewer.person

    @cached_property
    def whole(self) -> bool:
        """Whether the viewer reads the whole plan, not only own measures."""
        return bool(self.capacities) or self.is_checker

    def owns(self, measure: Measure | None) -> bool:
        return measure is not None and measure.owner_id == self.viewer.person


def visible_measures(place: Place) -> list[Measure]:
    """All measures to whoever reads the plan; to an owner the own ones."""
    return place.measures if place.whole else [m for m in place.measures if place.owns(m)]


def visible_proofs(place: Place) -> QuerySet[Proof]:
    """Files of the measures the viewer sees, and of the effect to whoever reads the plan."""
    proofs = Proof.objects.filter(plan=place.plan).select_related("provider")
    return proofs if place.whole else proofs.filter(measure__in=_ids(place))


def visible_lines(place: Place) -> QuerySet[Line]:
    """The plan's record, line by line."""
    lines = Line.objects.filter(plan=place.plan).select_related("actor", "measure")
    if place.office:
        return lines
    lines = lines.exclude(action__in=OFFICE_LINES)
    return lines if place.whole else lines.filter(measure__in=_ids(place))


def _ids(place: Place) -> list[UUID]:
    return [m.pk for m in visible_measures(place)]
