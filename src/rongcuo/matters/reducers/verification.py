"""Article 8-2: the working group, recusal, findings, the report."""

from __future__ import annotations

from rongcuo.ledger.reduce import Put, Recorded, reducer
from rongcuo.matters.reducers.common import common, doer


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
    yield from common(entry)


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
    yield from common(entry)


reducer("matter.declare_interests")(_declared)
reducer("matter.ask_recusal")(_declared)


@reducer("matter.decide_recusal")
def _recusal(entry: Recorded):
    p = entry.payload
    yield Put(
        "matters.Interest", p["interest"],
        {
            "status": p["status"], "decided_by_id": doer(entry), "decided_on": p["done_on"],
            "reasons": p["reasons"],
        },
    )
    for step in p.get("doubted") or ():
        yield Put("matters.Step", step, {"doubt": "open"})
    for part in p["ended"]:
        yield Put("matters.Part", part, {"ended": True})
    yield from common(entry)


@reducer("matter.confirm_step")
def _step_confirmed(entry: Recorded):
    p = entry.payload
    yield Put("matters.Step", p["step"], {"doubt": "stands" if p["stands"] else "redo"})
    yield from common(entry)


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
    yield from common(entry)


@reducer("matter.record_findings")
def _findings(entry: Recorded):
    p = entry.payload
    for row in p["findings"]:
        yield Put(
            "matters.Finding", row["id"],
            {
                "subject_id": row["subject"], "fact": row["fact"], "value": row["value"],
                "grade": row["grade"], "evidence": row["evidence"], "note": row["note"],
                "by_id": doer(entry), "found_on": p["done_on"],
            },
        )
    yield from common(entry)


@reducer("matter.issue_report")
def _report(entry: Recorded):
    for point, text in entry.payload["weighed"].items():
        yield Put("matters.Point", point, {"weighed": text})
    yield from common(entry)
