"""What a reconsideration and a revocation share: the decision in force, the second meeting, the feedback.

Article 8 knows neither; readings 39 to 41 say how they are read. Both are steps of a subject that stands answered.
Nothing that was decided before changes: what is decided again is a paper of its own that refers to it, in a sealed
dossier as well, and it holds from its own day on.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rongcuo import ids
from rongcuo.matters import moves
from rongcuo.matters.determination import (
    authorised,
    check_effects,
    check_outcome,
    check_votes,
    meeting,
    secretary_only,
)
from rongcuo.matters.doing import Doing, action, holders
from rongcuo.matters.models import Evidence, Item, Matter, Subject
from rongcuo.matters.obligations import Obligation, register
from rongcuo.matters.packs import days_due, pack_of, settings_of
from rongcuo.matters.recusal import nothing_in_doubt

#: The papers that decide about a subject, the first and the later ones.
DECISIONS = ("determination", "review_decision", "revocation_decision")
RESULTS = ("kept", "changed")


def decisions(matter: Matter, subject: Subject) -> list[Item]:
    """What was decided about a subject, in order."""
    return list(Item.objects.filter(matter=matter, subject=subject, kind__in=DECISIONS).order_by("position", "id"))


def latest(doing: Doing, *kinds: str) -> Item | None:
    """The subject's newest paper of these kinds."""
    rows = Item.objects.filter(matter=doing.matter, subject=doing.subject, kind__in=kinds)
    return rows.order_by("position").last()


def since(doing: Doing, kind: str, start: Item | None) -> list[Item]:
    """The subject's papers of a kind after another one."""
    rows = Item.objects.filter(matter=doing.matter, subject=doing.subject, kind=kind)
    return list(rows.filter(position__gt=start.position if start else 0).order_by("position", "id"))


def about(doing: Doing, *kinds: str) -> list[UUID]:
    """What a later paper refers to: the newest of each kind, and the decision in question."""
    found = [latest(doing, *DECISIONS), *(latest(doing, kind) for kind in kinds)]
    return list(dict.fromkeys(one.pk for one in found if one is not None))


def with_file(doing: Doing, stored: list[dict] | None, lane: str) -> list[dict]:
    """Files that came with a later paper, as evidence with their numbers."""
    taken = Evidence.objects.filter(matter=doing.matter).count()
    return [
        {
            **file, "id": ids.new_id(), "n": taken + n, "lane": lane, "subject": doing.subject.pk,
            "title": (file.get("title") or "").strip()[:200] or file["name"], "made_on": file.get("made_on"),
        }
        for n, file in enumerate(stored or [], 1)
    ]


def check_result(doing: Doing, given: dict) -> None:
    """Kept, or changed to a determination that the pack knows, with its reason."""
    pk = doing.subject.pk
    doing.need(given.get("result") in RESULTS, _("Say whether the determination is kept."), field=f"result-{pk}")
    if given["result"] == "changed":
        doing.need(
            given.get("outcome") in doing.pack.determinations,
            _("Choose what is proposed or decided for %(who)s.") % {"who": doing.subject.name}, field=f"outcome-{pk}",
        )
    doing.words(given.get("reason"), f"reason-{pk}")


