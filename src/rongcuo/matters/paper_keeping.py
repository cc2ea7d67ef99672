"""What every record from paper shares: who keeps the file, the record itself, two records of one step.

`paper` takes the steps of a matter from it, `paper_acts` those about an accountability act before there is a matter.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from rongcuo import clock, ids
from rongcuo.ledger.errors import Stale
from rongcuo.ledger.models import Entry
from rongcuo.ledger.record import record
from rongcuo.matters import coded
from rongcuo.matters.access import Standing, keeps_file, viewer_of, visible_acts, visible_records
from rongcuo.matters.doing import first_come, move_of, scope
from rongcuo.matters.errors import Incomplete, NotFound, NotNow, NotPermitted, language, listed
from rongcuo.matters.models import Act, Interest, Matter, PaperRecord
from rongcuo.matters.packs import current_pack, pack_of
from rongcuo.people.errors import dated
from rongcuo.people.models import Person
from rongcuo.policy.model import Pack


def write(stream: UUID, actor: Person, at: int, key: str, *, fields: dict, **payload) -> Entry:
    """The record of a step; nothing else has changed by it."""
    return record(
        stream, "paper.recorded", actor=actor.pk, at=at, key=key,
        payload={
            **payload, "id": ids.new_id(), "fields": coded.encode(fields), "shown": list(payload["shown"]),
            "reference": payload["reference"].strip()[:200],
        },
    )


def refuse_it() -> str:
    """What to do about a record whose step can no longer be taken."""
    return _("Say that it does not agree, with this reason; the record of it is kept.")


def open_record(actor: Person, paper: UUID, *, second: bool = True) -> PaperRecord:
    """A record that waits. NotFound, NotNow; NotPermitted to whoever recorded it, where a second person is needed."""
    row = visible_records(viewer_of(actor)).select_related("recorded_by").filter(pk=paper).first()
    if row is None:
        raise NotFound
    if row.status != "waiting":
        raise NotNow(_("This record from paper is dealt with already."))
    if second and row.recorded_by_id == actor.pk:
        raise NotPermitted(
            _("You recorded this yourself."), _("A second person compares it with the scan and confirms it.")
        )
    return row


# --- who, where ------------------------------------------------------------------------------


def keeper_of(actor: Person, matter: UUID, at: int) -> Standing:
    """The standing of whoever keeps the file. NotFound, NotPermitted, Stale."""
    standing = scope(actor, matter)
    if not keeps_file(standing.capacities, standing.viewer, pack_of(standing.matter)) or standing.suspended:
        raise no_keeper(pack_of(standing.matter))
    first_come(standing.matter, at)
    return standing


def no_keeper(pack: Pack) -> NotPermitted:
    """The answer to somebody who does not keep the file."""
    return NotPermitted(
        _("Steps on paper are recorded by those who keep the file."),
        _("It belongs to: %(who)s.")
        % {"who": listed(pack.capacities[c].name.get(language()) for c in pack.procedure.on_paper)},
    )


def act_kept(actor: Person, pk: UUID, at: int) -> Act:
    """An act whose file the actor keeps, held fast. NotFound, NotPermitted, Stale."""
    viewer = viewer_of(actor)
    act = visible_acts(viewer).select_for_update(of=("self",)).filter(pk=pk).first()
    if act is None:
        raise NotFound
    declared = Interest.objects.filter(matter__act=act, person=actor, status="declared").exists()
    if declared or not keeps_file(viewer.capacities, viewer, current_pack()):
        raise no_keeper(current_pack())
    if act.position != at:
        raise Stale(pk, at, act.position, Entry.objects.filter(stream=pk).order_by("-position").first())
    return act


# --- two records of one step -----------------------------------------------------------------


def not_twice(
    act: Act, matter: Matter | None, action: str, about: UUID | None, by: UUID, done_on: date, scan: dict
) -> None:
    """Two records of one step are found and named: the same scan, or the same step still to be confirmed,
    or the same step by the same person on the same day."""
    moves_on = matter is None or _leads(pack_of(matter), action)
    others = PaperRecord.objects.filter(act=act, action=action).exclude(status="refused")
    for other in others.select_related("recorded_by"):
        if about not in {other.subject_id, other.act_subject_id}:
            continue
        if other.sha256 == scan["sha256"]:
            why = _("This scan was recorded before")
        elif moves_on and other.status == "waiting":
            why = _("This step was recorded from paper before and waits for confirmation")
        elif other.by_id == by and other.done_on == done_on:
            why = _("This step by the same person on the same day was recorded from paper before")
        else:
            continue
        raise recorded_before(other, why)


def recorded_before(other: PaperRecord, why: str) -> Incomplete:
    """The answer to a second record of one step."""
    return Incomplete(
        _("%(why)s: by %(who)s on %(day)s.") % {
            "why": why, "who": other.recorded_by.name, "day": dated(clock.local_date(other.recorded_at)),
        },
        _("Compare the two papers. Only one of them is recorded; a wrong record is refused by a second person."),
        "scan",
    )


def _leads(pack: Pack, action: str) -> bool:
    """Whether a step leads on, so that it is taken once."""
    move = move_of(pack, action)
    return any(track is not None and track.to for track in (move.subject, move.matter))
