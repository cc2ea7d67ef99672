"""What every action on a matter changes: the states, the timeline's line, the papers, the evidence."""

from __future__ import annotations

from uuid import UUID, uuid5

from rongcuo.ledger.reduce import Put, Recorded


def doer(entry: Recorded) -> str:
    """Who took the step: where it comes from paper, not the one whose entry it is."""
    return entry.payload.get("by") or entry.actor


def common(entry: Recorded):
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
            "matters.Undertaking", uuid5(UUID(p["matter"]), f"undertaking {doer(entry)}"),
            {
                "matter_id": p["matter"], "person_id": doer(entry), "signed_on": p["done_on"],
                "texts": p["undertakes"],
            },
        )
    yield Put(
        "matters.Step", uuid5(UUID(p["matter"]), str(entry.position)),
        {
            "matter_id": p["matter"], "position": entry.position,
            "action": entry.kind.removeprefix("matter."), "actor_id": doer(entry),
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
                "body": item["body"], "author_id": doer(entry), "done_on": p["done_on"],
                "position": entry.position, "refers": item.get("refers") or [],
            },
        )


def evidence(entry: Recorded):
    p = entry.payload
    for row in p.get("evidence") or ():
        yield Put(
            "matters.Evidence", row["id"],
            {
                "matter_id": p["matter"], "subject_id": row.get("subject", p["subject"]),
                "n": row["n"], "title": row["title"], "lane": row["lane"],
                "made_on": row.get("made_on"), "added_on": p["done_on"], "file": row["file"],
                "name": row["name"], "media_type": row["media_type"], "size": row["size"],
                "sha256": row["sha256"], "provider_id": doer(entry),
                "secrecy": row.get("secrecy") or "", "source": row.get("source") or "",
            },
        )
