"""A correction that is not closed holds up closing the dossier; filing does not wait for it (A08-6, A11-1)."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from django.db.models import Exists, OuterRef, Value
from django.utils.translation import gettext as _

from rongcuo.corrections.access import readable_plans
from rongcuo.corrections.models import Plan
from rongcuo.matters.access import Viewer
from rongcuo.matters.errors import language
from rongcuo.matters.models import Matter
from rongcuo.matters.obligations import Obligation, register
from rongcuo.matters.packs import pack_of

_PLAN = ("number", "state", "subject_id", "due_on", "check_from", "person__name", "unit__name", "unit__name_en", "checker__name")
_MEASURE = ("measures__n", "measures__text", "measures__state", "measures__due_on", "measures__owner__name")


def plans_in(matter: Matter, viewer: Viewer | None = None) -> list[list[dict]]:
    """The matter's plans, oldest first: of each the rows of its measures, one without a measure where it has none.

    One query, remembered with the matter; `readable` says whether the viewer who asked first reads the plan.
    """
    if not hasattr(matter, "known_plans"):
        theirs = Exists(readable_plans(viewer).filter(pk=OuterRef("pk"))) if viewer else Value(False)
        rows = (
            Plan.objects.filter(matter=matter).annotate(readable=theirs)
            .order_by("opened_on", "number", "measures__n").values("pk", "readable", *_PLAN, *_MEASURE)
        )
        matter.known_plans = [list(group) for _pk, group in groupby(rows, key=lambda row: row["pk"])]
    return matter.known_plans


@register
def corrections(matter: Matter) -> Iterable[Obligation]:
    """Every open measure by name; where none is open, what the plan stands at."""
    if matter.decided_on is None:
        return
    subjects = {subject.pk: subject for subject in matter.subjects.all()}
    for rows in plans_in(matter):
        plan = rows[0]
        if plan["state"] == "closed":
            continue
        subject = subjects.get(plan["subject_id"])
        still = [row for row in rows if row["measures__state"] == "open"]
        for row in still:
            yield Obligation(
                "measure", f"{row['number']} {row['measures__n']}. {row['measures__text']}", subject,
                row["measures__owner__name"], row["measures__due_on"],
            )
        if not still:
            yield _whole(matter, plan, subject)


def _whole(matter: Matter, plan: dict, subject) -> Obligation:
    """A plan without an open measure: what it stands at, and who is next."""
    state = pack_of(matter).correction.states[plan["state"]].name.get(language())
    day = {"opened": plan["due_on"], "effect": plan["check_from"]}.get(plan["state"])
    who = plan["person__name"] or plan["unit__name"]
    if plan["state"] == "effect" and plan["checker__name"]:
        who = plan["checker__name"]
    if plan["state"] == "closing":
        who = _("the Party committee")
    what = _("%(number)s: %(state)s") % {"number": plan["number"], "state": state}
    return Obligation("correction", what, subject, who, day)
