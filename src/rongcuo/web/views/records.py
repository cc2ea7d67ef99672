"""Work on paper: what was transcribed in a matter, transcribing a step, confirming it, the scan."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from rongcuo.matters import access, acts, moves, paper
from rongcuo.matters.access import Standing
from rongcuo.matters.classes import may_classify
from rongcuo.matters.errors import Incomplete
from rongcuo.matters.files import opened
from rongcuo.matters.models import Matter, PaperRecord, Subject
from rongcuo.matters.packs import current_pack, pack_of
from rongcuo.matters.secrecy import REFUSED, words
from rongcuo.people.models import Person
from rongcuo.policy.model import Move, Pack
from rongcuo.web.accounts import weighty
from rongcuo.web.acting import carried, perform, position
from rongcuo.web.forms import records as forms
from rongcuo.web.forms.steps import STEP_FORMS
from rongcuo.web.from_paper import forget, told
from rongcuo.web.viewing import (
    for_people,
    for_readers,
    lang,
    log_reading,
    person_of,
    standing_in,
    viewer,
)
from rongcuo.web.views.steps import stored_by


def _kept(request: HttpRequest, matter: UUID) -> tuple[Standing, Pack]:
    """The standing of somebody who keeps the file of a matter. 404 and 403 otherwise."""
    standing = standing_in(request, matter)
    pack = pack_of(standing.matter)
    if not access.keeps_file(standing.capacities, standing.viewer, pack) or standing.suspended:
        raise PermissionDenied(_("Steps on paper are recorded by those who keep the file."))
    return standing, pack


@for_readers
def record_list(request: HttpRequest, matter: UUID) -> HttpResponse:
    """The matter's records from paper, and the steps that can be transcribed now."""
    standing, pack = _kept(request, matter)
    rows = access.visible_records(standing.viewer).filter(matter=matter).select_related(
        "by", "recorded_by", "closed_by", "subject__person", "subject__unit"
    )
    records = [_line(pack, row) for row in rows]
    context = {
        "matter": standing.matter, "waiting": [r for r in records if r["status"] == "waiting"],
        "closed": [r for r in reversed(records) if r["status"] != "waiting"],
        "steps": [_step(standing, one) for one in _sheets(standing, paper.steps_to_record(pack, standing))
                  if one.move.action in STEP_FORMS],
    }
    log_reading(standing, "paper records")
    return render(request, "web/records/list.html", context)


def _line(pack: Pack, row: PaperRecord) -> dict:
    return {
        "status": row.status, "url": reverse("record", args=[row.pk]), "name": _name(pack, row),
        "by": row.by.name, "done_on": row.done_on, "recorded_by": row.recorded_by.name,
        "recorded_at": row.recorded_at, "closed_by": row.closed_by.name if row.closed_by_id else "",
        "reasons": row.reasons,
    }


def _name(pack: Pack, row: PaperRecord) -> str:
    name = pack.procedure.move(row.action).name.get(lang())
    return f"{name} · {row.subject.name}" if row.subject_id else name


def _sheets(standing: Standing, found: list[moves.Open]) -> list[moves.Open]:
    """Findings have a sheet for each subject."""
    accepted = [s for s in standing.subjects if s.state == "accepted"]
    return [
        one for first in found
        for one in ([moves.Open(first.move, s) for s in accepted] if first.move.action == "record_findings" else [first])
    ]


def _step(standing: Standing, one: moves.Open) -> dict:
    label = one.move.name.get(lang())
    if one.subject is None:
        return {"label": label, "url": reverse("record-step", args=[standing.matter.pk, one.move.action])}
    args = [standing.matter.pk, one.subject.pk, one.move.action]
    several = len(standing.subjects) > 1
    return {
        "label": f"{label} · {one.subject.name}" if several else label,
        "url": reverse("record-subject-step", args=args),
    }


# --- transcribing ----------------------------------------------------------------------------


