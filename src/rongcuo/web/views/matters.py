"""Matters: the list, the page, the reasons, single papers and evidence."""

from __future__ import annotations

from uuid import UUID

from django.db.models import F, OrderBy, Q
from django.db.models.functions import Length
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from rongcuo.matters import access
from rongcuo.matters.assessing import assess_subject
from rongcuo.matters.errors import listed
from rongcuo.matters.files import opened
from rongcuo.matters.packs import current_calendar, current_pack, pack_of
from rongcuo.matters.secrecy import MARKS, mark_of
from rongcuo.matters.waiting import Progress, target_of, told, waiting_for
from rongcuo.policy import FactError, PackError
from rongcuo.web.listing import paged
from rongcuo.web.matter import next as coming
from rongcuo.web.matter.chapters import chapters
from rongcuo.web.matter.page import MatterPage
from rongcuo.web.matter.printed import printed
from rongcuo.web.measures import trying
from rongcuo.web.naming import holder_of
from rongcuo.web.templatetags.ui import short_day
from rongcuo.web.viewing import for_readers, lang, log_reading, standing_in, viewer

SORTS = {"number": "number", "opened": "opened_on", "since": "state_since", "title": "title"}


@for_readers
def matter_list(request: HttpRequest) -> HttpResponse:
    """The matters the viewer may know of: thirty a page, by step, by text, sorted."""
    procedure = current_pack().procedure
    who = viewer(request)
    rows = access.visible_matters(who)
    step = request.GET.get("step", "")
    if step in procedure.steps:
        rows = rows.filter(state__in=[s.id for s in procedure.matter_states.values() if s.step == step])
    text = request.GET.get("q", "").replace("\0", "").strip()  # PostgreSQL knows no such character
    if text:
        rows = rows.filter(Q(number__icontains=text) | Q(title__icontains=text))
    sort = request.GET.get("sort", "-opened")
    field = SORTS.get(sort.lstrip("-"), "opened_on")
    down = "-" if sort.startswith("-") else ""
    rows = rows.order_by(*_order(field, down))
    page = paged(request, access.with_people(rows))
    context = {
        "table": _table(request, page, who, sort), "page": page, "text": text, "step": step,
        "steps": [(s.id, s.name.get(lang())) for s in procedure.steps.values()],
        "stubs": list(access.own_recusals(who)),
    }
    return render(request, "web/matter/list.html", context)


def _order(field: str, down: str) -> list:
    """By a field, then by number as people count: 9 before 10."""
    keys = ["opened_on__year", Length("number"), "number"]
    keys = keys if field == "number" else [field, *keys[1:]]
    return [OrderBy(k if isinstance(k, Length) else F(k), descending=bool(down)) for k in keys]


#: Columns of the list; the last ones are shown when asked for.
COLUMNS = ("number", "title", "subjects", "state", "next", "since", "due", "unit", "opened")
FIRST = COLUMNS[:7]
#: On a phone, where a row is a list, these say what they are without a label.
PLAIN = frozenset({"number", "title", "subjects", "state"})


def _table(request: HttpRequest, page, who: access.Viewer, sort: str) -> dict:
    labels = {
        "number": _("Number"), "title": _("What it is about"), "subjects": _("Concerns"),
        "state": _("Status"), "next": _("Next"), "since": _("Since"), "due": _("Target"),
        "unit": _("Division or unit"), "opened": _("Opened"),
    }
    chosen = [c for c in COLUMNS if c in request.GET.getlist("col")] or list(FIRST)
    shown = ["number", *(c for c in chosen if c != "number")]
    columns = [_column(request, c, labels[c], sort) for c in shown]
    standings = [access.Standing(who, m) for m in page]
    progress, calendar = Progress.of(page), current_calendar() if "due" in shown else None
    rows = []
    for standing in standings:
        cells = _cells(standing, progress, calendar)
        rows.append({
            "url": reverse("matter", args=[standing.matter.pk]),
            "cells": [{"label": "" if c in PLAIN else labels[c], **cells[c]} for c in shown],
        })  # fmt: skip
    keep = {k: v for k, v in request.GET.items() if k in {"q", "step", "sort"} and v}
    return {
        "caption": _("Matters"), "columns": columns, "rows": rows, "keep": keep,
        "all_columns": [{"key": c, "label": labels[c], "shown": c in shown} for c in COLUMNS[1:]],
    }


