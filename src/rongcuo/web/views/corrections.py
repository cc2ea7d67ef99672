"""Corrections: the desk and list, one plan, its steps, its files, and opening one on request."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Min
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from rongcuo import clock
from rongcuo.corrections import access, desk, opening
from rongcuo.corrections.access import Place, visible_plans, with_people
from rongcuo.corrections.doing import ACTIONS, PER_MEASURE, may, open_now
from rongcuo.corrections.models import Measure
from rongcuo.ledger.errors import Stale
from rongcuo.ledger.models import Entry
from rongcuo.matters import reading_log
from rongcuo.matters.errors import Incomplete
from rongcuo.matters.files import opened, path_of
from rongcuo.matters.once import first_result
from rongcuo.matters.packs import current_calendar, pack_of
from rongcuo.web.acting import carried, perform, position, stale_page
from rongcuo.web.correcting import PlanPage, holder, name_of, task_line
from rongcuo.web.forms.correcting import FORMS, MOST_ROWS, ROWS, OpenPlan
from rongcuo.web.listing import paged
from rongcuo.web.templatetags.ui import short_day
from rongcuo.web.viewing import for_people, for_readers, lang, person_of, standing_in, viewer
from rongcuo.web.views.signing import SINCE

#: So far back a first visit looks.
FIRST_LOOK = timedelta(days=14)


def place_in(request: HttpRequest, plan: UUID) -> Place:
    """The viewer's place in a plan; 404 outside one's scope."""
    row = with_people(visible_plans(viewer(request)), viewer(request)).filter(pk=plan).first()
    if row is None:
        raise Http404
    place = Place(viewer(request), row)
    if request.method == "GET":
        reading_log.beside(place.viewer, row.matter_id, f"correction {row.number}", place.capacities)
    return place


@for_readers
def correction_list(request: HttpRequest) -> HttpResponse:
    """What waits, what is overdue, what changed, and every plan the viewer reads."""
    who = viewer(request)
    kept = request.session.get(SINCE)
    since = datetime.fromisoformat(kept) if kept else clock.now() - FIRST_LOOK
    tasks, more = desk.tasks(who)
    late = list(desk.overdue(who)[:31])
    rows = visible_plans(who).select_related("matter", "person", "unit")
    state = request.GET.get("state", "")
    if state:
        rows = rows.filter(state=state)
    page = paged(request, rows.order_by("-opened_on", "-number"))
    _more(page, who)
    states: dict[str, str] = {}
    for plan in page:
        states |= {s.id: s.name.get(lang()) for s in pack_of(plan.matter).correction.states.values()}
    context = {
        "tasks": [task_line(t) for t in tasks], "more": more,
        "late": [_late(m, who) for m in late[:30]], "late_more": len(late) > 30,
        "reminders": [_reminder(r) for r in desk.reminded(who)],
        "changes": [_change(line) for line in desk.changes(who, since)], "since": since if kept else None,
        "table": _table(page, states), "page": page, "states": list(states.items()), "state": state,
    }
    return render(request, "web/corrections/list.html", context)


def _more(page, who) -> None:
    """Give the page's plans what a row shows beside: open measures, the next day, whether all may be read."""
    ids = [plan.pk for plan in page]
    open_ones = Measure.objects.filter(plan__in=ids, state="open").order_by().values("plan_id")
    found = {r["plan_id"]: r for r in open_ones.annotate(n=Count("pk"), due=Min("due_on"))}
    whole = set(access.readable_plans(who).filter(pk__in=ids).order_by().values_list("pk", flat=True))
    for plan in page:
        row = found.get(plan.pk, {"n": 0, "due": None})
        plan.still_open, plan.next_due, plan.whole = row["n"], row["due"], plan.pk in whole


def _late(measure, who) -> dict:
    plan = measure.plan
    return {
        "url": reverse("correction", args=[plan.pk]), "number": plan.number, "text": measure.text,
        "who": measure.owner.name, "name": name_of(plan, measure.owner_id != who.person),
        "due": measure.due_on, "remaining": desk.remaining(current_calendar(), who.day, measure.due_on),
    }


