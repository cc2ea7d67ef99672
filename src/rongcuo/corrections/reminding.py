"""Reminders by rule: each once, recorded, whenever the job runs. They remind; they change no state.

A rule of the pack says about what (plan, measure, progress, check), how many working days from the due
day, and whom. `remind` records what its day has come for and is not recorded yet, so that running it
twice adds nothing and a week without it loses nothing. What is settled is not reminded of any more.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID, uuid5

from django.db import transaction

from rongcuo import clock
from rongcuo.corrections.models import Measure, Plan, Reminder
from rongcuo.ledger.record import lock, record
from rongcuo.matters.packs import current_calendar, current_pack, pack_of
from rongcuo.people.models import Post
from rongcuo.policy.model import ReminderRule
from rongcuo.workdays import Calendar

_NAMESPACE = UUID("5c9f2f0e-9a3d-4f53-9a8e-2f7a3a5f6f10")


@dataclass(frozen=True)
class Due:
    """Something open with a day: a plan to be drawn up, a measure, a report, a check."""

    about: str
    plan: Plan
    measure: Measure | None
    day: date

    def key(self, rule: ReminderRule) -> UUID:
        """The one identifier of the reminder that this rule asks for about this."""
        return uuid5(_NAMESPACE, f"{self.plan.pk}/{self.measure.pk if self.measure else ''}/{rule.id}/{self.day}")


def due_of(plan: Plan, measures: Iterable[Measure]) -> Iterator[Due]:
    """What of a plan is open and has a day."""
    first = next(iter(pack_of(plan.matter).correction.states))
    if plan.state == first:
        yield Due("plan", plan, None, plan.due_on)
    if plan.state == "effect":
        yield Due("check", plan, None, plan.check_from)
    for measure in measures:
        if measure.state == "open":
            yield Due("measure", plan, measure, measure.due_on)
            yield Due("progress", plan, measure, measure.report_on)


def day_of(rule: ReminderRule, due: date, calendar: Calendar) -> date:
    """The day on which a rule asks for its reminder: so many working days after the due day, or before."""
    if rule.working_days >= 0:
        return calendar.last_day(due, rule.working_days).due
    day, left = due, -rule.working_days
    while left:
        day -= timedelta(days=1)
        left -= calendar.is_working(day)
    return day


@transaction.atomic
def remind() -> dict[str, int]:
    """Record every reminder whose day has come and that is not on record. Returns what was done, in numbers.

    {"plans": plans looked at, "reminders": reminders recorded now, "recounted": plans whose provisional
    days were counted anew}. Two runs at once wait for each other.
    """
    lock()
    today, calendar = clock.today(), current_calendar()
    recounted = _recount(calendar)
    plans = list(
        Plan.objects.exclude(state="closed").select_related("matter", "unit", "subject", "person")
        .prefetch_related("measures").order_by("number")
    )
    there = set(Reminder.objects.filter(plan__in=[p.pk for p in plans]).values_list("pk", flat=True))
    people = _People(today)
    written = 0
    for plan in plans:
        rows = []
        for due in due_of(plan, plan.measures.all()):
            for rule in pack_of(plan.matter).correction.reminders:
                if rule.about != due.about or (pk := due.key(rule)) in there:
                    continue
                day = day_of(rule, due.day, calendar)
                if day <= today:
                    rows.append(_row(pk, due, rule, day, people))
        if rows:
            record(
                uuid5(plan.pk, "reminders"), "correction.reminded", actor=None, at=None,
                payload={"plan": plan.pk, "done_on": today, "reminders": rows},
            )
            written += len(rows)
    return {"plans": len(plans), "reminders": written, "recounted": recounted}


def _row(pk: UUID, due: Due, rule: ReminderRule, day: date, people: _People) -> dict:
    return {
        "id": pk, "rule": rule.id, "about": rule.about, "measure": due.measure.pk if due.measure else None,
        "due_on": due.day, "day": day, "people": sorted(str(p) for p in people.of(rule.to, due)),
    }


class _People:
    """Who is meant by owner, unit head, handler … on a day; read once."""

    def __init__(self, day: date):
        bodies = current_pack().bodies
        self.heads: dict[UUID, set[UUID]] = defaultdict(set)
        self.holding: dict[str, set[UUID]] = defaultdict(set)
        self.posted: set[UUID] = set()
        for post in Post.objects.on(day).select_related("unit"):
            self.posted.add(post.person_id)
            if post.head:
                self.heads[post.unit_id].add(post.person_id)
            body = bodies.get(post.unit.body)
            for capacity in body.capacities if body else ():
                self.holding[capacity].add(post.person_id)

    def of(self, roles: Iterable[str], due: Due) -> set[UUID]:
        found: set[UUID] = set()
        for role in roles:
            found |= self._role(role, due)
        return found

    def _role(self, role: str, due: Due) -> set[UUID]:
        plan, concerned = due.plan, {due.plan.person_id} - {None}
        conflict = plan.subject_id is not None and plan.subject.head_conflict and plan.person_id is not None
        heads = set() if conflict else self.heads[plan.unit_id]
        if role == "owner":
            owner = due.measure.owner_id if due.measure else None
            if owner in self.posted:
                return {owner}
            # An owner who left is not written to: those who must hand the measure over are.
            return (heads | self.holding["handler"]) - concerned
        if role == "checker":
            return {plan.checker_id} - {None}
        if role == "applicant":
            return concerned or heads
        if role == "forwarder":
            return heads - concerned
        return self.holding[role] - concerned


def _recount(calendar: Calendar) -> int:
    """Count provisional days anew where the notice they waited for is there. One entry a plan."""
    plans = Plan.objects.filter(provisional=True).exclude(state="closed")
    measures = Measure.objects.filter(provisional=True, state="open").select_related("plan")
    changes: dict[UUID, dict] = {}
    for plan in plans:
        span = calendar.last_day(plan.opened_on, plan.working_days)
        if not span.provisional:
            changes.setdefault(plan.pk, {"plan_days": {}, "measures": {}})["plan_days"] = {
                "due_on": span.due, "provisional": False,
            }
    for measure in measures:
        span = calendar.last_day(measure.from_on, measure.working_days)
        if not span.provisional:
            found = changes.setdefault(measure.plan_id, {"plan_days": {}, "measures": {}})
            found["measures"][str(measure.pk)] = {"due_on": span.due, "provisional": False}
    for plan, change in changes.items():
        record(
            plan, "correction.recounted", actor=None, at=None,
            payload={"plan": plan, "measure": None, "done_on": clock.today(), **change},
        )
    return len(changes)
