"""The record's own tables. They are appended to, and guarded by triggers (see triggers.py)."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q

from . import canonical
from . import reduce as reducing


class Entry(models.Model):
    """The envelope of one entry: who did what kind of thing when, chained, without names or texts.

    seq counts all entries without a gap, position those of one stream from 1. digest is sha256 over
    the canonical JSON of every other column; prev is the digest of the stream's entry before.
    """

    seq = models.BigIntegerField(primary_key=True)
    stream = models.UUIDField()
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=80)
    actor = models.UUIDField(null=True)
    recorded_at = models.CharField(max_length=27)
    schema = models.PositiveSmallIntegerField()
    prev = models.CharField(max_length=64)
    payload_digest = models.CharField(max_length=64)
    key = models.CharField(max_length=200, null=True)
    digest = models.CharField(max_length=64, unique=True)

    repeated = False  # True on the instance record() returns for a request key seen before

    class Meta:
        ordering = ["seq"]
        constraints = [
            models.UniqueConstraint(fields=["stream", "position"], name="ledger_stream_position"),
            models.UniqueConstraint(fields=["actor", "key"], name="ledger_actor_key"),
            models.UniqueConstraint(
                fields=["key"], condition=Q(actor=None), name="ledger_no_actor_key"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.kind} ({self.stream} at {self.position})"

    @property
    def instant(self) -> datetime:
        """recorded_at as an aware datetime in UTC."""
        return canonical.instant_from(self.recorded_at)

    def envelope(self) -> dict:
        """The fields the digest is taken over."""
        return canonical.envelope(
            seq=self.seq,
            stream=self.stream,
            position=self.position,
            kind=self.kind,
            actor=self.actor,
            recorded_at=self.recorded_at,
            schema=self.schema,
            prev=self.prev,
            payload_digest=self.payload_digest,
            key=self.key,
        )

    def recorded(self) -> reducing.Recorded:
        """The entry with its payload in the present schema. Reads `payload` (select_related it)."""
        kept = self.payload
        if kept.destroyed_by_id is not None:
            decision = canonical.decode(kept.destroyed_by.payload.body)
            schema, payload = decision["schema"], decision["remains"]
        else:
            schema, payload = self.schema, canonical.decode(kept.body)
        schema, payload = reducing.present_payload(self.kind, schema, payload)
        return reducing.Recorded(
            seq=self.seq,
            stream=self.stream,
            position=self.position,
            kind=self.kind,
            actor=self.actor,
            recorded_at=self.recorded_at,
            schema=schema,
            payload=payload,
            destroyed_by=kept.destroyed_by_id,
        )


class Payload(models.Model):
    """What an entry says: canonical JSON beside its envelope, salted so that its digest tells nothing.

    destroyed_by names the deciding entry once body and salt are emptied.
    """

    entry = models.OneToOneField(
        Entry, primary_key=True, on_delete=models.PROTECT, related_name="payload"
    )
    salt = models.CharField(max_length=32)
    body = models.TextField()
    destroyed_by = models.ForeignKey(
        Entry, null=True, on_delete=models.PROTECT, related_name="destroyed"
    )

    def __str__(self) -> str:
        return f"payload of {self.entry_id}"


class Checkpoint(models.Model):
    """The heads of all streams at an instant, bound by one RFC 6962 tree hash (root).

    heads: canonical JSON of [[stream, position, digest], …] for the streams that moved since the
    checkpoint before; entries: the largest seq; prev, digest: the chain of checkpoints.
    """

    number = models.BigIntegerField(primary_key=True)
    instant = models.CharField(max_length=27)
    entries = models.BigIntegerField()
    streams = models.BigIntegerField()
    root = models.CharField(max_length=64)
    heads = models.TextField()
    prev = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return f"checkpoint {self.number} at {self.instant}"
