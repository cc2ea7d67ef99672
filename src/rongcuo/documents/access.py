"""The gate of papers on their way out, and who may take part in one.

An issued paper is read by whoever reads the record it was made from. The 发文稿纸 and its drafts are read by
those who hold a capacity that drafts such papers, and by those named on it. A paper of no matter is the office's:
whoever drafts, reviews and signs it holds the capacity by post.
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q, QuerySet

from rongcuo import clock
from rongcuo.documents.models import Dispatch
from rongcuo.documents.sources import SOURCES, Record
from rongcuo.matters.access import Standing, Viewer, visible_items
from rongcuo.matters.packs import current_pack, pack_of
from rongcuo.people.models import Person, Post
from rongcuo.policy.model import Pack, Template

#: Bodies with one of these are asked to countersign.
COUNTERSIGN = frozenset(("handler", "opinion_giver", "decider", "executor", "supervisor"))


class InOffice:
    """Who somebody is towards a paper that belongs to no matter: the capacities of the posts held, and no more."""

    matter = None
    suspended = False
    subjects = parts = ()

    def __init__(self, viewer: Viewer):
        self.viewer = viewer
        self.capacities = self.seeing = viewer.capacities
        self.interests: dict = {}


def pack_for(standing: Standing | InOffice) -> Pack:
    """The pack whose papers these are: the matter's, or the present one."""
    return pack_of(standing.matter) if standing.matter else current_pack()


def readable(standing: Standing) -> set[UUID]:
    """The records of the matter that the viewer may read."""
    found = set(visible_items(standing).values_list("pk", flat=True))
    for source in SOURCES.values():
        found |= {record.pk for record in source.within(standing)}
    return found


def visible_dispatches(standing: Standing, records: Iterable[UUID] | None = None) -> QuerySet[Dispatch]:
    """Papers of the matter that the viewer may know of. `records`: what `readable` gave, where at hand."""
    me = standing.viewer.person
    templates = [t.id for t in pack_of(standing.matter).documents.values() if standing.seeing & set(t.by)]
    taking_part = Q(drafter=me) | Q(reviewer=me) | Q(signer=me) | Q(countersigns__person=me)
    rows = Dispatch.objects.filter(
        Q(state="issued") | Q(template__in=templates) | taking_part, matter=standing.matter,
        record__in=readable(standing) if records is None else list(records),
    )
    return rows.select_related("drafter", "reviewer", "signer", "issued_by", "subject__person", "subject__unit").distinct()


def visible_office(viewer: Viewer, records: Iterable[UUID] | None = None) -> QuerySet[Dispatch]:
    """Papers of no matter that the viewer may know of, beside being able to read the record (`office_paper`)."""
    me = viewer.person
    templates = [t.id for t in current_pack().documents.values() if viewer.capacities & set(t.by)]
    taking_part = Q(drafter=me) | Q(reviewer=me) | Q(signer=me) | Q(countersigns__person=me)
    rows = Dispatch.objects.filter(Q(state="issued") | Q(template__in=templates) | taking_part, matter=None)
    if records is not None:
        rows = rows.filter(record__in=list(records))
    return rows.select_related("drafter", "reviewer", "signer", "issued_by").distinct()


def office_paper(viewer: Viewer, pk: UUID) -> Dispatch | None:
    """One of them, where the viewer reads the record it is made from."""
    row = visible_office(viewer).filter(pk=pk).first()
    return row if row and SOURCES[row.source].find(viewer, row.record) else None


def may_draft(standing: Standing | InOffice, template: Template) -> bool:
    """Whether the viewer holds, in this matter, a capacity that drafts such a paper."""
    sealed = standing.matter is not None and standing.matter.sealed_on
    return bool(standing.capacities & set(template.by)) and not standing.suspended and not sealed


def candidates(standing: Standing | InOffice, capacities: Iterable[str]) -> list[Person]:
    """People who hold one of these capacities by post or in the matter's group, heads first, each with `held`, the
    unit and post; without the viewer, the subjects and those who stepped aside. The action looks at each one's own
    standing again.
    """
    wanted, pack = set(capacities), pack_for(standing)
    bodies = [b.id for b in pack.bodies.values() if wanted & set(b.capacities)]
    posts = Post.objects.on(clock.today()).filter(unit__body__in=bodies).select_related("person", "unit").order_by("-head", "person__name")
    people: dict[UUID, Person] = {}
    for post in posts:
        people.setdefault(post.person_id, post.person).held = f"{post.unit.name} {post.title}".strip()
    if "verifier" in wanted:
        people = {p.person_id: p.person for p in standing.parts if not p.ended} | people
    aside = {i.person_id for i in standing.interests.values() if i.status in {"recused", "declared"}}
    aside |= {s.person_id for s in standing.subjects} | {standing.viewer.person}
    return [person for pk, person in people.items() if pk not in aside]


def reads(standing: Standing | InOffice, record: Record) -> bool:
    """Whether somebody may read the record a paper is made from."""
    if standing.matter is None:
        return SOURCES[record.source].find(standing.viewer, record.pk) is not None
    return record.pk in readable(standing)
