"""What a matter waits for, and on whom: the next moves, the desk's tasks, and their days.

A target colours a task and nothing more (reading 18): no state ever changes because a day passed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from rongcuo.matters.access import (
    Standing,
    Viewer,
    own_act_subjects,
    visible_acts,
    visible_matters,
    with_people,
)
from rongcuo.matters.application import window
from rongcuo.matters.assessing import facts_to_settle
from rongcuo.matters.models import Act, ActSubject, Finding, Item, Matter, Subject
from rongcuo.matters.moves import at_place, is_own
from rongcuo.matters.packs import adopted_now, current_pack, due, pack_of
from rongcuo.policy.model import Move, Pack
from rongcuo.workdays import Reckoning


@dataclass(frozen=True)
class Waiting:
    """One thing a matter waits for. `people` narrows a capacity to these persons, where it does."""

    move: Move
    subject: Subject | None = None
    people: frozenset[UUID] | None = None


@dataclass
class Progress:
    """What was done so far that the states alone do not tell; for many matters in two queries."""

    papers: dict[UUID, set[tuple[str, UUID | None]]] = field(default_factory=dict)
    found: dict[UUID, set[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, matters: Iterable[Matter]) -> Progress:
        ids = [m.pk for m in matters if m.state in {"verification", "opinion"}]
        progress = cls()
        if not ids:
            return progress
        kinds = ("hearing", "consultation_answer", "return")
        rows = Item.objects.filter(matter__in=ids, kind__in=kinds)
        for matter, kind, subject in rows.values_list("matter", "kind", "subject"):
            progress.papers.setdefault(matter, set()).add((kind, subject))
        for subject, fact in Finding.objects.filter(subject__matter__in=ids).values_list(
            "subject", "fact"
        ):
            progress.found.setdefault(subject, set()).add(fact)
        return progress


def waiting_for(pack: Pack, standing: Standing, progress: Progress, today: date) -> list[Waiting]:
    """What the matter waits for now, in order; independent of who asks."""
    wanted: list[tuple[str, Subject | None, frozenset[UUID] | None]] = []
    for subject in standing.subjects:
        if subject.state == "submitted":
            direct = subject.head_conflict or (subject.direct_on and subject.direct_on <= today)
            wanted.append(("go_direct" if direct else "forward", subject, None))
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
    more = by_state.get(standing.matter.state)
    if more is not None:
        wanted.extend(more(pack, standing, progress))
    for subject in standing.subjects:
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


def _verification(pack: Pack, standing: Standing, progress: Progress):
    members = [p for p in standing.parts if p.capacity == "verifier" and not p.ended]
    accepted = [s for s in standing.subjects if s.state == "accepted"]
    if any(i.status == "declared" for i in standing.interests.values()):
        yield ("decide_recusal", None, None)
    if not members:
        yield ("appoint_group", None, None)
        return
    silent = frozenset(p.person_id for p in members if p.person_id not in standing.interests)
    if silent:
        yield ("declare_interests", None, silent)
        return
    done = progress.papers.get(standing.matter.pk, set())
    unheard = [s for s in accepted if ("hearing", s.pk) not in done]
    for subject in unheard:
        yield ("hear_applicant", subject, None)
    missing = any(
        set(facts_to_settle(pack, s.situations)) - progress.found.get(s.pk, set()) for s in accepted
    )
    if missing:
        yield ("record_findings", None, None)
    elif not unheard:
        yield ("issue_report", None, None)


def _opinion(_pack: Pack, standing: Standing, progress: Progress):
    if not standing.matter.consulted:
        yield ("consult_personnel", None, None)
    elif ("consultation_answer", None) not in progress.papers.get(standing.matter.pk, set()):
        yield ("answer_consultation", None, None)
    else:
        yield ("give_opinion", None, None)


def mine(waiting: Iterable[Waiting], standing: Standing) -> list[Waiting]:
    """Those of the waiting moves that the viewer may make."""
    if standing.suspended:
        return []
    return [
        w for w in waiting
        if (w.people is None or standing.viewer.person in w.people)
        and is_own(w.move, standing, w.subject)
        and (w.move.action not in {"determine"} or standing.viewer.secretary)
    ]


# --- the desk --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Task:
    """One line of the desk. `is_deadline` is true for the application window alone."""

    move: Move
    matter: Matter | None = None
    subject: Subject | None = None
    act: Act | None = None
    act_subject: ActSubject | None = None
    reckoning: Reckoning | None = None
    is_deadline: bool = False

    @property
    def due(self) -> date | None:
        return self.reckoning.due if self.reckoning else None


def target_of(pack: Pack, waiting: Waiting, standing: Standing) -> Reckoning | None:
    """The day by which the step is aimed at; counted from the day its state began."""
    if waiting.move.action == "forward":
        subject = waiting.subject
        return due(subject.submitted_on, int(pack.settings(standing.matter.adopted)["apply.forward_within"]))
    target = pack.targets.get(waiting.move.target or "")
    if target is None:
        return None
    since = waiting.subject.state_since if waiting.subject else standing.matter.state_since
    return due(since, target.working_days)


def tasks(viewer: Viewer, limit: int = 200) -> list[Task]:
    """What waits for the viewer, most urgent first. A fixed number of queries."""
    found = _application_tasks(viewer)
    found.extend(_act_tasks(viewer))
    states = _states_to_look_at(viewer)
    # A subject acts, if at all, on the subject's own track; an officer on the matter's.
    rows = list(
        with_people(visible_matters(viewer)).filter(state__in=states).order_by("state_since")[:limit]
    )
    progress = Progress.of(rows)
    for matter in rows:
        pack = pack_of(matter)
        standing = Standing(viewer, matter)
        for w in mine(waiting_for(pack, standing, progress, viewer.day), standing):
            found.append(
                Task(w.move, matter, w.subject, reckoning=target_of(pack, w, standing))
            )
    return sorted(found, key=lambda t: (t.due is None, t.due or date.max))


def _states_to_look_at(viewer: Viewer) -> set[str]:
    """Matter states in which the viewer's posts, or being concerned, can make something wait."""
    procedure = current_pack().procedure
    states = {s for s, state in procedure.matter_states.items() if not state.final}
    if viewer.capacities and not viewer.capacities & {"handler", "opinion_giver"}:
        by_post = {
            s for m in procedure.moves if m.matter and viewer.capacities & set(m.by)
            for s in m.matter.from_
        }
        # Being a subject, a head or a group member is possible beside any post.
        states &= by_post | {"intake", "verification", "feedback", "publication", "filing"}
    return states