def _reminder(row) -> dict:
    one = row.reminder
    return {
        "url": reverse("correction", args=[one.plan_id]), "number": one.plan.number, "on": one.recorded_on,
        "text": one.measure.text if one.measure_id else name_of(one.plan), "due": one.due_on,
    }


def _change(line) -> dict:
    move = pack_of(line.plan.matter).correction.moves.get(line.action)
    text = move.name.get(lang()) if move else _("Days counted anew")
    who = line.actor.name if line.actor_id else _("the program")
    return {
        "at": line.recorded_at, "number": line.plan.number, "url": reverse("correction", args=[line.plan_id]),
        "text": _("%(step)s (%(who)s)") % {"step": text, "who": who},
    }


def _table(page, states: dict[str, str]) -> dict:
    columns = [
        {"key": "number", "label": _("Number")}, {"key": "who", "label": _("Concerns")},
        {"key": "matter", "label": _("Matter")}, {"key": "state", "label": _("Status")},
        {"key": "open", "label": _("Open measures"), "numeric": True}, {"key": "due", "label": _("Next due")},
        {"key": "opened", "label": _("Plan opened")},
    ]
    rows = []
    for plan in page:
        cells = [
            plan.number, name_of(plan, plan.whole), plan.matter.number if plan.whole else "",
            states[plan.state], str(plan.still_open) if plan.drawn_up_on and plan.whole else "",
            short_day(plan.next_due or (plan.due_on if plan.state == "opened" else plan.check_from)) if plan.closed_on is None else "",
            short_day(plan.opened_on),
        ]
        rows.append({
            "url": reverse("correction", args=[plan.pk]),
            "cells": [
                {"text": text, "label": c["label"], "numeric": c.get("numeric", False)}
                for text, c in zip(cells, columns, strict=True)
            ],
        })  # fmt: skip
    return {"caption": _("Corrections"), "columns": columns, "rows": rows}


@for_readers
def correction(request: HttpRequest, plan: UUID) -> HttpResponse:
    """One plan: what is asked, what was done, what is still owed."""
    page = PlanPage(place_in(request, plan))
    return render(request, "web/corrections/plan.html", page.context())


@for_people
def correction_step(request: HttpRequest, plan: UUID, action: str, measure: UUID | None = None) -> HttpResponse:
    """Show the form of a step and take it. 404 outside the viewer's scope, 403 where it is another's."""
    place = place_in(request, plan)
    pack = pack_of(place.plan.matter)
    move = pack.correction.moves.get(action)
    if move is None or action not in FORMS or (action in PER_MEASURE) != (measure is not None):
        raise Http404
    one = next((m for m in access.visible_measures(place) if m.pk == measure), None)
    if measure is not None and one is None:
        raise Http404
    if not may(move, place, one):
        raise PermissionDenied(_("It belongs to: %(who)s.") % {"who": holder(pack, move)})
    page = reverse("correction", args=[plan])
    context = {
        "plan": place.plan, "measure": one, "name": move.name.get(lang()), "page_url": page,
        "units": [pack.units[c] for c in move.cites], **carried(request, place.plan.position),
    }
    if request.method != "POST" and not open_now(move, place.plan, one):
        context["state"] = pack.correction.states[place.plan.state].name.get(lang())
        return render(request, "web/corrections/not_now.html", context, status=409)
    rows = _rows(request)
    more = request.method == "POST" and request.POST.get("go") == "more"
    settings = {"place": place, "measure": one, "rules": pack.correction, "rows": rows + (2 if more else 0)}
    if more:  # shown again with what was typed, unchecked
        initial = {k: v if k.endswith("_codes") else v[-1] for k, v in request.POST.lists()}
        form = FORMS[action](initial=initial, **settings)
    else:
        form = FORMS[action](request.POST or None, request.FILES or None, **settings)
    context["form"] = form
    if request.method == "POST" and not more:
        response = _again(request, form, action, place, page)
        if response is None and form.is_valid():
            response = _take(request, form, action, place, one, page, move)
        if response is not None:
            return response
    return render(request, form.template, context)