def decide_again(
    doing: Doing, kind: str, proposal: Item, *, held_on: date, place: str, due: list[str], present: list[str],
    recused: list[str], chair: str, views: dict[str, str], decision: dict, more: dict | None = None,
) -> dict:
    """The leading group decides about one subject again: kept, or another determination or other effects.

    `decision`: as in `determine`, with "result". The effects that it grants hold from the day of the meeting on,
    and those it does not grant end the day before.
    """
    subject = doing.subject
    secretary_only(doing)
    nothing_in_doubt(doing)
    authorised(doing, [subject])
    meeting(doing, subject.state_since, held_on, due, present, recused, chair)
    check_result(doing, decision)
    check_votes(doing, subject, decision, due, present)
    changed = decision["result"] == "changed"
    outcome, effects = subject.outcome, list(subject.effects)
    if changed:
        check_outcome(doing, subject, decision)
        check_effects(doing, subject, decision)
        outcome = decision["outcome"]
        effects = sorted(e for e, tick in (decision.get("effects") or {}).items() if tick["granted"])
        doing.need(
            (outcome, effects) != (subject.outcome, sorted(subject.effects)),
            _("Nothing would be different for %(who)s. Record that the determination is kept.")
            % {"who": subject.name},
            field=f"result-{subject.pk}",
        )
    wanted = proposal.body["outcome"] if proposal.body["result"] == "changed" else subject.outcome
    doing.need(
        outcome == wanted or (decision.get("departure") or "").strip(),
        _("The decision departs from what was proposed. Say why."), field=f"departure-{subject.pk}",
    )
    decision = {**decision, "outcome": outcome, "effects": (decision.get("effects") or {}) if changed else {}}
    doing.paper(
        "later_minutes",
        {
            "held_on": held_on, "place": doing.words(place, "place"), "due": due, "present": present,
            "recused": recused, "chair": chair, "views": views, "catch_all": "",
            "decisions": {str(subject.pk): decision},
        },
        subject.pk, about(doing, proposal.kind),
    )
    doing.paper(
        kind,
        {
            "result": decision["result"], "outcome": outcome, "reason": decision["reason"],
            "effects": decision["effects"], "held_on": held_on,
            "before": {"outcome": subject.outcome, "effects": list(subject.effects)}, **(more or {}),
        },
        subject.pk, about(doing, proposal.kind),
    )
    positive = {d.id for d in doing.pack.determinations.values() if d.positive}
    all_outcomes = [outcome if s.pk == subject.pk else s.outcome for s in doing.standing.subjects]
    return {
        "outcome": outcome, "effects": effects, "changed": changed, "decided_on": held_on,
        "positive": any(o in positive for o in all_outcomes),
    }


def points_of(matter: Matter, subject: Subject) -> list[str]:
    """What the subject put forward, for the feedback to answer: the points of the request, or of the statement."""
    rows = Item.objects.filter(matter=matter, subject=subject).order_by("position")
    decided = rows.filter(kind__in=DECISIONS).last()
    if decided is not None and decided.kind == "review_decision":
        return list(rows.filter(kind="review_request").last().body["points"])
    told = rows.filter(kind="revocation_notice").last()
    stated = rows.filter(kind="revocation_statement", position__gt=told.position)
    points = [p for one in stated for p in one.body["points"]]
    heard = rows.filter(kind="revocation_hearing").last()
    return points + ([heard.body["record"]] if heard.body["way"] == "heard" else [])


@action("feed_back_later")
def feed_back_later(doing: Doing, *, explanation: str, answers: dict[int, str]) -> dict:
    """Tell the subject in writing what was decided, with an answer to each point (A08-4; reading 39)."""
    subject, decided = doing.subject, latest(doing, *DECISIONS)
    points = points_of(doing.matter, subject)
    for n in range(1, len(points) + 1):
        doing.need(
            (answers.get(n) or "").strip(), _("The applicant's point %(n)d is not answered yet.") % {"n": n},
            field=f"answer-{n}",
        )
    doing.paper(
        "later_feedback",
        {
            "decision": decided.kind, "result": decided.body["result"], "outcome": subject.outcome,
            "before": decided.body["before"], "effects": decided.body["effects"],
            "explanation": doing.words(explanation, "explanation"),
            "answers": [{"n": n, "text": text, "answer": answers[n].strip()} for n, text in enumerate(points, 1)],
        },
        subject.pk, [decided.pk],
    )
    return {"answered_on": doing.done_on}


# --- what is owed ----------------------------------------------------------------------------


def due_on(matter: Matter, subject: Subject):
    """The day by which a reconsideration should be decided, as a reckoning; None where none is open.

    It colours a task and nothing more: no state ever changes because a day passed.
    """
    days = settings_of(matter).get("review.days")
    if subject.asked_on is None or days is None or moves.under_way(pack_of(matter), subject) != "reconsideration":
        return None
    return days_due(subject.asked_on, int(days))


@register
def open_procedures(matter: Matter) -> Iterable[Obligation]:
    """A reconsideration or revocation that is open: the dossier is not closed before it is answered."""
    pack = pack_of(matter)
    words = {
        "reconsideration": gettext_lazy("The reconsideration that was asked for"),
        "revocation": gettext_lazy("The proposed revocation or change"),
    }
    for subject in matter.subjects.all():
        kind = moves.under_way(pack, subject)
        if kind is not None:
            due = due_on(matter, subject)
            holder = holders(pack, pack.procedure.move(moves.AFTERWARDS[subject.state]))
            yield Obligation(kind, words[kind], subject, holder, due.due if due else None)

