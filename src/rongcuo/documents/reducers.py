"""What each kind of entry about a paper changes in the tables. Pure: everything needed is in the entry."""

from __future__ import annotations

from rongcuo.ledger.reduce import Put, Recorded, reducer, register_tables
from rongcuo.matters.reducers.safeguards import class_change

register_tables(
    "documents.Dispatch", "documents.Text", "documents.Countersign", "documents.PublicCopy",
)


def _moved(entry: Recorded):
    """The matter's position goes on with every entry of its stream; a paper of no matter has a stream of its own."""
    if entry.payload["matter"]:
        yield Put("matters.Matter", entry.payload["matter"], {"position": entry.position})


def _text(entry: Recorded):
    text = entry.payload["text"]
    yield Put(
        "documents.Text", text["id"],
        {
            "dispatch_id": entry.payload["dispatch"], "n": text["n"], "origin": text["origin"],
            "sheet": text["sheet"], "sha256": text["sha256"], "by_id": entry.actor,
            "made_on": entry.payload["done_on"],
        },
    )


@reducer("paper.drafted")
def _drafted(entry: Recorded):
    p = entry.payload
    yield from _moved(entry)
    yield Put(
        "documents.Dispatch", p["dispatch"],
        {
            "matter_id": p["matter"], "subject_id": p["subject"], "template": p["template"],
            "source": p["source"], "record": p["record"], "secrecy": p["secrecy"], "urgency": p["urgency"],
            "copies": p["copies"], "drafter_id": entry.actor, "drafted_on": p["done_on"],
            "reviewer_id": p["reviewer"], "signer_id": p["signer"],
        },
    )
    yield from _text(entry)
    for row in p["countersigns"]:
        yield Put("documents.Countersign", row["id"], {"dispatch_id": p["dispatch"], "person_id": row["person"]})


@reducer("paper.edited")
def _edited(entry: Recorded):
    """A new text: what was agreed to before was another one, so everybody looks again."""
    p = entry.payload
    yield from _moved(entry)
    yield Put(
        "documents.Dispatch", p["dispatch"],
        {"version": p["text"]["n"], "state": "drafted", "reviewed_on": None, "signed_on": None},
    )
    yield from _text(entry)
    for pk in p["again"]:
        yield Put("documents.Countersign", pk, {"done_on": None, "words": ""})


@reducer("paper.reviewed")
def _reviewed(entry: Recorded):
    p = entry.payload
    yield from _moved(entry)
    yield Put("documents.Dispatch", p["dispatch"], {"state": "reviewed", "reviewed_on": p["done_on"]})


@reducer("paper.countersigned")
def _countersigned(entry: Recorded):
    p = entry.payload
    yield from _moved(entry)
    yield Put("documents.Countersign", p["countersign"], {"done_on": p["done_on"], "words": p["words"]})


@reducer("paper.signed")
def _signed(entry: Recorded):
    p = entry.payload
    yield from _moved(entry)
    yield Put("documents.Dispatch", p["dispatch"], {"state": "signed", "signed_on": p["done_on"]})


@reducer("paper.issued")
def _issued(entry: Recorded):
    p = entry.payload
    yield from _moved(entry)
    if p["counter"]:
        yield Put("matters.Counter", p["counter"], {"last": p["value"]})
    yield Put(
        "documents.Dispatch", p["dispatch"],
        {
            "state": "issued", "number": p["number"], "issued_on": p["done_on"], "issued_by_id": entry.actor,
            "code": p["code"], "file": p["file"], "sha256": p["sha256"], "size": p["size"],
        },
    )


@reducer("paper.class_changed")
def _class_changed(entry: Recorded):
    p = entry.payload
    yield from _moved(entry)
    yield Put("documents.Dispatch", p["dispatch"], {"secrecy": p["after"]})
    yield class_change(entry)


@reducer("paper.dropped")
def _dropped(entry: Recorded):
    p = entry.payload
    yield from _moved(entry)
    yield Put("documents.Dispatch", p["dispatch"], {"state": "dropped", "ended_why": p["reason"]})


@reducer("paper.published")
def _published(entry: Recorded):
    p = entry.payload
    yield from _moved(entry)
    yield Put(
        "documents.PublicCopy", p["copy"],
        {
            "dispatch_id": p["dispatch"], "of_sha256": p["of_sha256"], "hidden": p["hidden"],
            "strings": p["strings"], "file": p["file"], "sha256": p["sha256"], "size": p["size"],
            "by_id": entry.actor, "made_on": p["done_on"],
        },
    )
