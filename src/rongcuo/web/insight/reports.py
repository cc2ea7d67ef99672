"""Early reports (A11-2, A11-3): by name, without a name, the answer, and the office's work on them."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.csrf import csrf_protect

from rongcuo.insight import access, reporting
from rongcuo.insight.access import may
from rongcuo.matters.errors import Incomplete
from rongcuo.matters.packs import current_pack
from rongcuo.web.acting import carried, perform, position
from rongcuo.web.insight import forms
from rongcuo.web.insight.shared import articles_of, must_exist, name_of
from rongcuo.web.listing import paged
from rongcuo.web.templatetags.ui import day
from rongcuo.web.viewing import for_people, for_readers, lang, person_of, viewer


def _channels() -> list[dict]:
    return [{"name": c.name, "where": c.where} for c in current_pack().insight.channels.values()]


@for_people
def report_new(request: HttpRequest) -> HttpResponse:
    """Report by name."""
    must_exist()
    form = forms.Report(request.POST or None)
    if request.method == "POST" and form.is_valid():
        response = perform(
            request, form, lambda: reporting.report(actor=person_of(request), key=carried(request, 0)["key"], **form.given()),
            done=lambda entry: reverse("report", args=[entry.stream]), stale=reverse("reports"),
        )
        if response is not None:
            messages.success(request, _("Thank you. The report is with the Party committee."))
            return response
    context = {"form": form, "named": True, "channels": _channels(), "units": articles_of("answer_report"), **carried(request, 0)}
    return render(request, "web/insight/report_new.html", context)


@csrf_protect
def report_nameless(request: HttpRequest) -> HttpResponse:
    """Report without a name. `web.nameless.Nameless` has taken account, session and address off the request."""
    must_exist()
    form = forms.Report(request.POST or None)
    code = ""
    if request.method == "POST" and form.is_valid():
        try:
            _entry, code = reporting.report_without_name(**form.given())
        except Incomplete as error:
            form.add_error(error.field if error.field in form.fields else None, error.text)
    context = {"form": form, "named": False, "code": code, "channels": _channels(), "units": articles_of("answer_report"), **carried(request, 0)}
    return render(request, "web/insight/report_new.html", context)


@csrf_protect
def report_answer(request: HttpRequest) -> HttpResponse:
    """What became of a report without a name, for whoever has its code."""
    must_exist()
    form = forms.Code(request.POST or None)
    found = None
    if request.method == "POST" and form.is_valid():
        found = reporting.found_by(form.cleaned_data["code"])
        if found is None:
            form.add_error("code", _("No report has this code."))
    told = _told(found) if found else []
    return render(request, "web/insight/report_answer.html", {"form": form, "report": found, "told": told, **carried(request, 0)})


def _told(row) -> list[dict]:
    """What the reporter reads of what was done."""
    lines = row.record.filter(action__in=access.TOLD)
    return [{"title": name_of(line.action), "on": line.done_on, "text": line.body.get("text", ""), "name": line.body.get("name", "")} for line in lines]


@for_readers
def report_list(request: HttpRequest) -> HttpResponse:
    """Reports that the viewer handles, or one's own by name."""
    must_exist()
    rows = access.visible_reports(viewer(request)).select_related("person", "unit")
    page = paged(request, rows)
    kinds = current_pack().insight.kinds
    columns = [
        {"key": "number", "label": _("Number")}, {"key": "kind", "label": pgettext("report", "Kind")},
        {"key": "by", "label": _("Reported by")}, {"key": "on", "label": _("Received on")}, {"key": "state", "label": _("Status")},
    ]
    lines = []
    for r in page:
        state = _("answered") if r.answered_on else _("classified") if r.counted_on else _("received")
        cells = [r.number, kinds[r.kind].name.get(lang()) if r.kind in kinds else r.kind,
                 r.person.name if r.person_id else _("without a name"), day(r.received_on), state]
        lines.append({
            "url": reverse("report", args=[r.pk]),
            "cells": [{"text": t, "label": c["label"]} for t, c in zip(cells, columns, strict=True)],
        })  # fmt: skip
    context = {"table": {"caption": _("Early reports"), "columns": columns, "rows": lines}, "page": page,
               "handles": may(viewer(request), "answer_report")}
    return render(request, "web/insight/reports.html", context)


def _report(request: HttpRequest, pk: UUID):
    must_exist()
    row = access.visible_reports(viewer(request)).select_related("person", "unit").filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


@for_readers
def report(request: HttpRequest, report: UUID) -> HttpResponse:
    """One report: to those who handle it all, to the reporter what was done."""
    row = _report(request, report)
    handles = may(viewer(request), "answer_report")
    pack = current_pack()
    kind = pack.insight.kinds.get(row.kind)
    steps = []
    if handles:
        for name in reporting.ACTIONS:
            if may(viewer(request), name) and not (name == "deidentify" and row.counted_on):
                steps.append({"label": name_of(name), "url": reverse("report-step", args=[row.pk, name])})
    codes = []
    for name in reporting.CODED:
        known = pack.correction.version(name, row.lists.get(name, 0)) if pack.correction else None
        if known:
            chosen = [known.codes[c].name.get(lang()) for c in getattr(row, f"{name}_codes") if c in known.codes]
            codes.append({"title": known.name.get(lang()), "codes": chosen})
    context = {
        "report": row, "kind": kind.name if kind else row.kind, "handles": handles, "told": _told(row), "codes": codes,
        "actions": {"primary": steps[0] if steps and not row.answered_on else None, "others": steps[1:] if not row.answered_on else steps},
        "units": articles_of("answer_report"),
    }
    return render(request, "web/insight/report.html", context)


@for_people
def report_step(request: HttpRequest, report: UUID, action: str) -> HttpResponse:
    """Classify, remind, answer, record what was put right, thank."""
    row = _report(request, report)
    if action not in forms.REPORT_FORMS:
        raise Http404
    if not may(viewer(request), action):
        raise PermissionDenied(_("This step is not yours."))
    form = forms.REPORT_FORMS[action](request.POST or None, more={"unit": str(row.unit_id or "")})
    here = reverse("report", args=[report])
    if request.method == "POST" and form.is_valid():
        response = perform(
            request, form,
            lambda: reporting.ACTIONS[action](
                report, actor=person_of(request), at=position(request), key=carried(request, 0)["key"], **form.given()
            ),
            done=here, stale=here,
        )
        if response is not None:
            return response
    context = {
        "form": form, "name": name_of(action), "number": row.number, "said": row.text, "page_url": here,
        "units": articles_of(action), **carried(request, row.position),
    }
    return render(request, "web/insight/form.html", context)
