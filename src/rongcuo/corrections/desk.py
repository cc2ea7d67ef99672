"""What of the corrections waits, on whom, and until when; and what others did since."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from rongcuo.corrections.access import (
    OFFICE,
    OFFICE_LINES,
    Place,
    readable_plans,
    visible_plans,
    with_people,
)
from rongcuo.corrections.doing import may
from rongcuo.corrections.models import Line, Measure, Plan, Reminded
from rongcuo.matters.access import Viewer
from rongcuo.matters.packs import current_calendar, pack_of
from rongcuo.people.models import Post
from rongcuo.policy.model import CorrectionMove
from rongcuo.workdays import Calendar

#: More plans or changes than these are not looked at for a desk; the list has the rest.
PLANS = 30
CHANGES = 20
LOOKED_AT = 200
#: A report or a check stands on the desk from so many days before it is due.
AHEAD = timedelta(days=7)


@dataclass(frozen=True)
class Task:
    """Something that waits in a plan. `due` None: as soon as possible."""

    move: CorrectionMove
    plan: Plan
    measure: Measure | None = None
    due: date | None = None
    remaining: int | None = None
    provisional: bool = False


def waiting_for(plan: Plan, measures: Iterable[Measure], away: frozenset[UUID], today: date) -> list[tuple]:
    """(action, measure, due, who): what the plan waits for now; who is `by` or `named`, the first in charge."""
    measures = list(measures)
    if plan.state == "opened":
        if plan.told_on is None:
            return [("talk", None, plan.due_on, "handler")]
        return [("draw_up", None, plan.due_on, "applicant")]
    if plan.state == "running":
        rows = []
        for m in measures:
            if m.state != "open":
                continue
            if m.owner_id in away:
                rows.append(("hand_over", m, m.due_on, "handler"))
                continue
            rows.append(("prove", m, m.due_on, "owner"))
            if m.report_on < m.due_on and m.report_on - AHEAD <= today:
                rows.append(("report_progress", m, m.report_on, "owner"))
        return rows or [("add_measures", None, None, "applicant")]
    if plan.state == "effect":
        if plan.checker_id is None:
            return [("name_checker", None, plan.check_from, "handler")]
        return [("check_effect", None, plan.check_from, "checker")]
    return [("close_plan", None, None, "handler")] if plan.state == "closing" else []


def _in_charge(who: str, place: Place, measure: Measure | None, away: frozenset[UUID]) -> bool:
    if who == "owner":
        return place.owns(measure)
    if who == "checker":
        return place.is_checker
    if who == "handler":
        heads = measure is not None and measure.owner_id in away and "forwarder" in place.capacities
        return "handler" in place.capacities or heads
    # Whoever is concerned draws up the measures; a unit's head does it for the unit.
    return "applicant" in place.capacities


def tasks_in(place: Place, calendar: Calendar) -> list[Task]:
    """What waits for the viewer in one plan."""
    correction = pack_of(place.plan.matter).correction
    today, away = place.viewer.day, place.away
    found = []
    for action, measure, due, who in waiting_for(place.plan, place.measures, away, today):
        move = correction.moves.get(action)
        if move is None or not _in_charge(who, place, measure, away) or not may(move, place, measure):
            continue
        if action == "check_effect" and due - AHEAD > today:
            continue
        found.append(Task(
            move, place.plan, measure, due, remaining(calendar, today, due) if due else None,
            provisional=(measure or place.plan).provisional,
        ))  # fmt: skip
    return found


def remaining(calendar: Calendar, today: date, due: date) -> int:
    """Working days left; negative once it is past (as `Reckoning.remaining`)."""
    if today == due:
        return 0
    left = calendar.working_days_between(today, due)
    return max(left, 1) if today < due else min(left, -1)


def waiting_plans(viewer: Viewer) -> QuerySet[Plan]:
    """The plans that may wait for the viewer, most urgent first; at most one more than is looked at."""
    first = visible_plans(viewer).filter(_could_wait(viewer)).order_by("due_on", "pk").values("pk")
    return Plan.objects.filter(pk__in=first[: PLANS + 1]).order_by()


def tasks(viewer: Viewer, known: Iterable[UUID] | None = None) -> tuple[list[Task], bool]:
    """What waits for the viewer, most urgent first, and whether more plans wait than were looked at.

    known: what `waiting_plans` gave, where it was asked together with something else.
    """
    if known is not None and not known:
        return [], False
    wanted = Plan.objects.filter(pk__in=known) if known is not None else waiting_plans(viewer)
    rows = list(with_people(wanted, viewer).order_by("due_on", "pk"))
    if not rows:
        return [], False
    calendar = current_calendar()
    found = [t for plan in rows[:PLANS] for t in tasks_in(Place(viewer, plan), calendar)]
    found.sort(key=lambda t: (t.due is None, t.due or date.max, t.plan.number))
    return found, len(rows) > PLANS


def _could_wait(viewer: Viewer) -> Q:
    """Plans that may wait for the viewer: never fewer than `tasks_in` finds, and few more.

    The inner queries do not look at the plan, so that each is answered once and not for every plan.
    """
    concerned = Q(person_id=viewer.person) | Q(person=None, unit_id__in=viewer.headed)
    still = Measure.objects.filter(state="open").order_by()
    nothing_open = Q(state="running") & ~Exists(still.filter(plan=OuterRef("pk")))
    ground = concerned & (Q(state="opened", told_on__isnull=False) | nothing_open)
    ground |= Q(state="running", pk__in=still.filter(owner_id=viewer.person).values("plan_id"))
    ground |= Q(state="effect", checker_id=viewer.person, check_from__lte=viewer.day + AHEAD)
    posted = Post.objects.on(viewer.day).order_by().values("person_id")
    left = Q(state="running", pk__in=still.exclude(owner__in=posted).values("plan_id"))
    if "handler" in viewer.capacities:
        ground |= Q(state="opened", told_on=None) | Q(state="effect", checker=None) | Q(state="closing") | left
    elif viewer.headed:
        ground |= left & Q(unit_id__in=viewer.headed)
    return ground


def overdue(viewer: Viewer) -> QuerySet[Measure]:
    """Open measures past their day: one's own, and those in plans the viewer reads; longest first."""
    return (
        Measure.objects.filter(Q(plan__in=readable_plans(viewer)) | Q(owner_id=viewer.person))
        .filter(state="open", due_on__lt=viewer.day, plan__state="running")
        .select_related("plan__matter", "plan__person", "plan__unit", "owner").order_by("due_on", "pk")
    )


