"""What each kind of entry changes in the register. Pure: everything needed is in the entry."""

from __future__ import annotations

from rongcuo.ledger.reduce import Put, Recorded, reducer, register_tables

register_tables(
    "exemptions.Effect", "exemptions.Sanction", "exemptions.Confirmed", "exemptions.Notice",
    "exemptions.SlipReminder", "exemptions.Query",
)


def _counted(p: dict):
    yield Put("matters.Counter", p["counter"], {"last": p["value"]})


def _effects(entry: Recorded):
    p = entry.payload
    for row in p["closes"]:
        yield Put("exemptions.Effect", row, {"recorded_to": entry.instant})
    for row in p["opens"]:
        yield Put(
            "exemptions.Effect", row["id"],
            {
                "line": row["line"], "matter_id": p["matter"], "subject_id": row["subject"],
                "effect": row["effect"], "valid_from": row["from"], "valid_to": row["to"],
                "recorded_from": entry.instant, "recorded_to": None, "basis": p["basis"],
                "document": p["document"], "reason": row["reason"], "by_id": entry.actor,
            },
        )
    for notice in p.get("supersedes", ()):
        yield Put("exemptions.Notice", notice, {"state": "superseded"})


reducer("effects.opened")(_effects)
reducer("effects.changed")(_effects)


@reducer("effects.notified")
def _notified(entry: Recorded):
    p = entry.payload
    yield from _counted(p)
    yield Put(
        "exemptions.Notice", p["id"],
        {
            "number": p["number"], "matter_id": p["matter"], "subject_id": p["subject"],
            "recipient": p["recipient"], "effects": p["effects"], "words": p["words"],
            "sent_on": p["sent_on"], "sent_by_id": entry.actor, "due_on": p["due_on"],
            "provisional": p["provisional"], "state": "sent", "answered_on": None, "answer": "",
            "answered_by_id": None, "settlement": "",
        },
    )


@reducer("effects.slip_recorded")
def _slip(entry: Recorded):
    p = entry.payload
    yield Put(
        "exemptions.Notice", p["notice"],
        {
            "state": p["state"], "answered_on": p["answered_on"], "answer": p["answer"],
            "answered_by_id": entry.actor,
        },
    )


@reducer("effects.slip_settled")
def _settled(entry: Recorded):
    p = entry.payload
    yield Put("exemptions.Notice", p["notice"], {"state": "settled", "settlement": p["words"]})


@reducer("effects.reminded")
def _reminded(entry: Recorded):
    p = entry.payload
    yield Put(
        "exemptions.SlipReminder", p["id"],
        {
            "notice_id": p["notice"], "rule": p["rule"], "day": p["day"],
            "recorded_on": p["recorded_on"], "to": p["to"],
        },
    )


def _sanction(entry: Recorded):
    p = entry.payload
    if p["closes"]:
        yield Put(
            "exemptions.Sanction", p["closes"],
            {"recorded_to": entry.instant, "closed_why": p["reason"]},
        )
    if p["state"] == "void":
        return
    yield Put(
        "exemptions.Sanction", p["id"],
        {
            "line": entry.stream, "person_id": p["person"], "unit_id": p["unit"], "act_id": p["act"],
            "document_number": p["document_number"], "issued_by": p["issued_by"],
            "policy": p["policy"], "kinds": p["kinds"], "respects": p["respects"],
            "months": p["months"], "restored_on": p["restored_on"], "valid_from": p["from"],
            "valid_to": p["to"], "recorded_from": entry.instant, "recorded_to": None,
            "state": p["state"], "reason": p["reason"], "closed_why": "", "by_id": entry.actor,
        },
    )


reducer("sanction.recorded")(_sanction)
reducer("sanction.changed")(_sanction)


@reducer("influence.confirmed")
def _confirmed(entry: Recorded):
    p = entry.payload
    yield Put(
        "exemptions.Confirmed", p["id"],
        {
            "policy": p["policy"], "line": p["line"], "months": p["months"], "source": p["source"],
            "by_id": entry.actor, "confirmed_on": p["confirmed_on"],
        },
    )


def _query(entry: Recorded, **fields):
    p = entry.payload
    yield from _counted(p)
    yield Put(
        "exemptions.Query", entry.stream,
        {
            "number": p["number"], "token": p["token"], "position": entry.position, "kind": p["kind"],
            "asked_by_id": entry.actor, "asked_on": p["asked_on"], "asking_body": p["asking_body"],
            "purpose": p["purpose"], "policy": p["policy"], "known_at": p["known_at"],
            "act_number": p["act_number"], "person_id": p["person"], "rows": p["rows"],
            "people": " ".join(sorted({r["person"] for r in p["rows"] if r["person"]})),
            "size": len(p["rows"]), "second_id": None, "decided_on": None, "words": "",
            "expires_on": p["expires_on"], "released_on": None, "withdrawn_on": None,
            "withdrawn_why": "", **fields,
        },
    )


@reducer("query.answered")
def _answered(entry: Recorded):
    yield from _query(entry, state="answered")


@reducer("query.list_asked")
def _list_asked(entry: Recorded):
    yield from _query(entry, state="waiting")


@reducer("query.list_answered")
def _list_answered(entry: Recorded):
    p = entry.payload
    yield Put(
        "exemptions.Query", entry.stream,
        {
            "position": entry.position, "state": "answered", "second_id": entry.actor,
            "decided_on": p["decided_on"], "known_at": p["known_at"], "rows": p["rows"],
            "expires_on": p["expires_on"],
        },
    )


@reducer("query.list_declined")
def _list_declined(entry: Recorded):
    p = entry.payload
    yield Put(
        "exemptions.Query", entry.stream,
        {
            "position": entry.position, "state": "declined", "second_id": entry.actor,
            "decided_on": p["decided_on"], "words": p["words"],
        },
    )


@reducer("query.released")
def _released(entry: Recorded):
    yield Put(
        "exemptions.Query", entry.stream,
        {"position": entry.position, "released_on": entry.payload["released_on"]},
    )


@reducer("query.withdrawn")
def _withdrawn(entry: Recorded):
    p = entry.payload
    yield Put(
        "exemptions.Query", entry.stream,
        {"position": entry.position, "withdrawn_on": p["withdrawn_on"], "withdrawn_why": p["why"]},
    )
