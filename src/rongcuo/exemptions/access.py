"""The gates of the register: who may see which effect, notice, sanction and query.

Outside one's scope there is nothing. Nobody sees more of oneself by one's post than anybody else would:
whoever is concerned, or stepped aside, has the rights of a person concerned there and no others.
"""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from rongcuo.exemptions.models import Effect, Notice, Query, Sanction
from rongcuo.matters.access import Standing, Viewer, visible_matters
from rongcuo.matters.models import Interest, Subject
from rongcuo.matters.packs import current_pack
from rongcuo.policy.model import Pack

#: Posts that see the register of the matters they may know of.
OFFICE = frozenset({"handler", "opinion_giver", "decider", "executor", "supervisor"})
#: Posts that see notices and slips.
NOTIFIED = frozenset({"handler", "decider", "executor", "supervisor"})
#: Posts that see recorded sanctions and the log of queries.
PERSONNEL = frozenset({"executor", "supervisor"})


def may(viewer: Viewer, action: str, pack: Pack | None = None) -> bool:
    """Whether the viewer's posts allow a step of the protection; False where the measures know none."""
    protection = (pack or current_pack()).protection
    move = protection.moves.get(action) if protection else None
    return move is not None and bool(viewer.capacities & set(move.by))


def may_in(standing: Standing, action: str, pack: Pack) -> bool:
    """The same in one matter, where a capacity may be lost."""
    protection = pack.protection
    move = protection.moves.get(action) if protection else None
    return move is not None and bool(standing.capacities & set(move.by)) and not standing.suspended


def _unconcerned(viewer: Viewer) -> Q:
    """Rows of matters in which the viewer is no subject and did not step aside."""
    concerned = Subject.objects.filter(matter=OuterRef("matter")).filter(
        Q(person_id=viewer.person) | Q(person=None, unit_id__in=viewer.headed)
    )
    stepped = Interest.objects.filter(
        person_id=viewer.person, status="recused", matter=OuterRef("matter")
    )
    return ~Exists(concerned) & ~Exists(stepped)


def own(viewer: Viewer, prefix: str = "") -> Q:
    """Rows about the viewer, or a unit the viewer heads that is itself concerned."""
    unit = Q(**{f"{prefix}person": None, f"{prefix}unit_id__in": viewer.headed})
    return Q(**{f"{prefix}person_id": viewer.person}) | unit


def visible_effects(viewer: Viewer) -> QuerySet[Effect]:
    """Effects by post, of matters one may know of; and one's own."""
    ground = own(viewer, "subject__")
    if viewer.capacities & OFFICE:
        ground |= Q(matter__in=visible_matters(viewer)) & _unconcerned(viewer)
    return Effect.objects.filter(ground)


def visible_notices(viewer: Viewer) -> QuerySet[Notice]:
    """Notices and slips, by post alone: to the person they are not addressed."""
    if not viewer.capacities & NOTIFIED:
        return Notice.objects.none()
    return Notice.objects.filter(_unconcerned(viewer), matter__in=visible_matters(viewer))


def seen_in(standing: Standing) -> tuple[frozenset | None, bool]:
    """The same two gates for one matter whose standing is at hand: the subjects whose effects are seen (None:
    all), and whether its notices are."""
    office = bool(standing.seeing & OFFICE)
    return (None if office else standing.own), bool(standing.seeing & NOTIFIED)


def visible_sanctions(viewer: Viewer) -> QuerySet[Sanction]:
    """Recorded sanctions: to the personnel division and the supervisor; and one's own."""
    mine = own(viewer)
    return Sanction.objects.all() if viewer.capacities & PERSONNEL else Sanction.objects.filter(mine)


def recordable_sanctions(viewer: Viewer) -> QuerySet[Sanction]:
    """Those the viewer may change: nobody changes what is recorded about oneself."""
    return visible_sanctions(viewer).exclude(own(viewer))


def visible_queries(viewer: Viewer) -> QuerySet[Query]:
    """The log: to the personnel division and the supervisor, and what one asked oneself; lists that wait
    to those who may release them. Never to whoever was asked about, who learns of it by a release."""
    ground = Q(asked_by_id=viewer.person)
    if viewer.capacities & PERSONNEL:
        ground |= Q(pk__isnull=False)
    elif may(viewer, "answer_list"):
        ground |= Q(kind="list", state="waiting") | Q(second_id=viewer.person)
    about_me = Q(people__contains=str(viewer.person)) & ~Q(kind="own")
    return Query.objects.filter(ground).exclude(about_me)


def released_queries(viewer: Viewer) -> QuerySet[Query]:
    """Queries about the viewer that a personnel officer made known, and those one made about oneself."""
    told = Q(released_on__isnull=False, people__contains=str(viewer.person))
    return Query.objects.filter(told | Q(kind="own", asked_by_id=viewer.person))
