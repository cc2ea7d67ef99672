"""The readings of the silent points: each a software default until a person confirms it (A14)."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from rongcuo.ledger.models import Entry
from rongcuo.matters import readings
from rongcuo.matters.models import Adoption
from rongcuo.matters.packs import current_pack
from rongcuo.policy import Pack
from rongcuo.policy.model import Reading
from rongcuo.web.acting import carried, perform, position
from rongcuo.web.forms.readings import Confirm, as_initial, value_words
from rongcuo.web.templatetags.ui import article
from rongcuo.web.viewing import for_people, for_readers, person_of, viewer

#: What a reading may change, in words.
AFFECTS = {
    "rules": gettext_lazy("what the check of the elements finds"), "procedure": gettext_lazy("what a step asks for"),
    "deadlines": gettext_lazy("how days are counted"), "documents": gettext_lazy("what papers say"),
    "access": gettext_lazy("who sees what"),
}


def adoptions(pack: Pack) -> dict[str, Adoption]:
    """The readings confirmed until now, by key; one query."""
    rows = Adoption.objects.filter(policy=f"{pack.id}/{pack.version}").select_related("by")
    return {row.key: row for row in rows}


def shown(pack: Pack, one: Reading, row: Adoption | None) -> dict:
    """A reading as components/reading.html takes it, with what the lists need."""
    value = row.value if row else one.default
    changed = row is not None and value != one.default and list(_seq(value)) != list(_seq(one.default))
    return {
        "key": one.key, "n": one.n, "question": one.question,
        "answer": value_words(one, value) if changed else one.answer, "value": value_words(one, value),
        "changed": changed, "url": reverse("reading", args=[one.key]),
        "units": [pack.units[c] for c in one.cites if c in pack.units],
        "cites": pgettext("list", ", ").join(article(pack.units[c]) for c in one.cites if c in pack.units),
        "confirmed": {"by": row.by.name, "on": row.confirmed_on, "basis": row.basis} if row else None,
    }


def _seq(value):
    return value if isinstance(value, list | tuple) else [value]


@for_readers
def reading_list(request: HttpRequest) -> HttpResponse:
    """All readings with their answer, and who confirmed which."""
    pack = current_pack()
    rows = adoptions(pack)
    ordered = sorted(pack.readings.values(), key=lambda r: r.n)
    lines = [shown(pack, one, rows.get(one.key)) for one in ordered]
    only = request.GET.get("only")
    if only == "open":
        lines = [line for line in lines if not line["confirmed"]]
    context = {
        "lines": lines, "only": only, "total": len(ordered), "confirmed": len(rows),
        "points": len({r.n for r in ordered}),
    }
    return render(request, "web/readings/list.html", context)


@for_people
def reading(request: HttpRequest, key: str) -> HttpResponse:
    """One reading: the silent point, the answer, why it is open; and the form to confirm it."""
    pack = current_pack()
    one = pack.readings.get(key)
    if one is None:
        raise Http404
    row = adoptions(pack).get(key)
    # Readings are confirmed for the leading group by those who handle matters (readings.confirm_reading).
    confirming = "handler" in viewer(request).capacities
    form = None
    if confirming:
        initial = {"value": as_initial(one, row.value if row else one.default)}
        form = Confirm(request.POST or None, reading=one, initial=initial)
        if request.method == "POST" and form.is_valid():
            here = reverse("reading", args=[key])
            response = perform(
                request, form,
                lambda: readings.confirm_reading(
                    key, actor=person_of(request), at=position(request),
                    key=carried(request, 0)["key"], value=form.value, basis=form.cleaned_data["basis"],
                ),
                done=here, stale=here,
            )
            if response is not None:
                if response.status_code == 302:
                    messages.success(request, _("The reading is confirmed. Matters opened from now on follow it."))
                return response
    elif request.method == "POST":
        raise Http404
    head = Entry.objects.filter(stream=readings.STREAM).order_by("-position").values_list("position", flat=True)
    context = {
        "reading": shown(pack, one, row), "one": one, "form": form,
        "default": value_words(one, one.default),
        "changes": pgettext("list", ", ").join(str(AFFECTS[a]) for a in one.affects if a in AFFECTS), **carried(request, head.first() or 0),
    }
    return render(request, "web/readings/reading.html", context)
