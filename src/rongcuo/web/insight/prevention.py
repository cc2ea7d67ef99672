"""The page of prevention: what there is, and what waits."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from rongcuo.insight import reporting
from rongcuo.insight.access import may
from rongcuo.matters.packs import current_pack
from rongcuo.web.insight.shared import must_exist
from rongcuo.web.viewing import for_readers, viewer
from rongcuo.web.waiting import prevention_tasks


@for_readers
def prevention(request: HttpRequest) -> HttpResponse:
    """What there is: figures, warnings, reports, records in advance, the self-audit; what waits."""
    must_exist()
    who = viewer(request)
    places = [
        (True, "report-new", _("Report early"), _("A first sign, a near miss, a common problem; by name or without.")),
        (True, "reports", _("Reports and answers"), _("What you reported, or what waits for an answer.")),
        (may(who, "read_figures"), "figures", _("Error-prone situations"), _("How often, of which kind, and whether it rises. Nobody is in the figures.")),
        (True, "warnings", _("Warnings and education"), _("What went to your unit, and what was issued.")),
        (True, "advances", _("Records in advance"), _("Before trying something new: basis, meeting, risk, the rule of the day.")),
        (may(who, "audit"), "self-audit-now", _("Yearly self-audit"), _("Article by article, zeros as plainly as successes.")),
    ]
    context = {
        "places": [{"url": reverse(n), "label": label, "text": text} for ok, n, label, text in places if ok],
        "tasks": prevention_tasks(who), "reminders": [
            {"on": r.done_on, "text": r.body["text"]}
            for r in reporting.reminders_of({p.unit_id for p in who.posts})
        ],
        "units": [current_pack().units[c] for c in current_pack().insight.cites],
    }
    return render(request, "web/insight/prevention.html", context)
