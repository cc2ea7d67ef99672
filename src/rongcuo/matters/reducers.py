"""What each kind of entry changes in the tables. Pure: everything needed is in the entry.

One reducer a kind. `_common` does what every action on a matter does: the timeline's line, the
papers, the states. Text fields come back as text: identifiers and dates are strings here.
"""

from __future__ import annotations

from uuid import UUID, uuid5

from rongcuo.ledger.reduce import Put, Recorded, reducer, register_tables

register_tables(
    "matters.Counter", "matters.Act", "matters.ActSubject", "matters.Matter", "matters.Subject",
    "matters.Part", "matters.Interest", "matters.Step", "matters.Item", "matters.Point",
    "matters.Evidence", "matters.Finding", "matters.Adoption", "matters.CalendarYear",
    "matters.PaperRecord", "matters.Undertaking", "matters.Concern",
    "matters.Sample", "matters.Sampled",
)


# --- acts ------------------------------------------------------------------------------------


@reducer("act.registered")
def _act_registered(entry: Recorded):
    p = entry.payload
    yield Put("matters.Counter", p["counter"], {"last": p["value"]})
    yield Put(
        "matters.Act", p["id"],
        {
            "number": p["number"], "position": entry.position, "kind": p["kind"],
            "document_number": p["document_number"], "issued_by": p["issued_by"],
            "external": p["external"], "started_on": p["started_on"],
            "occurred_on": p["occurred_on"], "brief": p["brief"], "handler_id": entry.actor,
        },
    )
    for row in p["subjects"]:
        yield Put(
            "matters.ActSubject", row["id"],
            {"act_id": p["id"], "person_id": row["person"], "unit_id": row["unit"]},
        )


@reducer("act.told")
def _act_told(entry: Recorded):
    p = entry.payload
    yield Put("matters.ActSubject", p["subject"], {"told_on": p["told_on"]})
    yield Put("matters.Act", p["act"], {"position": entry.position})


@reducer("act.notice_sent")
def _notice_sent(entry: Recorded):
    p = entry.payload
    yield Put(
        "matters.Act", p["act"], {"notice_sent_on": p["sent_on"], "position": entry.position}
    )


# --- paper -----------------------------------------------------------------------------------


def _moved(entry: Recorded):
    """The stream is an act's until there is a matter."""
    table = "matters.Matter" if entry.payload["matter"] else "matters.Act"
    yield Put(table, entry.payload["matter"] or entry.payload["act"], {"position": entry.position})


@reducer("paper.recorded")
def _paper_recorded(entry: Recorded):
    p = entry.payload
    yield Put(
        "matters.PaperRecord", p["id"],
        {
            "act_id": p["act"], "act_subject_id": p["act_subject"], "matter_id": p["matter"],
            "subject_id": p["subject"], "action": p["action"], "by_id": p["by"], "done_on": p["done_on"],
            "fields": p["fields"], "shown": p["shown"], "reference": p["reference"],
            **{n: p["scan"][n] for n in ("file", "name", "media_type", "size", "sha256")},
            "recorded_by_id": entry.actor, "recorded_at": entry.instant,
        },
    )
    yield from _moved(entry)


@reducer("paper.refused")
def _paper_refused(entry: Recorded):
    p = entry.payload
    yield Put(
        "matters.PaperRecord", p["id"],
        {
            "status": "refused", "closed_by_id": entry.actor, "closed_at": entry.instant,
            "reasons": p["reasons"],
        },
    )
    yield from _moved(entry)


# --- a wrong upload; a concern ----------------------------------------------------------------


@reducer("evidence.put_aside")
def _put_aside(entry: Recorded):
    p = entry.payload
    yield Put("matters.Evidence", p["evidence"], {"held": "aside", "held_by_id": entry.actor})
    yield Put("matters.Matter", p["matter"], {"position": entry.position})


@reducer("evidence.decided")
def _aside_decided(entry: Recorded):
    p = entry.payload
    held = {"held": "destroyed", "held_by_id": entry.actor} if p["destroyed"] else {"held": "", "held_by_id": None}
    yield Put("matters.Evidence", p["evidence"], held)
    yield Put("matters.Matter", p["matter"], {"position": entry.position})


