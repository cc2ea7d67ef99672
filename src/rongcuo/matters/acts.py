"""The accountability act comes first (A08-1): registered, told, and noticed.

An act is visible to whoever registered it and to the party committee. Its stream is its own. What is asked of each
step stands in `registered`, `told` and `noticed`, which a step from paper asks as well (`paper_acts`).
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from rongcuo import clock, ids
from rongcuo.ledger.models import Entry
from rongcuo.ledger.record import record
from rongcuo.matters.access import Viewer, viewer_of, visible_acts
from rongcuo.matters.counters import next_number, number
from rongcuo.matters.doing import check_day, move_of
from rongcuo.matters.errors import Incomplete, NotFound, NotNow, NotPermitted
from rongcuo.matters.guards import fresh, holders, not_yours
from rongcuo.matters.models import Act, ActSubject
from rongcuo.matters.once import once
from rongcuo.matters.packs import adopted_now, current_pack
from rongcuo.people.errors import dated
from rongcuo.people.models import Person, Unit

#: What is done about an act before there is a matter, with the kind of entry it makes.
ACT_STEPS = {"register_act": "act.registered", "confirm_told": "act.told", "send_notice": "act.notice_sent"}


def permit(person: Person | UUID, action: str, day: date | None = None) -> Viewer:
    """Whoever may take a step about an act on a day (today); else NotPermitted."""
    pack = current_pack()
    move = move_of(pack, action)
    viewer = viewer_of(person, day)
    if not viewer.capacities & set(move.by):
        raise not_yours(holders(pack, move))
    return viewer


def act_at(actor: Person, pk: UUID, at: int) -> Act:
    """An act the actor may know of, held fast. NotFound; Stale where somebody acted first."""
    act = visible_acts(viewer_of(actor)).select_for_update(of=("self",)).filter(pk=pk).first()
    if act is None:
        raise NotFound
    fresh(pk, act.position, at)
    return act


# --- the steps on screen ---------------------------------------------------------------------


@once("act.registered")
def register_act(*, actor: Person, key: str, **fields) -> Entry:
    """Register the act that starts an accountability procedure (A08-1; readings 1, 2). Takes what `registered` takes."""
    payload = registered(permit(actor, "register_act"), **fields)
    act = ids.new_id()
    return record(act, "act.registered", actor=actor.pk, at=0, key=key, payload=numbered(act, payload))


@once("act.told", "act")
def confirm_told(
    act: UUID, *, actor: Person, at: int, key: str, subject: UUID, told_on: date
) -> Entry:
    """Confirm the day on which a subject was told of the act (reading 1)."""
    permit(actor, "confirm_told")
    return record(
        act, "act.told", actor=actor.pk, at=at, key=key, payload=told(act_at(actor, act, at), subject, told_on),
    )


@once("act.notice_sent", "act")
def send_notice(act: UUID, *, actor: Person, at: int, key: str) -> Entry:
    """Send the notice "you may apply until …". A person sends it, once everybody was told."""
    permit(actor, "send_notice")
    return record(
        act, "act.notice_sent", actor=actor.pk, at=at, key=key, payload=noticed(act_at(actor, act, at), clock.today()),
    )


# --- what is asked of each, on screen and on paper -------------------------------------------


def registered(
    by: Viewer,
    *,
    kind: str,
    document_number: str,
    issued_by: str,
    started_on: date,
    brief: str,
    subjects: list[dict],
    external: bool = False,
    occurred_on: date | None = None,
) -> dict:
    """What is recorded of an act that `by` registers. Incomplete, NotPermitted.

    `subjects` is a list of {"person": UUID | None, "unit": UUID}; a unit alone is itself the subject.
    """
    if kind not in current_pack().acts:
        raise Incomplete(_("Choose the kind of act."), field="kind")
    if kind not in starting_kinds():
        raise Incomplete(
            _("An act of this kind does not start an accountability procedure."),
            _("Register the act that starts it."),
            "kind",
        )
    check_day(started_on)
    if occurred_on and occurred_on > started_on:
        raise Incomplete(
            _("What happened cannot lie after the start of the procedure."), field="occurred_on"
        )
    if not subjects:
        raise Incomplete(_("Name at least one person or unit."), field="subjects")
    pack = current_pack()
    if len(subjects) > 1 and pack.settings(adopted_now(pack)).get("case.subjects") == "one":
        raise Incomplete(
            _("One person or unit an act; that is how the measures are read here."),
            _("Register an act for each."),
            "subjects",
        )
    for name, value in (("document_number", document_number), ("issued_by", issued_by), ("brief", brief)):
        if not value.strip():
            raise Incomplete(_("This must be filled in."), field=name)
    _check_subjects(by, subjects)
    return {
        "kind": kind, "document_number": document_number.strip(), "issued_by": issued_by.strip(),
        "external": external, "started_on": started_on, "occurred_on": occurred_on, "brief": brief.strip(),
        "subjects": [{"id": ids.new_id(), "person": s["person"], "unit": s["unit"]} for s in subjects],
    }


def numbered(act: UUID, payload: dict) -> dict:
    """The same with the act's identifier and the next human number of the year in which it was started."""
    year = payload["started_on"].year
    counter, value = next_number("act", year)
    return {"id": act, "counter": counter, "value": value, "number": number("act", year, value), **payload}


