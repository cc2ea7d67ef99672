"""Matters: the list, the page, the reasons, single papers and evidence."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Prefetch, Q
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from rongcuo.matters import access
from rongcuo.matters.files import intact, path_of
from rongcuo.matters.models import Matter, Subject
from rongcuo.matters.packs import current_pack, pack_of
from rongcuo.web.itemtext import Writer, title_of
from rongcuo.web.listing import paged
from rongcuo.web.matter import next as coming
from rongcuo.web.matter.chapters import chapters
from rongcuo.web.matter.page import MatterPage
from rongcuo.web.naming import names_of
from rongcuo.web.templatetags.ui import full_day, short_day
from rongcuo.web.viewing import for_people, lang, standing_in, viewer

SORTS = {"number": "number", "opened": "opened_on", "since": "state_since", "title": "title"}


@for_people
def matter_list(request: HttpRequest) -> HttpResponse:
    """The matters the viewer may know of: thirty a page, by step, by text, sorted."""
    procedure = current_pack().procedure
    who = viewer(request)
    rows = access.visible_matters(who)
    step = request.GET.get("step", "")
    if step in procedure.steps:
        rows = rows.filter(state__in=[s.id for s in procedure.matter_states.values() if s.step == step])
    text = request.GET.get("q", "").strip()
    if text:
        rows = rows.filter(Q(number__icontains=text) | Q(title__icontains=text))
    sort = request.GET.get("sort", "-opened")
    field = SORTS.get(sort.lstrip("-"), "opened_on")
    down = "-" if sort.startswith("-") else ""
    rows = rows.order_by(f"{down}{field}", f"{down}number").select_related("unit")
    rows = rows.prefetch_related(
        Prefetch("subjects", Subject.objects.select_related("person", "unit")), "parts", "interests"
    ).select_related("act", "unit")
    page = paged(request, rows)
    context = {
        "table": _table(request, page, who, sort), "page": page, "text": text, "step": step,
        "steps": [(s.id, s.name.get(lang())) for s in procedure.steps.values()],
    }
    return render(request, "web/matter/list.html", context)


def _table(request: HttpRequest, page, who: access.Viewer, sort: str) -> dict:
    columns = [
        _column(request, "number", _("Number"), sort), _column(request, "title", _("What it is about"), sort),
        {"key": "subjects", "label": _("Concerns")}, {"key": "state", "label": _("Stands")},
        _column(request, "since", _("Since"), sort), _column(request, "opened", _("Opened"), sort),
    ]
    rows = []
    for matter in page:
        standing = access.Standing(who, matter)
        names = "、".join(s.name for s in access.visible_subjects(standing))
        cells = [
            matter.number, matter.title, names, _state(matter), short_day(matter.state_since),
            short_day(matter.opened_on),
        ]
        rows.append({
            "url": reverse("matter", args=[matter.pk]),
            "cells": [{"text": t, "label": c["label"]} for t, c in zip(cells, columns, strict=True)],
        })  # fmt: skip
    return {"caption": _("Matters"), "columns": columns, "rows": rows}


def _column(request: HttpRequest, key: str, label: str, sort: str) -> dict:
    query = request.GET.copy()
    query.pop("page", None)
    down = sort == f"-{key}"
    query["sort"] = key if down else f"-{key}"
    sorted_now = "desc" if down else ("asc" if sort == key else "")
    return {
        "key": key, "label": label, "sortable": True, "sorted": sorted_now,
        "sort_query": f"?{query.urlencode()}",
    }


def _state(matter: Matter) -> str:
    states = pack_of(matter).procedure.matter_states
    return states[matter.state].name.get(lang())


@for_people
def matter_page(request: HttpRequest, matter: UUID) -> HttpResponse:
    """The matter: the measures, filled in."""
    page = MatterPage(standing_in(request, matter, reading="matter"))
    actions = coming.actions(page)
    context = {
        "matter": page.matter, "state": page.pack.procedure.matter_states[page.matter.state],
        "ribbon": coming.ribbon(page), "actions": actions, "chapters": _quoted_once(chapters(page)),
        "evidence": page.evidence_items(), "timeline": page.timeline(),
        "remaining": actions["reckoning"].remaining(viewer(request).day) if actions["reckoning"] else None,
    }
    return render(request, "web/matter/page.html", context)


def _quoted_once(found: list[dict]) -> list[dict]:
    """An article is quoted in full where it is first met; further down its name is enough."""
    seen: set[str] = set()
    for chapter in found:
        for row in chapter["rows"]:
            row["units"] = [{"unit": u, "closed": u.id in seen} for u in row["units"]]
            seen |= {u["unit"].id for u in row["units"]}
    return found


@for_people
def reasons(request: HttpRequest, matter: UUID, subject: UUID) -> HttpResponse:
    """The whole tree of reasons for a subject, to read and to print. For the office only."""
    standing = standing_in(request, matter, reading="reasons")
    page = MatterPage(standing)
    one = page.subject(subject)
    if one is None or not page.office:
        raise Http404
    context = {"matter": page.matter, "reasons": page.reasons(one), "subject": one}
    return render(request, "web/matter/reasons.html", context)


@for_people
def paper(request: HttpRequest, matter: UUID, item: UUID) -> HttpResponse:
    """One paper, to print."""
    standing = standing_in(request, matter, reading="paper")
    row = access.visible_items(standing).select_related("author").filter(pk=item).first()
    if row is None:
        raise Http404
    pack = pack_of(standing.matter)
    people = row.body.get("members", []) if row.kind == "group" else []
    subjects = {str(s.pk): s.name for s in access.visible_subjects(standing)}
    writer = Writer(pack, standing.matter, subjects, names_of(people) if people else {})
    about = subjects.get(str(row.subject_id), "")
    shown = {
        "title": title_of(row.kind), "number": standing.matter.number,
        "fields": ([{"label": _("Concerns"), "value": about}] if about else []) + writer.rows(row),
        "date": full_day(row.done_on),
    }
    return render(request, "web/matter/paper.html", {"paper": shown, "matter": standing.matter})


@for_people
def evidence(request: HttpRequest, matter: UUID, evidence: UUID) -> HttpResponse:
    """A file of evidence, after its digest was compared with the one recorded."""
    standing = standing_in(request, matter, reading="evidence")
    row = access.visible_evidence(standing).filter(pk=evidence).first()
    if row is None:
        raise Http404
    if not intact(row.sha256, row.file):
        context = {"evidence": row, "matter": standing.matter}
        return render(request, "web/matter/damaged.html", context, status=500)
    response = FileResponse(
        path_of(row.file).open("rb"), as_attachment=True, filename=row.name, content_type=row.media_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