@for_people
def record_step(request: HttpRequest, matter: UUID, action: str, subject: UUID | None = None) -> HttpResponse:
    """First who took the step; then the step's own form, with the day and the scan."""
    standing, pack = _kept(request, matter)
    try:
        move, form_class = pack.procedure.move(action), STEP_FORMS[action]
    except KeyError as error:
        raise Http404 from error
    about = next((s for s in standing.subjects if s.pk == subject), None)
    if about is None and (subject is not None or action in moves.PER_SUBJECT):
        raise Http404
    context = {
        "matter": standing.matter, "move": move, "subject": about, "name": move.name.get(lang()),
        "page_url": reverse("records", args=[matter]), "units": [pack.units[c] for c in move.cites],
        "reading": None, **carried(request, standing.matter.position),
    }
    if not moves.at_place(move, standing.matter.state, about.state if about else None):
        context["state"] = pack.procedure.matter_states[standing.matter.state].name.get(lang())
        return render(request, "web/steps/not_now.html", context, status=409)
    people = paper.could_have(pack, standing.matter, move, about, standing.viewer.day)
    by = _chosen(request, people)
    if by is None:
        asked = {"form": forms.Who(request.GET if "by" in request.GET else None, people=people), "people": people}
        return render(request, "web/records/who.html", context | asked)
    return _transcribe(request, standing, pack, move, form_class, about, by, context)


def _chosen(request: HttpRequest, people: list[Person]) -> Person | None:
    """Who was chosen; the one there is, where there is only one."""
    named = request.POST.get("by") or request.GET.get("by")
    if named is None and len(people) == 1:
        return people[0]
    return next((p for p in people if str(p.pk) == named), None)


def _transcribe(
    request: HttpRequest, standing: Standing, pack: Pack, move: Move, form_class, about: Subject | None,
    by: Person, context: dict,
) -> HttpResponse:
    theirs = Standing(access.viewer_of(by, standing.viewer.day), standing.matter)
    data, files = request.POST or None, request.FILES if request.method == "POST" else None
    form = form_class(data, files, standing=theirs, subject=about, pack=pack)
    form.fields.pop("done_on", None)
    sheet = forms.Paper(data, files)
    context |= {"form": form, "paper_form": sheet, "by": by, "forms": [sheet, form]}
    if request.method == "POST":
        valid = form.is_valid()
        if sheet.is_valid() and valid:
            form.cleaned_data["done_on"] = sheet.cleaned_data["done_on"]
            response = _record(request, standing, move, form, sheet, about, by)
            if response is not None:
                return response
    return render(request, form.template or "web/steps/plain.html", context)


def _record(request, standing, move, form, sheet, about, by) -> HttpResponse | None:
    kept: list[UUID] = []
    try:
        scan = sheet.kept()
        kept.append(scan["file"])
        fields = form.given()
        kept += stored_by(fields)
        fields.pop("done_on", None)
    except Incomplete as error:
        if not kept:
            sheet.add_error(sheet.places.get(error.field, "scan"), error.text)
        else:
            form.add_error(error.field if error.field in form.fields else None, error.text)
        forget(kept)
        return None
    matter = standing.matter.pk
    names = {str(s.pk): s.name for s in standing.subjects} if len(standing.subjects) > 1 else {}
    response = perform(
        request, form,
        lambda: paper.record_step(
            matter, actor=person_of(request), at=position(request), key=carried(request, 0)["key"],
            action=move.action, by=by.pk, done_on=sheet.cleaned_data["done_on"], scan=scan, fields=fields,
            subject=about.pk if about and move.action in moves.PER_SUBJECT else None, shown=forms.shown(form, names),
            reference=sheet.cleaned_data["paper_reference"],
        ),
        done=reverse("records", args=[matter]), stale=reverse("records", args=[matter]),
    )
    told(request, response, kept)
    return response


# --- confirming ------------------------------------------------------------------------------


