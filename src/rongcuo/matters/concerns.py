"""Reports of favouritism or benefits (A13): from anybody with a part in a matter, to the discipline officers only.

They stand outside the matter: no stream, page, count or export of the matter tells of them.
"""

from __future__ import annotations

from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from rongcuo import ids
from rongcuo.ledger.models import Entry
from rongcuo.ledger.record import record
from rongcuo.matters.access import Viewer, viewer_of, visible_matters
from rongcuo.matters.errors import Incomplete, NotFound, NotNow
from rongcuo.matters.models import Concern, Interest, Subject
from rongcuo.matters.once import once
from rongcuo.people.models import Person


def visible_concerns(viewer: Viewer) -> QuerySet[Concern]:
    """To the discipline officers, less those who are concerned in the matter, stepped aside or asked to."""
    if "supervisor" not in viewer.capacities:
        return Concern.objects.none()
    subject = Subject.objects.filter(matter=OuterRef("matter")).filter(
        Q(person_id=viewer.person) | Q(person=None, unit_id__in=viewer.headed)
    )
    aside = Interest.objects.filter(
        matter=OuterRef("matter"), person_id=viewer.person, status__in=["declared", "recused"]
    )
    return Concern.objects.exclude(Exists(subject)).exclude(Exists(aside))


@once("concern.raised")
def raise_concern(matter: UUID, *, actor: Person, key: str, words: str) -> Entry:
    """Report favouritism or a benefit. Whoever sees the matter may; only discipline officers read it."""
    if not visible_matters(viewer_of(actor)).filter(pk=matter).exists():
        raise NotFound
    if not words.strip():
        raise Incomplete(_("This must be said in words."), field="words")
    concern = ids.new_id()
    return record(
        concern, "concern.raised", actor=actor.pk, at=0, key=key,
        payload={"id": concern, "matter": matter, "words": words.strip()},
    )


@once("concern.answered", "concern")
def answer_concern(concern: UUID, *, actor: Person, key: str, answer: str) -> Entry:
    """Record what was done about a report, once."""
    row = visible_concerns(viewer_of(actor)).filter(pk=concern).first()
    if row is None:
        raise NotFound
    if row.answer:
        raise NotNow(_("This report is dealt with already."))
    if not answer.strip():
        raise Incomplete(_("This must be said in words."), field="answer")
    return record(
        concern, "concern.answered", actor=actor.pk, at=None, key=key,
        payload={"id": concern, "answer": answer.strip()},
    )
