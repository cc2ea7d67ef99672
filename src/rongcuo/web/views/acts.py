"""Accountability acts: registered first, told and noticed before anybody can apply (A08-1)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST

from rongcuo import clock
from rongcuo.matters import acts, behalf
from rongcuo.matters.access import keeps_acts, visible_acts, visible_matters
from rongcuo.matters.application import window
from rongcuo.matters.models import Act
from rongcuo.matters.packs import adopted_now, current_calendar, current_pack
from rongcuo.web import from_paper, privacy
from rongcuo.web.acting import carried, perform, position
from rongcuo.web.forms.acts import MOST, PLACES, CannotApply, Nothing, Register, Told
from rongcuo.web.listing import paged
from rongcuo.web.naming import unit_name
from rongcuo.web.templatetags.ui import day
from rongcuo.web.viewing import for_people, for_readers, lang, log_list, person_of, viewer


def may(request: HttpRequest, action: str) -> bool:
    """Whether the viewer's posts allow a step that precedes a matter."""
    return bool(viewer(request).capacities & set(current_pack().procedure.move(action).by))


def act_of(request: HttpRequest, act: UUID) -> Act:
    row = (
        visible_acts(viewer(request)).filter(pk=act).select_related("handler")
        .prefetch_related("subjects__person", "subjects__unit").first()
    )
    if row is None:
        raise Http404
    return row


@for_readers
def act_list(request: HttpRequest) -> HttpResponse:
    """The acts the viewer may know of, newest first."""
    if not may(request, "register_act"):
        raise Http404
    rows = visible_acts(viewer(request)).prefetch_related("subjects__person", "subjects__unit")
    page = paged(request, rows.order_by("-started_on", "-number"))
    kinds = current_pack().acts
    columns = [
        {"key": "number", "label": _("Number")}, {"key": "brief", "label": _("What it is about")},
        {"key": "kind", "label": _("Kind of act")}, {"key": "subjects", "label": _("Concerns")},
        {"key": "started", "label": _("Started")}, {"key": "state", "label": _("Status")},
    ]
    table = {"caption": _("Accountability acts"), "columns": columns, "rows": []}
    for act in page:
        subjects = list(act.subjects.all())
        cells = [
            act.number, act.brief.splitlines()[0][:60],
            kinds[act.kind].name.get(lang()) if act.kind in kinds else act.kind,
            pgettext("list", ", ").join(s.name for s in subjects), day(act.started_on), _state(act, subjects),
        ]
        table["rows"].append({
            "url": reverse("act", args=[act.pk]),
            "cells": [{"text": text, "label": c["label"]} for text, c in zip(cells, columns, strict=True)],
        })  # fmt: skip
    context = {
        "table": table, "page": page, "waiting": from_paper.waiting_acts(viewer(request)),
        "keeps": keeps_acts(viewer(request)),
    }
    return render(request, "web/acts/list.html", context)


def _state(act: Act, subjects: list) -> str:
    if act.notice_sent_on:
        return _("Notice sent")
    if all(s.told_on for s in subjects):
        return _("Told; notice not sent yet")
    return _("Not told yet")


@for_people
def act_new(request: HttpRequest) -> HttpResponse:
    """Register an act."""
    if not may(request, "register_act"):
        raise Http404
    person = person_of(request)
    more = request.method == "POST" and request.POST.get("go") == "more"
    places = _places(request) + (3 if more else 0)
    settings = {"actor": person, "day": viewer(request).day, "places": places}
    # "More rows" shows the form again with what was typed, unchecked.
    form = Register(initial=request.POST.dict(), **settings) if more else Register(request.POST or None, **settings)
    if not more and request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        response = perform(
            request, form,
            lambda: acts.register_act(
                actor=person, key=carried(request, 0)["key"], kind=data["kind"],
                document_number=data["document_number"], issued_by=data["issued_by"],
                started_on=data["started_on"], occurred_on=data["occurred_on"],
                brief=data["brief"], external=data["external"], subjects=form.subjects,
            ),
            done=lambda entry: reverse("act", args=[entry.stream]), stale=reverse("acts"),
        )
        if response is not None:
            return response
    context = {
        "form": form, "more": places < MOST, "unit": _unit("register_act"),
        "privacy": privacy.notice(current_pack(), "register_act"), **carried(request, 0)
    }
    return render(request, "web/acts/new.html", context)


def _places(request: HttpRequest) -> int:
    """How many rows for people the posted form had."""
    posted = sum(1 for name in request.POST if name.startswith("subject_"))
    return max(PLACES, posted)


def _unit(action: str):
    """The passage a step rests on."""
    pack = current_pack()
    return pack.units[pack.procedure.move(action).cites[0]]


@for_readers
def act_page(request: HttpRequest, act: UUID) -> HttpResponse:
    """One act: what it is, who was told when, until when they may apply, and the notice."""
    row = act_of(request, act)
    log_list(request, f"act {row.number}")
    return _page(request, row)


