"""The desk: what waits for a person, and what changed since the person was last here.

Everything in a fixed number of queries, however many matters there are.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import (
    BooleanField,
    CharField,
    DateField,
    Exists,
    OuterRef,
    Q,
    Subquery,
    Value,
)
from django.db.models.fields.json import KeyTextTransform

from rongcuo.matters.access import (
    Standing,
    Viewer,
    act_subjects_to_apply_for,
    keeps_acts,
    keeps_file,
    own_drafts,
    steps_seen,
    visible_acts,
    visible_matters,
    visible_records,
    with_people,
)
from rongcuo.matters.application import window
from rongcuo.matters.models import Act, ActSubject, Matter, Step, Subject
from rongcuo.matters.packs import adopted_now, current_calendar, current_pack, pack_of
from rongcuo.matters.waiting import (
    Progress,
    could_wait_for,
    mine,
    target_of,
    waiting_for,
)
from rongcuo.policy.model import Move
from rongcuo.workdays import Calendar, Reckoning

#: More matters, tasks or changes than these are not looked at; the lists have the rest.
MATTERS = 60
CHANGES = 20
LOOKED_AT = 200


@dataclass(frozen=True)
class Task:
    """One line of the desk. `is_deadline` is true for the application window alone."""

    move: Move
    matter: Matter | None = None
    subject: Subject | None = None
    act: Act | None = None
    act_subject: ActSubject | None = None
    reckoning: Reckoning | None = None
    is_deadline: bool = False
    drafted: bool = False
    record: UUID | None = None  # a step from paper, to be compared with its scan
    recorded_by: str = ""

    @property
    def due(self) -> date | None:
        return self.reckoning.due if self.reckoning else None


@dataclass(frozen=True)
class Desk:
    """Tasks, most urgent first, and the changes made by others, newest first."""

    tasks: list[Task]
    changes: list[Step]
    more: bool = False  # matters wait that were not looked at


def desk(viewer: Viewer, since: datetime) -> Desk:
    """What waits for the viewer, and what others did since an instant that the viewer may know of."""
    calendar = current_calendar()
    tasks = _application_tasks(viewer, calendar) + _act_tasks(viewer)
    steps = _steps_since(viewer, since)
    moved = {step.matter_id for step in steps}
    ground, columns = could_wait_for(viewer), {}
    if keeps_file(viewer.capacities, viewer, current_pack()):
        columns = _first_record(viewer, matter=OuterRef("pk"))
        ground |= Q(record__isnull=False)
    found = list(
        visible_matters(viewer).annotate(**columns).filter(ground)
        .order_by("state_since", "pk").values_list("pk", *columns)[: MATTERS + 1]
    )
    waiting = [row[0] for row in found]
    # One reading serves both: what can wait for the viewer, and what moved.
    rows = with_people(visible_matters(viewer)).filter(pk__in=moved.union(waiting[:MATTERS]))
    standings = {m.pk: Standing(viewer, m) for m in rows}
    tasks += _matter_tasks([standings[pk] for pk in waiting[:MATTERS] if pk in standings], calendar)
    tasks += [
        _record_task(*row[1:], standings[row[0]].matter)
        for row in found[:MATTERS] if any(row[1:]) and row[0] in standings
    ]
    seen = {pk: steps_seen(standing) for pk, standing in standings.items()}
    changes = [step for step in steps if step.matter_id in seen and seen[step.matter_id].has(step)]
    for step in changes:
        step.matter = standings[step.matter_id].matter
        step.by_name = seen[step.matter_id].whole  # to a subject or unit the office speaks as a body
    return Desk(
        sorted(tasks, key=lambda t: (t.due is None, t.due or date.max)), changes[:CHANGES],
        more=len(waiting) > MATTERS,
    )


def _steps_since(viewer: Viewer, since: datetime) -> list[Step]:
    """The newest steps of others in matters the viewer may know of."""
    steps = (
        Step.objects.filter(recorded_at__gt=since).exclude(actor_id=viewer.person)
        .select_related("actor", "subject__person", "subject__unit")
        .order_by("-recorded_at", "-position")
    )
    if not viewer.capacities:
        return list(steps.filter(matter__in=visible_matters(viewer))[: 2 * CHANGES])
    # Whoever sees almost every matter by post: the newest first, then the gate, not the other way round.
    known = Exists(visible_matters(viewer).filter(pk=OuterRef("matter_id")))
    newest = steps.annotate(known=known)[:LOOKED_AT]
    return [s for s in newest if s.known][: 2 * CHANGES]


def _matter_tasks(standings: list[Standing], calendar: Calendar) -> list[Task]:
    progress = Progress.of(s.matter for s in standings)
    found = []
    for standing in standings:
        pack = pack_of(standing.matter)
        waiting = waiting_for(pack, standing, progress, standing.viewer.day)
        found.extend(
            Task(w.move, standing.matter, w.subject, reckoning=target_of(pack, w, standing, calendar))
            for w in mine(waiting, standing)
        )
    return found


def _application_tasks(viewer: Viewer, calendar: Calendar) -> list[Task]:
    """Acts under which the viewer may apply, for oneself or for somebody who cannot, where nothing was applied for yet."""
    standing_for = Subject.objects.filter(
        matter__act=OuterRef("act"), unit=OuterRef("unit")
    ).exclude(state="withdrawn")
    targets = list(
        act_subjects_to_apply_for(viewer)
        .exclude(Exists(standing_for.filter(person=OuterRef("person"))))
        .exclude(Q(person=None) & Exists(standing_for.filter(person=None)))
        .annotate(drafted=Exists(own_drafts(viewer).filter(act_subject=OuterRef("pk"))))
        .select_related("act", "unit", "person")
        .order_by("act__started_on")
    )
    if not targets:
        return []
    pack = current_pack()
    settings = pack.settings(adopted_now(pack))
    move = pack.procedure.move("submit_application")
    found = []
    for target in targets:
        spans = window(target, settings, calendar)
        last = spans["by_notice"] or spans["by_start"]
        found.append(
            Task(
                move, act=target.act, act_subject=target, reckoning=last, is_deadline=True,
                drafted=target.drafted,
            )
        )
    return found


def _first_record(viewer: Viewer, **of) -> dict[str, Subquery]:
    """The first step from paper that another keeper of the file recorded and that waits for a second person,
    as columns of an act or matter: no query of its own."""
    rows = visible_records(viewer).filter(status="waiting", **of).exclude(recorded_by_id=viewer.person)
    rows = rows.order_by("recorded_at")
    columns = {"record": "pk", "record_action": "action", "record_by": "recorded_by__name"}
    return {name: Subquery(rows.values(column)[:1]) for name, column in columns.items()}


def _record_task(record: UUID, action: str, by: str, matter: Matter | None = None, act: Act | None = None) -> Task:
    pack = pack_of(matter) if matter else current_pack()
    return Task(pack.procedure.move(action), matter, act=act, record=record, recorded_by=by)


def _act_tasks(viewer: Viewer) -> list[Task]:
    """Registered acts whose subjects are not told or not noticed yet."""
    pack = current_pack()
    if not viewer.capacities & set(pack.procedure.move("register_act").by):
        return []
    untold = ActSubject.objects.filter(act=OuterRef("pk"), told_on=None)
    acts = visible_acts(viewer).annotate(untold=Exists(untold))
    ground, columns = Q(notice_sent_on=None) & ~Exists(Matter.objects.filter(act=OuterRef("pk"))), {}
    if keeps_acts(viewer):
        columns = _first_record(viewer, act=OuterRef("pk"), matter=None)
        acts = acts.annotate(**columns)
        ground |= Q(record__isnull=False)
    names = ("id", "number", "brief", "notice_sent_on", "started_on", "untold", *columns)
    rows = acts.filter(ground).order_by().values_list(*names)
    if columns:  # acts that only a record from paper names yet, in the same question
        rows = rows.union(_coming(viewer), all=True)
    found = []
    for row in rows.order_by("started_on")[:60]:
        pk, number, brief, sent, _started, open_, *record = row
        act = Act(id=pk, number=number, brief=brief, notice_sent_on=sent)
        if record and record[0]:
            found.append(_record_task(*record, act=act))
        if sent or not number:
            continue
        move = pack.procedure.move("confirm_told" if open_ else "send_notice")
        if viewer.capacities & set(move.by):
            found.append(Task(move, act=act))
    return found


def _coming(viewer: Viewer):
    """Acts recorded from paper by another keeper that wait for a second person, as rows of acts without a number."""
    rows = visible_records(viewer).filter(act=None, status="waiting").exclude(recorded_by_id=viewer.person)
    return rows.order_by().annotate(
        no_number=Value("", CharField()), brief=KeyTextTransform("brief", "fields"), unsent=Value(None, DateField()),
        told=Value(False, BooleanField()),
    ).values_list(
        "opens", "no_number", "brief", "unsent", "done_on", "told", "id", "action", "recorded_by__name"
    )
