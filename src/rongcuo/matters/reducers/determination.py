"""Articles 8-3 to 8-6: opinion, determination, feedback, filing and closing."""

from __future__ import annotations

from rongcuo.ledger.reduce import Put, Recorded, reducer
from rongcuo.matters.reducers.common import common


@reducer("matter.consult_personnel")
def _consulted(entry: Recorded):
    yield from common(entry)
    yield Put("matters.Matter", entry.payload["matter"], {"consulted": True})


@reducer("matter.give_opinion")
def _opinion(entry: Recorded):
    for subject, outcome in entry.payload["proposed"].items():
        yield Put("matters.Subject", subject, {"proposed": outcome})
    yield Put("matters.Matter", entry.payload["matter"], {"to_decide": True})
    yield from common(entry)


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
    yield from common(entry)


@reducer("matter.postpone")
def _postponed(entry: Recorded):
    yield Put("matters.Matter", entry.payload["matter"], {"postponed_until": entry.payload["until"]})
    yield from common(entry)


@reducer("matter.return_for_verification")
def _returned(entry: Recorded):
    yield Put("matters.Matter", entry.payload["matter"], {"postponed_until": None})
    yield from common(entry)


@reducer("matter.feed_back")
def _fed_back(entry: Recorded):
    p = entry.payload
    for point, text in p["answers"].items():
        yield Put("matters.Point", point, {"answer": text})
    yield Put("matters.Subject", p["subject"], {"answered_on": p["answered_on"]})
    yield from common(entry)


@reducer("matter.record_receipt")
def _received(entry: Recorded):
    p = entry.payload
    yield Put("matters.Subject", p["subject"], {"received_on": p["received_on"]})
    yield from common(entry)


for _action in (
    "accept", "refuse", "withdraw", "refer_upward", "record_authority", "hear_applicant", "answer_consultation",
    "lift_stop", "own_view", "keep_rule", "record_reply", "publish", "skip_publication", "file", "check_dossier",
):
    reducer(f"matter.{_action}")(common)


@reducer("matter.close")
def _closed(entry: Recorded):
    yield Put("matters.Matter", entry.payload["matter"], {"sealed_on": entry.payload["sealed_on"]})
    yield from common(entry)
