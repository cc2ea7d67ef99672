"""A correction that is not closed holds up closing the dossier; filing does not wait for it (A08-6, A11-1)."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from rongcuo.corrections.models import Plan
from rongcuo.matters.errors import language
from rongcuo.matters.models import Matter
from rongcuo.matters.obligations import Obligation, register
from rongcuo.matters.packs import pack_of


@register
def corrections(matter: Matter) -> Iterable[Obligation]:
    """Every open measure by name; where none is open, what the plan stands at. Two queries."""
    if matter.decided_on is None:
        return
    plans = Plan.objects.filter(matter=matter).exclude(state="closed").order_by("number")
    for plan in plans.select_related("person", "unit", "subject__person", "subject__unit", "checker").prefetch_related(
        "measures__owner"
    ):
        still = [m for m in plan.measures.all() if m.state == "open"]
        for measure in still:
            yield Obligation(
                "measure", f"{plan.number} {measure.n}. {measure.text}", plan.subject, measure.owner.name,
                measure.due_on,
            )
        if not still:
            yield _whole(plan)


def _whole(plan: Plan) -> Obligation:
    """A plan without an open measure: what it stands at, and who is next."""
    state = pack_of(plan.matter).correction.states[plan.state].name.get(language())
    day = {"opened": plan.due_on, "effect": plan.check_from}.get(plan.state)
    who = plan.checker.name if plan.state == "effect" and plan.checker_id else plan.name
    if plan.state == "closing":
        who = _("the Party committee")
    what = _("%(number)s: %(state)s") % {"number": plan.number, "state": state}
    return Obligation("correction", what, plan.subject, who, day)
