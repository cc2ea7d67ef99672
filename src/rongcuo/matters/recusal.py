"""Recusal that works: asked for by anybody named, decided by others, and what follows from it (A13; reading 23).

A declaration or a request suspends acting at once. A confirmed recusal ends every access by capacity from
that instant (`access` asks for it at every gate). What was read before stays in the read log, and whoever
decides sees it. Steps taken before stay, and are confirmed by somebody without an interest before the
leading group decides. Where too few remain, somebody is found in their place by a recorded decision.
"""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from rongcuo import ids
from rongcuo.matters import moves
from rongcuo.matters.access import Standing, viewer_of
from rongcuo.matters.doing import Doing, action
from rongcuo.matters.errors import NotFound, NotNow, NotPermitted
from rongcuo.matters.models import Step
from rongcuo.people.models import Person, Post
from rongcuo.policy.model import Pack

#: The four grounds on which somebody steps aside (readings 23, 24).
GROUNDS = ("own_interest", "relative", "earlier_part", "other")
#: Capacities in which somebody is found in place of others; the leading group's own members are not replaced.
REPLACED = ("verifier", "handler", "opinion_giver")
WAYS = ("borrow", "designate")
#: Steps of somebody who stepped aside that weigh nothing.
WEIGHTLESS = frozenset({"declare_interests", "ask_recusal", "withdraw", "submit_application"})


def file_keepers_only(doing: Doing) -> None:
    """The party committee acts; for the leading group its secretary."""
    if not doing.standing.capacities & {"handler"} and not doing.standing.viewer.secretary:
        raise NotPermitted(
            _("What the leading group decides is recorded by its secretary."),
            _("Ask the secretary to record it."),
        )


def while_it_counts(doing: Doing) -> None:
    """After the determination interests matter only while it is looked at again."""
    if not moves.interests_count(doing.pack, doing.standing):
        raise NotNow(
            _("Nobody decides about anything in this matter now."),
            _("Interests are declared again when a reconsideration or revocation is open."),
        )


@action("ask_recusal")
def ask_recusal(doing: Doing, *, person: UUID, grounds: list[str], words: str) -> dict:
    """Ask that somebody steps aside. Like a declaration it suspends at once, until it is decided."""
    while_it_counts(doing)
    doing.need(grounds and all(g in GROUNDS for g in grounds), _("Choose from the four grounds."), field="grounds")
    text = doing.words(words, "words")
    doing.need(
        person != doing.actor.pk, _("Your own interests you declare yourself."), field="person"
    )
    doing.need(
        _takes_part(doing.standing, person),
        _("This person takes no part in handling the matter."),
        field="person",
    )
    theirs = doing.standing.interests.get(person)
    doing.need(
        theirs is None or theirs.status not in {"declared", "recused"},
        _("A declaration or request about this person is open or decided already."),
        field="person",
    )
    doing.need(
        theirs is None or theirs.asked_by_id != doing.actor.pk,
        _("You asked for it before, and it was decided."),
        _("What is new may be put to the party committee in words."),
        "person",
    )
    return {
        "interest": theirs.pk if theirs else ids.new_id(), "person": person, "grounds": grounds,
        "words": text, "status": "declared", "asked_by": doing.actor.pk,
    }


def _takes_part(standing: Standing, person: UUID) -> bool:
    """Whether somebody verifies, handles, gives the opinion or decides in the matter."""
    if any(p.person_id == person and not p.ended for p in standing.parts):
        return True
    one = Person.objects.filter(pk=person).first()
    if one is None:
        return False
    return bool(
        Standing(viewer_of(one, standing.viewer.day), standing.matter).capacities
        & {"handler", "opinion_giver", "decider"}
    )


def steps_of(doing: Doing, person: UUID) -> list[UUID]:
    """The steps somebody took that others must now confirm."""
    rows = Step.objects.filter(matter=doing.matter, actor=person).exclude(action__in=WEIGHTLESS)
    return list(rows.values_list("pk", flat=True))


@action("confirm_step")
def confirm_step(doing: Doing, *, step: UUID, stands: bool, words: str) -> dict:
    """Say of a step of somebody who stepped aside whether it stands or is to be done again, and why."""
    file_keepers_only(doing)
    row = Step.objects.filter(matter=doing.matter, pk=step, doubt="open").first()
    if row is None:
        raise NotFound
    doing.need(row.actor_id != doing.actor.pk, _("Nobody decides about oneself."), field="step")
    doing.paper(
        "step_confirmed",
        {"action": row.action, "position": row.position, "stands": stands, "words": doing.words(words, "words")},
    )
    return {"step": row.pk, "stands": stands}


def nothing_in_doubt(doing: Doing) -> None:
    """Before the decision every step of those who stepped aside is confirmed, or done again."""
    doing.need(
        not Step.objects.filter(matter=doing.matter, doubt="open").exists(),
        _("A step of somebody who stepped aside is not confirmed yet."),
        _("Somebody without an interest says of each whether it stands."),
    )


