"""Letters of clarification (A13)."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from rongcuo.insight import access, clarifying
from rongcuo.matters import access as matters_access
from rongcuo.matters.packs import current_pack
from rongcuo.web.acting import carried, perform
from rongcuo.web.insight import forms
from rongcuo.web.insight.shared import articles_of, must_exist, name_of
from rongcuo.web.templatetags.ui import full_day
from rongcuo.web.viewing import for_people, for_readers, person_of, standing_in, viewer


@for_people
def clarification_new(request: HttpRequest, matter: UUID, subject: UUID) -> HttpResponse:
    """A letter of clarification on one point of a decided matter."""
    must_exist()
    standing = standing_in(request, matter)
    one = next((s for s in matters_access.visible_subjects(standing) if s.pk == subject), None)
    if one is None:
        raise Http404
    if standing.suspended or not standing.capacities & set(current_pack().insight.moves["clarify"].by):
        raise PermissionDenied(_("This step is not yours."))
    form = forms.Clarify(request.POST or None)
    back = reverse("matter", args=[matter])
    if request.method == "POST" and form.is_valid():
        response = perform(
            request, form,
            lambda: clarifying.clarify(matter, actor=person_of(request), key=carried(request, 0)["key"], subject=subject, **form.given()),
            done=lambda entry: reverse("clarification", args=[entry.stream]), stale=back,
        )
        if response is not None:
            return response
    context = {"form": form, "name": name_of("clarify"), "number": standing.matter.number, "said": one.name, "page_url": back,
               "units": articles_of("clarify"), **carried(request, 0)}
    return render(request, "web/insight/form.html", context)


@for_readers
def clarification(request: HttpRequest, clarification: UUID) -> HttpResponse:
    """The letter, to print."""
    must_exist()
    row = access.visible_clarifications(viewer(request)).select_related("matter", "subject__person", "subject__unit").filter(pk=clarification).first()
    if row is None:
        raise Http404
    pack = current_pack()
    body = next((b.name.zh for b in pack.bodies.values() if "handler" in b.capacities), "")
    name = row.subject.person.name if row.subject.person_id else row.subject.unit.name
    ways = "、".join(pack.insight.ways[w].name.zh for w in row.ways if w in pack.insight.ways)
    fields = [
        {"label": "澄清对象", "value": name}, {"label": "反映的问题", "value": row.point},
        {"label": "核实结论", "value": row.conclusion}, {"label": "涉及的考核、任用", "value": row.disturbs},
    ]
    if ways:
        fields.append({"label": "同时采取的方式", "value": ways})
    paper = {
        "title": "澄清函", "issuer": body, "number": row.number, "to": row.addressees,
        "paragraphs": ["经核实，现就下列具体问题予以澄清。本函只涉及所列问题，不对有关人员作总体评价。"],
        "fields": fields, "sign": body, "date": full_day(row.issued_on).split(" ")[0],
    }
    return render(request, "web/insight/letter.html", {"paper": paper, "clarification": row})
