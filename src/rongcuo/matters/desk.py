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
    Exists,
    ExpressionWrapper,
    OuterRef,
    Q,
    QuerySet,
    TextField,
    UUIDField,
    Value,
)
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce

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
from rongcuo.matters.models import Act, ActSubject, Matter, PaperRecord, Step, Subject
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
ACTS = 60
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
    records, act_tasks = _acts_and_records(viewer)
    tasks = _application_tasks(viewer, calendar) + act_tasks
    steps = _steps_since(viewer, since)
    moved = {step.matter_id for step in steps}
    # One reading serves both: what can wait for the viewer, and what moved. Both were asked through the gate.
    first = (
        visible_matters(viewer).filter(could_wait_for(viewer) | Q(pk__in=list(records)))
        .order_by("state_since", "pk").values("pk")[: MATTERS + 1]
    )
    rows = list(
        with_people(Matter.objects.filter(Q(pk__in=moved) | Q(pk__in=first)))
        .annotate(waits=ExpressionWrapper(Q(pk__in=first), BooleanField()))
    )
    standings = {m.pk: Standing(viewer, m) for m in rows}
    waiting = [m.pk for m in sorted(rows, key=lambda m: (m.state_since, m.pk)) if m.waits]
    tasks += _matter_tasks([standings[pk] for pk in waiting[:MATTERS]], calendar)
    tasks += [_record_task(*records[pk], standings[pk].matter) for pk in waiting[:MATTERS] if pk in records]
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


def _record_task(record: UUID, action: str, by: str, matter: Matter | None = None, act: Act | None = None) -> Task:
    pack = pack_of(matter) if matter else current_pack()
    return Task(pack.procedure.move(action), matter, act=act, record=record, recorded_by=by)


def _acts_and_records(viewer: Viewer) -> tuple[dict[UUID, tuple], list[Task]]:
    """In one question: registered acts whose subjects are not told or not noticed yet, and steps from paper that another
    keeper of the file recorded and that wait for a second person. (the first record of each matter, tasks of acts)."""
    pack = current_pack()
    parts = []
    if viewer.capacities & set(pack.procedure.move("register_act").by):
        parts.append(_unsent_acts(viewer))
    if keeps_file(viewer.capacities, viewer, pack):
        parts.append(_records(viewer))
    if not parts:
        return {}, []
    rows = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
    records: dict[UUID, tuple] = {}
    acts: dict[UUID, tuple] = {}
    tasks = []
    for pk, number, brief, _day, untold, record, action, by, matter in sorted(rows, key=lambda r: (r[3], str(r[5]))):
        act = Act(id=pk, number=number, brief=brief)
        if record is None:
            move = pack.procedure.move("confirm_told" if untold else "send_notice")
            if viewer.capacities & set(move.by):
                tasks.append(Task(move, act=act))
        elif matter:
            records.setdefault(matter, (record, action, by))
        elif pk not in acts and keeps_acts(viewer):
            acts[pk] = (record, action, by)
            tasks.append(_record_task(*acts[pk], act=act))
    return records, tasks


def _unsent_acts(viewer: Viewer) -> QuerySet:
    """The acts as rows, the oldest."""
    untold, matters = ActSubject.objects.filter(act=OuterRef("pk"), told_on=None), Matter.objects.filter(act=OuterRef("pk"))
    oldest = visible_acts(viewer).filter(~Exists(matters), notice_sent_on=None).order_by("started_on", "pk").values("pk")[:ACTS]
    nothing = {name: Cast(Value(None), UUIDField()) for name in ("record", "in_matter")}
    words = {name: Value("", CharField()) for name in ("record_action", "record_by")}
    return (
        Act.objects.filter(pk__in=oldest).order_by().annotate(untold=Exists(untold), **nothing, **words)
        .values_list("id", "number", "brief", "started_on", "untold", "record", "record_action", "record_by", "in_matter")
    )


def _records(viewer: Viewer) -> QuerySet:
    """The records as rows, the oldest; an act that is recorded from paper itself has no number yet."""
    oldest = visible_records(viewer).filter(status="waiting").exclude(recorded_by_id=viewer.person)
    oldest = oldest.order_by("recorded_at", "pk").values("pk")[:ACTS]
    return PaperRecord.objects.filter(pk__in=oldest).order_by().annotate(
        of_act=Coalesce("act_id", "opens"), act_number=Coalesce("act__number", Value("")),
        brief=Coalesce("act__brief", KeyTextTransform("brief", "fields"), Value(""), output_field=TextField()),
        told=Value(False, BooleanField()),
    ).values_list(
        "of_act", "act_number", "brief", "done_on", "told", "id", "action", "recorded_by__name", "matter_id"
    )  # fmt: skip