def _page(request: HttpRequest, act: Act, told: Told | None = None, subject: UUID | None = None,
          notice: Nothing | None = None, cannot: CannotApply | None = None) -> HttpResponse:
    pack, calendar, today = current_pack(), current_calendar(), clock.today()
    settings = pack.settings(adopted_now(pack))
    confirming = may(request, "confirm_told")
    opening = bool(behalf.may(settings)) and may(request, "open_behalf")
    rows = []
    for row in act.subjects.all():
        row.act = act
        spans = window(row, settings, calendar)
        last = spans["by_notice"] or spans["by_start"]
        rows.append({
            "subject": row, "name": row.name, "unit": unit_name(row.unit) if row.person_id else "",
            "told_on": row.told_on, "last": last, "remaining": last.remaining(today),
            "form": (told if subject == row.pk else Told(prefix=None, auto_id=f"id_{row.pk.hex}_%s"))
            if confirming and row.told_on is None else None,
            "behalf": _behalf(row, pack),
            "cannot": (cannot if cannot and subject == row.pk else CannotApply(auto_id=f"id_{row.pk.hex}_%s"))
            if opening and row.person_id and row.told_on and not row.behalf_on else None,
            "cannot_open": bool(cannot and subject == row.pk),
        })  # fmt: skip
    who = viewer(request)
    notice_url = from_paper.links(act, rows) if keeps_acts(who) else ""
    everybody = all(r["told_on"] for r in rows)
    matter = visible_matters(viewer(request)).filter(act=act).first()
    kind = pack.acts.get(act.kind)
    facts = [
        {"term": _("Kind of act"), "value": kind.name.get(lang()) if kind else act.kind},
        {"term": _("Number of the document"), "value": act.document_number},
        {"term": _("Issued by"), "value": act.issued_by,
         "note": _("outside this organisation") if act.external else ""},
        {"term": _("Registered by"), "value": act.handler.name},
    ]
    context = {
        "behalf_privacy": privacy.notice(pack, "open_behalf", settings) if opening else None,
        "act": act, "facts": facts, "rows": rows, "matter": matter, "told": told, "notice": notice,
        "may_notice": everybody and act.notice_sent_on is None and may(request, "send_notice"),
        "everybody": everybody, "notice_url": notice_url, "unit": _unit("register_act"), **carried(request, act.position),
    }
    return render(request, "web/acts/act.html", context)


def _behalf(row, pack) -> dict | None:
    """Why the person cannot apply, where that is recorded."""
    if row.behalf_on is None:
        return None
    ground = pack.procedure.behalf.get(row.behalf_ground)
    return {"ground": ground.name if ground else row.behalf_ground, "basis": row.behalf_basis, "since": row.behalf_on}



@for_people
@require_POST
def act_told(request: HttpRequest, act: UUID, subject: UUID) -> HttpResponse:
    """Confirm the day on which a subject was told."""
    row = act_of(request, act)
    if not may(request, "confirm_told"):
        raise PermissionDenied(_("This step is not yours."))
    form = Told(request.POST, auto_id=f"id_{subject.hex}_%s")
    here = reverse("act", args=[act])
    if form.is_valid():
        response = perform(
            request, form,
            lambda: acts.confirm_told(
                act, actor=person_of(request), at=position(request),
                key=carried(request, 0)["key"], subject=subject, told_on=form.cleaned_data["told_on"],
            ),
            done=here, stale=here,
        )
        if response is not None:
            if response.status_code == 302:
                messages.success(request, _("The day is recorded."))
            return response
    return _page(request, row, form, subject)


@for_people
@require_POST
def act_notice(request: HttpRequest, act: UUID) -> HttpResponse:
    """Send the notice "you may apply until …"."""
    row = act_of(request, act)
    form, here = Nothing(request.POST), reverse("act", args=[act])
    form.is_valid()
    response = perform(
        request, form,
        lambda: acts.send_notice(
            act, actor=person_of(request), at=position(request), key=carried(request, 0)["key"]
        ),
        done=here, stale=here,
    )
    if response is None:
        return _page(request, row, notice=form)
    if response.status_code == 302:
        messages.success(request, _("The notice is sent: it stands on the desk of everybody concerned."))
    return response


@for_people
@require_POST
def act_behalf(request: HttpRequest, act: UUID, subject: UUID) -> HttpResponse:
    """Record that a person cannot apply, so that the unit may (reading 9)."""
    row = act_of(request, act)
    if not may(request, "open_behalf"):
        raise PermissionDenied(_("This step is not yours."))
    form, here = CannotApply(request.POST, auto_id=f"id_{subject.hex}_%s"), reverse("act", args=[act])
    if form.is_valid():
        response = perform(
            request, form,
            lambda: behalf.open_behalf(
                act, actor=person_of(request), at=position(request), key=carried(request, 0)["key"],
                subject=subject, **form.cleaned_data,
            ),
            done=here, stale=here,
        )
        if response is not None:
            if response.status_code == 302:
                messages.success(request, _("Recorded. The division or unit may now apply for the person; it stands on its desk."))
            return response
    return _page(request, row, subject=subject, cannot=form)
