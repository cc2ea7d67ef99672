"""The dossier taken out, searching, the transfer list, and dossiers of other installations."""

from __future__ import annotations

import mimetypes
import tempfile
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from rongcuo import clock
from rongcuo.archive import importing, retention, transfer
from rongcuo.archive.access import closed_matters, keeps, visible_imports
from rongcuo.archive.bag import PackageError
from rongcuo.archive.export import export
from rongcuo.archive.logging import log_export
from rongcuo.archive.searching.find import Hit
from rongcuo.archive.searching.find import search as find
from rongcuo.archive.searching.grams import words
from rongcuo.matters import reading_log
from rongcuo.matters.access import may_export
from rongcuo.matters.titles import title_of
from rongcuo.web.acting import carried, perform
from rongcuo.web.forms.dossiers import Import, Purpose
from rongcuo.web.listing import paged
from rongcuo.web.templatetags.ui import short_day
from rongcuo.web.viewing import (
    for_people,
    for_readers,
    lang,
    log_list,
    person_of,
    standing_in,
    viewer,
)

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: Where a session keeps what the last search was for, to be offered again.
PURPOSE = "search-purpose"
#: How far a list of titles that is opened in a browser is trusted: not at all.
SANDBOX = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


# --- one dossier -----------------------------------------------------------------------------


@for_people
@require_POST
def export_dossier(request: HttpRequest, matter: UUID) -> HttpResponse:
    """The package of a matter's dossier. 404 to whoever may not take it out."""
    standing = standing_in(request, matter)
    if not may_export(standing):
        raise Http404
    form = Purpose(request.POST, wide=True)
    if not form.is_valid():
        context = {"matter": standing.matter, "form": form if "purpose" in request.POST else Purpose(wide=True)}
        return render(request, "web/dossiers/purpose.html", context)
    folder = settings.HOME / "exports"
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder) as place:
        try:
            made = export(standing, Path(place))
        except PackageError as error:
            context = {"matter": standing.matter, "why": str(error)}
            return render(request, "web/dossiers/not_made.html", context, status=503)
        file = made.path.open("rb")  # stays readable once its name is gone
    log_export(standing, made, form.given())
    response = FileResponse(file, as_attachment=True, filename=made.path.name, content_type="application/zip")
    response["X-Package-Digest"] = made.digest
    return response


# --- searching -------------------------------------------------------------------------------


@for_people
def search(request: HttpRequest) -> HttpResponse:
    """Search. What is looked for is posted, so that it stands in no address and no log."""
    who = viewer(request)
    form = Purpose(request.POST or None, wide=reading_log.is_wide(who), initial=request.session.get(PURPOSE))
    context: dict = {"asked": request.POST.get("q", "").replace("\0", "").strip()[:200], "searched": False, "form": form}
    if request.method == "POST" and form.is_valid():
        purpose = form.given()
        request.session[PURPOSE] = form.cleaned_data
        asked = request.POST.get("q", "").replace("\0", "").strip()[:200]
        before = request.POST.get("before", "")
        found = find(who, asked, int(before) if before.isascii() and before.isdigit() else None)
        reading_log.looked(
            who, "search", purpose, [(hit.row.matter_id, f"found {hit.row.source} {hit.row.ref}") for hit in found.hits]
        )
        context |= {
            "asked": asked, "searched": bool(words(asked)), "nothing_to_look_for": bool(asked) and not words(asked),
            "hits": [_hit(one) for one in found.hits], "more": found.more, "later": bool(before),
        }
    return render(request, "web/dossiers/search.html", context)


def _hit(hit: Hit) -> dict:
    """A hit as the page shows it: what it is, in which matter, the words around it, where it leads."""
    row = hit.row
    place = reverse("matter", args=[row.matter_id])
    kind = {"matter": _("Matter"), "subject": _("Concerned"), "evidence": _("Evidence")}.get(row.source) or title_of(row.kind)
    if row.source == "item":
        place = reverse("paper", args=[row.matter_id, row.ref])
    elif row.source == "evidence":
        place += "#evidence"
    return {"kind": kind, "url": place, "matter": row.matter, "day": row.day, "parts": hit.parts}


# --- the transfer list -----------------------------------------------------------------------


def _closed(request: HttpRequest):
    if not keeps(viewer(request)):
        raise Http404
    return closed_matters(viewer(request)).order_by("sealed_on", "number")


@for_readers
def transfer_list(request: HttpRequest) -> HttpResponse:
    """Closed matters, ready to be handed over; a page of them."""
    page = paged(request, _closed(request))
    return render(request, "web/dossiers/transfer.html", {"table": _table(list(page)), "page": page})


