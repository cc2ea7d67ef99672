"""Verification: does the record still say what was written, and if not, what was done to it?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.db.models import Exists, OuterRef

from . import canonical
from .diagnosis import Stored, diagnose, gaps
from .models import Entry, Payload
from .problems import Destroyed, Problem
from .seals import Seals

_COLUMNS = (
    *("seq", "stream", "position", "kind", "actor", "recorded_at", "schema", "prev"),
    *("payload_digest", "key", "digest"),
    *("payload__entry_id", "payload__salt", "payload__body", "payload__destroyed_by_id"),
)


@dataclass(slots=True)
class Report:
    """What verify() found. problems is empty where all is well.

    entries, streams: how many were read; destroyed: payloads emptied by decision; held_until: the
    instant of the newest checkpoint outside the database, None where there is none; held_in: the file.
    """

    entries: int = 0
    streams: int = 0
    problems: list[Problem] = field(default_factory=list)
    destroyed: list[Destroyed] = field(default_factory=list)
    held_until: datetime | None = None
    held_in: str = ""

    @property
    def ok(self) -> bool:
        return not self.problems


def verify(against: Path | None = None) -> Report:
    """Check every envelope, payload and checkpoint. `against`: a copy of checkpoints.jsonl kept elsewhere.

    Reads the whole record once, in order, keeping only the streams' heads in memory; a stream that
    is not in order is read again to name what was done to it. Raises OSError for an unreadable file.
    """
    report = Report()
    seals = Seals(against)  # read first: entries recorded meanwhile are then no surprise
    reading = _Reading(report, seals)
    for row in _rows():
        reading.take(row)
    reading.finish()
    named = {problem.stream for problem in report.problems}
    report.problems += seals.compare(reading.heads, reading.at_seal, named)
    report.held_until, report.held_in = seals.held_until(), seals.held_in()
    return report


def _rows() -> Iterator[tuple]:
    return Entry.objects.order_by("seq").values_list(*_COLUMNS).iterator(chunk_size=5000)


class _Reading:
    """The state of one pass over the record."""

    def __init__(self, report: Report, seals: Seals):
        self.report = report
        self.heads: dict[str, tuple[int, str]] = {}
        self.at_seal: dict[tuple[str, int], str] = {}
        self._sealed = seals.positions
        self._seqs = 0
        self._missing: list[tuple[int, int]] = []
        self._suspects: set[str] = set()
        self._wrong: list[Stored] = []
        self._emptied: list[tuple[int, str, int, str, int | None]] = []

    def take(self, row: tuple) -> None:
        """One entry with its payload."""
        *fields, digest = row[:11]
        envelope = canonical.envelope(**dict(zip(_COLUMNS, fields, strict=False)))
        seq, stream, position = envelope["seq"], envelope["stream"], envelope["position"]
        self.report.entries += 1
        last = self.heads.get(stream, (0, canonical.NO_DIGEST))
        if canonical.envelope_digest(envelope) != digest:
            self._wrong.append(Stored(envelope, digest))
            self._suspects.add(stream)
        elif last != (position - 1, envelope["prev"]):
            self._suspects.add(stream)
        if seq != self._seqs + 1:
            self._missing.append((self._seqs + 1, seq - 1))
        self._seqs = seq
        self.heads[stream] = (position, digest)
        if position in self._sealed.get(stream, ()):
            self.at_seal[stream, position] = digest
        self._payload(seq, stream, position, envelope["payload_digest"], digest, *row[11:])

    def _payload(
        self, seq, stream, position, expected, digest, entry_id, salt, body, destroyed_by
    ) -> None:
        if entry_id is None:
            self._problem("payload_missing", seq, stream, position)
        elif destroyed_by is None and (body or salt):
            if canonical.payload_digest(salt, body) != expected:
                self._problem("payload_changed", seq, stream, position)
        elif body or salt:
            self._problem("payload_changed", seq, stream, position)
        else:
            self._emptied.append((seq, stream, position, digest, destroyed_by))

    def _problem(self, code: str, seq: int, stream: str, position: int) -> None:
        self.report.problems.append(Problem(code, seq=seq, stream=stream, position=position))

    def finish(self) -> None:
        """What can only be said once every entry was read."""
        report = self.report
        report.streams = len(self.heads)
        for stream in sorted(self._suspects):
            stored = [_stored(entry) for entry in Entry.objects.filter(stream=UUID(stream))]
            report.problems += diagnose(stream, stored, self._wrong)
            end = max(stored, key=lambda one: one.position)
            self.heads[stream] = (end.position, end.digest)
        moved = {p.was_seq for p in report.problems if p.code == "reordered"}
        report.problems += gaps(self._missing, moved)
        whole = Entry.objects.filter(pk=OuterRef("entry_id"))
        strays = Payload.objects.filter(~Exists(whole)).order_by("entry_id")
        report.problems += [
            Problem("payload_stray", seq=seq) for seq in strays.values_list("entry_id", flat=True)
        ]
        for seq, stream, position, digest, decision in self._emptied:
            if decision is not None and _decided(decision, digest):
                report.destroyed.append(Destroyed(seq, stream, position, decision))
            else:
                self._problem("payload_undecided", seq, stream, position)


def _stored(entry: Entry) -> Stored:
    return Stored(entry.envelope(), entry.digest)


def _decided(decision: int, digest: str) -> bool:
    """Whether that entry is a decision of two persons over the entry with this digest."""
    kept = Payload.objects.filter(entry_id=decision, entry__kind="payload.destroyed").first()
    if kept is None or not kept.body:
        return False
    said = canonical.decode(kept.body)
    persons = {said.get("decided_by"), said.get("confirmed_by")} - {None}
    return said.get("entry") == digest and len(persons) == 2
