"""Sanctions and statutory bars as recorded from their documents; the table of influence periods."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from rongcuo.exemptions import access, sanctions
from rongcuo.exemptions.acting import TABLE_STREAM
from rongcuo.exemptions.consulting import respect_name
from rongcuo.exemptions.models import Confirmed, Sanction
from rongcuo.ledger.record import head
from rongcuo.matters.access import visible_acts
from rongcuo.matters.packs import current_pack, pack_named
from rongcuo.web.acting import carried, perform, position
from rongcuo.web.forms.protection import ChangeSanction, ConfirmLine, RecordSanction, about_of
from rongcuo.web.listing import paged
from rongcuo.web.templatetags.ui import article, short_day
from rongcuo.web.viewing import for_people, for_readers, lang, person_of, viewer


def _personnel(request: HttpRequest):
    who = viewer(request)
    if not who.capacities & access.PERSONNEL or current_pack().protection is None:
        raise Http404
    return who


def kinds_words(row: Sanction) -> str:
    table = pack_named(row.policy).protection.influence
    return pgettext("list", ", ").join(table[k].name.get(lang()) if k in table else k for k in row.kinds)


def until_words(row: Sanction) -> str:
    if row.valid_to is not None and row.valid_to < row.valid_from:
        return _("lifted from its first day on")
    return short_day(row.valid_to) if row.valid_to else _("until its end is recorded")


@for_readers
def sanction_list(request: HttpRequest) -> HttpResponse:
    """What is recorded now, newest first."""
    who = _personnel(request)
    text = request.GET.get("q", "").replace("\0", "").strip()
    rows = access.visible_sanctions(who).current().select_related("person", "unit")
    if text:
        rows = rows.filter(person__name__icontains=text) | rows.filter(unit__name__icontains=text)
    page = paged(request, rows.order_by("-valid_from", "document_number", "pk"))
    columns = [
        {"key": "who", "label": _("Concerns")}, {"key": "what", "label": _("What it imposes")},
        {"key": "from", "label": _("From")}, {"key": "to", "label": pgettext("period", "Until")},
        {"key": "number", "label": _("Document")},
    ]
    table = {"caption": _("Sanctions and bars"), "columns": columns, "rows": [
        {
            "url": reverse("sanction", args=[s.line]), "urgency": "",
            "cells": [{"text": t, "label": c["label"] if n else ""} for n, (t, c) in enumerate(zip(
                [s.name, kinds_words(s), short_day(s.valid_from), until_words(s), s.document_number], columns, strict=True))],
        }
        for s in page
    ]}  # fmt: skip
    context = {"table": table, "page": page, "text": text, "may_record": access.may(who, "record_sanction")}
    return render(request, "web/protection/sanctions.html", context)


@for_people
def sanction_new(request: HttpRequest) -> HttpResponse:
    """Record a sanction from its document."""
    who = _personnel(request)
    pack = current_pack()
    if not access.may(who, "record_sanction", pack):
        raise PermissionDenied(_("This step is not yours."))
    form = RecordSanction(request.POST or None, actor=person_of(request), day=who.day, pack=pack)
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        about = about_of(data.pop("about"))
        response = perform(
            request, form,
            lambda: sanctions.record_sanction(
                actor=person_of(request), key=carried(request, 0)["key"], **about, **data,
            ),
            done=lambda entry: reverse("sanction", args=[entry.stream]), stale=reverse("sanctions"),
        )
        if response is not None:
            return response
    move = pack.protection.moves["record_sanction"]
    context = {
        "form": form, "name": move.name.get(lang()), "units": [pack.units[c] for c in move.cites],
        "back": reverse("sanctions"), "button": _("Record it"),
        "lead": _("From the document, by whoever has it at hand. An exemption never shortens what is recorded here (A15)."),
        **carried(request, 0),
    }
    return render(request, "web/protection/form.html", context)


@for_people
def sanction(request: HttpRequest, line: UUID) -> HttpResponse:
    """One sanction with all its versions; correcting or ending it."""
    who = _personnel(request)
    versions = list(
        access.visible_sanctions(who).filter(line=line).select_related("person", "unit", "by", "act").order_by("-recorded_from")
    )
    if not versions:
        raise Http404
    row = versions[0]
    current = row.recorded_to is None
    changing = (
        current and access.may(who, "change_sanction")
        and access.recordable_sanctions(who).filter(pk=row.pk).exists()
    )
    form = ChangeSanction(request.POST or None) if changing else None
    here = reverse("sanction", args=[line])
    if request.method == "POST":
        if form is None:
            raise PermissionDenied(_("This step is not yours."))
        if form.is_valid():
            data = form.cleaned_data
            response = perform(
                request, form,
                lambda: sanctions.change_sanction(
                    line, actor=person_of(request), at=position(request), key=carried(request, 0)["key"], **data
                ),
                done=here, stale=here,
            )
            if response is not None:
                if response.status_code == 302:
                    messages.success(request, _("The change is recorded."))
                return response
    pack = pack_named(row.policy)
    table = pack.protection.influence
    lines = [table[k] for k in row.kinds if k in table]
    context = {
        "row": row, "current": current, "what": kinds_words(row), "until": until_words(row), "form": form,
        "lines": [{"name": one.name.get(lang()), "basis": one.basis.get(lang()), "source": one.source.get(lang())} for one in lines],
        "respects": [respect_name(pack.effects[e]).get(lang()) for e in row.respects if e in pack.effects],
        "act_url": reverse("act", args=[row.act_id]) if row.act_id and visible_acts(who).filter(pk=row.act_id).exists() else "",
        "versions": [{"row": v, "until": until_words(v)} for v in versions[0 if not current else 1 :]],
        "units": [pack.units[c] for one in lines for c in one.cites][:1] + [pack.units[c] for c in pack.protection.cites[1:]],
        **carried(request, head(line)),
    }
    return render(request, "web/protection/sanction.html", context)


# --- the table -------------------------------------------------------------------------------


@for_readers
def influence(request: HttpRequest) -> HttpResponse:
    """The table of influence periods: each line with its length, text and source; what is not confirmed is off."""
    who = viewer(request)
    pack = current_pack()
    if not who.capacities & access.OFFICE or pack.protection is None:
        raise Http404
    rows = {c.line: c for c in Confirmed.objects.filter(policy=f"{pack.id}/{pack.version}").select_related("by")}
    known = sanctions.lines_now(pack)
    lines = [_line(pack, key, rows.get(key), known) for key in pack.protection.influence]
    context = {
        "lines": lines, "together": pack.protection.together.values(),
        "off": sum(1 for one in lines if not one["counts"]), "units": [pack.units[c] for c in pack.protection.cites],
    }
    return render(request, "web/protection/influence.html", context)


def _line(pack, key: str, row: Confirmed | None, known: dict) -> dict:
    one = known.get(key) or pack.protection.influence[key]
    stages = [_("%(n)d months") % {"n": s.months} for s in one.stages]
    length = _(", and then ").join(stages) if stages else _("until its end is recorded")
    return {
        "key": key, "name": one.name.get(lang()), "length": length, "basis": one.basis.get(lang()),
        "source": row.source if row else one.source.get(lang()), "cite": article(pack.units[one.cites[0]]),
        "counts": one.confirmed or row is not None, "row": row,
        "respects": pgettext("list", ", ").join(respect_name(pack.effects[e]).get(lang()) for e in one.respects),
        "url": reverse("influence-line", args=[key]),
    }


@for_people
def influence_line(request: HttpRequest, line: str) -> HttpResponse:
    """Confirm a line and name its source."""
    who, pack = viewer(request), current_pack()
    if not who.capacities & access.OFFICE or pack.protection is None or line not in pack.protection.influence:
        raise Http404
    if not access.may(who, "confirm_line", pack):
        raise PermissionDenied(_("This step is not yours."))
    one = pack.protection.influence[line]
    form = ConfirmLine(request.POST or None, stages=bool(one.stages))
    if request.method == "POST" and form.is_valid():
        response = perform(
            request, form,
            lambda: sanctions.confirm_line(
                line, actor=person_of(request), at=position(request), key=carried(request, 0)["key"], **form.cleaned_data
            ),
            done=reverse("influence"), stale=reverse("influence"),
        )
        if response is not None:
            if response.status_code == 302:
                messages.success(request, _("The line is confirmed and counts from now on."))
            return response
    row = Confirmed.objects.filter(policy=f"{pack.id}/{pack.version}", line=line).select_related("by").first()
    shown = _line(pack, line, row, sanctions.lines_now(pack))
    context = {
        "form": form, "name": shown["name"], "units": [pack.units[c] for c in one.cites], "back": reverse("influence"),
        "lead": _("%(length)s. %(basis)s. Source so far: %(source)s.") % {
            "length": shown["length"], "basis": shown["basis"], "source": shown["source"],
        },
        "button": _("Confirm this line"), **carried(request, head(TABLE_STREAM)),
    }  # fmt: skip
    return render(request, "web/protection/form.html", context)