def _rows(request: HttpRequest) -> int:
    typed = [int(k[5:]) + 1 for k in request.POST if k.startswith("text-") and k[5:].isdecimal() and len(k) < 8]
    return min(max([ROWS, *typed]), MOST_ROWS)


def _again(request, form, action: str, place: Place, page: str) -> HttpResponse | None:
    """A second press, and a page from before somebody else acted, need no look at the form."""
    if position(request) == place.plan.position:
        return None
    if first_result(person_of(request), carried(request, 0)["key"], f"correction.{action}", place.plan.pk):
        return redirect(page)
    last = Entry.objects.filter(stream=place.plan.pk).order_by("-position").first()
    named = place.office or last is None or last.actor == request.user.person_id
    return stale_page(
        request, form, Stale(place.plan.pk, position(request), place.plan.position, last), page, named=named
    )


def _take(request, form, action: str, place: Place, measure, page: str, move) -> HttpResponse | None:
    try:
        given = form.given()
    except Incomplete as error:  # a file that cannot be taken
        form.add_error(error.field if error.field in form.fields else "file_0", error.text)
        return None
    about = {"measure": measure.pk} if measure else {}
    response = perform(
        request, form,
        lambda: ACTIONS[action](
            place.plan.pk, actor=person_of(request), at=position(request), key=carried(request, 0)["key"],
            **about, **given,
        ),
        done=page, stale=page,
    )
    if response is not None and response.status_code == 302:
        messages.success(request, _("Recorded: %(step)s.") % {"step": move.name.get(lang())})
    else:
        for _title, stored in given.get("files", ()):  # nothing names these files; they are chosen again
            path_of(stored.file).unlink(missing_ok=True)
    return response


@for_readers
def correction_file(request: HttpRequest, plan: UUID, proof: UUID) -> HttpResponse:
    """A file of proof, after its digest was compared with the one recorded."""
    place = place_in(request, plan)
    row = access.visible_proofs(place).filter(pk=proof).first()
    if row is None:
        raise Http404
    file = opened(row.sha256, row.file)
    if file is None:
        context = {"evidence": row, "matter": place.plan.matter}
        return render(request, "web/matter/damaged.html", context, status=410)
    response = FileResponse(file, as_attachment=True, filename=row.name, content_type=row.media_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@for_people
def correction_new(request: HttpRequest, matter: UUID) -> HttpResponse:
    """Open a plan where none follows by itself: after a refusal, or for a unit."""
    standing = standing_in(request, matter)
    pack = pack_of(standing.matter)
    move = pack.correction.moves.get("open_plan") if pack.correction else None
    if move is None:
        raise Http404
    if standing.suspended or not standing.capacities & set(move.by):
        raise PermissionDenied(_("It belongs to: %(who)s.") % {"who": holder(pack, move)})
    subjects, units = opening.can_be_opened_for(standing.matter, standing.subjects)
    form = OpenPlan(request.POST or None, subjects=subjects, units=units)
    back = reverse("matter", args=[matter])
    if request.method == "POST" and form.is_valid():
        response = perform(
            request, form,
            lambda: opening.open_plan(
                matter, actor=person_of(request), at=position(request), key=carried(request, 0)["key"],
                **form.given(),
            ),
            done=lambda entry: reverse("correction", args=[entry.stream]), stale=back,
        )
        if response is not None:
            return response
    context = {
        "form": form, "matter": standing.matter, "page_url": back, "name": move.name.get(lang()),
        "units": [pack.units[c] for c in move.cites], "any": subjects or units,
        **carried(request, standing.matter.position),
    }
    return render(request, "web/corrections/new.html", context)
