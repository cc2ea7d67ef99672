"""Notices of effect: sending one, its page, its return slip."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from rongcuo.exemptions import access, notices
from rongcuo.exemptions.acting import stream_of
from rongcuo.exemptions.models import Effect, Notice
from rongcuo.exemptions.reminding import reminders_for
from rongcuo.ledger.record import head
from rongcuo.matters.access import Standing, with_people
from rongcuo.matters.errors import listed
from rongcuo.matters.models import Matter
from rongcuo.matters.packs import pack_of
from rongcuo.web.acting import carried, perform, position
from rongcuo.web.forms.protection import SendNotice, Settle, Slip
from rongcuo.web.protection.words import notice_line
from rongcuo.web.templatetags.ui import article, short_day
from rongcuo.web.viewing import for_people, lang, log_reading, person_of, viewer
from rongcuo.web.views.protection import _subject


@for_people
def notice_new(request: HttpRequest, matter: UUID, subject: UUID) -> HttpResponse:
    """Send a notice of the effects that a recipient carries out."""
    standing, row = _subject(request, matter, subject)
    pack = pack_of(standing.matter)
    if not access.may_in(standing, "send_effect_notice", pack):
        raise PermissionDenied(_("This step is not yours."))
    now = list(Effect.objects.current().filter(subject=row))
    sent = list(Notice.objects.filter(subject=row))
    untold = set(notices.unsent(pack, row, now, sent))
    choices, told = [], []
    for key, one in pack.protection.recipients.items():
        rows = notices.addressed(pack, key, now)
        if rows:
            names = listed(pack.effects[e.effect].name.get(lang()) for e in rows)
            choices.append((key, f"{one.name.get(lang())}：{names}" if lang() == "zh" else f"{one.name.en}: {names}"))
            if key not in untold:
                told.append(one.name.get(lang()))
    initial = {"recipient": next((k for k, _n in choices if k in untold), None)}
    form = SendNotice(request.POST or None, recipients=choices, initial=initial)
    here = reverse("effects", args=[matter, subject])
    if request.method == "POST" and form.is_valid():
        response = perform(
            request, form,
            lambda: notices.send_effect_notice(
                matter, actor=person_of(request), at=position(request), key=carried(request, 0)["key"],
                subject=subject, **form.cleaned_data,
            ),
            done=here, stale=here,
        )
        if response is not None:
            if response.status_code == 302:
                messages.success(request, _("The notice is sent; its slip is waited for."))
            return response
    move = pack.protection.moves["send_effect_notice"]
    context = {
        "form": form, "name": move.name.get(lang()), "units": [pack.units[c] for c in move.cites], "back": here,
        "lead": f"{standing.matter.number} · {row.name}", "told": listed(told), "button": _("Send the notice"),
        "none": not choices, **carried(request, head(stream_of(matter))),
    }
    return render(request, "web/protection/form.html", context)


@for_people
def notice(request: HttpRequest, notice: UUID) -> HttpResponse:
    """A notice with what it says, its reminders, and the slip to be recorded."""
    who = viewer(request)
    row = (
        access.visible_notices(who).filter(pk=notice)
        .select_related("subject__person", "subject__unit", "sent_by", "answered_by").first()
    )
    if row is None:
        raise Http404
    matter = with_people(Matter.objects.filter(pk=row.matter_id)).get()
    row.matter = matter
    standing, pack = Standing(who, matter), pack_of(matter)
    answering = row.state in {"sent", "not_done"} and notices.may_answer(standing, pack, row)
    settling = row.state == "not_done" and access.may_in(standing, "settle_slip", pack)
    posted = request.POST if request.method == "POST" else None
    settle = Settle(posted if posted and posted.get("go") == "settle" else None)
    slip = Slip(posted if posted and posted.get("go") != "settle" else None)
    if posted is not None:
        chosen = settle if posted.get("go") == "settle" else slip
        if not (settling if chosen is settle else answering):
            raise PermissionDenied(_("This step is not yours."))
        response = _take(request, row, chosen) if chosen.is_valid() else None
        if response is not None:
            return response
    log_reading(standing, f"notice {row.pk}")
    context = {
        "notice": row, "line": notice_line(row, who.day), "matter": matter, "effects": _said(row, pack),
        "slip": slip if answering else None, "settle": settle if settling else None,
        "reminders": reminders_for([row]).get(row.pk, []), "unit": pack.units[pack.protection.cites[0]],
        **carried(request, head(stream_of(matter.pk))),
    }
    return render(request, "web/protection/notice.html", context)


def _take(request: HttpRequest, row: Notice, form) -> HttpResponse | None:
    person, here, data = person_of(request), reverse("notice", args=[row.pk]), form.cleaned_data
    common = {"actor": person, "at": position(request), "key": carried(request, 0)["key"]}
    if isinstance(form, Settle):
        response = perform(request, form, lambda: notices.settle_slip(row.pk, **common, **data), done=here, stale=here)
    else:
        response = perform(
            request, form,
            lambda: notices.record_slip(
                row.pk, **common, done=data["done"] == "yes", answered_on=data["answered_on"], answer=data["answer"]
            ),
            done=here, stale=here,
        )
    if response is not None and response.status_code == 302:
        messages.success(request, _("The slip is recorded."))
    return response


def _said(row: Notice, pack) -> list[dict]:
    from datetime import date

    found = []
    for e in row.effects:
        known = pack.effects.get(e["effect"])
        first = short_day(date.fromisoformat(e["from"]))
        last = short_day(date.fromisoformat(e["until"])) if e["until"] else ""
        found.append({
            "name": known.name.get(lang()) if known else e["effect"],
            "cite": article(pack.units[known.cites[0]]) if known else "", "binds": known.binds if known else None,
            "span": _("%(first)s to %(last)s") % {"first": first, "last": last} if last else _("from %(day)s on") % {"day": first},
        })  # fmt: skip
    return found
