"""Questions about the measures and their answers (A14), attached to the articles."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from rongcuo.documents import sources
from rongcuo.ledger.record import head
from rongcuo.matters import interpretation as a14
from rongcuo.matters.models import Interpretation
from rongcuo.matters.packs import current_pack
from rongcuo.web.acting import carried, perform, position
from rongcuo.web.forms.interpretations import Answer, Ask
from rongcuo.web.listing import paged
from rongcuo.web.matter.official import of_records
from rongcuo.web.templatetags.ui import article
from rongcuo.web.viewing import for_people, for_readers, person_of, viewer


def shown(row: Interpretation, *, mine: bool, office: bool) -> dict:
    """A question for the lists: as it was asked for who asked and who answers, else as the answer puts it."""
    units = current_pack().units
    own = mine or office
    return {
        "url": reverse("interpretation", args=[row.pk]), "answer": row.answer, "basis": row.basis,
        "question": row.question if own and not row.public_question else row.public_question or row.question,
        "asked": row.question if own else "", "asker": row.asker if office else None, "asked_on": row.asked_on,
        "answered_on": row.answered_on, "answered_by": row.answered_by if own else None,
        "units": [units[u] for u in row.units if u in units],
        "cites": pgettext("list", ", ").join(article(units[u]) for u in row.units if u in units),
    }


@for_readers
def interpretation_list(request: HttpRequest) -> HttpResponse:
    """All questions the viewer may know of, open ones first for those who answer."""
    who = viewer(request)
    office = a14.answers(who)
    rows = a14.visible(who).select_related("asker", "answered_by")
    if request.GET.get("only") == "open":
        rows = rows.filter(answered_on=None)
    page = paged(request, rows.order_by("-answered_on" if not office else "answered_on", "-asked_on", "pk"))
    context = {
        "page": page, "office": office, "only": request.GET.get("only"),
        "lines": [shown(r, mine=r.asker_id == who.person, office=office) for r in page],
    }
    return render(request, "web/interpretations/list.html", context)


@for_people
def ask(request: HttpRequest) -> HttpResponse:
    """Ask a question about an article."""
    form = Ask(request.POST or None, initial={"units": request.GET.get("unit", "")[:40]})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        response = perform(
            request, form,
            lambda: a14.ask(
                actor=person_of(request), key=carried(request, 0)["key"], units=[given["units"]], question=given["question"]
            ),
            done=lambda entry: reverse("interpretation", args=[entry.stream]), stale=reverse("interpretations"),
        )
        if response is not None:
            if response.status_code == 302:
                messages.success(request, _("The question is with the party committee. The answer will stand here."))
            return response
    return render(request, "web/interpretations/ask.html", {"form": form, **carried(request, 0)})


@for_people
def interpretation(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One question; where it is open, the form to answer it for those who do."""
    who = viewer(request)
    row = a14.visible(who).select_related("asker", "answered_by").filter(pk=pk).first()
    if row is None:
        raise Http404
    office, form = a14.answers(who), None
    if office and row.answered_on is None:
        form = Answer(request.POST or None, row=row)
        if request.method == "POST" and form.is_valid():
            given, here = form.cleaned_data, reverse("interpretation", args=[pk])
            response = perform(
                request, form,
                lambda: a14.answer(
                    pk, actor=person_of(request), at=position(request), key=carried(request, 0)["key"],
                    question=given["question"], text=given["text"], basis=given["basis"], units=given["units"],
                ),
                done=here, stale=here,
            )
            if response is not None:
                if response.status_code == 302:
                    messages.success(request, _("The answer stands beside its articles now."))
                return response
    elif request.method == "POST":
        raise Http404
    context = {
        "row": shown(row, mine=row.asker_id == who.person, office=office), "form": form, "pk": pk,
        "official": of_records(who, [(sources.found("interpretation", who, pk), "")]) if row.answered_on else [],
        **carried(request, head(pk)),
    }
    return render(request, "web/interpretations/interpretation.html", context)
