"""Opening a plan: at once with the feedback of a tolerated subject, or on request (A11, A11-1)."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from rongcuo import clock, ids
from rongcuo.corrections.doing import reckoned
from rongcuo.corrections.models import Plan
from rongcuo.ledger.errors import Stale
from rongcuo.ledger.models import Entry
from rongcuo.ledger.record import record
from rongcuo.matters.access import Standing, viewer_of, visible_matters, with_people
from rongcuo.matters.counters import next_number
from rongcuo.matters.doing import check_day
from rongcuo.matters.errors import Incomplete, NotFound, NotNow, NotPermitted
from rongcuo.matters.following import follows
from rongcuo.matters.models import Matter, Subject
from rongcuo.matters.once import once
from rongcuo.matters.packs import pack_of, settings_of
from rongcuo.people.models import Person


@follows("feed_back")
def open_for_the_tolerated(doing, entry) -> None:
    """A plan follows the feedback where the duty of A11-1 is owed (readings 49 to 51)."""
    subject = doing.subject
    if owed(doing.matter, subject.outcome):
        _open(
            doing.matter, subject, subject.person_id, subject.unit_id, basis="determined", reason="",
            done_on=doing.done_on, actor=doing.actor, key=f"{entry.key}/correction" if entry.key else None,
        )


@follows("feed_back_later")
def open_after_a_later_decision(doing, entry) -> None:
    """The same where tolerance came by a later decision. A plan that was opened before goes on: a correction is not
    undone by a reconsideration or a revocation (readings 50, 51)."""
    if not Plan.objects.filter(matter=doing.matter, subject=doing.subject).exists():
        open_for_the_tolerated(doing, entry)


def owed(matter: Matter, outcome: str) -> bool:
    """Whether the determination owes a correction."""
    pack = pack_of(matter)
    rules = pack.correction
    if rules is None:
        return False
    if outcome in pack.duties[rules.duty].mandatory_for and _kept_mandatory(matter, rules.duty):
        return True
    known = outcome in pack.determinations and not pack.determinations[outcome].positive
    return bool(known and rules.refusal and settings_of(matter).get(rules.refusal[0]) == rules.refusal[1])


def _kept_mandatory(matter: Matter, duty: str) -> bool:
    """Whether the readings leave a duty mandatory: a list of those that are, named by the pack's duties (reading 50)."""
    pack, settings = pack_of(matter), settings_of(matter)
    for one in pack.duties.values():
        reading = pack.readings.get(one.reading or "")
        if reading is not None and reading.type == "list" and duty in reading.values:
            return duty in settings[reading.key]
    return True


@once("correction.open_plan")
def open_plan(
    matter: UUID, *, actor: Person, at: int, key: str, subject: UUID | None = None,
    unit: UUID | None = None, reason: str = "", done_on: date | None = None,
) -> Entry:
    """Open a plan on request: for a subject whose tolerance was refused, or for a subject's unit.

    `at` is the matter's position. NotFound, NotPermitted, Stale, NotNow, Incomplete.
    """
    viewer = viewer_of(actor)
    row = with_people(visible_matters(viewer)).filter(pk=matter).first()
    if row is None:
        raise NotFound
    standing, pack = Standing(viewer, row), pack_of(row)
    if pack.correction is None or "open_plan" not in pack.correction.moves:
        raise NotNow(_("The measures know no such step."))
    if standing.suspended or not standing.capacities & set(pack.correction.moves["open_plan"].by):
        raise NotPermitted(_("This step is not yours."))
    if row.position != at:
        last = Entry.objects.filter(stream=row.pk).order_by("-position").first()
        raise Stale(row.pk, at, row.position, last)
    if row.sealed_on:
        raise NotNow(_("The dossier is closed and sealed."), _("What comes to light later belongs to a matter of its own."))
    done_on = check_day(done_on)
    if not reason.strip():
        raise Incomplete(_("This must be said in words."), field="reason")
    one, unit_id = _for_whom(row, standing.subjects, subject, unit)
    return _open(
        row, one, one.person_id if one else None, one.unit_id if one else unit_id,
        basis="requested", reason=reason.strip(), done_on=done_on, actor=actor, key=key,
    )


def can_be_opened_for(matter: Matter, subjects: list[Subject]) -> tuple[list[Subject], list]:
    """Subjects and units of the matter for which a plan can be opened now: told the result, without one."""
    there = list(Plan.objects.filter(matter=matter).exclude(state="closed").values_list("subject_id", "unit_id"))
    with_plan = {s for s, _unit in there if s}
    units_with = {u for s, u in there if s is None}
    told = [s for s in subjects if s.answered_on]
    units = {s.unit_id: s.unit for s in told if s.person_id}
    return [s for s in told if s.pk not in with_plan], [u for pk, u in units.items() if pk not in units_with]


def _for_whom(matter: Matter, subjects: list[Subject], subject, unit):
    people, units = can_be_opened_for(matter, subjects)
    if subject is not None:
        one = next((s for s in people if s.pk == subject), None)
        if one is None:
            raise Incomplete(
                _("There is an open plan already, or the result was not told yet."), field="concerned"
            )
        return one, None
    if unit is None or unit not in {u.pk for u in units}:
        raise Incomplete(_("Choose for whom the plan is opened."), field="concerned")
    return None, unit


def _open(matter: Matter, subject, person, unit, *, basis, reason, done_on, actor, key) -> Entry:
    pack = pack_of(matter)
    rules = pack.correction
    days = int(settings_of(matter)[rules.plan_reading]) if rules.plan_reading else rules.plan_days
    span = reckoned(done_on, days)
    year = clock.today().year
    counter, value = next_number("correction", year)
    plan = ids.new_id()
    return record(
        plan, "correction.open_plan", actor=actor.pk, at=0, key=key,
        payload={
            "plan": plan, "counter": counter, "value": value,
            "number": rules.number.format(year=year, n=value), "matter": matter.pk,
            "subject": subject.pk if subject else None, "person": person, "unit": unit,
            "basis": basis, "reason": reason, "done_on": done_on, "working_days": days,
            "due_on": span.due, "provisional": span.provisional, "measure": None, "files": [],
            "to": next(iter(rules.states)),
        },
    )