def _application_tasks(viewer: Viewer) -> list[Task]:
    """Acts directed at the viewer where nothing was applied for yet, and the window is open."""
    pack = current_pack()
    settings = pack.settings(adopted_now(pack))
    move = pack.procedure.move("submit_application")
    targets = own_act_subjects(viewer).select_related("act", "unit", "person").order_by("act__started_on")
    applied = set(
        Subject.objects.filter(matter__act__subjects__in=targets)
        .exclude(state="withdrawn")
        .values_list("matter__act_id", "person_id", "unit_id")
    )
    found = []
    for target in targets:
        if (target.act_id, target.person_id, target.unit_id) in applied:
            continue
        spans = window(target, settings)
        last = spans["by_notice"] or spans["by_start"]
        found.append(
            Task(move, act=target.act, act_subject=target, reckoning=last, is_deadline=True)
        )
    return found


def _act_tasks(viewer: Viewer) -> list[Task]:
    """Registered acts whose subjects are not told or not noticed yet."""
    pack = current_pack()
    if not viewer.capacities & set(pack.procedure.move("register_act").by):
        return []
    found = []
    acts = visible_acts(viewer).filter(notice_sent_on=None, matter=None).prefetch_related("subjects")
    for act in acts.order_by("started_on")[:40]:
        told = all(s.told_on for s in act.subjects.all())
        move = pack.procedure.move("send_notice" if told else "confirm_told")
        if viewer.capacities & set(move.by):
            found.append(Task(move, act=act))
    return found