@for_readers
def transfer_print(request: HttpRequest) -> HttpResponse:
    """The whole list on paper, with places to sign."""
    matters = list(_closed(request))
    log_list(request, "transfer list on paper", "asked:transfer")
    columns, made, parts = transfer.columns()[:8], transfer.digests(matters), []
    rows = transfer.rows(matters)
    for matter in matters:
        mine = [r[:8] for r in rows if r[8] == matter.number]
        parts.append({"matter": matter, "rows": mine, "digest": made.get(matter.pk, "")})
    context = {"columns": columns, "parts": parts, "today": clock.today(), "count": len(matters)}
    return render(request, "web/dossiers/transfer_print.html", context)


@for_readers
def transfer_xlsx(request: HttpRequest) -> HttpResponse:
    """The whole list as a workbook."""
    matters = list(_closed(request))
    log_list(request, "transfer list as a workbook", "asked:transfer")
    data = transfer.as_xlsx(matters, settings.BUREAU_NAME)
    response = HttpResponse(data, content_type=XLSX)
    response["Content-Disposition"] = "attachment; filename*=UTF-8''%E7%A7%BB%E4%BA%A4%E6%B8%85%E5%8D%95.xlsx"
    return response


def _table(matters: list) -> dict:
    kept, made = transfer.catalogues(matters), transfer.digests(matters)
    rows = []
    for matter in matters:
        pieces = kept[matter.pk]
        ends = [p["until"] for p in pieces]
        rows.append({
            "url": reverse("matter", args=[matter.pk]) + "#dossier",
            "cells": [
                {"text": matter.number}, {"text": matter.title}, {"text": short_day(matter.sealed_on)},
                {"text": str(len(pieces)), "numeric": True},
                {"text": _("for ever, in part") if None in ends else max(ends, default="")},
                {"text": _("made") if matter.pk in made else _("not made yet")},
            ],
        })  # fmt: skip
    labels = [_("Number"), _("What it is about"), _("Closed on"), _("Pieces"), _("Kept until"), _("Package")]
    for row in rows:
        row["cells"] = [{"label": label, **cell} for label, cell in zip(labels, row["cells"], strict=True)]
    return {
        "caption": _("Closed dossiers"), "rows": rows,
        "columns": [{"key": str(n), "label": label, "numeric": n == 3} for n, label in enumerate(labels)],
    }


# --- dossiers of other installations ---------------------------------------------------------


@for_people
def imports(request: HttpRequest) -> HttpResponse:
    """What was imported, and the form to import more."""
    who = viewer(request)
    if not keeps(who):
        raise Http404
    form = Import(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        given = form.given()
        try:
            response = perform(
                request, form,
                lambda: importing.import_package(actor=person_of(request), key=carried(request, 0)["key"], **given),
                done=lambda entry: reverse("imported", args=[entry.stream]), stale=reverse("imports"),
            )
        finally:
            form.forget()
        if response is not None:
            messages.success(request, _("Verified and imported."))
            return response
    page = paged(request, visible_imports(who).select_related("by"))
    labels = [_("Number"), _("What it is about"), _("Closed by"), _("Closed on"), _("Imported on")]
    rows = [
        {
            "url": reverse("imported", args=[one.pk]),
            "cells": [
                {"label": label, "text": text} for label, text in zip(labels, (
                    one.number, one.title, one.organisation, short_day(one.sealed_on) if one.sealed_on else _("not closed"),
                    short_day(one.imported_at),
                ), strict=True)
            ],
        }
        for one in page
    ]  # fmt: skip
    table = {"caption": _("Imported dossiers"), "columns": [{"key": x, "label": x} for x in labels], "rows": rows}
    return render(request, "web/dossiers/imports.html", {"table": table, "page": page, "form": form, **carried(request, 0)})


def _one(request: HttpRequest, pk: UUID):
    one = visible_imports(viewer(request)).filter(pk=pk).select_related("by").first()
    if one is None:
        raise Http404
    return one


@for_readers
def imported(request: HttpRequest, dossier: UUID) -> HttpResponse:
    """One imported dossier: its list of papers, each to be opened; nothing can be changed."""
    one = _one(request, dossier)
    pieces = [p | {"kept": retention.words(p["keep"]).get(lang())} for p in one.pieces]
    return render(request, "web/dossiers/imported.html", {"one": one, "pieces": pieces})


@for_readers
def imported_file(request: HttpRequest, dossier: UUID, path: str) -> HttpResponse:
    """A file of an imported dossier, compared with the package's manifest before it is shown."""
    one = _one(request, dossier)
    found = importing.opened(one, path)
    if found is None:
        raise Http404
    file, size = found
    page = path == "index.html"
    kind = "text/html; charset=utf-8" if page else mimetypes.guess_type(path)[0] or "application/octet-stream"
    if kind in {"text/plain", "application/json"} or path.endswith((".xml", ".XML", ".TXT", ".jsonl", ".yaml")):
        kind = "text/plain; charset=utf-8"
    response = FileResponse(file, as_attachment=not page, filename=path.rsplit("/", 1)[-1], content_type=kind)
    response["Content-Length"] = size
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = SANDBOX
    return response
