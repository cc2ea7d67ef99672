"""Registering, telling and the notice of an accountability act."""

from __future__ import annotations

from rongcuo.ledger.reduce import Put, Recorded, reducer


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