@reducer("sample.drawn")
def _sample_drawn(entry: Recorded):
    p = entry.payload
    yield Put(
        "matters.Sample", p["id"],
        {
            "by_id": entry.actor, "drawn_at": entry.instant, "first": p["first"], "last": p["last"],
            "seed": p["seed"], "population": len(p["population"]),
        },
    )
    for n, row in enumerate(p["picks"], 1):
        yield Put("matters.Sampled", row["id"], {"sample_id": p["id"], "matter_id": row["matter"], "n": n})


@reducer("sample.reviewed")
def _sample_reviewed(entry: Recorded):
    p = entry.payload
    yield Put("matters.Sampled", p["id"], {"words": p["words"], "reviewed_by_id": entry.actor})


@reducer("concern.raised")
def _concern(entry: Recorded):
    p = entry.payload
    yield Put(
        "matters.Concern", p["id"],
        {"matter_id": p["matter"], "by_id": entry.actor, "words": p["words"], "made_at": entry.instant},
    )


@reducer("concern.answered")
def _concern_answered(entry: Recorded):
    p = entry.payload
    yield Put("matters.Concern", p["id"], {"answer": p["answer"], "answered_by_id": entry.actor})


# --- matters ---------------------------------------------------------------------------------


def _doer(entry: Recorded) -> str:
    """Who took the step: where it comes from paper, not the one whose entry it is."""
    return entry.payload.get("by") or entry.actor


def _common(entry: Recorded):
    """The states, the timeline's line and the papers of any action on a matter."""
    p = entry.payload
    if p.get("paper"):
        yield Put(
            "matters.PaperRecord", p["paper"],
            {
                "status": "confirmed", "closed_by_id": entry.actor, "closed_at": entry.instant,
                "matter_id": p["matter"],
            },
        )
    changed = {"position": entry.position}
    if p["to"]:
        changed |= {"state": p["to"], "state_since": p["done_on"]}
    yield Put("matters.Matter", p["matter"], changed)
    for subject, state in p["subjects_to"].items():
        yield Put("matters.Subject", subject, {"state": state, "state_since": p["done_on"]})
    if p.get("undertakes"):
        yield Put(
            "matters.Undertaking", uuid5(UUID(p["matter"]), f"undertaking {_doer(entry)}"),
            {
                "matter_id": p["matter"], "person_id": _doer(entry), "signed_on": p["done_on"],
                "texts": p["undertakes"],
            },
        )
    yield Put(
        "matters.Step", uuid5(UUID(p["matter"]), str(entry.position)),
        {
            "matter_id": p["matter"], "position": entry.position,
            "action": entry.kind.removeprefix("matter."), "actor_id": _doer(entry),
            "paper_id": p.get("paper"),
            "subject_id": p["subject"], "done_on": p["done_on"], "recorded_at": entry.instant,
        },
    )
    for counter, value in (p.get("counters") or {}).items():
        yield Put("matters.Counter", counter, {"last": value})
    for item in p["items"]:
        yield Put(
            "matters.Item", item["id"],
            {
                "matter_id": p["matter"], "subject_id": item["subject"], "kind": item["kind"],
                "body": item["body"], "author_id": _doer(entry), "done_on": p["done_on"],
                "position": entry.position, "refers": item.get("refers") or [],
            },
        )


def _evidence(entry: Recorded):
    p = entry.payload
    for row in p.get("evidence") or ():
        yield Put(
            "matters.Evidence", row["id"],
            {
                "matter_id": p["matter"], "subject_id": row.get("subject", p["subject"]),
                "n": row["n"], "title": row["title"], "lane": row["lane"],
                "made_on": row.get("made_on"), "added_on": p["done_on"], "file": row["file"],
                "name": row["name"], "media_type": row["media_type"], "size": row["size"],
                "sha256": row["sha256"], "provider_id": _doer(entry),
                "secrecy": row.get("secrecy") or "",
            },
        )


