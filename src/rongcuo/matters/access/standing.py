"""What somebody is in one matter: own subjects, unit, membership, capacities left."""

from __future__ import annotations

from functools import cached_property
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from rongcuo.matters.access.viewers import Viewer
from rongcuo.matters.models import Interest, Matter, Part, Subject
from rongcuo.matters.packs import settings_of


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
    def behalf(self) -> frozenset[UUID]:
        """Subjects of a unit the viewer heads for whom that unit applied (reading 9): it acts for them, and
        reads what a unit reads. Nobody who applied for another verifies or decides about it."""
        return frozenset(s.pk for s in self.subjects if s.pk in self.unit and s.on_behalf == "unit")

    @cached_property
    def suspended(self) -> bool:
        """A declared interest not yet decided: reading stays, acting stops."""
        mine = self.interests.get(self.viewer.person)
        return mine is not None and mine.status == "declared"

    @cached_property
    def capacities(self) -> frozenset[str]:
        """The capacities the viewer may use in this matter."""
        held: set[str] = set()
        if self.own or self.behalf:
            held.add("applicant")
        if self.unit:
            held.add("forwarder")
        mine = self.interests.get(self.viewer.person)
        if self.own or self.behalf or (mine is not None and mine.status == "recused"):
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
