"""Against abuse and for secrecy: a file uploaded by mistake, who read what, reports to the discipline officer."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rongcuo.matters import access, reading_log, sampling, secrecy
from rongcuo.matters import concerns as reporting
from rongcuo.matters.errors import listed
from rongcuo.matters.models import ReadLog
from rongcuo.matters.packs import current_pack, pack_of
from rongcuo.web import privacy
from rongcuo.web.acting import carried, perform, position
from rongcuo.web.forms.dates import Day
from rongcuo.web.forms.steps.base import area
from rongcuo.web.forms.words import ask_kindly
from rongcuo.web.listing import paged
from rongcuo.web.viewing import (
    for_people,
    for_readers,
    lang,
    log_reading,
    person_of,
    standing_in,
    viewer,
)


class Reason(forms.Form):
    """One text, under the name its action gives it."""

    def __init__(self, *args, name: str = "reason", label="", **kwargs):
        super().__init__(*args, **kwargs)
        self.fields[name] = area(label or gettext_lazy("Reasons"), 4)
        ask_kindly(self)


@for_people
def aside(request: HttpRequest, matter: UUID, evidence: UUID) -> HttpResponse:
    """Put a file aside; or, as the second person, destroy it or give it back."""
    standing = standing_in(request, matter)
    row = access.visible_evidence(standing).select_related("held_by").filter(pk=evidence).first()
    if row is None or row.held == "destroyed":
        raise Http404
    if not secrecy.may_put_aside(standing):
        raise PermissionDenied(_("A wrong upload is put aside by those who handle the matter."))
    form = Reason(request.POST or None)
    page = reverse("matter", args=[matter])
    if request.method == "POST" and form.is_valid():
        given = {
            "actor": person_of(request), "at": position(request), "key": carried(request, 0)["key"],
            "evidence": row.pk, "reason": form.cleaned_data["reason"],
        }
        if row.held == "aside":
            response = perform(
                request, form, lambda: secrecy.decide(matter, destroy=request.POST.get("go") == "destroy", **given),
                done=page, stale=page,
            )
        else:
            response = perform(request, form, lambda: secrecy.put_aside(matter, **given), done=page, stale=page)
        if response is not None:
            return response
    context = {
        "matter": standing.matter, "evidence": row, "form": form,
        "mine": row.held_by_id == standing.viewer.person, **carried(request, standing.matter.position),
    }
    return render(request, "web/safeguards/aside.html", context)


@for_readers
def reads(request: HttpRequest, matter: UUID) -> HttpResponse:
    """Who read what of the matter, when and in which capacity: for those who keep it and the discipline officer."""
    standing = standing_in(request, matter)
    if standing.suspended or not standing.seeing & {"handler", "supervisor"}:
        raise PermissionDenied(_("Who read what is for those who keep the matter and the discipline officer."))
    log_reading(standing, "reads")
    pack = pack_of(standing.matter)
    rows = ReadLog.objects.filter(matter=standing.matter).select_related("person").order_by("-at", "-pk")
    page = paged(request, rows)
    for row in page:
        names = [pack.capacities[c].name.get(lang()) for c in row.capacity.split() if c in pack.capacities]
        row.words = listed(names)
        row.purpose_words = reading_log.purpose_words(row.purpose, pack)
    context = {
        "matter": standing.matter, "page": page, "kept": privacy.kept_for(pack, pack.settings(standing.matter.adopted)),
    }
    return render(request, "web/safeguards/reads.html", context)


@for_readers
def looked(request: HttpRequest) -> HttpResponse:
    """Searches, filtered lists and lists taken out, by whom, when and what for: for the discipline officer alone."""
    who = viewer(request)
    if "supervisor" not in who.capacities:
        raise Http404
    page = paged(request, ReadLog.objects.filter(matter=None).select_related("person").order_by("-at", "-pk"))
    pack = current_pack()
    for row in page:
        row.words = listed(pack.capacities[c].name.get(lang()) for c in row.capacity.split() if c in pack.capacities)
        row.purpose_words = reading_log.purpose_words(row.purpose, pack)
    return render(request, "web/safeguards/reads.html", {"page": page})


@for_people
def raise_concern(request: HttpRequest, matter: UUID) -> HttpResponse:
    """Report favouritism or a benefit to the discipline officer."""
    standing = standing_in(request, matter)
    form = Reason(request.POST or None, name="words", label=gettext_lazy("What you saw or heard, of whom, when"))
    page = reverse("matter", args=[matter])
    if request.method == "POST" and form.is_valid():
        response = perform(
            request, form,
            lambda: reporting.raise_concern(
                matter, actor=person_of(request), key=carried(request, 0)["key"], words=form.cleaned_data["words"]
            ),
            done=page, stale=page,
        )
        if response is not None:
            messages.success(request, _("Your report went to the discipline officer and to nobody else."))
            return response
    context = {"matter": standing.matter, "form": form, **carried(request, 0)}
    return render(request, "web/safeguards/concern_new.html", context)


@for_readers
def concerns(request: HttpRequest) -> HttpResponse:
    """The reports, for the discipline officer alone."""
    who = viewer(request)
    if "supervisor" not in who.capacities:
        raise Http404
    rows = reporting.visible_concerns(who).select_related("matter", "by", "answered_by")
    return render(request, "web/safeguards/concerns.html", {"page": paged(request, rows)})


@for_people
def concern(request: HttpRequest, concern: UUID) -> HttpResponse:
    """One report, and what was done about it."""
    row = reporting.visible_concerns(viewer(request)).select_related("matter", "by", "answered_by").filter(
        pk=concern
    ).first()
    if row is None:
        raise Http404
    form = Reason(request.POST or None, name="answer", label=gettext_lazy("How it was dealt with"))
    here = reverse("concerns")
    if request.method == "POST" and form.is_valid():
        response = perform(
            request, form,
            lambda: reporting.answer_concern(
                concern, actor=person_of(request), key=carried(request, 0)["key"], answer=form.cleaned_data["answer"]
            ),
            done=here, stale=here,
        )
        if response is not None:
            return response
    return render(request, "web/safeguards/concern.html", {"concern": row, "form": form, **carried(request, 0)})


class Draw(forms.Form):
    """The period and how many."""

    first = Day(label=gettext_lazy("Determined from"), past=True)
    last = Day(label=gettext_lazy("until"), past=True)
    size = forms.IntegerField(label=gettext_lazy("How many"), min_value=1, max_value=200)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        ask_kindly(self)


@for_people
def samples(request: HttpRequest) -> HttpResponse:
    """Samples of positive determinations: drawn here, by a seed that nobody chooses; for the discipline officer."""
    who = viewer(request)
    if "supervisor" not in who.capacities:
        raise Http404
    form = Draw(request.POST or None)
    here = reverse("samples")
    if request.method == "POST" and form.is_valid():
        response = perform(
            request, form,
            lambda: sampling.draw(actor=person_of(request), key=carried(request, 0)["key"], **form.cleaned_data),
            done=here, stale=here,
        )
        if response is not None:
            return response
    rows = sampling.visible_sampled(who).select_related("sample", "matter", "reviewed_by")
    page = paged(request, rows.order_by("-sample__drawn_at", "n"))
    return render(request, "web/safeguards/samples.html", {"page": page, "form": form, **carried(request, 0)})


@for_people
def sampled(request: HttpRequest, pick: UUID) -> HttpResponse:
    """One matter drawn, and what looking again showed."""
    row = sampling.visible_sampled(viewer(request)).select_related("sample", "matter", "reviewed_by").filter(
        pk=pick
    ).first()
    if row is None:
        raise Http404
    form = Reason(request.POST or None, name="words", label=gettext_lazy("What looking again showed"))
    here = reverse("samples")
    if request.method == "POST" and form.is_valid():
        response = perform(
            request, form,
            lambda: sampling.review(
                pick, actor=person_of(request), key=carried(request, 0)["key"], words=form.cleaned_data["words"]
            ),
            done=here, stale=here,
        )
        if response is not None:
            return response
    return render(request, "web/safeguards/sampled.html", {"pick": row, "form": form, **carried(request, 0)})
