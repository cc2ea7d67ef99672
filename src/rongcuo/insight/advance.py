"""事前留痕: whoever is about to try something new records basis, meeting, risk and the rule of the day.

It has no effect under the measures: nobody is tolerated by it. It is evidence with a time that cannot be changed.
"""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from rongcuo import clock, ids
from rongcuo.insight.doing import insight, numbered
from rongcuo.ledger import canonical
from rongcuo.ledger.models import Entry
from rongcuo.ledger.record import record
from rongcuo.matters.access import viewer_of
from rongcuo.matters.files import Stored
from rongcuo.matters.guards import need, words
from rongcuo.matters.once import once
from rongcuo.people.models import Person

FIELDS = ("title", "basis", "meeting", "risk", "rule")


@once("advance.recorded")
def record_advance(
    *, actor: Person, key: str, unit: UUID, title: str, basis: str, meeting: str, risk: str, rule: str,
    files: list[tuple[str, Stored]] = (),
) -> Entry:
    """Record, before acting, on what it rests, who decided it, what may go wrong, and what the rules say today."""
    insight()
    need(unit in {p.unit_id for p in viewer_of(actor).posts}, _("Choose a unit in which you hold a post."), field="unit")
    given = {"title": title, "basis": basis, "meeting": meeting, "risk": risk, "rule": rule}
    said = {name: words(given[name], name) for name in FIELDS}
    said["title"] = said["title"][:200]
    pk = ids.new_id()
    stored = [{"title": t or s.name, **s.as_payload()} for t, s in files]
    body = {**said, "files": [row["sha256"] for row in stored]}
    digest = canonical.payload_digest("", canonical.encode(body).decode())
    return record(
        pk, "advance.recorded", actor=actor.pk, at=0, key=key,
        payload={
            **numbered("advance", clock.today().year), **said, "advance": pk, "unit": unit, "files": stored,
            "recorded_on": clock.today(), "digest": digest,
        },
    )
