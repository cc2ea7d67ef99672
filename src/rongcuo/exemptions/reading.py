"""Reading a long list piece by piece, so that whoever waits sees how far it has come.

What is read is the asker's own until it is asked: it is kept for half an hour beside the record, and dropped then.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.core.cache import cache

from rongcuo import ids
from rongcuo.exemptions.lists import RowError, parse, resolve
from rongcuo.exemptions.sheets import Row
from rongcuo.policy.model import Pack

#: A list that is not longer is read at once; so many rows are read at a time.
AT_ONCE = 500
KEPT_SECONDS = 30 * 60


@dataclass
class Reading:
    """A list on its way: its rows as written, how many are read, what was found and what is wrong."""

    id: UUID
    person: UUID
    rows: list[Row]
    asked: dict
    done: int = 0
    found: list[dict] = field(default_factory=list)
    errors: list[RowError] = field(default_factory=list)
    seen: dict = field(default_factory=dict)

    @property
    def total(self) -> int:
        return len(self.rows)

    @property
    def whole(self) -> bool:
        """Whether every row was read."""
        return self.done >= self.total

    def go_on(self, pack: Pack) -> None:
        """Read the next rows, and keep what is known."""
        if self.whole:
            return
        piece = self.rows[self.done: self.done + AT_ONCE]
        day = date.fromisoformat(self.asked["day"])
        found, wrong = resolve(piece, pack, day=day, effect=self.asked["effect"], seen=self.seen)
        self.found += found
        self.errors = sorted([*self.errors, *wrong], key=lambda e: e.row)
        self.done += len(piece)
        self.keep()

    def keep(self) -> None:
        cache.set(_key(self.id), self, KEPT_SECONDS)

    def drop(self) -> None:
        cache.delete(_key(self.id))


def begin(data: bytes, person: UUID, asked: dict) -> Reading:
    """Begin to read a file. Raises ListErrors where it is no list at all. `asked`: what else the form said."""
    rows, wrong = parse(data)
    reading = Reading(ids.new_id(), person, rows, asked, errors=wrong)
    reading.keep()
    return reading


def reading_of(pk: UUID, person: UUID) -> Reading | None:
    """A reading of one's own that is still kept."""
    found = cache.get(_key(pk))
    return found if found is not None and found.person == person else None


def _key(pk: UUID) -> str:
    return f"list-reading-{pk}"