def _cells(standing: access.Standing, progress: Progress, calendar) -> dict[str, dict]:
    matter = standing.matter
    pack = pack_of(matter)
    seen = access.visible_subjects(standing)
    waiting = told(waiting_for(pack, standing, progress, standing.viewer.day), standing)
    first = waiting[0] if waiting else None
    unit = matter.unit
    cells = {
        "number": {"text": matter.number}, "title": {"text": f"{matter.title}（{MARKS[matter.secrecy]}）" if matter.secrecy else matter.title},
        "subjects": {"text": listed(s.name for s in seen)},
        "state": {"text": pack.procedure.matter_states[matter.state].name.get(lang())},
        "next": {"text": _next(pack, first)}, "since": {"text": short_day(matter.state_since)},
        "unit": {"text": unit.name_en or unit.name if lang() == "en" else unit.name},
        "opened": {"text": short_day(matter.opened_on)}, "due": {"text": ""},
    }
    reckoning = target_of(pack, first, standing, calendar) if first and calendar else None
    if reckoning is not None:
        cells["due"] = {
            "template": "components/due.html", "due": reckoning.due,
            "remaining": reckoning.remaining(standing.viewer.day), "target": False,
        }
    return cells


def _next(pack, first) -> str:
    if first is None:
        return ""
    who = holder_of(pack, first)
    name = first.move.name.get(lang())
    return f"{name}（{who}）" if lang() == "zh" else f"{name} ({who})"


def _column(request: HttpRequest, key: str, label: str, sort: str) -> dict:
    query = request.GET.copy()
    query.pop("page", None)
    down = sort == f"-{key}"
    query["sort"] = key if down else f"-{key}"
    sorted_now = "desc" if down else ("asc" if sort == key else "")
    if key not in SORTS:
        return {"key": key, "label": label}
    return {
        "key": key, "label": label, "sortable": True, "sorted": sorted_now,
        "sort_query": f"?{query.urlencode()}",
    }


@for_readers
def matter_page(request: HttpRequest, matter: UUID) -> HttpResponse:
    """The matter: the measures, filled in."""
    page = MatterPage(standing_in(request, matter))
    log_reading(page.standing, "matter")
    found = chapters(page)
    actions = coming.actions(page)
    context = {
        "matter": page.matter, "state": page.pack.procedure.matter_states[page.matter.state],
        "ribbon": coming.ribbon(page), "actions": actions, "chapters": _quoted_once(found),
        "evidence": page.evidence_lanes(), "timeline": page.timeline(),
        "dossier": page.dossier(), "secrecy": page.secrecy(),
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


@for_readers
def reasons(request: HttpRequest, matter: UUID, subject: UUID) -> HttpResponse:
    """The whole tree of reasons for a subject, to read and to print. For the office only."""
    page = MatterPage(standing_in(request, matter))
    one = page.subject(subject)
    if one is None or not page.office:
        raise Http404
    log_reading(page.standing, f"reasons {one.pk}")
    context = {"matter": page.matter, "reasons": page.reasons(one), "subject": one}
    return render(request, "web/matter/reasons.html", context)


@for_readers
def what_if(request: HttpRequest, matter: UUID, subject: UUID) -> HttpResponse:
    """What can still matter on a subject's findings, and what would settle another outcome. For the office, and for
    those concerned after the feedback only (`access.sees_what_if`). It orders questions and takes none out."""
    standing = standing_in(request, matter)
    one = next((s for s in access.visible_subjects(standing) if s.pk == subject), None)
    if one is None or not access.sees_what_if(standing, one):
        raise Http404
    log_reading(standing, f"what-if {one.pk}")
    context = {"matter": standing.matter, "subject": one, "error": ""}
    try:
        check = assess_subject(standing.matter, one, access.what_if_findings(standing, one))
        context |= {
            "result": trying.result(check, lang()), "questions": trying.questions(check, lang()),
            "changes": trying.changes(check, lang()), "office": access.sees_reasons(standing),
        }
    except (FactError, PackError) as error:
        context["error"] = error.text(lang())
    return render(request, "web/matter/what_if.html", context)


@for_readers
def paper(request: HttpRequest, matter: UUID, item: UUID) -> HttpResponse:
    """One paper, to print."""
    standing = standing_in(request, matter)
    row = access.visible_items(standing).filter(pk=item).first()
    if row is None:
        raise Http404
    log_reading(standing, f"paper {row.pk}")
    return render(request, "web/matter/paper.html", {
        "paper": printed(standing, row), "matter": standing.matter,
        "mark": mark_of(standing.matter.secrecy, standing.matter.secrecy_term),
    })


@for_readers
def evidence(request: HttpRequest, matter: UUID, evidence: UUID) -> HttpResponse:
    """A file of evidence, after its digest was compared with the one recorded."""
    standing = standing_in(request, matter)
    row = access.visible_evidence(standing).filter(pk=evidence).first()
    if row is None:
        raise Http404
    file = opened(row.sha256, row.file)
    if file is None:
        context = {"evidence": row, "matter": standing.matter}
        return render(request, "web/matter/damaged.html", context, status=410)
    log_reading(standing, f"evidence {row.n}")
    response = FileResponse(file, as_attachment=True, filename=row.name, content_type=row.media_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
