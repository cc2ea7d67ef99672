"""Registering, telling and the notice of an accountability act."""

from __future__ import annotations

from rongcuo.ledger.reduce import Put, Recorded, reducer
from rongcuo.matters.reducers.common import doer


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
            "occurred_on": p["occurred_on"], "brief": p["brief"], "handler_id": doer(entry),
        },
    )
    for row in p["subjects"]:
        yield Put(
            "matters.ActSubject", row["id"],
            {"act_id": p["id"], "person_id": row["person"], "unit_id": row["unit"]},
        )
    yield from _of_paper(entry, p["id"])


@reducer("act.told")
def _act_told(entry: Recorded):
    p = entry.payload
    yield Put("matters.ActSubject", p["subject"], {"told_on": p["told_on"]})
    yield Put("matters.Act", p["act"], {"position": entry.position})
    yield from _of_paper(entry, p["act"])


@reducer("act.behalf_opened")
def _behalf_opened(entry: Recorded):
    p = entry.payload
    yield Put(
        "matters.ActSubject", p["subject"],
        {"behalf_ground": p["ground"], "behalf_basis": p["basis"], "behalf_on": p["since"]},
    )
    yield Put("matters.Act", p["act"], {"position": entry.position})


@reducer("act.notice_sent")
def _notice_sent(entry: Recorded):
    p = entry.payload
    yield Put(
        "matters.Act", p["act"], {"notice_sent_on": p["sent_on"], "position": entry.position}
    )
    yield from _of_paper(entry, p["act"])


def _of_paper(entry: Recorded, act: str):
    """The record from paper that was confirmed by this entry, if it comes from one."""
    if entry.payload.get("paper"):
        yield Put(
            "matters.PaperRecord", entry.payload["paper"],
            {"status": "confirmed", "closed_by_id": entry.actor, "closed_at": entry.instant, "act_id": act},
        )
