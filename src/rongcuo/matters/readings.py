"""A14 Interpretation: who confirmed a reading of a silent point, when, and on what written basis."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from rongcuo import clock, ids
from rongcuo.ledger.models import Entry
from rongcuo.ledger.record import record
from rongcuo.matters.access import viewer_of
from rongcuo.matters.errors import Incomplete, NotPermitted, in_words
from rongcuo.matters.models import Adoption
from rongcuo.matters.once import once
from rongcuo.matters.packs import current_pack
from rongcuo.people.models import Person
from rongcuo.policy import FactError

STREAM = UUID("00000000-0000-4000-8000-000000000002")


@once("reading.confirmed", STREAM)
def confirm_reading(
    reading: str, *, actor: Person, at: int | None, key: str, value: object, basis: str
) -> Entry:
    """Confirm or change a reading. Running matters keep the one they were opened under."""
    pack = current_pack()
    if not viewer_of(actor).capacities & {"handler"}:
        raise NotPermitted(
            _("Readings are confirmed for the leading group by the party committee.")
        )
    if reading not in pack.readings:
        raise Incomplete(_("The measures have no such reading."))
    if not basis.strip():
        raise Incomplete(
            _("Name the written basis."),
            _("For instance the meeting and the number of its minutes."),
            "basis",
        )
    try:
        value = pack.settings({reading: value})[reading]
    except FactError as error:
        raise Incomplete(in_words(error), field="value") from error
    policy = f"{pack.id}/{pack.version}"
    row = Adoption.objects.filter(policy=policy, key=reading).first()
    return record(
        STREAM, "reading.confirmed", actor=actor.pk, at=at, key=key,
        payload={
            "id": row.pk if row else ids.new_id(), "policy": policy, "reading": reading,
            "value": value, "basis": basis.strip(), "confirmed_on": clock.today(),
        },
    )
