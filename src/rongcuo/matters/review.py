"""Reconsideration (复核): the subject asks once, others look again, the leading group decides (reading 39).

Who reviews took no part before: neither in verifying nor in the opinion nor in the decision nor in the accountability
act (A13; readings 23, 24). The determination stands meanwhile, and nothing gets heavier by asking.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from rongcuo import ids
from rongcuo.matters.determination import effects_for
from rongcuo.matters.doing import Doing, action
from rongcuo.matters.errors import NotPermitted, listed
from rongcuo.matters.later import (
    about,
    check_result,
    decide_again,
    decisions,
    latest,
    with_file,
)
from rongcuo.matters.models import Item, Matter, Part, Step, Subject
from rongcuo.matters.packs import days_due, pack_of, settings_of
from rongcuo.matters.verification import check_members
from rongcuo.people.models import Person, Post
from rongcuo.policy.model import Pack

#: Two look at it: the least that reading 22 asks of those who verify.
REVIEWERS = 2
#: Formal grounds on which a request is not taken up.
GROUNDS = ("late", "other_remedy")
#: Steps by which somebody took part in what is reviewed.
EARLIER = frozenset({
    "forward", "decline_forwarding", "hear_applicant", "record_findings", "issue_report", "lift_stop", "give_opinion", "determine",
    "give_review_opinion", "decide_review", "propose_revocation", "hear_on_revocation", "decide_revocation",
})  # fmt: skip


def used(matter: Matter, subject: Subject) -> bool:
    """Whether the one round is used: the decision in force came by reconsideration. A later change by
    revocation is a decision of its own."""
    found = False
    for one in decisions(matter, subject):
        if one.kind == "review_decision":
            found = True
        elif one.kind == "revocation_decision" and one.body["result"] == "changed":
            found = False
    return found


def window(matter: Matter, subject: Subject):
    """The days to ask in, as a reckoning from the receipt of the feedback; None while no receipt is recorded, or
    where no reading gives days."""
    days = settings_of(matter).get("review.days")
    if subject.received_on is None or days is None:
        return None
    return days_due(subject.received_on, int(days))


@action("ask_review")
def ask_review(doing: Doing, *, points: list[str], stored: list[dict] | None = None) -> dict:
    """Ask for reconsideration, with reasons. After the last day it is marked late; a person decides on that."""
    subject = doing.subject
    doing.need(
        doing.settings.get("review.enabled", True),
        _("Under the readings of this matter a determination is not reconsidered."),
        _("What the law provides against the sanction itself stays open."),
    )
    doing.need(
        not used(doing.matter, subject), _("It was reconsidered already; there is one round."),
        _("New facts may be put to the party committee; it can propose a change."),
    )
    points = [p.strip() for p in points if p.strip()]
    doing.need(points, _("Give at least one reason."), field="points")
    span = window(doing.matter, subject)
    late = span is not None and not span.provisional and doing.done_on > span.due
    evidence = with_file(doing, stored, "applicant")
    doing.paper(
        "review_request",
        {
            "points": points, "late": late, "due_on": span.due if span else None,
            "evidence": [e["n"] for e in evidence],
        },
        subject.pk, about(doing, "feedback", "later_feedback"),
    )
    return {"asked_on": doing.done_on, "evidence": evidence}


@action("withdraw_review")
def withdraw_review(doing: Doing, *, words: str = "") -> dict:
    """Take the request back. The determination stands as it was; the record stays."""
    doing.paper("review_withdrawal", {"words": words.strip()}, doing.subject.pk, about(doing, "review_request"))
    return {"ended": [p.pk for p in _parts(doing)]}


@action("decline_review")
def decline_review(doing: Doing, *, ground: str, reason: str) -> dict:
    """Not take the request up, on a formal ground and with reasons; never because it will not succeed."""
    doing.need(ground in GROUNDS, _("Choose a formal ground."), field="ground")
    asked = latest(doing, "review_request")
    doing.need(ground != "late" or asked.body["late"], _("The request came in time."), field="ground")
    doing.paper(
        "review_declined", {"ground": ground, "reason": doing.words(reason, "reason")}, doing.subject.pk,
        about(doing, "review_request"),
    )
    return {}


@action("receive_review")
def receive_review(doing: Doing, *, members: list[UUID], reason: str = "") -> dict:
    """Take the request up and name who reviews; once more, with reasons, where others must do it."""
    people = list(dict.fromkeys(members))
    doing.need(
        len(people) >= REVIEWERS, _("At least %(n)d people review.") % {"n": REVIEWERS}, field="members"
    )
    check_members(doing, people)
    _apart(doing, people)
    before, asked = _parts(doing), latest(doing, "review_request")
    if asked.body["late"] or before:
        doing.words(reason, "reason")
    doing.paper(
        "reviewers", {"members": people, "reason": reason.strip()}, doing.subject.pk, about(doing, "review_request")
    )
    return {
        "ended": [p.pk for p in before if p.person_id not in people],
        "parts": [
            {"id": next((p.pk for p in before if p.person_id == who), None) or ids.new_id(), "person": who}
            for who in people
        ],
    }


@action("give_review_opinion")
def give_review_opinion(
    doing: Doing, *, facts: str, answers: dict[int, str], proposal: dict, minority: str = ""
) -> dict:
    """Say what was looked at again, what there is to each reason, and what is proposed.

    `proposal`: {"result": kept | changed, "outcome", "reason"}.
    """
    mine = _parts(doing)
    if doing.actor.pk not in {p.person_id for p in mine}:
        raise NotPermitted(
            _("The review opinion is given by those who were named for it."), _("Ask one of them.")
        )
    _apart(doing, [p.person_id for p in mine])
    silent = [p.person.name for p in mine if p.person_id not in doing.standing.interests]
    doing.need(
        not silent or not doing.settings.get("coi.required", True),
        _("Interests are not declared yet by: %(who)s.") % {"who": listed(silent)},
        _("Each of them declares first; it takes a minute."),
    )
    asked = latest(doing, "review_request")
    points = asked.body["points"]
    for n in range(1, len(points) + 1):
        doing.need(
            (answers.get(n) or "").strip(), _("The applicant's point %(n)d is not answered yet.") % {"n": n},
            field=f"answer-{n}",
        )
    check_result(doing, proposal)
    doing.paper(
        "review_opinion",
        {
            "facts": doing.words(facts, "facts"), "result": proposal["result"],
            "outcome": proposal["outcome"] if proposal["result"] == "changed" else doing.subject.outcome,
            "reason": proposal["reason"].strip(), "minority": minority.strip(),
            "answers": [{"n": n, "text": text, "answer": answers[n].strip()} for n, text in enumerate(points, 1)],
            "members": [p.person_id for p in mine],
        },
        doing.subject.pk, about(doing, "review_request"),
    )
    return {}


@action("decide_review")
def decide_review(doing: Doing, *, held_on: date, decision: dict, **meeting) -> dict:
    """The leading group decides on the request: kept, or changed to something milder; never heavier."""
    _not_heavier(doing, decision)
    return decide_again(
        doing, "review_decision", latest(doing, "review_opinion"), held_on=held_on, decision=decision, **meeting
    )


def not_heavier(pack: Pack, outcome: str) -> list[str]:
    """The determinations a reconsideration may come to; all of them where the pack gives no order."""
    order = list(pack.procedure.later.milder) if pack.procedure.later else []
    if outcome not in order:
        return list(pack.determinations)
    return order[: order.index(outcome) + 1] + [d for d in pack.determinations if d not in order]


def _not_heavier(doing: Doing, decision: dict) -> None:
    subject = doing.subject
    if decision.get("result") != "changed" or decision.get("outcome") not in doing.pack.determinations:
        return
    new = decision["outcome"]
    doing.need(
        new in not_heavier(doing.pack, subject.outcome),
        _("A reconsideration makes nothing heavier for %(who)s.") % {"who": subject.name},
        _("Where there are grounds for a revocation, it is proposed by itself, and the person is heard."),
        f"outcome-{subject.pk}",
    )
    possible = {e.id for e in effects_for(doing.pack, subject, new)}
    granted = {e for e, tick in (decision.get("effects") or {}).items() if tick["granted"]}
    lost = [e for e in subject.effects if e in possible and e not in granted]
    doing.need(
        not lost, _("A reconsideration takes no effect away that was granted to %(who)s.") % {"who": subject.name},
        field=f"effect-{subject.pk}-{lost[0]}" if lost else "",
    )


def _parts(doing: Doing) -> list[Part]:
    """Those named to review the subject's determination now."""
    return [p for p in doing.standing.parts if p.review_id == doing.subject.pk and not p.ended]


