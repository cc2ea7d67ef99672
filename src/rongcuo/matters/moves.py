"""The table-driven machine: which move is open to whom, from where to where.

The table is the pack's `procedure.moves` (A08); this file only reads it. A matter has one track,
each of its subjects another, because one matter may hold several applications (reading 10).
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from rongcuo.matters.access import Standing
from rongcuo.matters.models import Subject
from rongcuo.policy.model import Move, Pack

#: Actions about one subject of the matter; all others are about the matter as a whole.
PER_SUBJECT = frozenset(
    {"forward", "decline_forwarding", "go_direct", "request_completion", "complete", "accept",
     "refuse", "withdraw", "own_view", "hear_applicant", "feed_back", "record_receipt", "record_reply",
     "ask_review", "decline_review", "receive_review", "give_review_opinion", "decide_review", "withdraw_review",
     "propose_revocation", "notify_revocation", "state_on_revocation", "hear_on_revocation", "decide_revocation",
     "feed_back_later"}
)
#: What the unit does for somebody it applied for; all else of an applicant is the person's own (reading 9).
FOR_ANOTHER = frozenset({"complete", "withdraw"})
#: What the deciding body does is recorded by its secretary.
BY_SECRETARY = frozenset(
    {"determine", "return_for_verification", "postpone", "decide_review", "decide_revocation"}
)
#: After the determination: where a subject stands -> the step that leads on.
AFTERWARDS = {
    "review_asked": "receive_review", "under_review": "give_review_opinion",
    "review_to_decide": "decide_review", "review_decided": "feed_back_later",
    "revocation_proposed": "notify_revocation", "revocation_told": "hear_on_revocation",
    "revocation_stated": "hear_on_revocation", "revocation_heard": "decide_revocation",
    "revocation_decided": "feed_back_later",
}
#: Actions that open or precede a matter, and so do not stand in a matter's list of moves.
BEFORE_A_MATTER = frozenset({"register_act", "confirm_told", "open_behalf", "send_notice", "submit_application"})


@dataclass(frozen=True)
class Open:
    """A move that may be made now, for one subject or for the whole matter."""

    move: Move
    subject: Subject | None = None


def at_place(move: Move, matter_state: str, subject_state: str | None) -> bool:
    """Whether the move begins where the matter and the subject stand."""
    if move.matter and move.matter.from_ and matter_state not in move.matter.from_:
        return False
    if subject_state is None or move.subject is None:
        return True
    return subject_state in move.subject.from_


def is_own(move: Move, standing: Standing, subject: Subject | None) -> bool:
    """Whether the viewer holds, for this subject, one of the capacities the move asks for."""
    held = standing.capacities & set(move.by)
    if held - {"applicant", "forwarder"}:
        return True
    if subject is None:
        return bool(held)
    own = standing.own | standing.behalf if move.action in FOR_ANOTHER else standing.own
    return ("applicant" in held and subject.pk in own) or (
        "forwarder" in held and subject.pk in standing.unit
    )


def open_moves(pack: Pack, standing: Standing) -> list[Open]:
    """The moves the viewer may make now, in the procedure's order. A suspended viewer has none."""
    if standing.suspended:
        return []
    state = standing.matter.state
    found: list[Open] = []
    for move in pack.procedure.moves:
        if move.action in BEFORE_A_MATTER:
            continue
        if move.action in PER_SUBJECT:
            found.extend(
                Open(move, s) for s in standing.subjects
                if at_place(move, state, s.state) and is_own(move, standing, s)
            )
        elif at_place(move, state, None) and is_own(move, standing, None):
            found.append(Open(move))
    return found


def next_states(
    pack: Pack, move: Move, matter_state: str, states: dict[UUID, str], subject: UUID | None
) -> tuple[str | None, dict[UUID, str]]:
    """Where a move leads: the matter's new state (None = stays) and the subjects that change.

    Without a subject, a move with a subject track takes along every subject standing at its start.
    """
    changed: dict[UUID, str] = {}
    if move.subject and move.subject.to:
        for pk, state in states.items():
            if pk == subject or (subject is None and state in move.subject.from_):
                changed[pk] = move.subject.to
    track = move.matter
    if track is None or not track.to or track.to == matter_state:
        return None, changed
    if track.when == "all_done":
        done = {s.id for s in pack.procedure.subject_states.values() if s.final}
        if move.subject and move.subject.to:
            done.add(move.subject.to)
        if not all(state in done for state in (states | changed).values()):
            return None, changed
    return track.to, changed


def under_way(pack: Pack, subject: Subject) -> str | None:
    """Which procedure after the determination is open for a subject: reconsideration, revocation or None."""
    state = pack.procedure.subject_states.get(subject.state)
    return state.later if state else None


def interests_count(pack: Pack, standing: Standing) -> bool:
    """Whether interests are declared and asked about now: until the determination, and while one is looked at again."""
    return standing.matter.decided_on is None or any(under_way(pack, s) for s in standing.subjects)
