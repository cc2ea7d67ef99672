"""What has passed its period: proposed by one person, decided by another; what it was stays on record."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from rongcuo.archive import destroying, retention
from rongcuo.archive.access import keeps, visible_lists
from rongcuo.archive.models import DestructionList
from rongcuo.web.acting import carried, perform
from rongcuo.web.forms.dossiers import Decide, Propose
from rongcuo.web.listing import paged
from rongcuo.web.templatetags.ui import short_day
from rongcuo.web.viewing import for_people, lang, person_of, viewer

STATES = {
    "proposed": gettext_lazy("Proposed, to be decided"), "destroyed": pgettext_lazy("papers", "Destroyed"),
    "refused": gettext_lazy("Kept, not destroyed"),
}
#: So many 件 are shown to choose from; the rest come once these are decided.
MOST = 200


@for_people
def destructions(request: HttpRequest) -> HttpResponse:
    """What has passed its period, to be put on a list; and the lists there are."""
    who = viewer(request)
    if not keeps(who):
        raise Http404
    form = Propose(request.POST or None)
    if request.method == "POST" and form.is_valid():
        response = perform(
            request, form,
            lambda: destroying.propose(actor=person_of(request), key=carried(request, 0)["key"], **form.given()),
            done=lambda entry: reverse("destruction", args=[entry.stream]), stale=reverse("destructions"),
        )
        if response is not None:
            if response.status_code == 302:
                messages.success(request, _("Proposed. Another person decides."))
            return response
    lists = visible_lists(who)
    waiting = {(r["matter"], r["n"]) for one in lists.filter(status="proposed") for r in one.rows}
    due = [r for r in destroying.expired(who) if (r["matter"], r["n"]) not in waiting]
    page = paged(request, lists.select_related("proposed_by", "decided_by"))
    context = {
        "due": [_due(r, request) for r in due[:MOST]], "more": max(0, len(due) - MOST), "form": form,
        "table": _table(list(page)), "page": page, **carried(request, 0),
    }
    return render(request, "web/dossiers/destructions.html", context)


def _due(row: dict, request: HttpRequest) -> dict:
    value = f"{row['matter']}:{row['n']}"
    return _shown(row) | {"value": value, "chosen": value in request.POST.getlist("piece")}


def _shown(row: dict) -> dict:
    """A 件 of a list with its period in words, and where its matter is."""
    return row | {
        "kept": retention.words(row["keep"]).get(lang()), "url": reverse("matter", args=[row["matter"]]) + "#dossier",
    }


def _table(lists: list[DestructionList]) -> dict:
    labels = [_("List"), _("Proposed by"), _("Proposed on"), _("Pieces"), _("State"), _("Decided by")]
    rows = [
        {
            "url": reverse("destruction", args=[one.pk]),
            "cells": [
                {"label": label, "text": text, "numeric": n == 3} for n, (label, text) in enumerate(zip(labels, (
                    one.number, one.proposed_by.name, one.proposed_on.isoformat(), str(len(one.rows)), STATES[one.status],
                    f"{one.decided_by.name} {short_day(one.decided_on)}" if one.decided_by else "",
                ), strict=True))
            ],
        }
        for one in lists
    ]  # fmt: skip
    columns = [{"key": str(n), "label": label, "numeric": n == 3} for n, label in enumerate(labels)]
    return {"caption": _("Destruction lists"), "columns": columns, "rows": rows}


@for_people
def destruction(request: HttpRequest, list_id: UUID) -> HttpResponse:
    """One list: what is on it, who proposed it and why, the decision, and what is left behind."""
    who, here = viewer(request), reverse("destruction", args=[list_id])
    one = visible_lists(who).select_related("proposed_by", "decided_by").filter(pk=list_id).first()
    if one is None:
        raise Http404
    form = Decide(request.POST or None)
    if request.method == "POST" and form.is_valid():
        response = perform(
            request, form,
            lambda: destroying.decide(
                list_id, actor=person_of(request), key=carried(request, 0)["key"],
                destroy=request.POST.get("go") == "destroy", words=form.cleaned_data["words"],
            ),
            done=here, stale=here,
        )
        if response is not None:
            return response
    context = {
        "one": one, "rows": [_shown(r) for r in one.rows], "state": STATES[one.status], "form": form,
        "mine": one.proposed_by_id == who.person, **carried(request, 0),
    }
    return render(request, "web/dossiers/destruction.html", context)
