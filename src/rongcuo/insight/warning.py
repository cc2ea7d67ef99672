"""A11-2, A11-3: from a figure to a warning or an education measure; received; measured again later."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from rongcuo import clock, ids
from rongcuo.corrections.doing import after_months
from rongcuo.insight.access import may, visible_cautions
from rongcuo.insight.copying import DIMENSIONS
from rongcuo.insight.doing import insight, numbered, permitted
from rongcuo.insight.figures import table
from rongcuo.insight.models import Caution, CautionUnit
from rongcuo.ledger.models import Entry
from rongcuo.ledger.record import record
from rongcuo.matters.access import viewer_of
from rongcuo.matters.errors import NotFound, NotPermitted
from rongcuo.matters.guards import fresh, need, words
from rongcuo.matters.once import once
from rongcuo.people.errors import dated
from rongcuo.people.models import Person, Unit

FORMS = ("warning", "education")


@once("caution.issued")
def warn(
    *, actor: Person, key: str, form: str, dimension: str, code: str, title: str, text: str, units: list[UUID]
) -> Entry:
    """Issue a warning (警示提醒) or an education measure to chosen units, with the figure it rests on.

    The figure is kept as it may be shown; what is withheld stays withheld.
    """
    permitted(actor, "warn")
    need(form in FORMS, _("Choose at least one."), field="form")
    need(dimension in DIMENSIONS, _("Choose at least one."), field="dimension")
    found = table(dimension)
    need(found.columns, _("No half-year was counted yet."), _("The daily job counts it when it is over."), "code")
    need(code in {c for c, _name in found.rows}, _("Choose at least one."), field="code")
    units = list(dict.fromkeys(units))
    known = Unit.objects.filter(pk__in=units, ended_on=None).count()
    need(units and known == len(units), _("Choose to whom it goes."), field="units")
    today, pk = clock.today(), ids.new_id()
    return record(
        pk, "caution.issued", actor=actor.pk, at=0, key=key,
        payload={
            **numbered("warning", today.year), "caution": pk, "form": form, "dimension": dimension, "code": code,
            "figures": found.figures(code), "title": words(title, "title")[:200], "text": words(text, "text"),
            "issued_on": today, "again_on": after_months(today, insight().again_months),
            "units": [{"id": ids.new_id(), "unit": u} for u in units],
        },
    )


@once("caution.received", "caution")
def receive_warning(caution: UUID, *, actor: Person, at: int, key: str, unit: UUID) -> Entry:
    """The head of a unit signs for it."""
    viewer = viewer_of(actor)
    row = visible_cautions(viewer).select_for_update().filter(pk=caution).first()
    target = row.units.filter(unit=unit).first() if row else None
    if target is None:
        raise NotFound
    if unit not in viewer.headed:
        raise NotPermitted(_("This step is not yours."), _("The head of the unit signs for it."))
    fresh(caution, row.position, at)
    need(target.received_on is None, _("The receipt is recorded already."))
    return record(
        caution, "caution.received", actor=actor.pk, at=at, key=key,
        payload={"caution": caution, "row": target.pk, "done_on": clock.today()},
    )


@once("caution.measured", "caution")
def measure_again(caution: UUID, *, actor: Person, at: int, key: str, found: str) -> Entry:
    """Look at the same figure again after some months, and say what it shows."""
    viewer = permitted(actor, "measure_again")
    row = visible_cautions(viewer).select_for_update().filter(pk=caution).first()
    if row is None:
        raise NotFound
    fresh(caution, row.position, at)
    need(row.measured_on is None, _("It was measured again already."))
    need(
        clock.today() >= row.again_on, _("It can be measured again from %(day)s.") % {"day": dated(row.again_on)},
        _("Some months must show whether it worked."),
    )
    return record(
        caution, "caution.measured", actor=actor.pk, at=at, key=key,
        payload={
            "caution": caution, "done_on": clock.today(), "later": table(row.dimension).figures(row.code),
            "found": words(found, "found"),
        },
    )


def unreceived(viewer) -> QuerySet[CautionUnit]:
    """Warnings to the units the viewer heads that nobody signed for."""
    return CautionUnit.objects.filter(unit__in=viewer.headed, received_on=None)


def to_measure(viewer) -> QuerySet[Caution]:
    """Warnings that are due to be measured again, for those who do it."""
    rows = Caution.objects.filter(measured_on=None, again_on__lte=viewer.day)
    return rows if may(viewer, "measure_again") else rows.none()