@reducer("matter.submit_application")
def _submitted(entry: Recorded):
    p = entry.payload
    opens = p.get("opens")
    if opens:
        yield Put("matters.Counter", opens["counter"], {"last": opens["value"]})
        yield Put(
            "matters.Matter", p["matter"],
            {
                "number": opens["number"], "act_id": p["act"], "title": opens["title"],
                "unit_id": opens["unit"], "position": entry.position, "state": p["to"],
                "state_since": p["done_on"], "opened_on": p["done_on"], "policy": opens["policy"],
                "policy_digest": opens["policy_digest"], "adopted": opens["adopted"],
                "adoption_digest": opens["adoption_digest"],
                "calendar_digest": opens["calendar_digest"], "engine": opens["engine"],
            },
        )
    yield Put(
        "matters.Subject", p["subject"],
        {
            "matter_id": p["matter"], "person_id": p["person"], "unit_id": p["unit"],
            "state": p["subjects_to"][p["subject"]], "state_since": p["done_on"],
            "submitted_on": p["done_on"], "direct_on": p["direct_on"],
            "head_conflict": p["head_conflict"], "on_paper": bool(p.get("paper")), "due_on": p["due_on"],
            "timeliness": p["timeliness"], "provisional": p["provisional"],
            "situations": p["situations"], "main_situation": p["main_situation"],
            "claims": p["claims"],
        },
    )
    for point in p["points"]:
        yield Put(
            "matters.Point", point["id"],
            {"subject_id": p["subject"], "n": point["n"], "text": point["text"]},
        )
    yield from _evidence(entry)
    yield from _common(entry)


def _via(entry: Recorded):
    yield from _common(entry)
    yield Put("matters.Subject", entry.payload["subject"], {"via": entry.payload["via"]})


reducer("matter.forward")(_via)
reducer("matter.decline_forwarding")(_via)
reducer("matter.go_direct")(_via)


@reducer("matter.request_completion")
def _completion_requested(entry: Recorded):
    yield from _common(entry)
    yield Put("matters.Subject", entry.payload["subject"], {"completion_asked": True})


def _with_evidence(entry: Recorded):
    yield from _common(entry)
    yield from _evidence(entry)


@reducer("matter.complete")
def _completed(entry: Recorded):
    yield from _with_evidence(entry)
    if "timeliness" in entry.payload:  # reading 14 counts the application from its completion
        yield Put("matters.Subject", entry.payload["subject"], {"timeliness": entry.payload["timeliness"]})


reducer("matter.add_evidence")(_with_evidence)
reducer("matter.supplement")(_with_evidence)


@reducer("matter.close")
def _closed(entry: Recorded):
    yield Put("matters.Matter", entry.payload["matter"], {"sealed_on": entry.payload["sealed_on"]})
    yield from _common(entry)


def _group(entry: Recorded):
    p = entry.payload
    for part in p["ended"]:
        yield Put("matters.Part", part, {"ended": True})
    for row in p["parts"]:
        yield Put(
            "matters.Part", row["id"],
            {
                "matter_id": p["matter"], "person_id": row["person"], "capacity": "verifier",
                "lead": row["lead"], "outside": row["outside"], "ended": False,
            },
        )
    yield from _common(entry)


reducer("matter.appoint_group")(_group)
reducer("matter.dispense_group")(_group)


def _declared(entry: Recorded):
    p = entry.payload
    yield Put(
        "matters.Interest", p["interest"],
        {
            "matter_id": p["matter"], "person_id": p["person"], "grounds": p["grounds"],
            "words": p["words"], "declared_on": p["done_on"], "status": p["status"],
            "asked_by_id": p.get("asked_by"), "decided_by_id": None, "decided_on": None, "reasons": "",
        },
    )
    yield from _common(entry)


reducer("matter.declare_interests")(_declared)
reducer("matter.ask_recusal")(_declared)


@reducer("matter.decide_recusal")
def _recusal(entry: Recorded):
    p = entry.payload
    yield Put(
        "matters.Interest", p["interest"],
        {
            "status": p["status"], "decided_by_id": _doer(entry), "decided_on": p["done_on"],
            "reasons": p["reasons"],
        },
    )
    for step in p.get("doubted") or ():
        yield Put("matters.Step", step, {"doubt": "open"})
    for part in p["ended"]:
        yield Put("matters.Part", part, {"ended": True})
    yield from _common(entry)


