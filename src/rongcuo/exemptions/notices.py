"""Notices of effect and their return slips (A10; reading 42): what, for whom, until when; done or why not."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from rongcuo import ids
from rongcuo.exemptions.access import may_in, visible_notices
from rongcuo.exemptions.acting import check_position, numbered, standing_for, stream_of, subject_of
from rongcuo.exemptions.models import Effect, Notice
from rongcuo.ledger.models import Entry
from rongcuo.ledger.record import record
from rongcuo.matters.access import Standing, viewer_of, with_people
from rongcuo.matters.doing import check_day
from rongcuo.matters.errors import NotFound, NotPermitted
from rongcuo.matters.guards import need, words
from rongcuo.matters.models import Matter, Subject
from rongcuo.matters.once import once
from rongcuo.matters.packs import due, pack_of
from rongcuo.people.models import Person
from rongcuo.policy.model import Pack


def _stream(notice: UUID) -> UUID | None:
    """The stream of the notice's matter; None where there is no such notice."""
    matter = Notice.objects.filter(pk=notice).values_list("matter_id", flat=True).first()
    return stream_of(matter) if matter else None


def addressed(pack: Pack, recipient: str, effects: Iterable[Effect]) -> list[Effect]:
    """The standing effects that a recipient carries out."""
    return [
        e for e in effects
        if e.effect in pack.effects and recipient in pack.effects[e.effect].recipients and not e.empty
    ]


def unsent(pack: Pack, subject: Subject, effects: Iterable[Effect], notices: Iterable[Notice]) -> list[str]:
    """Recipients who were not told yet of an effect that stands as it stands now."""
    told = {
        (n.recipient, e["effect"], e["from"], e["until"])
        for n in notices if n.subject_id == subject.pk and n.state != "superseded" for e in n.effects
    }
    found = []
    for name in pack.protection.recipients if pack.protection else ():
        rows = addressed(pack, name, (e for e in effects if e.subject_id == subject.pk))
        if any((name, e.effect, *_days(e)) not in told for e in rows):
            found.append(name)
    return found


def _days(effect: Effect) -> tuple[str, str | None]:
    return effect.valid_from.isoformat(), effect.valid_to.isoformat() if effect.valid_to else None


@once("effects.notified", "matter", stream_of)
def send_effect_notice(
    matter: UUID, *, actor: Person, at: int, key: str, subject: UUID, recipient: str, words_: str = "",
) -> Entry:
    """Tell a recipient which effects hold for a subject, from when until when, and ask for the slip."""
    stream = stream_of(matter)
    standing, pack = standing_for(actor, matter, "send_effect_notice")
    check_position(stream, at)
    row = subject_of(standing.matter, standing, subject)
    need(recipient in pack.protection.recipients, _("Choose to whom the notice goes."), field="recipient")
    rows = addressed(pack, recipient, Effect.objects.current().filter(subject=row))
    need(rows, _("There is no effect for %(who)s that this recipient carries out.") % {"who": row.name},
         field="recipient")
    sent = check_day(None)
    target = due(sent, pack.protection.slip_days)
    effects = [{"effect": e.effect, "from": a, "until": b} for e in rows for a, b in [_days(e)]]
    return record(
        stream, "effects.notified", actor=actor.pk, at=at, key=key,
        payload={
            "id": ids.new_id(), "matter": matter, "subject": row.pk, "recipient": recipient,
            "effects": effects, "words": words_.strip(), "sent_on": sent, "due_on": target.due,
            "provisional": target.provisional, **numbered(pack, "notice", sent.year),
        },
    )


@once("effects.slip_recorded", "notice", _stream)
def record_slip(
    notice: UUID, *, actor: Person, at: int, key: str, done: bool, answered_on: date, answer: str = "",
) -> Entry:
    """Record the return slip: done, or not done with the reason. A later slip may follow a "not done"."""
    row = visible_notices(viewer_of(actor)).select_related("matter").filter(pk=notice).first()
    if row is None:
        raise NotFound
    stream = stream_of(row.matter_id)
    standing, pack = standing_for(actor, row.matter_id, "record_slip")
    if not may_answer(standing, pack, row):
        raise NotPermitted(
            _("The slip of this notice is recorded by whoever received it."),
            _("What came back on paper is recorded by whoever keeps the file."),
        )
    check_position(stream, at)
    need(row.state in {"sent", "not_done"}, _("The slip of this notice is recorded already."))
    check_day(answered_on)
    need(answered_on >= row.sent_on, _("The slip cannot be older than the notice."), field="answered_on")
    text = answer.strip() if done else words(answer, "answer")
    return record(
        stream, "effects.slip_recorded", actor=actor.pk, at=at, key=key,
        payload={"notice": notice, "state": "done" if done else "not_done", "answered_on": answered_on,
                 "answer": text},
    )


@once("effects.slip_settled", "notice", _stream)
def settle_slip(notice: UUID, *, actor: Person, at: int, key: str, words_: str) -> Entry:
    """Take note of a slip that says not done, with what follows from it; nothing more is owed then."""
    row = visible_notices(viewer_of(actor)).filter(pk=notice).first()
    if row is None:
        raise NotFound
    stream = stream_of(row.matter_id)
    standing_for(actor, row.matter_id, "settle_slip")
    check_position(stream, at)
    need(row.state == "not_done", _("Only a slip that says “not done” is settled."))
    return record(
        stream, "effects.slip_settled", actor=actor.pk, at=at, key=key,
        payload={"notice": notice, "words": words(words_, "words")},
    )


def may_answer(standing: Standing, pack: Pack, notice: Notice) -> bool:
    """A body of the pack answers for itself; for one that is none, those who sent it record the paper."""
    if not may_in(standing, "record_slip", pack):
        return False
    recipient = pack.protection.recipients.get(notice.recipient)
    body = recipient.body if recipient else None
    mine = {post.unit.body for post in standing.viewer.posts}
    if body is not None:
        return body in mine
    return "handler" in standing.capacities or "executor" in standing.capacities


def open_slips(matter: Matter) -> list[Notice]:
    """Notices whose slip is outstanding, or came back as not done. Before a determination there is none.

    A page that has read the matter's notices already leaves them at `matter.known_notices`.
    """
    if matter.decided_on is None:
        return []
    known = getattr(matter, "known_notices", None)
    if known is None:
        known = Notice.objects.filter(matter=matter).select_related("subject__person", "subject__unit")
        known = known.filter(state__in=["sent", "not_done"])
    return [n for n in known if n.state in {"sent", "not_done"}]


def standings(viewer, matters: Iterable[UUID]) -> dict[UUID, Standing]:
    """The viewer's standing in matters that were found through a gate, for deciding who may act."""
    rows = with_people(Matter.objects.filter(pk__in=set(matters)))
    return {m.pk: Standing(viewer, m) for m in rows}


def recipient_name(notice: Notice, lang: str) -> str:
    """The recipient as the matter's pack names it."""
    protection = pack_of(notice.matter).protection
    known = protection.recipients.get(notice.recipient) if protection else None
    return known.name.get(lang) if known else notice.recipient
