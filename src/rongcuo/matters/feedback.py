"""A08-4 Feedback: the result in writing, every point answered; and its receipt."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from rongcuo.matters.doing import Doing, action, check_day
from rongcuo.matters.models import Item, Point, Subject


@action("feed_back")
def feed_back(doing: Doing, *, explanation: str, answers: dict[UUID, str]) -> dict:
    """Feed the result back to a subject with explanation and an answer to each point."""
    subject = doing.subject
    points = list(Point.objects.filter(subject=subject))
    for point in points:
        doing.need(
            (answers.get(point.pk) or "").strip(),
            _("The applicant's point %(n)d is not answered yet.") % {"n": point.n},
            field=f"answer-{point.pk}",
        )
    doing.paper(
        "feedback",
        {
            "outcome": subject.outcome, "effects": _decided_effects(doing, subject),
            "explanation": doing.words(explanation, "explanation"),
            "answers": [{"n": p.n, "text": p.text, "answer": answers[p.pk].strip()} for p in points],
        },
        subject.pk,
    )
    return {"answers": {str(p.pk): answers[p.pk].strip() for p in points}, "answered_on": doing.done_on}


def _decided_effects(doing: Doing, subject: Subject) -> dict:
    """Each effect as the leading group ticked it, with the reason where it was not granted."""
    decided = Item.objects.filter(matter=doing.matter, subject=subject, kind="determination").last()
    return decided.body["effects"] if decided else {}


@action("record_receipt")
def record_receipt(doing: Doing, *, received_on: date, words: str = "") -> dict:
    """Record that the feedback was received, by the recipient or from the signed slip."""
    check_day(received_on)
    subject = doing.subject
    doing.need(subject.answered_on, _("There is no feedback to receive yet."))
    doing.need(subject.received_on is None, _("The receipt is recorded already."))
    doing.need(
        received_on >= subject.answered_on,
        _("The feedback cannot be received before it was given."),
        field="received_on",
    )
    doing.paper("receipt", {"received_on": received_on, "answered_on": subject.answered_on, "words": words.strip()}, subject.pk)
    return {"received_on": received_on}
