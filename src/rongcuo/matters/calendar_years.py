"""Recording a year's holiday notice, or an amendment, after the seeded files (readings 3, 4)."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rongcuo import clock, ids
from rongcuo.ledger.models import Entry
from rongcuo.ledger.record import lock, record
from rongcuo.matters.errors import Incomplete, language
from rongcuo.matters.packs import current_calendar
from rongcuo.workdays import CalendarError, Year

STREAM = UUID("00000000-0000-4000-8000-000000000003")


@transaction.atomic
def record_year(body: dict, *, actor: UUID | None, key: str | None = None) -> Entry:
    """Record a year in the format of `calendar/<year>.json`. Dates are recomputed, never rewritten.

    The year is tried on the calendar first: one that does not fit would stop every date.
    """
    lock()
    try:
        year = Year.from_document(body)
        current_calendar().with_year(year)
    except CalendarError as error:
        english = language() == "en"
        why = "; ".join(pair[english] for pair in error.problems)
        raise Incomplete(
            _("The calendar file cannot be read: %(why)s") % {"why": why},
            _("Compare it with a file in the calendar folder."),
        ) from error
    return record(
        STREAM, "calendar.year_recorded", actor=actor, at=None, key=key,
        payload={"id": ids.new_id(), "year": year.year, "body": body, "recorded_on": clock.today()},
    )