@reducer("matter.confirm_step")
def _step_confirmed(entry: Recorded):
    p = entry.payload
    yield Put("matters.Step", p["step"], {"doubt": "stands" if p["stands"] else "redo"})
    yield from _common(entry)


@reducer("matter.fill_in")
def _filled_in(entry: Recorded):
    p = entry.payload
    yield Put(
        "matters.Part", p["part"],
        {
            "matter_id": p["matter"], "person_id": p["person"], "capacity": p["capacity"], "lead": False,
            "outside": p["outside"], "ended": False,
        },
    )
    yield from _common(entry)


@reducer("matter.record_findings")
def _findings(entry: Recorded):
    p = entry.payload
    for row in p["findings"]:
        yield Put(
            "matters.Finding", row["id"],
            {
                "subject_id": row["subject"], "fact": row["fact"], "value": row["value"],
                "grade": row["grade"], "evidence": row["evidence"], "note": row["note"],
                "by_id": _doer(entry), "found_on": p["done_on"],
            },
        )
    yield from _common(entry)


@reducer("matter.issue_report")
def _report(entry: Recorded):
    for point, text in entry.payload["weighed"].items():
        yield Put("matters.Point", point, {"weighed": text})
    yield from _common(entry)


@reducer("matter.consult_personnel")
def _consulted(entry: Recorded):
    yield from _common(entry)
    yield Put("matters.Matter", entry.payload["matter"], {"consulted": True})


@reducer("matter.give_opinion")
def _opinion(entry: Recorded):
    for subject, outcome in entry.payload["proposed"].items():
        yield Put("matters.Subject", subject, {"proposed": outcome})
    yield Put("matters.Matter", entry.payload["matter"], {"to_decide": True})
    yield from _common(entry)


@reducer("matter.determine")
def _determined(entry: Recorded):
    p = entry.payload
    for subject, outcome in p["outcomes"].items():
        yield Put(
            "matters.Subject", subject, {"outcome": outcome, "effects": p["effects"][subject]}
        )
    yield Put(
        "matters.Matter", p["matter"],
        {"decided_on": p["decided_on"], "positive": p["positive"], "postponed_until": None,
         "consulted": True},
    )
    yield from _common(entry)


@reducer("matter.postpone")
def _postponed(entry: Recorded):
    yield Put("matters.Matter", entry.payload["matter"], {"postponed_until": entry.payload["until"]})
    yield from _common(entry)


@reducer("matter.return_for_verification")
def _returned(entry: Recorded):
    yield Put("matters.Matter", entry.payload["matter"], {"postponed_until": None})
    yield from _common(entry)


@reducer("matter.feed_back")
def _fed_back(entry: Recorded):
    p = entry.payload
    for point, text in p["answers"].items():
        yield Put("matters.Point", point, {"answer": text})
    yield Put("matters.Subject", p["subject"], {"answered_on": p["answered_on"]})
    yield from _common(entry)


@reducer("matter.record_receipt")
def _received(entry: Recorded):
    p = entry.payload
    yield Put("matters.Subject", p["subject"], {"received_on": p["received_on"]})
    yield from _common(entry)


for _action in (
    "accept", "refuse", "withdraw", "refer_upward", "record_authority", "hear_applicant", "answer_consultation",
    "lift_stop", "publish", "skip_publication", "file", "check_dossier",
):
    reducer(f"matter.{_action}")(_common)


# --- readings and calendar -------------------------------------------------------------------


@reducer("reading.confirmed")
def _confirmed(entry: Recorded):
    p = entry.payload
    yield Put(
        "matters.Adoption", p["id"],
        {
            "policy": p["policy"], "key": p["reading"], "value": p["value"], "basis": p["basis"],
            "by_id": entry.actor, "confirmed_on": p["confirmed_on"],
        },
    )


@reducer("calendar.year_recorded")
def _year_recorded(entry: Recorded):
    p = entry.payload
    yield Put(
        "matters.CalendarYear", p["id"],
        {"year": p["year"], "body": p["body"], "recorded_on": p["recorded_on"]},
    )
