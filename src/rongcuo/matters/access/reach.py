"""Which acts, drafts, matters and paper records somebody may know of."""

from __future__ import annotations

from functools import reduce
from operator import or_

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from rongcuo.matters.access.viewers import Viewer
from rongcuo.matters.models import (
    Act,
    ActSubject,
    Draft,
    Interest,
    Matter,
    PaperRecord,
    Part,
    Subject,
)
from rongcuo.matters.packs import current_pack
from rongcuo.policy.model import Pack


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


def act_subjects_to_apply_for(viewer: Viewer) -> QuerySet[ActSubject]:
    """One's own; and, of a unit one heads, those who cannot apply (reading 9), once that is recorded. The
    act may not name the head as well."""
    own = Q(_directed_at(viewer))
    if viewer.headed:
        named = ActSubject.objects.filter(person_id=viewer.person, act=OuterRef("act"))
        own |= Q(unit_id__in=viewer.headed, behalf_on__isnull=False) & ~Exists(named)
    return ActSubject.objects.filter(own, told_on__isnull=False)


def _directed_at(viewer: Viewer) -> Q:
    """The viewer as a subject: in person, or as head of a unit that is itself the subject."""
    return Q(person_id=viewer.person) | Q(person=None, unit_id__in=viewer.headed)


def own_drafts(viewer: Viewer) -> QuerySet[Draft]:
    """Drafts are their author's alone."""
    return Draft.objects.filter(author_id=viewer.person)


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
        # So does one whom the act names as well, whether or not that one applied.
        theirs = Subject.objects.filter(head_conflict=False, unit_id__in=viewer.headed)
        units = Subject.objects.filter(person=None, unit_id__in=viewer.headed)
        ground |= Q(pk__in=theirs.values("matter_id")) & ~_named(viewer) | Q(pk__in=units.values("matter_id"))
    by_post = _by_post(viewer)
    if by_post is not None:
        ground |= by_post
    return Matter.objects.filter(ground)


def _by_post(viewer: Viewer) -> Q | None:
    """Matters open by post: none whose act names one, none that one stepped aside in."""
    ground = _capacity_ground(viewer)
    return None if ground is None else ground & ~Q(pk__in=_recused(viewer)) & ~_named(viewer)


def _named(viewer: Viewer) -> Exists:
    """Matters under an act that is directed at the viewer: a conflict from the start, applied or not."""
    return Exists(ActSubject.objects.filter(person_id=viewer.person, act=OuterRef("act")))


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


def keeps_acts(viewer: Viewer) -> bool:
    """Whether somebody records from paper what comes before a matter: the act, the telling, the notice."""
    return "handler" in viewer.capacities and keeps_file(viewer.capacities, viewer, current_pack())


def visible_records(viewer: Viewer) -> QuerySet[PaperRecord]:
    """What was transcribed from paper, to those who keep the file; never of a matter one is concerned in, nor of an
    act that names one and is not registered yet."""
    by_post = _by_post(viewer)
    if by_post is None or not keeps_file(viewer.capacities, viewer, current_pack()):
        return PaperRecord.objects.none()
    applied = Q(person=None) | Q(on_behalf="unit")  # for the unit itself, or for somebody of it
    headed = Subject.objects.filter(applied, unit_id__in=viewer.headed, matter=OuterRef("pk"))
    matters = Matter.objects.filter(by_post).exclude(Exists(headed))
    ground = Q(matter__in=matters) | Q(matter=None, act__in=visible_acts(viewer))
    if keeps_acts(viewer):
        coming = Q(matter=None, act=None)
        for one in (viewer.person, *viewer.headed):
            coming &= ~Q(named__icontains=str(one))
        ground |= coming
    return PaperRecord.objects.filter(ground)


def own_recusals(viewer: Viewer) -> QuerySet[Interest]:
    """What is left to somebody who stepped aside: that it was so decided, in which matter, on which day."""
    rows = Interest.objects.filter(person_id=viewer.person, status="recused")
    return rows.select_related("matter").only("matter__number", "decided_on", "declared_on", "status")