def _apart(doing: Doing, people: list[UUID]) -> None:
    """Nobody reviews what one took part in."""
    hands = earlier_hands(doing.matter, doing.subject, doing.done_on)
    found = [p.name for p in Person.objects.filter(pk__in=set(people) & hands)]
    doing.need(
        not found,
        _("Somebody took part in what is reviewed, or decides on it: %(who)s.") % {"who": listed(sorted(found))},
        _("Choose people who neither forwarded, verified, gave the opinion nor decide."),
        "members",
    )


def earlier_hands(matter: Matter, subject: Subject, day: date) -> set[UUID]:
    """Everybody who took part in the determination, or belongs to the body that decides."""
    steps = Step.objects.filter(Q(subject=None) | Q(subject=subject), matter=matter, action__in=EARLIER)
    group = Part.objects.filter(matter=matter, capacity="verifier", review=None)
    bodies = [b.id for b in pack_of(matter).bodies.values() if "decider" in b.capacities]
    days = {day, matter.decided_on or day}
    members = {p for d in days for p in Post.objects.on(d).filter(unit__body__in=bodies).values_list("person_id", flat=True)}
    reviewed = Item.objects.filter(matter=matter, subject=subject, kind="review_opinion").values_list("body", flat=True)
    return {
        *steps.values_list("actor_id", flat=True), *group.values_list("person_id", flat=True), *members,
        *(UUID(one) for body in reviewed for one in body["members"]), matter.act.handler_id,
    } - {None}

