"""Revocation or change of a determination (撤销、变更; readings 40, 41): proposed with reasons on the grounds that the
pack names, told to the subject, the subject heard first, decided by the leading group. Nothing starts it by itself and
nothing is decided by a day that passes."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from rongcuo.matters.doing import Doing, action
from rongcuo.matters.later import (
    about,
    check_result,
    decide_again,
    latest,
    since,
    with_file,
)

#: How the subject was heard: stated in writing, heard in person, had nothing to say, or said nothing by the day named.
WAYS = ("stated", "heard", "forgone", "silent")


@action("propose_revocation")
def propose_revocation(
    doing: Doing, *, grounds: list[str], facts: str, proposal: dict, stored: list[dict] | None = None
) -> dict:
    """Propose to revoke or change what was determined, on the pack's grounds and with the facts.

    `proposal`: {"outcome", "reason"}: what should take the place of the determination.
    """
    doing.need(
        doing.settings.get("revoke.enabled", True),
        _("Under the readings of this matter a determination is not revoked."),
    )
    known = doing.pack.procedure.later.grounds if doing.pack.procedure.later else {}
    doing.need(grounds and set(grounds) <= set(known), _("Choose from the grounds."), field="grounds")
    proposal = {**proposal, "result": "changed"}
    check_result(doing, proposal)
    evidence = with_file(doing, stored, "group")
    doing.paper(
        "revocation_proposal",
        {
            "grounds": list(dict.fromkeys(grounds)), "facts": doing.words(facts, "facts"), "result": "changed",
            "outcome": proposal["outcome"], "reason": proposal["reason"].strip(),
            "before": {"outcome": doing.subject.outcome, "effects": list(doing.subject.effects)},
            "evidence": [e["n"] for e in evidence],
        },
        doing.subject.pk, about(doing),
    )
    return {"evidence": evidence}


@action("notify_revocation")
def notify_revocation(doing: Doing, *, text: str, until: date, place: str = "") -> dict:
    """Tell the subject what is proposed, on which facts and grounds, and until when a statement is awaited.

    The day is told and shown; what follows from it a person records.
    """
    doing.need(until > doing.done_on, _("Leave the subject at least a day to state a view."), field="until")
    proposal = latest(doing, "revocation_proposal")
    doing.paper(
        "revocation_notice",
        {
            "grounds": proposal.body["grounds"], "outcome": proposal.body["outcome"], "facts": proposal.body["facts"],
            "text": doing.words(text, "text"), "until": until, "place": place.strip(),
        },
        doing.subject.pk, about(doing, "revocation_proposal"),
    )
    return {}


@action("state_on_revocation")
def state_on_revocation(doing: Doing, *, points: list[str], stored: list[dict] | None = None) -> dict:
    """The subject states a view, once or more often, until it was heard."""
    points = [p.strip() for p in points if p.strip()]
    doing.need(points, _("Give at least one reason."), field="points")
    evidence = with_file(doing, stored, "applicant")
    doing.paper(
        "revocation_statement", {"points": points, "evidence": [e["n"] for e in evidence]}, doing.subject.pk,
        about(doing, "revocation_notice"),
    )
    return {"evidence": evidence}


@action("hear_on_revocation")
def hear_on_revocation(
    doing: Doing, *, way: str, record: str, place: str = "", present: str = "", confirmed: bool = False
) -> dict:
    """Record how the subject was heard. Silence is recorded with how it was reached, after the day that was named."""
    notice = latest(doing, "revocation_notice")
    stated = since(doing, "revocation_statement", notice)
    doing.need(way in WAYS, _("Say how the subject was heard."), field="way")
    doing.need(way != "stated" or stated, _("There is no written statement of the subject."), field="way")
    doing.need(
        way not in {"silent", "forgone"} or not stated,
        _("The subject stated a view in writing; that is what was heard."), field="way",
    )
    if way == "heard":
        doing.words(place, "place")
        doing.words(present, "present")
        doing.need(confirmed, _("The record must be read back and confirmed."), field="confirmed")
    if way == "silent":
        last = date.fromisoformat(notice.body["until"])
        doing.need(
            doing.done_on > last,
            _("The subject has until %(day)s to state a view.") % {"day": last.isoformat()},
            _("Hear the subject, or wait for that day to pass."), "way",
        )
    doing.paper(
        "revocation_hearing",
        {
            "way": way, "record": doing.words(record, "record"), "place": place.strip(), "present": present.strip(),
            "confirmed": bool(confirmed),
        },
        doing.subject.pk, about(doing, "revocation_notice"),
    )
    return {}


@action("decide_revocation")
def decide_revocation(doing: Doing, *, held_on: date, decision: dict, reported: str = "", **meeting) -> dict:
    """The leading group decides, after the subject was heard: kept, changed or revoked, from the meeting on.

    reported: how falsehood was reported to the discipline body, owed where the pack says so (reading 41).
    """
    proposal = latest(doing, "revocation_proposal")
    known = doing.pack.procedure.later.grounds
    owed = [g for g in proposal.body["grounds"] if g in known and known[g].reported]
    if owed and decision.get("result") == "changed":
        doing.words(reported, "reported")
    more = {"grounds": proposal.body["grounds"], "reported": reported.strip()}
    return decide_again(
        doing, "revocation_decision", proposal, held_on=held_on, decision=decision, more=more, **meeting
    )
