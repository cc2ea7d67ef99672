"""One's own: effects, what still counts, queries made known, receipts of one's own."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from rongcuo import clock
from rongcuo.exemptions import access, consulting
from rongcuo.exemptions.models import Effect, Sanction
from rongcuo.matters.packs import current_pack
from rongcuo.web.acting import carried, perform
from rongcuo.web.forms.protection import OwnReceipt
from rongcuo.web.protection.words import effect_facts
from rongcuo.web.viewing import for_people, person_of, viewer
from rongcuo.web.views.queries import state_words
from rongcuo.web.views.sanctions import kinds_words, until_words


@for_people
def mine(request: HttpRequest) -> HttpResponse:
    """What the register says of the viewer, and of units the viewer heads; a receipt about oneself."""
    who, pack = viewer(request), current_pack()
    protected = pack.protection is not None
    form = OwnReceipt(request.POST or None) if protected else None
    if form is not None and request.method == "POST" and form.is_valid():
        response = perform(
            request, form,
            lambda: consulting.consult_own(
                actor=person_of(request), key=carried(request, 0)["key"], day=clock.today(), **form.cleaned_data
            ),
            done=lambda entry: reverse("query", args=[entry.stream]), stale=reverse("mine"),
        )
        if response is not None:
            return response
    rows = Effect.objects.current().filter(access.own(who, "subject__")).select_related(
        "matter", "subject__person", "subject__unit"
    )
    sanctions = Sanction.objects.current().filter(access.own(who)).select_related("person", "unit")
    context = {
        "effects": [
            effect_facts(e) | {"who": e.subject.name if e.subject.person_id != who.person else "", "matter": e.matter}
            | {"url": reverse("effects", args=[e.matter_id, e.subject_id])}
            for e in rows.order_by("matter__number", "effect")
        ],
        "sanctions": [
            {"row": s, "what": kinds_words(s), "until": until_words(s), "who": s.name if s.person_id != who.person else ""}
            for s in sanctions
        ],
        "queries": [
            {"row": q, "state": state_words(q, who.day), "own": q.kind == "own",
             "url": reverse("query", args=[q.pk]) if q.kind == "own" else ""}
            for q in access.released_queries(who).order_by("-asked_on", "-number")[:40]
        ],
        "form": form, "units": [pack.units[c] for c in (pack.protection.cites if protected else ())],
        "title": _("What the register says of me"), **carried(request, 0),
    }  # fmt: skip
    return render(request, "web/protection/mine.html", context)
