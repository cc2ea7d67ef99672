"""Like cases, for those who verify and give the opinion."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from rongcuo.insight.likeness import nearest
from rongcuo.matters import access as matters_access
from rongcuo.matters.packs import pack_of
from rongcuo.web.insight.shared import must_exist
from rongcuo.web.viewing import for_readers, log_reading, standing_in


@for_readers
def like_cases(request: HttpRequest, matter: UUID, subject: UUID) -> HttpResponse:
    """The nearest closed cases by findings. For the office only; nobody and no number is in it."""
    must_exist()
    standing = standing_in(request, matter)
    one = next((s for s in standing.subjects if s.pk == subject), None)
    if one is None or not matters_access.sees_reasons(standing):
        raise Http404
    log_reading(standing, f"like cases {one.pk}")
    pack = pack_of(standing.matter)
    findings = matters_access.visible_findings(standing).filter(subject=one)
    cases = []
    for like in nearest(standing.matter, one, findings):
        rule, outcome = pack.rules.get(like.situation), pack.determinations.get(like.outcome)
        cases.append({
            "year": like.year, "situation": rule.name if rule else like.situation,
            "outcome": outcome.name if outcome else like.outcome, "same": len(like.same),
            "differs": [pack.facts[f].question for f in like.differs], "agrees": [pack.facts[f].question for f in like.same],
        })  # fmt: skip
    context = {"matter": standing.matter, "subject": one, "cases": cases}
    return render(request, "web/insight/like.html", context)
