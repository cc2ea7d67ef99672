"""Warnings and education measures: issued from a figure, received, measured again."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from rongcuo.documents import sources
from rongcuo.insight import access, warning
from rongcuo.insight.access import may
from rongcuo.insight.copying import Period
from rongcuo.insight.figures import table
from rongcuo.insight.naming import names
from rongcuo.web.acting import carried, perform, position
from rongcuo.web.insight import forms
from rongcuo.web.insight.figures import period_name
from rongcuo.web.insight.shared import articles_of, must, must_exist, name_of
from rongcuo.web.listing import paged
from rongcuo.web.matter.official import of_records
from rongcuo.web.naming import unit_name
from rongcuo.web.templatetags.ui import day
from rongcuo.web.viewing import for_people, for_readers, lang, person_of, viewer


@for_readers
def warnings(request: HttpRequest) -> HttpResponse:
    """Warnings and education measures that the viewer may read."""
    must_exist()
    rows = access.visible_cautions(viewer(request)).prefetch_related("units__unit")
    page = paged(request, rows)
    columns = [
        {"key": "number", "label": _("Number")}, {"key": "title", "label": _("Title")}, {"key": "form", "label": pgettext("letter", "Form")},
        {"key": "issued", "label": _("Sent on")}, {"key": "received", "label": _("Received"), "numeric": True},
        {"key": "again", "label": _("Measured again")},
    ]
    form = {"warning": _("Warning"), "education": _("Education measure")}
    lines = []
    for c in page:
        units = list(c.units.all())
        cells = [c.number, c.title, form[c.form], day(c.issued_on), f"{sum(u.received_on is not None for u in units)} / {len(units)}",
                 day(c.measured_on) if c.measured_on else _("from %(day)s") % {"day": day(c.again_on)}]
        lines.append({
            "url": reverse("warning", args=[c.pk]),
            "cells": [{"text": t, "label": k["label"], "numeric": k.get("numeric", False)} for t, k in zip(cells, columns, strict=True)],
        })  # fmt: skip
    context = {"table": {"caption": _("Warnings and education"), "columns": columns, "rows": lines}, "page": page,
               "can_warn": may(viewer(request), "warn")}
    return render(request, "web/insight/warnings.html", context)


@for_people
def warning_new(request: HttpRequest) -> HttpResponse:
    """From a figure to a warning or an education measure."""
    must_exist()
    must(request, "warn")
    name = forms.dimension(request.GET.get("dim", ""))
    found = table(name)
    code = request.GET.get("code", "")
    label = dict(found.rows).get(code)
    if label is None:
        raise Http404
    form = forms.Warn(request.POST or None)
    if request.method == "POST" and form.is_valid():
        response = perform(
            request, form,
            lambda: warning.warn(actor=person_of(request), key=carried(request, 0)["key"], dimension=name, code=code, **form.given()),
            done=lambda entry: reverse("warning", args=[entry.stream]), stale=reverse("warnings"),
        )
        if response is not None:
            return response
    context = {
        "form": form, "name": name_of("warn"), "number": "",
        "said": f"{forms.dimension_word(name)}{pgettext('label', ': ')}{label.get(lang())}",
        "page_url": f"{reverse('figures')}?dim={name}", "units": articles_of("warn"), **carried(request, 0),
    }
    return render(request, "web/insight/form.html", context)


def _caution(request: HttpRequest, pk: UUID):
    must_exist()
    row = access.visible_cautions(viewer(request)).select_related("author").prefetch_related("units__unit", "units__by").filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


@for_readers
def caution(request: HttpRequest, caution: UUID) -> HttpResponse:
    """One warning: the words, the figure it rests on, who received it, and what was measured later."""
    row = _caution(request, caution)
    who = viewer(request)
    labels = dict(names(row.dimension))
    context = {
        "caution": row, "code": labels.get(row.code), "dimension": forms.dimension_word(row.dimension),
        "before": _frozen(row.figures), "after": _frozen(row.later) if row.measured_on else None,
        "received": [{"row": u, "name": unit_name(u.unit), "mine": u.unit_id in who.headed and u.received_on is None} for u in row.units.all()],
        "can_measure": may(who, "measure_again") and row.measured_on is None and row.again_on <= who.day,
        "official": of_records(who, [(sources.found("caution", who, row.pk), "")]), "units": articles_of("warn"), "whole": may(who, "warn") or may(who, "audit"), **carried(request, row.position),
    }
    return render(request, "web/insight/warning.html", context)


def _frozen(figures: dict) -> dict:
    return {**figures, "period": period_name(Period.read(figures["period"]))} if figures else {}


@for_people
def warning_receive(request: HttpRequest, caution: UUID, unit: UUID) -> HttpResponse:
    """The head of a unit signs for a warning."""
    row = _caution(request, caution)
    here = reverse("warning", args=[caution])
    if request.method != "POST":
        return HttpResponse(status=405)
    form = forms.Form(request.POST)
    form.is_valid()
    response = perform(
        request, form,
        lambda: warning.receive_warning(caution, actor=person_of(request), at=position(request), key=carried(request, 0)["key"], unit=unit),
        done=here, stale=here,
    )
    if response is None:
        messages.error(request, " ".join(form.non_field_errors()))
        return render(request, "web/insight/warning_error.html", {"caution": row, "page_url": here}, status=409)
    return response


@for_people
def warning_again(request: HttpRequest, caution: UUID) -> HttpResponse:
    """Measure again."""
    row = _caution(request, caution)
    if not may(viewer(request), "measure_again"):
        raise PermissionDenied(_("This step is not yours."))
    here = reverse("warning", args=[caution])
    form = forms.Again(request.POST or None)
    if request.method == "POST" and form.is_valid():
        response = perform(
            request, form,
            lambda: warning.measure_again(caution, actor=person_of(request), at=position(request), key=carried(request, 0)["key"], **form.given()),
            done=here, stale=here,
        )
        if response is not None:
            return response
    now = table(row.dimension).figures(row.code)
    context = {
        "form": form, "name": name_of("measure_again"), "number": row.number, "page_url": here, "said": "",
        "before": _frozen(row.figures), "after": _frozen(now), "units": articles_of("measure_again"), **carried(request, row.position),
    }
    return render(request, "web/insight/again.html", context)
