"""A11-3: anybody reports a sign, a near miss or a common problem, by name or without; it is answered."""

from __future__ import annotations

import hashlib
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rongcuo import clock, ids
from rongcuo.insight.access import visible_reports
from rongcuo.insight.doing import insight, numbered, permitted
from rongcuo.insight.models import Report, ReportLine
from rongcuo.ledger.models import Entry
from rongcuo.ledger.record import lock, record
from rongcuo.matters.errors import NotFound
from rongcuo.matters.guards import fresh, need, words
from rongcuo.matters.once import once
from rongcuo.matters.packs import current_pack
from rongcuo.people.models import Person, Unit

#: What is coded in a report, of the lists that corrections use.
CODED = ("event", "factor", "cause")
#: So many reports without a name are taken a day, so that nobody can flood the office.
MOST_NAMELESS = 100
LONGEST = 10_000


@once("report.received")
def report(*, actor: Person, key: str, kind: str, text: str, unit: UUID | None = None) -> Entry:
    """Report by name. Apart from accountability: no matter and no act comes of it."""
    return _received(kind, text, unit, person=actor.pk, actor=actor.pk, key=key, digest="")


@transaction.atomic
def report_without_name(*, kind: str, text: str, unit: UUID | None = None) -> tuple[Entry, str]:
    """Report without a name; the entry, and the code with which the answer can be read.

    Nothing of whoever asks comes in here: no account, address or session. The code is told once and
    not kept; its digest is.
    """
    lock()
    today = Report.objects.filter(person=None, received_on=clock.today()).count()
    need(
        today < MOST_NAMELESS, _("No more reports without a name can be taken today."),
        _("Report tomorrow, or by name."),
    )
    code = ids.new_salt()[:16]
    entry = _received(kind, text, unit, person=None, actor=None, key=None, digest=digest_of(code))
    return entry, "-".join(code[i:i + 4] for i in range(0, 16, 4))


def digest_of(code: str) -> str:
    """What is kept of a code, however it was typed."""
    return hashlib.sha256(code.replace("-", "").replace(" ", "").lower().encode()).hexdigest()


def found_by(code: str) -> Report | None:
    """The report without a name that this code belongs to."""
    return Report.objects.filter(person=None, code_digest=digest_of(code)).first() if code.strip() else None


def _received(kind: str, text: str, unit, *, person, actor, key, digest: str) -> Entry:
    need(kind in insight().kinds, _("Choose at least one."), field="kind")
    text = words(text, "text")
    need(len(text) <= LONGEST, _("This is too long."), field="text")
    need(unit is None or Unit.objects.filter(pk=unit).exists(), _("A person or unit named is not known."), field="unit")
    pk, today = ids.new_id(), clock.today()
    return record(
        pk, "report.received", actor=actor, at=0, key=key,
        payload={
            **numbered("report", today.year), "report": pk, "received_on": today, "kind": kind, "text": text,
            "person": person, "unit": unit, "code_digest": digest,
        },
    )


def _step(pk: UUID, action: str, *, actor: Person, at: int) -> Report:
    """The report for a step on it. NotFound, NotPermitted, Stale."""
    viewer = permitted(actor, action)
    row = visible_reports(viewer).select_for_update().filter(pk=pk).first()
    if row is None:
        raise NotFound
    fresh(pk, row.position, at)
    return row


def _done(row: Report, action: str, body: dict, *, actor: Person, at: int, key: str, **more) -> Entry:
    return record(
        row.pk, f"report.{action}", actor=actor.pk, at=at, key=key,
        payload={"report": row.pk, "done_on": clock.today(), "body": body, **more},
    )


@once("report.deidentify", "report")
def deidentify(
    report: UUID, *, actor: Person, at: int, key: str, plain: str, unit: UUID | None = None, **codes: list[str]
) -> Entry:
    """Write down what it is about with nobody in it, and classify it. Only this is counted, and only once."""
    row = _step(report, "deidentify", actor=actor, at=at)
    need(row.counted_on is None, _("The report is classified already."))
    lists = current_pack().correction
    chosen = {}
    for name in CODED:
        given = list(dict.fromkeys(codes.get(f"{name}_codes") or ()))
        need(set(given) <= set(lists.newest(name).codes), _("A code is chosen that the list does not have."),
             field=f"{name}_codes")
        chosen[f"{name}_codes"] = given
    need(chosen["event_codes"], _("Choose at least one."), field="event_codes")
    plain = words(plain, "plain")
    if row.person_id:
        need(row.person.name not in plain, _("The reporter's name still stands in the text."), field="plain")
    return _done(
        row, "deidentify", {}, actor=actor, at=at, key=key, plain=plain, unit=unit, **chosen,
        lists={name: lists.newest(name).version for name in CODED},
    )


@once("report.remind_early", "report")
def remind_early(report: UUID, *, actor: Person, at: int, key: str, unit: UUID, text: str) -> Entry:
    """Remind a unit early of what may be going wrong; the reporter is not named."""
    row = _step(report, "remind_early", actor=actor, at=at)
    target = Unit.objects.filter(pk=unit).first()
    need(target is not None, _("Choose the division or unit."), field="unit")
    text = words(text, "text")
    if row.person_id:
        need(row.person.name not in text, _("The reporter's name still stands in the text."), field="text")
    return _done(row, "remind_early", {"unit": str(unit), "name": target.name, "text": text}, actor=actor, at=at, key=key)


def _said(action: str):
    @once(f"report.{action}", "report")
    def say(report: UUID, *, actor: Person, at: int, key: str, text: str) -> Entry:
        row = _step(report, action, actor=actor, at=at)
        return _done(row, action, {"text": words(text, "text")}, actor=actor, at=at, key=key)

    return say


#: Answer the report; record what was put right; thank whoever reported it.
answer_report, record_correction, thank = map(_said, ("answer_report", "record_correction", "thank"))

ACTIONS = {
    "deidentify": deidentify, "remind_early": remind_early, "answer_report": answer_report,
    "record_correction": record_correction, "thank": thank,
}


def reminders_of(units) -> list[ReportLine]:
    """Early reminders to these units, newest first; without the report they come from."""
    wanted = {str(u) for u in units}
    rows = ReportLine.objects.filter(action="remind_early").order_by("-done_on", "-position")[:200]
    return [row for row in rows if row.body.get("unit") in wanted][:20]
