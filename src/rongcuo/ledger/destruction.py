"""Destroying a payload: by a recorded decision of two people, leaving the chain whole."""

from __future__ import annotations

from uuid import UUID

from django.db import connection

from . import applying
from . import reduce as reducing
from .errors import NotInTransaction, NotPermitted
from .models import Entry, Payload
from .record import lock, record
from .replay import rewrite

KIND = "payload.destroyed"


@reducing.reducer(KIND)
def _decided(entry: reducing.Recorded) -> tuple[reducing.Op, ...]:
    """The destroyed entry itself reduces to what remains of it; the row of its stream goes on in position."""
    moves = entry.payload.get("moves")
    return (reducing.Put(moves, str(entry.stream), {"position": entry.position}),) if moves else ()


def destroy_payload(
    entry: Entry, *, decided_by: UUID, confirmed_by: UUID, reason: str, key: str | None = None,
    moves: str | None = None,
) -> Entry:
    """Empty an entry's payload and salt, and take what it said out of the tables.

    The decision is recorded in the same stream; it names the entry's digest, both persons, the reason
    and what remains (the kind's registered redaction). moves: the table whose row bears the stream's
    position, where there is one. Returns the decision's entry. Raises
    NotPermitted where the persons are one, the kind has no redaction, or it is destroyed already.
    """
    if not connection.in_atomic_block:
        raise NotInTransaction("a payload is destroyed inside transaction.atomic() only")
    lock()
    entry = Entry.objects.select_related("payload").get(pk=entry.pk)
    redact = reducing.redaction_of(entry.kind)
    if decided_by == confirmed_by:
        raise NotPermitted("two different persons decide and confirm")
    if redact is None:
        raise NotPermitted(f"{entry.kind}: what remains of this kind is not laid down")
    if entry.payload.destroyed_by_id is not None:
        raise NotPermitted(f"destroyed already, by entry {entry.payload.destroyed_by_id}")
    whole = entry.recorded()
    decision = record(
        entry.stream,
        KIND,
        actor=decided_by,
        at=None,
        key=key,
        payload={
            "entry": entry.digest,
            "decided_by": decided_by,
            "confirmed_by": confirmed_by,
            "reason": reason,
            "schema": whole.schema,
            "remains": redact(whole.payload),
            **({"moves": moves} if moves else {}),
        },
    )
    Payload.objects.filter(pk=entry.pk).update(salt="", body="", destroyed_by=decision)
    remaining = Entry.objects.select_related("payload__destroyed_by__payload").get(pk=entry.pk)
    rewrite({_row(op) for e in (whole, remaining.recorded()) for op in reducing.reduce(e)})
    return decision


def _row(op: reducing.Op) -> tuple[str, object]:
    declared, _, pk = applying.target(op)
    return declared.label, pk
