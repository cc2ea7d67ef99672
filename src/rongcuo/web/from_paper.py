"""What pages tell of records from paper: what may be recorded, what waits, and what became of what was sent."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from rongcuo.matters import access
from rongcuo.matters.acts import ACT_STEPS
from rongcuo.matters.again import ended_states
from rongcuo.matters.files import path_of
from rongcuo.matters.models import Act, PaperRecord, Subject
from rongcuo.matters.packs import current_pack
from rongcuo.web.viewing import lang

REGISTER, TOLD, NOTICE = ACT_STEPS


def told(request: HttpRequest, response: HttpResponse | None, kept: list[UUID]) -> None:
    """Say that it is transcribed; where it was not, nothing names the files and the person chooses them again."""
    if response is not None and response.status_code == 302:
        messages.success(request, _("Transcribed. It counts once a second person has confirmed it."))
    else:
        forget(kept)


def forget(kept: list[UUID]) -> None:
    """Remove files that no entry names."""
    for file in kept:
        path_of(file).unlink(missing_ok=True)


def waiting_acts(who: access.Viewer) -> list[dict]:
    """Acts recorded from paper that wait for a second person, for components/rows."""
    if not access.keeps_acts(who):
        return []
    rows = access.visible_records(who).filter(act=None, status="waiting").select_related("by", "recorded_by")[:30]
    name = current_pack().procedure.move(REGISTER).name.get(lang())
    return [
        {"status": r.status, "url": reverse("record", args=[r.pk]), "name": f"{name} · {r.fields['document_number']}",
         "by": r.by.name, "done_on": r.done_on, "recorded_by": r.recorded_by.name, "recorded_at": r.recorded_at}
        for r in rows
    ]  # fmt: skip


def links(act: Act, rows: list[dict]) -> str:
    """Put into the rows of an act's page where a telling or an application may be recorded from paper, and the
    records that wait for a second person; the address for the notice, empty where it is not to be recorded."""
    waiting = list(
        PaperRecord.objects.filter(act=act, matter=None, status="waiting").select_related("recorded_by")
    )
    applied = set(_applied(act))
    for row in rows:
        subject = row["subject"]
        row["record"] = next((w for w in waiting if w.act_subject_id == subject.pk), None)
        row["told_url"] = row["paper_url"] = ""
        if row["record"]:
            continue
        if row["told_on"] is None:
            row["told_url"] = reverse("record-told", args=[act.pk, subject.pk])
        elif (subject.person_id, subject.unit_id) not in applied:
            row["paper_url"] = reverse("record-application", args=[act.pk, subject.pk])
    told_all = all(row["told_on"] for row in rows)
    sent = act.notice_sent_on or any(w.action == NOTICE for w in waiting)
    return reverse("record-notice", args=[act.pk]) if told_all and not sent else ""


def _applied(act):
    rows = Subject.objects.filter(matter__act=act).exclude(state__in=ended_states(current_pack()))
    return rows.values_list("person", "unit")
