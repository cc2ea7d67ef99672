"""Records in advance (事前留痕)."""

from __future__ import annotations

from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from rongcuo.insight import access, advance
from rongcuo.matters.files import opened, path_of
from rongcuo.web.acting import carried, perform
from rongcuo.web.insight import forms
from rongcuo.web.insight.shared import articles_of, must_exist, name_of
from rongcuo.web.listing import paged
from rongcuo.web.templatetags.ui import instant
from rongcuo.web.viewing import for_people, for_readers, person_of, viewer


@for_readers
def advances(request: HttpRequest) -> HttpResponse:
    """One's own records in advance, and those of the unit one heads."""
    must_exist()
    page = paged(request, access.visible_advances(viewer(request)).select_related("author", "unit"))
    columns = [{"key": "number", "label": _("Number")}, {"key": "title", "label": _("What will be tried")},
               {"key": "who", "label": _("Recorded by")}, {"key": "on", "label": _("Recorded")}]
    lines = [
        {"url": reverse("advance", args=[a.pk]), "cells": [
            {"text": t, "label": c["label"]}
            for t, c in zip([a.number, a.title, a.author.name, instant(a.recorded_at)], columns, strict=True)
        ]}
        for a in page
    ]  # fmt: skip
    context = {"table": {"caption": _("Records in advance"), "columns": columns, "rows": lines}, "page": page}
    return render(request, "web/insight/advances.html", context)


@for_people
def advance_new(request: HttpRequest) -> HttpResponse:
    """Record before acting. The page says that it has no effect under the measures."""
    must_exist()
    posts = viewer(request).posts
    form = forms.Advance(request.POST or None, request.FILES or None, more={"posts": posts})
    if request.method == "POST" and form.is_valid():
        given = {}

        def do():
            given.update(form.given())
            return advance.record_advance(actor=person_of(request), key=carried(request, 0)["key"], **given)

        response = perform(request, form, do, done=lambda e: reverse("advance", args=[e.stream]), stale=reverse("advances"))
        if response is not None and response.status_code == 302:
            return response
        for _title, stored in given.get("files", ()):
            path_of(stored.file).unlink(missing_ok=True)
        if response is not None:
            return response
    context = {"form": form, "name": name_of("record_advance"), "page_url": reverse("advances"), "number": "", "said": "",
               "units": articles_of("record_advance"), **carried(request, 0)}
    return render(request, "web/insight/advance_new.html", context)


def _advance(request: HttpRequest, pk: UUID):
    must_exist()
    row = access.visible_advances(viewer(request)).select_related("author", "unit").filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


@for_readers
def advance_page(request: HttpRequest, advance: UUID) -> HttpResponse:
    """One record made in advance, with its time and digest."""
    row = _advance(request, advance)
    facts = [
        {"term": _("On what it rests"), "value": row.basis}, {"term": _("Meeting"), "value": row.meeting},
        {"term": _("Risk, and what is prepared"), "value": row.risk}, {"term": _("The rules of that day"), "value": row.rule},
    ]
    files = [
        {"number": n, "title": f["title"], "size": f["size"], "digest": f["sha256"],
         "url": reverse("advance-file", args=[row.pk, n])}
        for n, f in enumerate(row.files, 1)
    ]
    return render(request, "web/insight/advance.html", {"advance": row, "facts": facts, "files": files, "units": articles_of("record_advance")})


@for_readers
def advance_file(request: HttpRequest, advance: UUID, n: int) -> HttpResponse:
    """A file of a record in advance, after its digest was compared."""
    row = _advance(request, advance)
    if not 1 <= n <= len(row.files):
        raise Http404
    one = row.files[n - 1]
    file = opened(one["sha256"], UUID(one["file"]))
    if file is None:
        raise Http404
    response = FileResponse(file, as_attachment=True, filename=one["name"], content_type=one["media_type"])
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
