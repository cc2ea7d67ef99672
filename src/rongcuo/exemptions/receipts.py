"""The query receipt (查询回执): what is handed on, and how whoever is handed it checks it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from rongcuo import clock
from rongcuo.exemptions.models import Query
from rongcuo.ledger.models import Entry

#: The entries that make a receipt; the last of them is the receipt.
KINDS = ("query.answered", "query.list_answered")
#: The checker that is handed out: one file of the standard library.
CHECKER = Path(__file__).parent / "offline" / "check_receipt.py"


def receipt_file(query: Query) -> dict:
    """What check_receipt.py reads: the entry's envelope and digest, and the text with its salt."""
    entry = (
        Entry.objects.filter(stream=query.pk, kind__in=KINDS).select_related("payload").order_by("position").last()
    )
    return {
        "format": "rongcuo.receipt/1", "envelope": entry.envelope(), "digest": entry.digest,
        "salt": entry.payload.salt, "body": entry.payload.body,
    }


@dataclass(frozen=True)
class Check:
    """What a check says: state valid, expired, withdrawn; and what stands on the receipt, nothing else."""

    state: str
    number: str
    asking_body: str
    purpose: str
    asked_on: date
    expires_on: date
    withdrawn_on: date | None
    size: int
    rows: list[dict]
    policy: str


def check(token: str) -> Check | None:
    """The check of a receipt by the code that stands on it; None where there is none.

    Whoever holds the paper learns what the paper says and whether it still holds. Of a list only how many
    rows it has, because whoever is shown one line of it may not read the others.
    """
    query = Query.objects.filter(token=token.strip().lower(), state="answered").first()
    if query is None:
        return None
    state = "valid"
    if query.withdrawn_on:
        state = "withdrawn"
    elif query.expires_on < clock.today():
        state = "expired"
    return Check(
        state, query.number, query.asking_body, query.purpose, query.decided_on or query.asked_on,
        query.expires_on, query.withdrawn_on, query.size, query.rows if query.kind != "list" else [],
        query.policy,
    )
