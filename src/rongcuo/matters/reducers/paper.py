"""Steps recorded from paper, until a second person confirms."""

from __future__ import annotations

from rongcuo.ledger.reduce import Put, Recorded, reducer


def _moved(entry: Recorded):
    """The stream is an act's until there is a matter; until the act is registered no row of it is there to move."""
    if not (entry.payload["matter"] or entry.payload["act"]):
        return
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
            "secrecy": p["scan"].get("secrecy") or "", "opens": p.get("new_act"), "named": p.get("named") or [],
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
