"""A11-1: whether the measures worked is checked by somebody else, with evidence; only then a plan is closed."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from rongcuo import clock
from rongcuo.corrections.doing import Doing, action
from rongcuo.corrections.models import Plan, Proof
from rongcuo.matters.access import viewer_of
from rongcuo.matters.files import Stored
from rongcuo.matters.models import Interest
from rongcuo.people.errors import dated
from rongcuo.people.models import Person, Post


def involved(plan: Plan, measures) -> set[UUID]:
    """Who cannot check the effect: the person concerned, who drew the plan up, and every owner so far."""
    found = {plan.person_id, plan.drawn_up_by_id}
    for measure in measures:
        found |= {measure.owner_id, *map(UUID, measure.past_owners)}
    return found - {None}


def may_check(plan: Plan, measures, person: UUID) -> bool:
    """Whether this person can be named: not involved, no interest in the matter, not head of the unit concerned."""
    if person in involved(plan, measures):
        return False
    if Interest.objects.filter(matter=plan.matter_id, person=person, status__in=["recused", "declared"]).exists():
        return False
    if plan.person_id is None and plan.unit_id in viewer_of(person).headed:
        return False
    return not plan.matter.subjects.filter(person=person).exists()


@action("name_checker")
def name_checker(doing: Doing, *, checker: UUID) -> dict:
    """Name who checks the effect: neither an owner nor whoever drew up the plan."""
    person = Person.objects.filter(pk=checker).first() if checker else None
    doing.need(person is not None, _("Choose a person."), field="checker")
    doing.need(
        may_check(doing.plan, doing.place.measures, checker),
        _("The effect is checked by somebody else than those who own a measure or drew up the plan."),
        _("Choose somebody who took no part in it."), "checker",
    )
    doing.need(
        Post.objects.on(clock.today()).filter(person=person).exists(),
        _("%(who)s holds no post now.") % {"who": person.name}, field="checker",
    )
    return {"checker": checker, "body": {"checker": person.name}}


@action("check_effect")
def check_effect(
    doing: Doing, *, proved: bool, how: str, found: str, files: list[tuple[str, Stored]] = ()
) -> dict:
    """Check whether the measures worked. Without evidence nothing is proved.

    Where they did not work, the plan is under way again and needs further measures.
    """
    doing.need(
        doing.plan.check_from and doing.done_on >= doing.plan.check_from,
        _("The effect can be checked from %(day)s.") % {"day": doing.plan.check_from and dated(doing.plan.check_from)},
        _("Some months must show whether the measures worked."), "done_on",
    )
    doing.need(
        may_check(doing.plan, doing.place.measures, doing.actor.pk),
        _("The effect is checked by somebody else than those who own a measure or drew up the plan."),
        _("The Party committee names another person."),
    )
    doing.need(type(proved) is bool, _("Say whether the measures worked."), field="proved")
    doing.need(files, _("Evidence of the effect is missing."), _("Add at least one file: figures, records, photographs."), "file_0")
    doing.add(list(files))
    return {
        "effect": "proved" if proved else "not_proved", "to": "closing" if proved else "running",
        "body": {"how": doing.words(how, "how"), "found": doing.words(found, "found"), "proved": proved},
    }


@action("close_plan")
def close_plan(doing: Doing, *, words: str = "") -> dict:
    """Close the plan (销号). Never without evidence of the effect."""
    doing.need(
        doing.plan.effect == "proved" and Proof.objects.filter(plan=doing.plan, measure=None).exists(),
        _("There is no evidence yet that the measures worked."), _("The effect is checked first."),
    )
    return {"body": {"words": words.strip()}}
