"""Article 10 on pages: the personnel desk, the register, one subject's effects and their history, changes."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from rongcuo import clock
from rongcuo.exemptions import access, notices, register
from rongcuo.exemptions.acting import stream_of
from rongcuo.exemptions.models import Effect
from rongcuo.ledger.record import head
from rongcuo.matters.access import visible_subjects
from rongcuo.matters.determination import effects_for
from rongcuo.matters.errors import listed
from rongcuo.matters.outside import suggests
from rongcuo.matters.packs import current_pack, pack_of
from rongcuo.web.acting import carried, perform, position
from rongcuo.web.forms.protection import Change
from rongcuo.web.listing import paged
from rongcuo.web.protection.desk import personnel_desk
from rongcuo.web.protection.words import effect_facts, notice_line, span_words
from rongcuo.web.viewing import (
    for_people,
    for_readers,
    lang,
    log_reading,
    person_of,
    standing_in,
    viewer,
)


@for_readers
def protection(request: HttpRequest) -> HttpResponse:
    """The personnel desk: what waits, what is overdue, what changed."""
    who = viewer(request)
    if not who.capacities & access.OFFICE or current_pack().protection is None:
        raise Http404
    return render(request, "web/protection/desk.html", personnel_desk(who))


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None


@for_readers
def register_list(request: HttpRequest) -> HttpResponse:
    """The register as it stands, or as it stood: by a day it holds on, and a day it was known on."""
    who = viewer(request)
    if not who.capacities & access.OFFICE:
        raise Http404
    pack = current_pack()
    text = request.GET.get("q", "").replace("\0", "").strip()
    effect, on, known = request.GET.get("effect", ""), _day(request.GET.get("on")), _day(request.GET.get("known"))
    rows = access.visible_effects(who)
    rows = rows.known(_end_of(known)) if known else rows.current()
    if on:
        rows = rows.on(on)
    if effect in pack.effects:
        rows = rows.filter(effect=effect)
    if text:
        rows = rows.filter(
            Q(subject__person__name__icontains=text) | Q(subject__unit__name__icontains=text)
            | Q(matter__number__icontains=text)
        )
    rows = rows.select_related("matter", "subject__person", "subject__unit").order_by("-valid_from", "matter", "effect", "pk")
    page = paged(request, rows)
    columns = [
        {"key": "who", "label": _("Concerns")}, {"key": "effect", "label": _("Respect")},
        {"key": "span", "label": _("From and to")}, {"key": "matter", "label": _("Number of the matter")},
        {"key": "basis", "label": _("Basis")},
    ]
    table = {"caption": _("Register of effects"), "columns": columns, "rows": []}
    for e in page:
        facts = effect_facts(e)
        cells = [e.subject.name, facts["name"], span_words(e), e.matter.number, facts["basis"]]
        table["rows"].append({
            "url": reverse("effects", args=[e.matter_id, e.subject_id]),
            "cells": [{"text": t, "label": c["label"] if n > 1 else ""} for n, (t, c) in enumerate(zip(cells, columns, strict=True))],
        })  # fmt: skip
    context = {
        "table": table, "page": page, "text": text, "effect": effect, "on": on, "known": known,
        "effects": [(e.id, e.name.get(lang())) for e in pack.effects.values()],
    }
    return render(request, "web/protection/register.html", context)


def _end_of(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time.min, clock.ZONE) - timedelta(microseconds=1)


def _subject(request: HttpRequest, matter: UUID, subject: UUID):
    standing = standing_in(request, matter)
    row = next((s for s in visible_subjects(standing) if s.pk == subject), None)
    if row is None or not access.visible_effects(standing.viewer).filter(subject=row).exists():
        raise Http404
    return standing, row


@for_readers
def effects(request: HttpRequest, matter: UUID, subject: UUID) -> HttpResponse:
    """A subject's effects with all their versions, the notices about them, and what is to be done."""
    standing, row = _subject(request, matter, subject)
    pack = pack_of(standing.matter)
    versions = list(access.visible_effects(standing.viewer).filter(subject=row).select_related("by", "matter"))
    log_reading(standing, f"effects {row.pk}")
    sent = list(
        access.visible_notices(standing.viewer).filter(subject=row).select_related("matter", "subject__person", "subject__unit")
    )
    now = [e for e in versions if e.recorded_to is None]
    may_send = access.may_in(standing, "send_effect_notice", pack)
    untold = notices.unsent(pack, row, now, sent) if may_send else []
    seen = bool(standing.viewer.capacities & access.NOTIFIED) and not standing.own
    context = {
        "matter": standing.matter, "subject": row, "notices": [notice_line(n, standing.viewer.day) for n in sent],
        "effects": [_versions(e, versions, named=seen) for e in now], "sees_notices": seen,
        "may_send": bool(untold),
        "untold": listed(pack.protection.recipients[r].name.get(lang()) for r in untold),
        "may_change": access.may_in(standing, "change_effects", pack) and standing.viewer.secretary,
        "suggestion": suggests(standing.matter),
        "crumb": "protection" if standing.viewer.capacities & access.OFFICE and not standing.own else "mine",
    }
    return render(request, "web/protection/effects.html", context)


def _versions(e: Effect, versions: list[Effect], *, named: bool) -> dict:
    earlier = [v for v in versions if v.line == e.line and v.pk != e.pk]
    return effect_facts(e) | {
        "earlier": [
            {
                "span": span_words(v), "from": v.recorded_from, "to": v.recorded_to,
                "basis": effect_facts(v)["basis"],
            }
            for v in sorted(earlier, key=lambda v: v.recorded_from, reverse=True)
        ],
        "by": e.by.name if named else "", "at": e.recorded_from, "reason": e.reason, "document": e.document,
    }


@for_people
def effects_change(request: HttpRequest, matter: UUID, subject: UUID) -> HttpResponse:
    """Change or end effects by a decision of the leading group."""
    standing, row = _subject(request, matter, subject)
    pack = pack_of(standing.matter)
    if not access.may_in(standing, "change_effects", pack):
        raise PermissionDenied(_("This step is not yours."))
    if not standing.viewer.secretary:
        raise PermissionDenied(_("What the leading group decides is recorded by its secretary."))
    now = {e.effect: e for e in Effect.objects.current().filter(subject=row)}
    today = clock.today()
    parts = [
        (e.id, e.name.get(lang()), e.id in now and not now[e.id].empty and (now[e.id].valid_to is None or now[e.id].valid_to >= today))
        for e in effects_for(pack, row, row.outcome)
    ]
    form = Change(request.POST or None, effects=parts)
    here = reverse("effects", args=[matter, subject])
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        response = perform(
            request, form,
            lambda: register.change_effects(
                matter, actor=person_of(request), at=position(request), key=carried(request, 0)["key"],
                subject=subject, ground="limit", document=data["document"], held_on=data["held_on"],
                effective=data["effective"], heard=data["heard"], changes=form.changes,
            ),
            done=here, stale=here,
        )
        if response is not None:
            if response.status_code == 302:
                messages.success(request, _("The change is recorded. Notices that waited for a slip are superseded; send new ones."))
            return response
    move = pack.protection.moves["change_effects"]
    context = {
        "form": form, "subject": row, "matter": standing.matter, "name": move.name.get(lang()),
        "units": [pack.units[c] for c in move.cites], "back": here,
        **carried(request, head(stream_of(matter))),
    }
    return render(request, "web/protection/change.html", context)

