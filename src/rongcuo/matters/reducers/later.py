"""After the determination: reconsideration, revocation or change (readings 39 to 41)."""

from __future__ import annotations

from rongcuo.ledger.reduce import Put, Recorded, reducer
from rongcuo.matters.reducers.common import common, evidence


def _with_evidence(entry: Recorded):
    yield from common(entry)
    yield from evidence(entry)


@reducer("matter.ask_review")
def _asked(entry: Recorded):
    yield from _with_evidence(entry)
    yield Put("matters.Subject", entry.payload["subject"], {"asked_on": entry.payload["asked_on"]})


reducer("matter.propose_revocation")(_with_evidence)
reducer("matter.state_on_revocation")(_with_evidence)


def _reviewers(entry: Recorded):
    p = entry.payload
    for part in p["ended"]:
        yield Put("matters.Part", part, {"ended": True})
    for row in p.get("parts") or ():
        yield Put(
            "matters.Part", row["id"],
            {
                "matter_id": p["matter"], "person_id": row["person"], "capacity": "verifier", "lead": False,
                "outside": False, "ended": False, "review_id": p["subject"],
            },
        )
    yield from common(entry)


reducer("matter.receive_review")(_reviewers)
reducer("matter.withdraw_review")(_reviewers)


def _decided(entry: Recorded):
    p = entry.payload
    yield Put("matters.Subject", p["subject"], {"outcome": p["outcome"], "effects": p["effects"]})
    yield Put("matters.Matter", p["matter"], {"positive": p["positive"]})
    yield from common(entry)


reducer("matter.decide_review")(_decided)
reducer("matter.decide_revocation")(_decided)


@reducer("matter.feed_back_later")
def _fed_back(entry: Recorded):
    p = entry.payload
    yield Put("matters.Subject", p["subject"], {"answered_on": p["answered_on"], "received_on": None})
    yield from common(entry)


for _action in ("decline_review", "give_review_opinion", "notify_revocation", "hear_on_revocation"):
    reducer(f"matter.{_action}")(common)
