"""Who may do and read what of insight. Each gate returns a queryset or a yes; outside it nothing exists."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from rongcuo.insight.models import Advance, Caution, CautionUnit, Clarification, Report
from rongcuo.matters.access import Viewer, visible_matters
from rongcuo.matters.models import Subject
from rongcuo.matters.packs import current_pack

#: Lines of a report's record that its reporter reads.
TOLD = frozenset({"remind_early", "answer_report", "record_correction", "thank"})


def may(viewer: Viewer, action: str) -> bool:
    """Whether the viewer's posts allow a step or a page; a unit's head counts as its forwarder."""
    insight = current_pack().insight
    move = insight.moves.get(action) if insight else None
    if move is None:
        return False
    held = set(viewer.capacities) | ({"forwarder"} if viewer.headed else set())
    return bool(held & set(move.by))


def visible_reports(viewer: Viewer) -> QuerySet[Report]:
    """Reports for those who handle them, and one's own where it was given by name."""
    if may(viewer, "answer_report"):
        return Report.objects.all()
    return Report.objects.filter(person_id=viewer.person)


def visible_cautions(viewer: Viewer) -> QuerySet[Caution]:
    """Warnings for those who issue them or supervise, and for the people of the units they went to."""
    if may(viewer, "warn") or may(viewer, "audit"):
        return Caution.objects.all()
    units = {post.unit_id for post in viewer.posts}
    mine = CautionUnit.objects.filter(caution=OuterRef("pk"), unit__in=units)
    return Caution.objects.filter(Exists(mine))


def visible_advances(viewer: Viewer) -> QuerySet[Advance]:
    """Records made in advance: one's own, and those of the unit one heads. Nobody else looks for them."""
    return Advance.objects.filter(Q(author_id=viewer.person) | Q(unit__in=viewer.headed))


def visible_clarifications(viewer: Viewer) -> QuerySet[Clarification]:
    """Letters for whoever reads the matter by post, and for the person or unit cleared."""
    rows = Clarification.objects.filter(matter__in=visible_matters(viewer))
    own = Q(subject__person_id=viewer.person) | Q(subject__person=None, subject__unit__in=viewer.headed)
    if viewer.capacities:
        theirs = Subject.objects.filter(matter=OuterRef("matter"), person_id=viewer.person)
        return rows.filter(own | ~Exists(theirs))
    return rows.filter(own | Q(subject__unit__in=viewer.headed, subject__head_conflict=False))
