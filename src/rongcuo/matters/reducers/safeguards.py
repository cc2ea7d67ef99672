"""A wrong upload put aside, samples of a supervisor, concerns (Articles 9 and 13)."""

from __future__ import annotations

from rongcuo.ledger.reduce import Put, Recorded, reducer


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


#: Where a class stands, by what it is about.
_CLASSED = {"matter": "matters.Matter", "evidence": "matters.Evidence", "scan": "matters.PaperRecord"}


@reducer("class.changed")
def _class_changed(entry: Recorded):
    p = entry.payload
    values = {"secrecy": p["secrecy"]} | ({"secrecy_term": p["term"]} if p["about"] == "matter" else {})
    yield Put(_CLASSED[p["about"]], p["ref"], values)
    yield class_change(entry)
    yield Put("matters.Matter", p["matter"], {"position": entry.position})


def class_change(entry: Recorded) -> Put:
    """The line that says who changed a class, from what to what, and why."""
    p = entry.payload
    return Put(
        "matters.ClassChange", p["id"],
        {
            "matter_id": p["matter"], "about": p["about"], "ref": p["ref"], "before": p["before"], "after": p["after"],
            "reason": p["reason"], "by_id": entry.actor, "changed_at": entry.instant,
            "position": entry.position,
        },
    )


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
