"""Inside one matter: the lines of its timeline."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from rongcuo.matters.access.items import OFFICE
from rongcuo.matters.access.standing import Standing
from rongcuo.matters.models import Step

#: Timeline lines a subject or unit may read about the matter as a whole (no subject named).
OPEN_STEPS = frozenset(
    {"appoint_group", "issue_report", "give_opinion", "determine", "return_for_verification",
     "postpone", "publish", "file", "close"}
)
#: Timeline lines about a subject that are told to that subject and the unit.
OWN_STEPS = frozenset(
    {"submit_application", "forward", "decline_forwarding", "go_direct", "request_completion",
     "complete", "accept", "refuse", "withdraw", "own_view", "hear_applicant", "feed_back", "record_receipt",
     "record_reply",
     "ask_review", "decline_review", "receive_review", "give_review_opinion", "decide_review", "withdraw_review",
     "notify_revocation", "state_on_revocation", "hear_on_revocation", "decide_revocation", "feed_back_later"}
)


@dataclass(frozen=True)
class StepsSeen:
    """Which timeline lines of one matter a viewer may read: `whole`, or these."""

    whole: bool
    subjects: frozenset[UUID]
    actions: frozenset[str]

    def ground(self) -> Q:
        if self.whole:
            return Q()
        return Q(action__in=self.actions) | Q(subject_id__in=self.subjects, action__in=OWN_STEPS)

    def has(self, step: Step) -> bool:
        """The same for a line that is at hand."""
        return (
            self.whole
            or step.action in self.actions
            or (step.subject_id in self.subjects and step.action in OWN_STEPS)
        )


def steps_seen(standing: Standing) -> StepsSeen:
    """The rule for timeline lines, once for lists of one matter and once for the desk."""
    subjects = standing.own | standing.unit
    actions = OPEN_STEPS if subjects or standing.seeing else frozenset()
    if "executor" in standing.seeing:
        actions = actions | {"consult_personnel", "answer_consultation"}
    return StepsSeen(bool(standing.seeing & OFFICE), subjects, actions)


def visible_steps(standing: Standing) -> QuerySet[Step]:
    """The timeline, line by line."""
    steps = Step.objects.filter(matter=standing.matter).select_related("actor", "subject__person")
    return steps.filter(steps_seen(standing).ground())
