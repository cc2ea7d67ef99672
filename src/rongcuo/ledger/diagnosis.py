"""Naming what was done to a stream whose entries are not in order. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product

from . import canonical
from .problems import Problem

_TRIED_TOGETHER = 60  # beyond this many wrong entries only neighbouring places are tried


@dataclass(slots=True)
class Stored:
    """An entry as it stands: the fields its digest was taken over, and the digest it bears."""

    envelope: dict
    digest: str

    @property
    def seq(self) -> int:
        return self.envelope["seq"]

    @property
    def position(self) -> int:
        return self.envelope["position"]

    def fits(self, seq: int, position: int) -> bool:
        """Whether the digest is right for an entry recorded there."""
        there = self.envelope | {"seq": seq, "position": position}
        return self.digest == canonical.envelope_digest(there)


def _true_place(entry: Stored, wrong: list[Stored]) -> tuple[int, int] | None:
    """The seq and position an entry was recorded with, None where it was changed otherwise."""
    near = (0, -1, 1)
    places = [(entry.seq + a, entry.position + b) for a, b in product(near, near)]
    if len(wrong) <= _TRIED_TOGETHER:
        stream = entry.envelope["stream"]
        positions = {w.position for w in wrong if w.envelope["stream"] == stream}
        places += product({w.seq for w in wrong}, positions)
    return next((place for place in places if entry.fits(*place)), None)


def diagnose(stream: str, stored: list[Stored], wrong: list[Stored]) -> Iterable[Problem]:
    """The problems of one stream. stored: its entries; wrong: all entries whose digest is not theirs."""
    stored = sorted(stored, key=lambda entry: entry.position)
    places = {entry.seq: _true_place(entry, wrong) for entry in stored}
    moved = [e for e in stored if places[e.seq] not in (None, (e.seq, e.position))]
    owners = {places[e.seq][1]: e for e in moved}
    rest = [e for e in stored if e not in moved]
    for entry in rest:
        if entry.position in owners:
            yield _about("inserted", stream, entry)
        else:
            owners[entry.position] = entry
            if places[entry.seq] is None:
                yield _about("changed", stream, entry)
    for entry in moved:
        seq, position = places[entry.seq]
        yield Problem(
            "reordered",
            seq=entry.seq,
            stream=stream,
            position=entry.position,
            was_seq=seq,
            was_position=position,
        )
    last: Stored | None = None
    for position in range(1, max(owners, default=0) + 1):
        entry = owners.get(position)
        if entry is None:
            yield Problem("removed", stream=stream, position=position)
        elif places[entry.seq] is not None and not _follows(entry, last, position, places):
            yield _about("unlinked", stream, entry)
        last = entry


def _follows(entry: Stored, last: Stored | None, position: int, places: dict) -> bool:
    if position == 1:
        return entry.envelope["prev"] == canonical.NO_DIGEST
    if last is None or places[last.seq] is None:
        return True  # named already, as removed or changed
    return entry.envelope["prev"] == last.digest


def _about(code: str, stream: str, entry: Stored) -> Problem:
    return Problem(code, seq=entry.seq, stream=stream, position=entry.position)


def gaps(ranges: Iterable[tuple[int, int]], moved: set[int]) -> Iterable[Problem]:
    """The numbers (first, last) that no entry bears, without those that a moved entry bore."""
    for first, last in ranges:
        for end in [*sorted(n for n in moved if first <= n <= last), last + 1]:
            if end == first + 1:
                yield Problem("number_removed", seq=first)
            elif end > first:
                yield Problem("numbers_removed", seq=first, now=end - 1)
            first = end + 1
