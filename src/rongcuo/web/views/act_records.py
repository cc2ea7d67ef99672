"""From paper before there is a matter: the act itself, the telling, the notice, an application."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from rongcuo.matters import access, again, behalf, paper, paper_acts
from rongcuo.matters.acts import ACT_STEPS
from rongcuo.matters.errors import Incomplete
from rongcuo.matters.packs import adopted_now, current_pack
from rongcuo.people.models import Person, Post
from rongcuo.web import privacy
from rongcuo.web.acting import carried, perform, position
from rongcuo.web.forms import records as forms
from rongcuo.web.forms.acts import MOST, PLACES
from rongcuo.web.from_paper import told
from rongcuo.web.viewing import for_people, lang, person_of, viewer
from rongcuo.web.views.acts import act_of

REGISTER, TOLD, NOTICE = ACT_STEPS


def unit_of(action: str):
    """The passage a step rests on."""
    pack = current_pack()
    return pack.units[pack.procedure.move(action).cites[0]]


def _keeps(request: HttpRequest) -> access.Viewer:
    who = viewer(request)
    if not access.keeps_acts(who):
        raise Http404
    return who


def _sent(request: HttpRequest, form: forms.Paper, do, here: str) -> HttpResponse | None:
    """Keep the scan and record the step: a response, or None to show the form again."""
    try:
        scan = form.kept()
    except Incomplete as error:
        form.add_error(form.places.get(error.field, error.field) or None, error.text)
        return None
    data = form.cleaned_data
    common = {
        "actor": person_of(request), "key": carried(request, 0)["key"], "by": UUID(data["by"]), "scan": scan,
        "done_on": data["done_on"], "reference": data["paper_reference"], "shown": forms.shown(form, {}),
    }
    response = perform(request, form, lambda: do(common), done=here, stale=here)
    told(request, response, [scan["file"]])
    return response


@for_people
def record_act(request: HttpRequest) -> HttpResponse:
    """Transcribe the registration of an act; a matter that runs on paper is taken over from here on."""
    _keeps(request)
    person, posted = person_of(request), request.method == "POST"
    more = posted and request.POST.get("go") == "more"
    places = max(PLACES, sum(1 for n in request.POST if n.startswith("subject_"))) + (3 if more else 0)
    given = {"actor": person, "places": places, "people": paper_acts.could_have(REGISTER)}
    if more:  # the form again with what was typed, unchecked
        form = forms.RegisterFromPaper(initial=request.POST.dict(), **given)
    else:
        form = forms.RegisterFromPaper(request.POST or None, request.FILES if posted else None, **given)
    if posted and not more and form.is_valid():
        response = _sent(
            request, form, lambda common: paper_acts.record_act(fields=form.given(), **common), reverse("acts")
        )
        if response is not None:
            return response
    context = {
        "form": form, "more": places < MOST, "unit": unit_of(REGISTER),
        "privacy": privacy.notice(current_pack(), REGISTER), **carried(request, 0),
    }
    return render(request, "web/records/act.html", context)


@for_people
def record_deed(request: HttpRequest, act: UUID, subject: UUID | None = None) -> HttpResponse:
    """Transcribe that a subject was told, or (no subject) that the notice was given."""
    row = act_of(request, act)
    _keeps(request)
    action = TOLD if subject else NOTICE
    about = next((s for s in row.subjects.all() if s.pk == subject), None)
    if subject and about is None:
        raise Http404
    here, posted = reverse("act", args=[act]), request.method == "POST"
    form = forms.Deed(
        request.POST or None, request.FILES if posted else None, people=paper_acts.could_have(action)
    )
    if posted and form.is_valid():
        response = _sent(
            request, form,
            lambda common: paper_acts.record_act_step(
                act, at=position(request), action=action, subject=subject, **common
            ),
            here,
        )
        if response is not None:
            return response
    context = {
        "act": row, "subject": about, "form": form, "name": current_pack().procedure.move(action).name.get(lang()),
        "unit": unit_of(action), **carried(request, row.position),
    }
    return render(request, "web/records/deed.html", context)


@for_people
def record_application(request: HttpRequest, act: UUID, subject: UUID) -> HttpResponse:
    """Transcribe an application that came on paper."""
    row, who = act_of(request, act), viewer(request)
    one = next((s for s in row.subjects.all() if s.pk == subject), None)
    if one is None or not access.keeps_file(who.capacities, who, current_pack()):
        raise Http404
    here, posted = reverse("act", args=[act]), request.method == "POST"
    ways = behalf.may(current_pack().settings(adopted_now(current_pack()))) if one.behalf_on else ()
    form = forms.Application(
        request.POST or None, request.FILES if posted else None, applicant=one.person_id, behalf=ways,
        again=bool(again.applied(one)),
        people=_applicants(one, ways, person_of(request)),
    )
    if posted and form.is_valid():
        response = _sent(
            request, form,
            lambda common: paper.record_application(
                act, at=position(request), target=subject, fields=form.given(), **common
            ),
            here,
        )
        if response is not None:
            return response
    context = {
        "act": row, "subject": one, "form": form, "unit": unit_of(paper.APPLICATION), **carried(request, row.position)
    }
    return render(request, "web/records/application.html", context)


def _applicants(one, ways: tuple[str, ...], keeper: Person) -> list[Person]:
    """The person concerned; for a unit, or for somebody who cannot apply, whoever heads it; and whoever took in what a
    relative handed in."""
    heads = [p.person for p in Post.objects.filter(unit=one.unit, head=True).select_related("person")]
    if one.person_id:
        more = heads * ("unit" in ways) + [keeper] * ("relative" in ways)
        return list({p.pk: p for p in [one.person, *more]}.values())
    return heads
