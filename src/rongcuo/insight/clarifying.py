"""A13: protection by clarification. A letter on one concrete point, and ways of saying it beside the letter."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from rongcuo import clock, ids
from rongcuo.insight.doing import insight, numbered, permitted
from rongcuo.ledger.models import Entry
from rongcuo.ledger.record import record
from rongcuo.matters.access import Standing, visible_matters, with_people
from rongcuo.matters.errors import NotFound, NotPermitted
from rongcuo.matters.guards import need, words
from rongcuo.matters.once import once
from rongcuo.people.models import Person


@once("clarification.issued")
def clarify(
    matter: UUID, *, actor: Person, key: str, subject: UUID, point: str, conclusion: str, disturbs: str,
    addressees: str, ways: list[str] = (),
) -> Entry:
    """Issue a letter of clarification on the concrete point, when untrue reports about a decided matter disturb
    an assessment or promotion. No overall evaluation of the person (readings 46, 52)."""
    viewer = permitted(actor, "clarify")
    row = with_people(visible_matters(viewer)).filter(pk=matter).first()
    if row is None:
        raise NotFound
    standing = Standing(viewer, row)
    if standing.suspended or not standing.capacities & set(insight().moves["clarify"].by):
        raise NotPermitted(_("This step is not yours."))
    one = next((s for s in standing.subjects if s.pk == subject), None)
    if one is None:
        raise NotFound
    need(one.answered_on, _("The result was not told yet; there is nothing to clarify."), field="subject")
    need(set(ways) <= set(insight().ways), _("Choose at least one."), field="ways")
    pk = ids.new_id()
    return record(
        pk, "clarification.issued", actor=actor.pk, at=0, key=key,
        payload={
            **numbered("clarification", clock.today().year), "clarification": pk, "matter": matter, "subject": subject,
            "point": words(point, "point"), "conclusion": words(conclusion, "conclusion"),
            "disturbs": words(disturbs, "disturbs"), "addressees": words(addressees, "addressees"),
            "ways": list(ways), "issued_on": clock.today(),
        },
    )
