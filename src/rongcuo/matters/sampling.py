"""The discipline officer looks again at positive determinations, drawn so that anybody can draw them anew (A09, A13).

The seed is the digest of the record's newest entry when the sample is drawn: nobody chooses it. A matter's
place is the sha256 of seed and identifier; the first ones by place are the sample.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from rongcuo import ids
from rongcuo.ledger.models import Entry
from rongcuo.ledger.record import record
from rongcuo.matters.access import Viewer, viewer_of, visible_matters
from rongcuo.matters.doing import check_day
from rongcuo.matters.errors import Incomplete, NotFound, NotNow
from rongcuo.matters.models import Matter, Sample, Sampled
from rongcuo.matters.once import once
from rongcuo.people.models import Person


def drawn(seed: str, matters: Iterable[UUID], size: int) -> list[UUID]:
    """The sample: the same for everybody who knows the seed and the matters, whatever their order."""
    return sorted(matters, key=lambda pk: hashlib.sha256(f"{seed} {pk}".encode()).digest())[:size]


def population(viewer: Viewer, first: date, last: date) -> QuerySet[Matter]:
    """The positive determinations of a period that the officer may look at."""
    return visible_matters(viewer).filter(positive=True, decided_on__gte=first, decided_on__lte=last)


def visible_samples(viewer: Viewer) -> QuerySet[Sample]:
    """Samples, to the discipline officers."""
    return Sample.objects.all() if "supervisor" in viewer.capacities else Sample.objects.none()


def visible_sampled(viewer: Viewer) -> QuerySet[Sampled]:
    """The matters drawn, of those the viewer may look at."""
    return Sampled.objects.filter(sample__in=visible_samples(viewer), matter__in=visible_matters(viewer))


@once("sample.drawn")
def draw(*, actor: Person, key: str, first: date, last: date, size: int) -> Entry:
    """Draw a sample of the positive determinations made from `first` to `last`."""
    viewer = viewer_of(actor)
    if "supervisor" not in viewer.capacities:
        raise NotFound
    check_day(last)
    if first > last:
        raise Incomplete(_("The period ends before it begins."), field="last")
    if size < 1:
        raise Incomplete(_("Draw at least one."), field="size")
    matters = sorted(population(viewer, first, last).values_list("pk", flat=True))
    if not matters:
        raise Incomplete(_("Nothing was determined positively in this period."), field="first")
    seed = Entry.objects.order_by("-seq").values_list("digest", flat=True)[0]
    sample = ids.new_id()
    return record(
        sample, "sample.drawn", actor=actor.pk, at=0, key=key,
        payload={
            "id": sample, "first": first, "last": last, "seed": seed, "population": matters,
            "picks": [{"id": ids.new_id(), "matter": pk} for pk in drawn(seed, matters, size)],
        },
    )


@once("sample.reviewed")
def review(pick: UUID, *, actor: Person, key: str, words: str) -> Entry:
    """Record what looking again at a drawn matter showed; once."""
    row = visible_sampled(viewer_of(actor)).filter(pk=pick).first()
    if row is None:
        raise NotFound
    if row.words:
        raise NotNow(_("This review is recorded already."))
    if not words.strip():
        raise Incomplete(_("This must be said in words."), field="words")
    return record(
        row.sample_id, "sample.reviewed", actor=actor.pk, at=None, key=key,
        payload={"id": row.pk, "words": words.strip()},
    )
