"""What the archive's entries change. Pure."""

from __future__ import annotations

from rongcuo.ledger.reduce import Put, Recorded, reducer, register_tables

register_tables("archive.Imported", "archive.DestructionList")


@reducer("dossier.imported")
def _imported(entry: Recorded):
    p = entry.payload
    yield Put(
        "archive.Imported", p["id"],
        {
            **{name: p[name] for name in (
                "number", "title", "organisation", "sealed_on", "pieces", "proved_until", "compared", "digest",
                "file", "size", "sha256",
            )},
            "by_id": entry.actor, "imported_at": entry.instant,
        },
    )  # fmt: skip


@reducer("destruction.proposed")
def _proposed(entry: Recorded):
    p = entry.payload
    yield Put("matters.Counter", p["counter"], {"last": p["value"]})
    yield Put(
        "archive.DestructionList", p["id"],
        {
            "number": p["number"], "rows": p["rows"], "reason": p["reason"], "proposed_by_id": entry.actor,
            "proposed_on": p["proposed_on"],
        },
    )


@reducer("destruction.decided")
def _decided(entry: Recorded):
    p = entry.payload
    yield Put(
        "archive.DestructionList", p["id"],
        {
            "decided_by_id": entry.actor, "decided_on": p["decided_on"], "status": p["status"],
            "words": p["words"],
        },
    )