@action("fill_in")
def fill_in(doing: Doing, *, way: str, capacity: str, person: UUID, reasons: str) -> dict:
    """Find somebody in place of those who stepped aside: borrowed from another unit, or designated by the
    leading group. A decision with reasons; whoever comes in declares interests like everybody."""
    file_keepers_only(doing)
    doing.need(way in WAYS, _("Choose how somebody is found."), field="way")
    doing.need(capacity in REPLACED, _("Choose in which capacity."), field="capacity")
    if way == "designate" and not doing.standing.viewer.secretary:
        raise NotPermitted(
            _("What the leading group decides is recorded by its secretary."),
            _("Ask the secretary to record it."),
        )
    known = Person.objects.filter(pk=person).first()
    doing.need(known, _("This person is not known."), field="person")
    theirs = doing.standing.interests.get(person)
    subject = person in doing.concerned() or any(s.person_id == person for s in doing.standing.subjects)
    doing.need(
        not subject and (theirs is None or theirs.status not in {"declared", "recused"}),
        _("This person is concerned, or has an interest that is open or confirmed."),
        _("Choose somebody else."),
        "person",
    )
    doing.need(
        capacity == "handler" or doing.matter.act.handler_id != person,
        _("Whoever handled the accountability act cannot verify."),
        _("Choose somebody else."),
        "person",
    )
    there = Standing(viewer_of(known, doing.done_on), doing.matter)
    doing.need(
        capacity not in there.capacities, _("This person acts in that capacity already."), field="person"
    )
    bodies = [b.id for b in doing.pack.bodies.values() if capacity in b.capacities]
    inside = Post.objects.on(doing.done_on).filter(person=person, unit__body__in=bodies).exists()
    doing.need(
        way != "borrow" or not inside, _("Somebody is borrowed from another unit."), field="person"
    )
    part = ids.new_id()
    doing.paper(
        "substitute",
        {"way": way, "capacity": capacity, "person": person, "reasons": doing.words(reasons, "reasons")},
    )
    return {"part": part, "person": person, "capacity": capacity, "outside": not inside}


@action("refer_upward")
def refer_upward(doing: Doing, *, to: str, reasons: str) -> dict:
    """Refer the matter to a higher body: it is for it to decide, or too few are left here (reading 29)."""
    file_keepers_only(doing)
    doing.paper("referral", {"to": doing.words(to, "to"), "reasons": doing.words(reasons, "reasons")})
    return {}


@action("record_authority")
def record_authority(doing: Doing, *, issued_by: str, number: str, text: str) -> dict:
    """Record the higher body's written authority to determine here (reading 29)."""
    file_keepers_only(doing)
    doing.paper(
        "authority",
        {"issued_by": doing.words(issued_by, "issued_by"), "number": doing.words(number, "number"),
         "text": doing.words(text, "text")},
    )
    return {}


# --- for the report and for pages ------------------------------------------------------------


def recusals(standing: Standing) -> list[dict]:
    """The history of recusals in the matter, as the report states it."""
    return [
        {
            "person": i.person.name, "grounds": i.grounds, "status": i.status,
            "decided_on": i.decided_on.isoformat() if i.decided_on else None, "reasons": i.reasons,
        }
        for i in standing.interests.values() if i.grounds
    ]


def shortages(pack: Pack, standing: Standing, settings) -> list[str]:
    """In which capacities too few are left to act, once somebody stepped aside. Empty where nobody did."""
    out = {i.person_id for i in standing.interests.values() if i.status in {"recused", "declared"}}
    if not out:
        return []
    out |= {s.person_id for s in standing.subjects if s.person_id}
    found = []
    group = [p for p in standing.parts if p.capacity == "verifier"]
    active = [p for p in group if not p.ended and p.person_id not in out]
    if group and len(active) < min(int(settings["verify.group_min"]), len(group)):
        found.append("verifier")
    holding = _holding(pack, standing)
    for capacity in ("handler", "opinion_giver"):
        who = holding[capacity] | {p.person_id for p in standing.parts if p.capacity == capacity and not p.ended}
        if capacity == "opinion_giver":
            who = who - {standing.matter.act.handler_id}
        if not who - out:
            found.append(capacity)
    due = holding["decider"]
    if settings.get("decide.recused_count") == "not_counted":
        due = due - out
    if not due or 2 * len(due - out) <= len(due):
        found.append("decider")
    return found


def _holding(pack: Pack, standing: Standing) -> dict[str, set[UUID]]:
    """Who holds a capacity by post, the secretaries of the deciding body left out. One query."""
    found: dict[str, set[UUID]] = {c: set() for c in ("handler", "opinion_giver", "decider")}
    bodies = {b.id: set(b.capacities) & set(found) for b in pack.bodies.values()}
    posts = Post.objects.on(standing.viewer.day).filter(unit__body__in=[b for b, c in bodies.items() if c])
    for person, body, secretary in posts.values_list("person_id", "unit__body", "secretary"):
        for capacity in bodies[body]:
            if capacity != "decider" or not secretary:
                found[capacity].add(person)
    return found