@for_people
def record(request: HttpRequest, record: UUID) -> HttpResponse:
    """Compare a transcript with its scan; confirm it, or say what does not agree."""
    row = access.visible_records(viewer(request)).select_related(
        "act", "matter__act", "by", "recorded_by", "closed_by", "subject__person", "subject__unit",
        "act_subject__person", "act_subject__unit",
    ).filter(pk=record).first()
    if row is None:
        raise Http404
    pack = pack_of(row.matter) if row.matter_id else current_pack()
    back, at, number = _place(row)
    form = forms.Refuse(request.POST if request.POST.get("go") == "refuse" else None)
    pressed = forms.Pressed(request.POST if request.POST.get("go") != "refuse" else None)
    again = None if form.is_bound else weighty.asked(request, pack, row.action)
    if request.method == "POST":
        response = _close(request, row, form, pressed, again, back)
        if response is not None:
            return response
    if row.matter_id:
        log_reading(standing_in(request, row.matter_id), f"paper record {row.pk}")
    context = {
        "record": row, "name": _name(pack, row), "form": form, "pressed": pressed, "again": again,
        "back": back, "number": number, "about": _about(row), "classified": row.secrecy in REFUSED, "secrecy": words()[row.secrecy] if row.secrecy else "",
        "class_url": _class_url(request, row),
        "mine": row.recorded_by_id == viewer(request).person, **carried(request, at),
    }
    return render(request, "web/records/record.html", context)


def _place(row: PaperRecord) -> tuple[str, int, str]:
    """Where a record belongs: the address, the position there, and its number."""
    if row.matter_id:
        return reverse("records", args=[row.matter_id]), row.matter.position, row.matter.number
    if row.act_id:
        return reverse("act", args=[row.act_id]), row.act.position, row.act.number
    return reverse("acts"), 1, _("Accountability acts")


def _about(row: PaperRecord) -> dict | None:
    """Whom the record of an application or a telling is about."""
    if row.act_subject_id is None:
        return None
    return {"term": _("Applied for") if row.action == paper.APPLICATION else _("Told"), "value": row.act_subject.name}


def _class_url(request: HttpRequest, row: PaperRecord) -> str:
    """Where the class of the scan is changed; empty where there is no matter yet, or not by this viewer."""
    matter = row.matter_id or (row.act_id and Matter.objects.filter(act=row.act_id).values_list("pk", flat=True).first())
    if not matter or row.secrecy in REFUSED or not may_classify(standing_in(request, matter)):
        return ""
    return reverse("class-of", args=[matter, "scan", row.pk])


def _close(request, row: PaperRecord, form, pressed, again, back: str) -> HttpResponse | None:
    given = {"actor": person_of(request), "at": position(request), "key": carried(request, 0)["key"]}
    if request.POST.get("go") == "refuse":
        if not form.is_valid():
            return None
        reasons = form.cleaned_data["reasons"]
        return perform(request, form, lambda: paper.refuse(row.pk, reasons=reasons, **given), done=back, stale=back)
    if not pressed.is_valid() or not weighty.proved(request, again):
        return None
    response = perform(
        request, pressed, lambda: paper.confirm(row.pk, **given),
        done=lambda entry: reverse("act" if entry.kind in acts.ACT_STEPS.values() else "matter", args=[entry.stream]),
        stale=back,
    )
    if response is not None and response.status_code == 302:
        messages.success(request, _("Confirmed. The step counts from the day on the paper."))
    return response


@for_readers
def scan(request: HttpRequest, record: UUID) -> HttpResponse:
    """The scan: to those who keep the file, and to who reads every paper that was made of it."""
    row = access.visible_records(viewer(request)).filter(pk=record).first()
    if row is None:
        row = PaperRecord.objects.filter(pk=record, status="confirmed").first()
        if row is None or not access.sees_scan(standing_in(request, row.matter_id), row):
            raise Http404
    file = opened(row.sha256, row.file)
    if file is None:
        raise Http404
    if row.matter_id:
        log_reading(standing_in(request, row.matter_id), f"scan {row.pk}")
    response = FileResponse(file, as_attachment=True, filename=row.name, content_type=row.media_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