def changes(viewer: Viewer, since: datetime) -> list[Line]:
    """The newest steps of others since an instant, in plans the viewer reads."""
    lines = (
        Line.objects.filter(recorded_at__gt=since).exclude(actor_id=viewer.person)
        .select_related("actor", "measure", "plan__matter").order_by("-recorded_at", "-position")
    )
    if viewer.capacities & OFFICE:
        known = Exists(readable_plans(viewer).filter(pk=OuterRef("plan_id")))
        newest = lines.annotate(known=known)[:LOOKED_AT]
        return [line for line in newest if line.known][:CHANGES]
    own = Q(measure__owner_id=viewer.person) | Q(plan__in=readable_plans(viewer))
    return list(lines.exclude(action__in=OFFICE_LINES).filter(own)[:CHANGES])


def reminded(viewer: Viewer) -> list[Reminded]:
    """Reminders to the viewer about what is still open, newest first."""
    still = Q(reminder__about__in=["measure", "progress"], reminder__measure__state="open") | Q(
        reminder__about="plan", reminder__plan__state="opened"
    ) | Q(reminder__about="check", reminder__plan__state="effect")
    order = ("-reminder__recorded_on", "reminder__due_on", "pk")
    # Sorted with nothing beside what is sorted by; only the newest are read whole.
    first = Reminded.objects.filter(still, person_id=viewer.person, reminder__plan__in=visible_plans(viewer))
    rows = Reminded.objects.filter(pk__in=first.order_by(*order).values("pk")[:LOOKED_AT]).order_by(*order)
    rows = rows.select_related("reminder__plan__person", "reminder__plan__unit", "reminder__measure__owner")
    newest: dict[tuple, Reminded] = {}  # the last one about each thing says it
    for row in rows:
        newest.setdefault((row.reminder.plan_id, row.reminder.measure_id, row.reminder.about), row)
    return list(newest.values())[:CHANGES]


