"""Work on paper is first-class: a step is transcribed from a scan and counts once a second person confirms.

Leaders do not vote in a page and applications arrive sealed; nobody needs an account to have acted. One
mechanism for every action: whoever keeps the file (the pack's `procedure.on_paper`) records who did it and
on which day; the same guard is asked as if that person had acted on that day; a second keeper compares with
the scan and confirms, and only then is the step an entry and does the matter move. Dates count from the day
it was done. A matter that ran on paper before is taken over in the same way, step by step.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rongcuo.ledger.models import Entry
from rongcuo.ledger.record import lock, record
from rongcuo.matters import acts, coded, moves, paper_acts
from rongcuo.matters.access import (
    Standing,
    Viewer,
    act_subjects_to_apply_for,
    keeps_file,
    own_act_subjects,
    viewer_of,
    viewers_of,
)
from rongcuo.matters.application import application_made
from rongcuo.matters.doing import ACTIONS, Doing, begin, check_day, finish, from_paper, scope
from rongcuo.matters.errors import Incomplete, NotFound, NotNow, NotPermitted
from rongcuo.matters.models import Act, ActSubject, Matter, PaperRecord, Subject
from rongcuo.matters.once import first_result, once
from rongcuo.matters.packs import current_pack
from rongcuo.matters.paper_keeping import (
    act_kept,
    keeper_of,
    not_twice,
    open_record,
    refuse_it,
    write,
)
from rongcuo.people.errors import dated
from rongcuo.people.models import Person, Post
from rongcuo.policy.model import Move, Pack

APPLICATION = "submit_application"


# --- recording -------------------------------------------------------------------------------


@once("paper.recorded", "matter")
def record_step(
    matter: UUID,
    *,
    actor: Person,
    at: int,
    key: str,
    action: str,
    by: UUID,
    done_on: date,
    scan: dict,
    fields: dict,
    subject: UUID | None = None,
    shown: list[dict] = (),
    reference: str = "",
) -> Entry:
    """Transcribe a step that somebody took on paper. It counts once a second person confirms it.

    `by`: who took it; `done_on`: the day on the paper; `scan`: the file as stored; `fields`: what the
    action takes; `shown`: the same as [{"label", "value"}] for whoever confirms. Raises what the action
    raises, as if `by` had taken the step on that day.
    """
    keeper = keeper_of(actor, matter, at)
    row = keeper.matter
    not_twice(row.act, row, action, subject, by, done_on, scan)
    doing = _as_done(row.pk, action, by, subject, done_on, at)
    ACTIONS[action].body(doing, **fields)
    return write(
        row.pk, actor, at, key, act=row.act_id, matter=row.pk, act_subject=None, subject=subject,
        action=action, by=by, done_on=done_on, scan=scan, fields=fields, shown=shown, reference=reference,
    )


@once("paper.recorded", "act")
def record_application(
    act: UUID,
    *,
    actor: Person,
    at: int,
    key: str,
    target: UUID,
    by: UUID,
    done_on: date,
    scan: dict,
    fields: dict,
    shown: list[dict] = (),
    reference: str = "",
) -> Entry:
    """Transcribe an application that came on paper. Its day is the day on which it was handed in."""
    row = act_kept(actor, act, at)
    one = _target(row, target, by, done_on, fields.get("behalf"))
    not_twice(row, None, APPLICATION, target, by, done_on, scan)
    application_made(one, done_on, **fields)
    return write(
        act, actor, at, key, act=act, matter=None, act_subject=target, subject=None, action=APPLICATION,
        by=by, done_on=done_on, scan=scan, fields=fields, shown=shown, reference=reference,
    )


# --- the second person -----------------------------------------------------------------------


@transaction.atomic
def confirm(paper: UUID, *, actor: Person, at: int, key: str) -> Entry:
    """Confirm that the transcript says what the paper says. Now the step is taken, on the day of the paper."""
    lock()
    row = PaperRecord.objects.filter(pk=paper).first()
    earlier = row and first_result(actor, key, acts.ACT_STEPS.get(row.action) or f"matter.{row.action}")
    if earlier:
        return earlier
    row = open_record(actor, paper)
    if row.action in acts.ACT_STEPS:
        return paper_acts.taken(row, actor=actor, at=at, key=key)
    fields = coded.decode(row.fields)
    if row.matter_id is None:
        act = act_kept(actor, row.act_id, at)
        target = _target(act, row.act_subject_id, row.by_id, row.done_on, fields.get("behalf"))
        stream, position, payload = application_made(target, row.done_on, **fields)
        return record(
            stream, f"matter.{APPLICATION}", actor=actor.pk, at=position, key=key,
            payload={**payload, **from_paper(row)},
        )
    keeper_of(actor, row.matter_id, at)
    try:
        doing = _as_done(row.matter_id, row.action, row.by_id, row.subject_id, row.done_on, at)
        doing.paper_record, doing.entered_by = row, actor
        payload = ACTIONS[row.action].body(doing, **fields) or {}
    except NotFound as error:  # it is there for the one who confirms; the step has lost its ground
        raise NotNow(_("What this paper speaks of is no longer there."), refuse_it()) from error
    except (NotPermitted, NotNow, Incomplete) as error:
        raise NotNow(_("The step cannot be taken any more: %(why)s") % {"why": error.text}, refuse_it()) from error
    return finish(doing, payload, at=at, key=key)


@once("paper.refused")
def refuse(paper: UUID, *, actor: Person, at: int, key: str, reasons: str) -> Entry:
    """Say that the transcript does not agree with the paper. Nothing was changed by it; it stays on record.

    Whoever recorded it may take it back in the same way.
    """
    row = open_record(actor, paper, second=False)
    if not reasons.strip():
        raise Incomplete(_("Say what does not agree."), field="reasons")
    if row.matter_id is not None:
        keeper_of(actor, row.matter_id, at)
    elif row.act_id is not None:
        act_kept(actor, row.act_id, at)
    return record(
        row.matter_id or row.act_id or row.opens, "paper.refused", actor=actor.pk, at=at, key=key,
        payload={"id": row.pk, "act": row.act_id, "matter": row.matter_id, "reasons": reasons.strip()},
    )


# --- who, where ------------------------------------------------------------------------------


def _as_done(matter: UUID, action: str, by: UUID, subject: UUID | None, done_on: date, at: int) -> Doing:
    """The step as `by` would have taken it on that day: its permission and place."""
    day = check_day(done_on)
    person = Person.objects.filter(pk=by).first()
    try:
        if person is None:
            raise NotFound
        standing = scope(person, matter, day)
    except NotFound as error:
        raise NotPermitted(
            _("The person named could not take this step on that day."),
            _("Choose who took it, as the paper says."),
        ) from error
    return begin(action, matter, actor=person, at=at, subject=subject, done_on=day, standing=standing)


def _target(act: Act, pk: UUID, by: UUID, done_on: date, behalf: dict | None) -> ActSubject:
    """Whom the application is for; `by` is the one who may apply for it. What a relative hands in is taken in
    by somebody who keeps the file (reading 9)."""
    day = check_day(done_on)
    if day < act.started_on:
        raise Incomplete(
            _("Nobody can apply before the procedure was started on %(day)s.") % {"day": dated(act.started_on)},
            field="done_on",
        )
    one = act.subjects.select_related("act", "unit", "person").filter(pk=pk).first()
    if one is None:
        raise NotFound
    if one.told_on is None:
        raise Incomplete(
            _("It is not confirmed yet that everybody named was told."),
            _("Whoever handles the act confirms the day first."),
        )
    if not _may_apply(viewer_of(by, day), pk, behalf):
        raise NotPermitted(
            _("The person named could not apply for this."), _("Choose who applied, as the paper says.")
        )
    return one


def _may_apply(viewer: Viewer, target: UUID, behalf: dict | None) -> bool:
    """Whether somebody could apply: for oneself, for a person who cannot (reading 9), or for neither."""
    if behalf and behalf["by"] == "relative":
        return keeps_file(viewer.capacities, viewer, current_pack())
    own = own_act_subjects(viewer).filter(pk=target).exists()
    return own if behalf is None else not own and act_subjects_to_apply_for(viewer).filter(pk=target).exists()


# --- for pages -------------------------------------------------------------------------------


def steps_to_record(pack: Pack, standing: Standing) -> list[moves.Open]:
    """The steps that somebody could have taken where the matter stands, whoever it is."""
    found: list[moves.Open] = []
    state = standing.matter.state
    for move in pack.procedure.moves:
        if move.action not in ACTIONS:
            continue
        if move.action in moves.PER_SUBJECT:
            found.extend(
                moves.Open(move, s) for s in standing.subjects if moves.at_place(move, state, s.state)
            )
        elif moves.at_place(move, state, None):
            found.append(moves.Open(move))
    return found


def could_have(pack: Pack, matter: Matter, move: Move, subject: Subject | None, day: date) -> list[Person]:
    """The people who could take a step on a day: in a fixed number of queries."""
    found: dict[UUID, Person] = {}
    for viewer, person in _candidates(pack, matter, move, day):
        standing = Standing(viewer, matter)
        if not moves.is_own(move, standing, subject):
            continue
        if standing.suspended and move.action != "declare_interests":
            continue
        if move.action in moves.BY_SECRETARY and not viewer.secretary:
            continue
        found[person.pk] = person
    return list(found.values())


def _candidates(pack: Pack, matter: Matter, move: Move, day: date) -> Iterable:
    bodies = [b.id for b in pack.bodies.values() if set(b.capacities) & set(move.by)]
    subjects = list(matter.subjects.all())
    people = {p.person_id for p in matter.parts.all() if not p.ended}
    if {"applicant", "forwarder"} & set(move.by):
        people |= {s.person_id for s in subjects if s.person_id}
        heads = Post.objects.on(day).filter(unit__in={s.unit_id for s in subjects}, head=True)
        people |= set(heads.values_list("person_id", flat=True))
    people |= set(Post.objects.on(day).filter(unit__body__in=bodies).values_list("person_id", flat=True))
    rows = Person.objects.in_bulk(people)
    viewers = viewers_of(rows, day)
    return [(viewers[pk], rows[pk]) for pk in sorted(rows, key=lambda pk: rows[pk].name)]
