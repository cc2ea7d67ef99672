"""A11-1: the causes are analysed and measures drawn up, each with an owner, a day and expected proof."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from rongcuo import clock, ids
from rongcuo.corrections.doing import Doing, action, after_months, months_of, reckoned
from rongcuo.people.models import Person, Post

#: What is coded, in the order in which it is asked: each a field of its own, with several codes.
CODED = ("event", "outcome", "factor", "cause")
#: No measure is given more working days than this at once.
MOST_DAYS = 250


@action("draw_up")
def draw_up(doing: Doing, *, measures: list[dict], **analysis) -> dict:
    """Write down what happened, its outcome, the factors and the root cause, and the measures.

    `analysis`: for each of `CODED` its words (`event="…"`) and codes (`event_codes=[…]`). `measures`:
    [{"text", "owner", "working_days", "expected"}].
    """
    doing.need(
        doing.plan.told_on is not None,
        _("Where the error lies was not pointed out yet."),
        _("The Party committee holds the talk or sends the reminder letter first."),
    )
    written: dict[str, object] = {}
    for name in CODED:
        known = doing.rules.newest(name)
        codes = list(dict.fromkeys(analysis.get(f"{name}_codes") or ()))
        doing.need(codes, _("Choose at least one."), field=f"{name}_codes")
        doing.need(set(codes) <= set(known.codes), _("A code is chosen that the list does not have."),
                   _("Load the page anew: the list may have changed."), f"{name}_codes")
        written[f"{name}_codes"] = codes
        written[name] = doing.words(analysis.get(name), name)
    return {
        **written, "lists": {name: doing.rules.newest(name).version for name in CODED},
        "measures": _rows(doing, measures, first=1), "drawn_up_on": doing.done_on,
    }


@action("add_measures")
def add_measures(doing: Doing, *, measures: list[dict], why: str = "") -> dict:
    """Add measures to a plan that is under way, as after a check that found no effect."""
    last = max((m.n for m in doing.place.measures), default=0)
    return {"measures": _rows(doing, measures, first=last + 1), "body": {"why": why.strip()}}


@action("hand_over")
def hand_over(doing: Doing, *, owner: UUID, why: str) -> dict:
    """Give a measure to another owner: whoever leaves a post hands over what is open."""
    measure = doing.measure
    doing.need(owner != measure.owner_id, _("This is the present owner."), field="owner")
    person = _person(doing, owner, "owner")
    doing.need(
        owner != doing.plan.checker_id,
        _("Whoever checks the effect cannot own a measure."),
        _("Choose another owner, or name another person for the check first."), "owner",
    )
    return {
        "owner": owner, "past_owners": [*measure.past_owners, measure.owner_id],
        "body": {"why": doing.words(why, "why"), "from": measure.owner.name, "to": person.name},
    }


@action("defer")
def defer(doing: Doing, *, working_days: int, why: str) -> dict:
    """Set another due day, counted from today, with reasons. Reminders then follow the new day."""
    span = _span(doing, working_days, "working_days")
    return {
        "from_on": doing.done_on, "working_days": working_days, "due_on": span.due,
        "provisional": span.provisional,
        "body": {"why": doing.words(why, "why"), "was": doing.measure.due_on, "due_on": span.due},
    }


def _rows(doing: Doing, measures: list[dict], first: int) -> list[dict]:
    doing.need(measures, _("Write down at least one measure."), field="text-0")
    every = months_of(doing.rules.progress, doing.settings)
    rows = []
    for place, row in enumerate(measures):
        owner = _person(doing, row.get("owner"), f"owner-{place}")
        doing.need(
            owner.pk != doing.plan.checker_id, _("Whoever checks the effect cannot own a measure."),
            field=f"owner-{place}",
        )
        span = _span(doing, row.get("working_days"), f"days-{place}")
        rows.append({
            "id": ids.new_id(), "n": first + place, "text": doing.words(row.get("text"), f"text-{place}"),
            "expected": doing.words(row.get("expected"), f"expected-{place}"), "owner": owner.pk,
            "from_on": doing.done_on, "working_days": row["working_days"], "due_on": span.due,
            "provisional": span.provisional, "report_on": after_months(doing.done_on, every),
        })  # fmt: skip
    return rows


def _span(doing: Doing, days, field: str):
    doing.need(
        type(days) is int and 1 <= days <= MOST_DAYS,
        _("Give between 1 and %(most)d working days.") % {"most": MOST_DAYS}, field=field,
    )
    return reckoned(doing.done_on, days)


def _person(doing: Doing, pk: UUID | None, field: str) -> Person:
    """Somebody who holds a post today."""
    found = Person.objects.filter(pk=pk).first() if pk else None
    doing.need(found is not None, _("Choose who is responsible."), field=field)
    doing.need(
        Post.objects.on(clock.today()).filter(person=found).exists(),
        _("%(who)s holds no post now.") % {"who": found.name}, _("Choose somebody who does."), field,
    )
    return found
