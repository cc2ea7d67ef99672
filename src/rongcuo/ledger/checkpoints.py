"""Checkpoints: the heads of all streams under one tree hash, in the database and in a file outside.

A line of the file is canonical JSON: number, instant, entries, streams, root, heads, prev, digest.
`heads` lists only streams that moved since the line before, so the whole file gives every head.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Max

from rongcuo import clock

from . import canonical, merkle
from .errors import Broken
from .models import Checkpoint, Entry
from .record import lock

Heads = dict[str, tuple[int, str]]  # stream -> position and digest of its last entry


@dataclass(frozen=True, slots=True)
class Line:
    """One checkpoint as written. heads: ((stream, position, digest), …)."""

    number: int
    instant: str
    entries: int
    streams: int
    root: str
    heads: tuple[tuple[str, int, str], ...]
    prev: str
    digest: str

    def is_whole(self) -> bool:
        """Whether the digest is that of the other fields."""
        fields = asdict(self)
        return fields.pop("digest") == canonical.digest(fields)


def path() -> Path:
    """Where the lines are appended. A copy of this file belongs on another machine."""
    return Path(settings.CHECKPOINTS) / "checkpoints.jsonl"


def leaves(heads: Heads) -> list[bytes]:
    """The tree's leaves: canonical JSON of [stream, position, digest], by stream."""
    return [canonical.encode([stream, *heads[stream]]) for stream in sorted(heads)]


def root_of(heads: Heads) -> str:
    return merkle.root(leaves(heads)).hex()


def gather(lines: Iterable[Line]) -> Heads:
    """Every stream's head after these lines."""
    return {stream: (position, digest) for line in lines for stream, position, digest in line.heads}


def from_table() -> list[Line]:
    """The checkpoints in the database, by number."""
    return [
        Line(
            number=row.number,
            instant=row.instant,
            entries=row.entries,
            streams=row.streams,
            root=row.root,
            heads=tuple(tuple(head) for head in json.loads(row.heads)),
            prev=row.prev,
            digest=row.digest,
        )
        for row in Checkpoint.objects.order_by("number")
    ]


def newest_instant() -> str | None:
    """When the record was last sealed; None where it never was."""
    return Checkpoint.objects.order_by("-number").values_list("instant", flat=True).first()


def parse(text: str) -> Line:
    """One line of a file. Raises ValueError where it is not one."""
    fields = json.loads(text)
    try:
        line = Line(**fields | {"heads": tuple((s, p, d) for s, p, d in fields["heads"])})
    except (TypeError, KeyError) as error:
        raise ValueError("not a checkpoint") from error
    numbers = (line.number, line.entries, line.streams, *(p for _, p, _ in line.heads))
    texts = (line.instant, line.root, line.prev, line.digest)
    texts += tuple(text for s, _, d in line.heads for text in (s, d))
    if not all(type(n) is int for n in numbers) or not all(type(t) is str for t in texts):
        raise ValueError("not a checkpoint")
    return line


def _heads_now() -> Heads:
    tips = Entry.objects.values("stream").annotate(tip=Max("seq")).values("tip")
    heads = Entry.objects.filter(seq__in=tips).values_list("stream", "position", "digest")
    return {str(stream): (position, digest) for stream, position, digest in heads}


def checkpoint() -> Checkpoint:
    """Write down the heads of all streams as they stand, in the table and in the file (fsync).

    Lines that the file lacks, because a write was cut off, are written too. Raises Broken where a
    stream went back behind the checkpoint before: that is to be looked into, not sealed.
    """
    with transaction.atomic(durable=True):
        lock()
        lines = from_table()
        before, heads = gather(lines), _heads_now()
        for stream, (position, digest) in before.items():
            found = heads.get(stream, (0, ""))
            if found[0] < position or (found[0] == position and found[1] != digest):
                raise Broken(f"stream {stream} is not what checkpoint {lines[-1].number} saw")
        moved = [[s, *heads[s]] for s in sorted(heads) if before.get(s) != heads[s]]
        fields = {
            "number": len(lines) + 1,
            "instant": canonical.instant_text(clock.now()),
            "entries": Entry.objects.aggregate(last=Max("seq"))["last"] or 0,
            "streams": len(heads),
            "root": root_of(heads),
            "heads": moved,
            "prev": lines[-1].digest if lines else canonical.NO_DIGEST,
        }
        row = Checkpoint.objects.create(
            **fields | {"heads": canonical.encode(moved).decode()}, digest=canonical.digest(fields)
        )
    _append_missing()
    return row


def _append_missing() -> None:
    """Bring the file up to the table. Under the writers' lock, so that no line is written twice."""
    with transaction.atomic():
        lock()
        file = path()
        file.parent.mkdir(parents=True, exist_ok=True)
        with open(file, "a+b") as out:
            out.seek(0)
            written = out.read()
            whole = written.rfind(b"\n") + 1
            out.truncate(whole)  # a line that a crash cut off
            for line in from_table()[written.count(b"\n") :]:
                out.write(canonical.encode(asdict(line)) + b"\n")
            out.flush()
            os.fsync(out.fileno())


def inclusion(stream: str) -> dict:
    """The proof that the newest checkpoint has this stream's head: leaf, index, size, path, root.

    Raises KeyError where the newest checkpoint does not know the stream.
    """
    lines = from_table()
    heads = gather(lines)
    index = sorted(heads).index(stream) if stream in heads else None
    if index is None:
        raise KeyError(stream)
    return {
        "checkpoint": lines[-1].number,
        "root": lines[-1].root,
        "leaf": [stream, *heads[stream]],
        "index": index,
        "size": len(heads),
        "path": [step.hex() for step in merkle.proof(index, leaves(heads))],
    }


def is_included(shown: dict) -> bool:
    """Whether an inclusion proof holds; the caller compares its root with a checkpoint they hold."""
    return merkle.includes(
        bytes.fromhex(shown["root"]),
        canonical.encode(shown["leaf"]),
        shown["index"],
        shown["size"],
        [bytes.fromhex(step) for step in shown["path"]],
    )
