"""Appending to the record, and reading it."""

from __future__ import annotations

from uuid import UUID

from django.db import connection

from rongcuo import clock, ids

from . import applying, canonical
from . import reduce as reducing
from .errors import KeyReused, NotInTransaction, Stale, UnknownKind
from .models import Entry, Payload

# Any number that nothing else in the database uses for an advisory lock.
_ADVISORY = 0x526F6E67637561


def lock() -> None:
    """Become the one writer until the transaction ends, so that seq has no gap and is the order of
    commits. record() does it; an action that locks rows of its own first calls it before them, so
    that two actions cannot wait for each other. SQLite's IMMEDIATE transactions are that already.
    """
    if not connection.in_atomic_block:
        raise NotInTransaction("the record is written inside transaction.atomic() only")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ADVISORY])


def record(
    stream: UUID,
    kind: str,
    *,
    actor: UUID | None,
    payload: dict,
    at: int | None,
    key: str | None = None,
    schema: int = 1,
) -> Entry:
    """Append one entry and let its reducer change the tables, in the caller's transaction.

    stream, actor: identifiers (actor None: the program itself). payload: a dict of JSON values, dates,
    aware instants, UUIDs and Decimals. at: the position the caller saw; 0 for a new stream, None for
    whatever stands. key: a request key; one key per entry, an action of several entries adds a suffix.

    Returns the new entry, or, where this actor used this key before, the first one with .repeated True
    and nothing changed. Raises Stale, UnknownKind, NotCanonical, NotInTransaction, KeyReused.
    """
    present = reducing.present_schema(kind)
    if schema != present:
        raise UnknownKind(f"{kind}: recorded in schema {schema}, the present one is {present}")
    body = canonical.encode(payload).decode()
    lock()
    if key is not None:
        first = Entry.objects.filter(actor=actor, key=key).first()
        if first is not None:
            if first.kind != kind:
                raise KeyReused(f"key {key} was used for {first.kind}, now for {kind}")
            first.repeated = True
            return first
    last = Entry.objects.filter(stream=stream).order_by("-position").first()
    found = last.position if last else 0
    if at is not None and at != found:
        raise Stale(stream, at, found, last)
    salt = ids.new_salt()
    entry = Entry(
        seq=(Entry.objects.order_by("-seq").values_list("seq", flat=True).first() or 0) + 1,
        stream=stream,
        position=found + 1,
        kind=kind,
        actor=actor,
        recorded_at=canonical.instant_text(clock.now()),
        schema=schema,
        prev=last.digest if last else canonical.NO_DIGEST,
        payload_digest=canonical.payload_digest(salt, body),
        key=key,
    )
    entry.digest = canonical.envelope_digest(entry.envelope())
    entry.save(force_insert=True)
    entry.payload = Payload(entry=entry, salt=salt, body=body)
    entry.payload.save(force_insert=True)
    applying.apply(reducing.reduce(entry.recorded()))
    return entry


def read(stream: UUID) -> list[reducing.Recorded]:
    """A stream's entries in order, payloads in their present schema. One query."""
    entries = Entry.objects.filter(stream=stream).order_by("position")
    return [
        entry.recorded()
        for entry in entries.select_related("payload", "payload__destroyed_by__payload")
    ]


def head(stream: UUID) -> int:
    """The position of a stream's last entry, 0 where there is none."""
    last = Entry.objects.filter(stream=stream).order_by("-position").values_list("position")
    return (last.first() or (0,))[0]