def told(act: Act, subject: UUID, told_on: date) -> dict:
    """What is recorded of the telling. Incomplete, NotFound."""
    check_day(told_on)
    if told_on < act.started_on:
        raise Incomplete(_("Nobody can be told before the procedure was started."), field="told_on")
    if not ActSubject.objects.filter(act=act, pk=subject).exists():
        raise NotFound
    return {"act": act.pk, "subject": subject, "told_on": told_on}


def noticed(act: Act, sent_on: date) -> dict:
    """What is recorded of the notice. Incomplete; NotNow where it was sent before."""
    check_day(sent_on)
    if act.notice_sent_on is not None:
        raise NotNow(_("The notice was sent on %(day)s already.") % {"day": dated(act.notice_sent_on)})
    if act.subjects.filter(told_on=None).exists():
        raise Incomplete(
            _("It is not confirmed yet that everybody named was told."),
            _("Whoever handles the act confirms the day first."),
        )
    if sent_on < act.started_on:
        raise Incomplete(
            _("No notice can be sent before the procedure was started."), _("Give the day on which it was really done."),
            "done_on",
        )
    return {"act": act.pk, "sent_on": sent_on}


def starting_kinds() -> list[str]:
    """The kinds of act that start the procedure: as adopted, else as the pack has them (reading 2)."""
    pack = current_pack()
    adopted = pack.settings(adopted_now(pack)).get("apply.initiation_acts")
    return [k.id for k in pack.acts.values() if (k.starts_clock if adopted is None else k.id in adopted)]


def _check_subjects(by: Viewer, subjects: list[dict]) -> None:
    people = {s["person"] for s in subjects if s["person"]}
    units = {s["unit"] for s in subjects}
    known = Person.objects.filter(pk__in=people).count() == len(people)
    if not known or Unit.objects.filter(pk__in=units).count() != len(units):
        raise Incomplete(_("A person or unit named is not known."), field="subjects")
    if len({(s["person"], s["unit"] if not s["person"] else None) for s in subjects}) != len(subjects):
        raise Incomplete(_("A person or unit is named twice."), field="subjects")
    if against(by, subjects):
        raise NotPermitted(_("Nobody registers an act against oneself."))


def against(who: Viewer, subjects: list[dict]) -> bool:
    """Whether one of those named is the viewer, or a unit that the viewer heads."""
    return any(
        s["person"] == who.person or (not s["person"] and s["unit"] in who.headed) for s in subjects
    )
