"""Articles 7 and 8-1: from the application to its acceptance, and what is added later."""

from __future__ import annotations

from rongcuo.ledger.reduce import Put, Recorded, reducer
from rongcuo.matters.reducers.common import common, evidence


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
                "follows_id": opens.get("follows"),
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
            "claims": p["claims"], "nearest": p.get("nearest") or [], "on_behalf": p.get("on_behalf") or "",
            "via": p.get("via") or "",
        },
    )
    for point in p["points"]:
        yield Put(
            "matters.Point", point["id"],
            {"subject_id": p["subject"], "n": point["n"], "text": point["text"]},
        )
    yield from evidence(entry)
    yield from common(entry)


def _via(entry: Recorded):
    yield from common(entry)
    yield Put("matters.Subject", entry.payload["subject"], {"via": entry.payload["via"]})


reducer("matter.forward")(_via)
reducer("matter.decline_forwarding")(_via)
reducer("matter.go_direct")(_via)


@reducer("matter.request_completion")
def _completion_requested(entry: Recorded):
    yield from common(entry)
    yield Put("matters.Subject", entry.payload["subject"], {"completion_asked": True})


def _with_evidence(entry: Recorded):
    yield from common(entry)
    yield from evidence(entry)


@reducer("matter.complete")
def _completed(entry: Recorded):
    yield from _with_evidence(entry)
    if "timeliness" in entry.payload:  # reading 14 counts the application from its completion
        yield Put("matters.Subject", entry.payload["subject"], {"timeliness": entry.payload["timeliness"]})


reducer("matter.add_evidence")(_with_evidence)
reducer("matter.supplement")(_with_evidence)
