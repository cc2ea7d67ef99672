"""The accountability act from paper: registered, told and noticed like every other step (A08-1).

The scan is attached, done on and by stand apart from recorded on and by, a second person confirms, and every date runs
from the day on the paper. So a matter that ran on paper is taken over from its first sheet on. The record of an act that
is not there yet opens the act's stream, and is unseen by whoever the act names.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from rongcuo import ids
from rongcuo.ledger.models import Entry
from rongcuo.ledger.record import record
from rongcuo.matters.access import Viewer, keeps_acts, viewer_of
from rongcuo.matters.acts import ACT_STEPS, against, noticed, numbered, permit, registered, told
from rongcuo.matters.coded import decode
from rongcuo.matters.doing import check_day, from_paper
from rongcuo.matters.errors import Incomplete, NotFound, NotNow, NotPermitted
from rongcuo.matters.models import Act, PaperRecord
from rongcuo.matters.once import once
from rongcuo.matters.packs import current_pack
from rongcuo.matters.paper_keeping import (
    act_kept,
    no_keeper,
    not_twice,
    recorded_before,
    refuse_it,
    write,
)
from rongcuo.people.models import Person, Post

REGISTER, TOLD, NOTICE = ACT_STEPS


@once("paper.recorded")
def record_act(
    *, actor: Person, key: str, by: UUID, done_on: date, scan: dict, fields: dict, shown: list[dict] = (),
    reference: str = "",
) -> Entry:
    """Transcribe the registration of an act (`fields`: what `acts.registered` takes). It counts once a second person
    confirms it. Raises what registering raises, as if `by` had done it on that day."""
    keeper = viewer_of(actor)
    if not keeps_acts(keeper):
        raise no_keeper(current_pack())
    payload = _registered(keeper, by, done_on, fields)
    _act_not_twice(payload, scan)
    named = [s["person"] or s["unit"] for s in payload["subjects"]]
    act = ids.new_id()
    return write(
        act, actor, 0, key, act=None, new_act=act, named=named, matter=None, act_subject=None, subject=None,
        action=REGISTER, by=by, done_on=done_on, scan=scan, fields=fields, shown=shown, reference=reference,
    )


@once("paper.recorded", "act")
def record_act_step(
    act: UUID, *, actor: Person, at: int, key: str, action: str, by: UUID, done_on: date, scan: dict,
    subject: UUID | None = None, shown: list[dict] = (), reference: str = "",
) -> Entry:
    """Transcribe the telling of a subject (`confirm_told`) or the notice (`send_notice`); `done_on` is its day."""
    row = act_kept(actor, act, at)
    _done_by(by, action, done_on)
    about = subject if action == TOLD else None
    not_twice(row, None, action, about, by, done_on, scan)
    _step(row, action, about, done_on)
    return write(
        act, actor, at, key, act=act, matter=None, act_subject=about, subject=None, action=action, by=by,
        done_on=done_on, scan=scan, fields={}, shown=shown, reference=reference,
    )


def taken(row: PaperRecord, *, actor: Person, at: int, key: str) -> Entry:
    """The step that a confirmed record is. Called by `paper.confirm`, which found the record and who confirms it."""
    keeper = viewer_of(actor)
    act = act_kept(actor, row.act_id, at) if row.act_id else None
    if act is None and not keeps_acts(keeper):
        raise no_keeper(current_pack())
    try:
        if act is None:
            payload = numbered(row.opens, _registered(keeper, row.by_id, row.done_on, decode(row.fields)))
        else:
            _done_by(row.by_id, row.action, row.done_on)
            payload = _step(act, row.action, row.act_subject_id, row.done_on)
    except NotFound as error:
        raise NotNow(_("What this paper speaks of is no longer there."), refuse_it()) from error
    except (NotPermitted, NotNow, Incomplete) as error:
        raise NotNow(_("The step cannot be taken any more: %(why)s") % {"why": error.text}, refuse_it()) from error
    return record(
        row.act_id or row.opens, ACT_STEPS[row.action], actor=actor.pk, at=at, key=key,
        payload={**payload, **from_paper(row)},
    )


def could_have(action: str) -> list[Person]:
    """Who could ever have taken a step about an act, by name; on which day is asked when it is recorded."""
    pack = current_pack()
    by = set(pack.procedure.move(action).by)
    bodies = [b.id for b in pack.bodies.values() if set(b.capacities) & by]
    posts = Post.objects.filter(unit__body__in=bodies).values("person_id")
    return list(Person.objects.filter(pk__in=posts).order_by("name", "pk"))


# --- what is asked ---------------------------------------------------------------------------


def _done_by(by: UUID, action: str, done_on: date) -> Viewer:
    """Who took it, as that person stood on that day."""
    try:
        if not Person.objects.filter(pk=by).exists():
            raise NotPermitted("")
        return permit(by, action, check_day(done_on))
    except NotPermitted as error:
        raise NotPermitted(
            _("The person named could not take this step on that day."), _("Choose who took it, as the paper says."),
        ) from error


def _registered(keeper: Viewer, by: UUID, done_on: date, fields: dict) -> dict:
    doer = _done_by(by, REGISTER, done_on)
    payload = registered(doer, **fields)
    if done_on < payload["started_on"]:
        raise Incomplete(
            _("No act is registered before the day on which the procedure was started."),
            _("Give the day on which it was really done."), "done_on",
        )
    if against(keeper, payload["subjects"]):
        raise NotPermitted(_("Nobody registers an act against oneself."))
    return payload


def _step(act: Act, action: str, subject: UUID | None, done_on: date) -> dict:
    if action == TOLD:
        try:
            return told(act, subject, done_on)
        except Incomplete as error:
            raise Incomplete(error.message, error.cure, "done_on") from error
    if action == NOTICE:
        return noticed(act, done_on)
    raise NotFound


def _act_not_twice(payload: dict, scan: dict) -> None:
    """The same act, or its scan, is found and named."""
    number, issuer = payload["document_number"], payload["issued_by"]
    rows = PaperRecord.objects.filter(action=REGISTER).exclude(status="refused").select_related("recorded_by")
    same = rows.filter(sha256=scan["sha256"]).first()
    if same is not None:
        raise recorded_before(same, _("This scan was recorded before"))
    for other in rows.filter(status="waiting"):
        if (other.fields.get("document_number"), other.fields.get("issued_by")) == (number, issuer):
            raise recorded_before(other, _("This act was recorded from paper before and waits for confirmation"))
    known = Act.objects.filter(document_number=number, issued_by=issuer).first()
    if known is not None:
        raise Incomplete(
            _("An act with this document number by the same body is registered already: %(number)s.")
            % {"number": known.number},
            _("Go on with that one."), "document_number",
        )
