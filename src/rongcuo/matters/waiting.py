"""What a matter waits for, and on whom: the next moves and their days.

A target colours a task and nothing more (reading 18): no state ever changes because a day passed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, Value

from rongcuo.matters.access import Standing, Viewer, visible_interests, visible_subjects
from rongcuo.matters.assessing import facts_to_settle
from rongcuo.matters.models import Finding, Interest, Item, Matter, Part, Subject
from rongcuo.matters.moves import AFTERWARDS, BY_SECRETARY, at_place, is_own, under_way
from rongcuo.matters.packs import days_due, due
from rongcuo.policy.model import Move, Pack
from rongcuo.workdays import Calendar, Reckoning


@dataclass(frozen=True)
class Waiting:
    """One thing a matter waits for. `people` narrows a capacity to these persons, where it does."""

    move: Move
    subject: Subject | None = None
    people: frozenset[UUID] | None = None


@dataclass
class Progress:
    """What was done so far that the states alone do not tell; for many matters in one query."""

    papers: dict[UUID, set[tuple[str, UUID | None]]] = field(default_factory=dict)
    found: dict[UUID, set[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, matters: Iterable[Matter]) -> Progress:
        ids = [m.pk for m in matters if m.state in {"verification", "opinion"}]
        progress = cls()
        if not ids:
            return progress
        kinds = ("hearing", "consultation_answer", "return")
        papers = Item.objects.filter(matter__in=ids, kind__in=kinds).order_by()
        found = Finding.objects.filter(subject__matter__in=ids).order_by()
        rows = papers.values_list("matter", "subject", "kind", Value(True)).union(
            found.values_list("subject__matter", "subject", "fact", Value(False)), all=True
        )
        for matter, subject, what, is_paper in rows:
            if is_paper:
                progress.papers.setdefault(matter, set()).add((what, subject))
            else:
                progress.found.setdefault(subject, set()).add(what)
        return progress


def waiting_for(pack: Pack, standing: Standing, progress: Progress, today: date) -> list[Waiting]:
    """What the matter waits for now, in order; independent of who asks."""
    wanted: list[tuple[str, Subject | None, frozenset[UUID] | None]] = []
    for subject in standing.subjects:
        if subject.state == "submitted":
            if not subject.head_conflict:
                wanted.append(("forward", subject, None))
            if subject.head_conflict or (subject.direct_on and subject.direct_on <= today):
                wanted.append(("go_direct", subject, None))
        elif subject.state == "received":
            wanted.append(("accept", subject, None))
        elif subject.state == "completion":
            wanted.append(("complete", subject, None))
    by_state = {
        "verification": _verification, "opinion": _opinion,
        "determination": lambda *_: [("determine", None, None)],
        "feedback": lambda _p, s, _g: [("feed_back", x, None) for x in s.subjects if x.state == "determined"],
        "publication": lambda *_: [("publish", None, None)],
        "filing": lambda *_: [("file", None, None)],
    }
    if any(i.status == "declared" for i in standing.interests.values()):
        wanted.append(("decide_recusal", None, None))
    more = by_state.get(standing.matter.state)
    if more is not None:
        wanted.extend(more(pack, standing, progress))
    for subject in standing.subjects:
        wanted.extend(_afterwards(pack, standing, subject))
        if subject.answered_on and subject.received_on is None:
            wanted.append(("record_receipt", subject, None))
    found = []
    for action, subject, people in wanted:
        try:
            move = pack.procedure.move(action)
        except KeyError:
            continue  # this pack's procedure has no such step
        if at_place(move, standing.matter.state, subject.state if subject else None):
            found.append(Waiting(move, subject, people))
    return found


def told(waiting: Iterable[Waiting], standing: Standing) -> list[Waiting]:
    """Those of the waiting moves that the viewer may know of: nothing about another's application, and
    that somebody declared an interest only where declarations are seen."""
    seen = {s.pk for s in visible_subjects(standing)}
    declarations = any(i.status == "declared" for i in visible_interests(standing))
    return [
        w for w in waiting
        if (w.subject is None or w.subject.pk in seen) and (w.move.action != "decide_recusal" or declarations)
    ]


def _verification(pack: Pack, standing: Standing, progress: Progress):
    members = [p for p in standing.parts if p.capacity == "verifier" and not p.ended]
    accepted = [s for s in standing.subjects if s.state == "accepted"]
    if not members:
        yield ("appoint_group", None, None)
        return
    asked = pack.settings(standing.matter.adopted).get("coi.required", True)
    silent = frozenset(p.person_id for p in members if p.person_id not in standing.interests)
    if silent and asked:
        yield ("declare_interests", None, silent)
        return
    done = progress.papers.get(standing.matter.pk, set())
    heard_first = pack.settings(standing.matter.adopted)["verify.hear_applicant"]
    unheard = [s for s in accepted if heard_first and ("hearing", s.pk) not in done]
    for subject in unheard:
        yield ("hear_applicant", subject, None)
    missing = any(
        set(facts_to_settle(pack, s.examined)) - progress.found.get(s.pk, set()) for s in accepted
    )
    if missing:
        yield ("record_findings", None, None)
    elif not unheard:
        yield ("issue_report", None, None)


def _opinion(pack: Pack, standing: Standing, progress: Progress):
    if pack.settings(standing.matter.adopted)["role.hr"] != "consult_and_execute":
        yield ("give_opinion", None, None)
    elif not standing.matter.consulted:
        yield ("consult_personnel", None, None)
    elif ("consultation_answer", None) not in progress.papers.get(standing.matter.pk, set()):
        yield ("answer_consultation", None, None)
    else:
        yield ("give_opinion", None, None)


def _afterwards(pack: Pack, standing: Standing, subject: Subject):
    """The next step of a reconsideration or revocation."""
    action = AFTERWARDS.get(subject.state)
    if action is None:
        return
    reviewers = None
    if action == "give_review_opinion":
        named = [p.person_id for p in standing.parts if p.review_id == subject.pk and not p.ended]
        silent = frozenset(p for p in named if p not in standing.interests)
        if silent and pack.settings(standing.matter.adopted).get("coi.required", True):
            yield ("declare_interests", None, silent)
            return
        reviewers = frozenset(named)
    if subject.state == "revocation_told":
        yield ("state_on_revocation", subject, None)
    yield (action, subject, reviewers)


def mine(waiting: Iterable[Waiting], standing: Standing) -> list[Waiting]:
    """Those of the waiting moves that the viewer may make."""
    if standing.suspended:
        return []
    return [
        w for w in waiting
        if (w.people is None or standing.viewer.person in w.people)
        and is_own(w.move, standing, w.subject)
        and (w.move.action not in BY_SECRETARY or standing.viewer.secretary)
    ]


def target_of(
    pack: Pack, waiting: Waiting, standing: Standing, calendar: Calendar | None = None
) -> Reckoning | None:
    """The day by which the step is aimed at; counted from the day its state began."""
    settings = pack.settings(standing.matter.adopted)
    if waiting.move.action == "forward":
        return due(waiting.subject.submitted_on, int(settings["apply.forward_within"]), calendar)
    days = settings.get("review.days")
    if days and waiting.subject and waiting.subject.asked_on and under_way(pack, waiting.subject) == "reconsideration":
        return days_due(waiting.subject.asked_on, int(days), calendar)
    target = pack.targets.get(waiting.move.target or "")
    if target is None:
        return None
    days = target.working_days
    if target.reading and pack.readings[target.reading].type == "number":
        days = int(settings[target.reading])
    since = waiting.subject.state_since if waiting.subject else standing.matter.state_since
    return due(since, days, calendar)


#: Where a reconsideration or revocation waits for the party committee, and for the leading group.
FOR_THE_HANDLER = frozenset(
    {"review_asked", "review_decided", "revocation_proposed", "revocation_told", "revocation_stated", "revocation_decided"}
)
FOR_THE_SECRETARY = frozenset({"review_to_decide", "revocation_heard"})
#: States in which an application or a declaration can still wait for the party committee.
BEFORE_FEEDBACK = frozenset({"intake", "verification", "opinion", "determination"})


def could_wait_for(viewer: Viewer) -> Q:
    """Matters that may wait for the viewer: never fewer than `mine` finds, and few more.

    So that a desk reads what waits and not everything that is open.
    """
    own = Q(person_id=viewer.person) | Q(person=None, unit_id__in=viewer.headed)
    unreceived = Q(answered_on__isnull=False, received_on=None)
    concerned = Subject.objects.filter(
        own & (Q(state__in={"submitted", "completion", "revocation_told", "revocation_stated"}) | unreceived)
    )
    to_forward = Subject.objects.filter(unit_id__in=viewer.headed, state="submitted")
    member = Part.objects.filter(person_id=viewer.person, ended=False)
    ground = Q(pk__in=concerned.values("matter_id")) | Q(pk__in=to_forward.values("matter_id"))
    ground |= Q(state="verification", pk__in=member.filter(review=None).values("matter_id"))
    ground |= Q(pk__in=member.filter(review__state="under_review").values("matter_id"))
    this = {"matter": OuterRef("pk")}
    if "handler" in viewer.capacities:
        pending = Subject.objects.filter(state__in={"submitted", "received"}, **this)
        appointed = Part.objects.filter(capacity="verifier", ended=False, **this)
        declared = Interest.objects.filter(status="declared", **this)
        ground |= Q(state__in={"opinion", "feedback", "publication", "filing"})
        ground |= Q(pk__in=Subject.objects.filter(unreceived).values("matter_id"))
        ground |= Q(state__in=BEFORE_FEEDBACK) & (Q(Exists(pending)) | Q(Exists(declared)))
        ground |= Q(state="verification") & ~Exists(appointed)
        # Asked for once and not for every matter: there are few.
        looked_at = Subject.objects.filter(state__in=AFTERWARDS).values("matter_id")
        stepping = Interest.objects.filter(status="declared").values("matter_id")
        ground |= Q(pk__in=stepping) & Q(pk__in=looked_at)
    if viewer.capacities & {"handler", "opinion_giver"}:
        ground |= Q(pk__in=Subject.objects.filter(state__in=FOR_THE_HANDLER).values("matter_id"))
    if viewer.capacities & {"opinion_giver", "executor"}:
        ground |= Q(state="opinion")
    if viewer.secretary:
        ground |= Q(state="determination")
        ground |= Q(pk__in=Subject.objects.filter(state__in=FOR_THE_SECRETARY).values("matter_id"))
    return ground
