"""Finding: the gate and the words in one query, newest first; each hit with the words around it.

The gate here says for many matters at once what `matters.access` says for one; a test holds the two against
each other for everybody and everything. What one may not see changes nothing: there are no counts and no
suggestions, and whoever has no post that opens matters is searched for in their own matters alone, so that not
even the time depends on what others wrote.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from django.db import connection
from django.db.models import BooleanField, F, Func, Q, QuerySet, Value
from django.db.models.functions import Lower

from rongcuo.archive.models import SearchRow
from rongcuo.archive.searching.grams import normal, wanted, words
from rongcuo.matters.access import EVIDENCE, ITEMS, SHARED, Readers, Viewer, visible_matters
from rongcuo.matters.models import Interest, Part, Subject

ROWS = 20
AROUND = 36
#: Whose names are seen by whom: as `access.visible_subjects` has it.
SUBJECTS = Readers(ITEMS["application"].capacities | {"executor"}, own=True, unit=True)
_ALL = Q(pk__isnull=False)


@dataclass(frozen=True)
class Hit:
    """One thing found. parts: the words around it, those that were asked for marked True."""

    row: SearchRow
    parts: tuple[tuple[str, bool], ...]


@dataclass(frozen=True)
class Found:
    """A page of hits, and where the next one begins: None where there is none."""

    hits: tuple[Hit, ...]
    more: int | None


class Gate:
    """Which rows a viewer may find, over all matters. The rules are those of `access.Standing`."""

    def __init__(self, viewer: Viewer):
        self.viewer = viewer
        me, headed = viewer.person, viewer.headed
        own = Subject.objects.filter(Q(person_id=me) | Q(person=None, unit_id__in=headed))
        rows = list(own.values_list("pk", "matter_id", "person_id"))
        self.own = {pk for pk, _, _ in rows}
        self.own_matters = {matter for _, matter, _ in rows}
        as_person = {matter for _, matter, person in rows if person == me}
        theirs = Subject.objects.filter(unit_id__in=headed, head_conflict=False) if headed else Subject.objects.none()
        units = [row for row in theirs.values_list("pk", "matter_id", "on_behalf") if row[1] not in as_person]
        self.unit = {pk for pk, _, _ in units}
        self.unit_matters = {matter for _, matter, _ in units}
        behalf = {matter for _, matter, by in units if by == "unit"}
        recused = Interest.objects.filter(person_id=me, status="recused").values_list("matter_id", flat=True)
        self.closed = self.own_matters | behalf | set(recused)
        parts = Part.objects.filter(person_id=me, ended=False, capacity="verifier").values_list("matter_id", flat=True)
        self.member = set(parts) - self.closed
        self.by_post = bool(viewer.capacities)

    def few(self) -> set[UUID]:
        """All the matters somebody without a post that opens matters can know of."""
        return self.own_matters | self.unit_matters | self.member

    def rows(self) -> QuerySet[SearchRow]:
        """The rows the viewer may find."""
        # An expression, so that no planner takes "any paper" for a good way in: the way is the index of words,
        # or the matters that somebody has.
        rows = SearchRow.objects.select_related("matter").annotate(src=Lower("source"))
        if self.by_post:
            rows = rows.filter(matter__in=visible_matters(self.viewer))
        else:
            known = visible_matters(self.viewer).filter(pk__in=self.few()).values_list("pk", flat=True)
            rows = rows.filter(matter__in=list(known))
        ground = Q(src="matter")
        for where, reads in self._ways():
            items = [kind for kind, readers in ITEMS.items() if reads(readers)]
            lanes = [lane for lane, readers in EVIDENCE.items() if reads(readers)]
            what = Q(src="item", kind__in=items) | Q(src="evidence", kind__in=lanes)
            if reads(SUBJECTS):
                what |= Q(src="subject")
            ground |= where & what
        for matters, reads in ((self.own_matters, _by_own), (self.unit_matters, _by_unit)):
            shared = [kind for kind in SHARED if reads(ITEMS[kind])]
            if matters and shared:
                ground |= Q(src="item", kind__in=shared, subject=None, matter__in=matters)
        return rows.filter(ground)

    def _ways(self) -> Iterator[tuple[Q, Callable[[Readers], bool]]]:
        """Each way in which the viewer stands to rows: which rows, and whose readers that makes one."""
        stage = {
            "decider": Q(matter__to_decide=True), "executor": Q(matter__consulted=True),
            "supervisor": Q(matter__decided_on__isnull=False),
        }
        others = ~Q(matter__act__handler=self.viewer.person)
        still = ~Q(matter__in=self.closed) if self.closed else _ALL
        for capacity in sorted(self.viewer.capacities):
            where = stage.get(capacity, others if capacity == "opinion_giver" else _ALL)
            yield where & still, partial(_by_capacity, capacity)
        if self.member:
            yield Q(matter__in=self.member) & others, partial(_by_capacity, "verifier")
        if self.own:
            yield Q(subject__in=self.own), _by_own
        if self.unit:
            yield Q(subject__in=self.unit), _by_unit


def _by_capacity(capacity: str, readers: Readers) -> bool:
    return capacity in readers.capacities


def _by_own(readers: Readers) -> bool:
    return readers.own


def _by_unit(readers: Readers) -> bool:
    return readers.unit


def search(viewer: Viewer, query: str, before: int | None = None) -> Found:
    """A page of what the viewer may see and that has every word of the query, newest first."""
    asked = words(query)
    if not asked:
        return Found((), None)
    gate = Gate(viewer)
    rows = gate.rows()
    if before is not None:
        rows = rows.filter(pk__lt=before)
    needed = list(dict.fromkeys(t for w in asked for t in wanted(w)))
    if gate.by_post and needed:
        rows = _with_tokens(rows, needed)
    for word in asked:
        rows = rows.filter(_holds(word))
    found = list(rows.order_by("-pk")[: ROWS + 1])
    more = found[ROWS - 1].pk if len(found) > ROWS else None
    return Found(tuple(Hit(row, around(row.text, asked)) for row in found[:ROWS]), more)


def _with_tokens(rows: QuerySet[SearchRow], needed: list[str]) -> QuerySet[SearchRow]:
    """Those whose text has all these tokens, from the index."""
    if connection.vendor == "postgresql":
        query = " & ".join("'" + t.replace("'", "''").replace("\\", "\\\\") + "'" for t in needed)
        return rows.extra(where=["archive_searchrow.grams @@ %s::tsquery"], params=[query])
    query = " AND ".join('"' + t.replace('"', '""') + '"' for t in needed)
    return rows.extra(
        where=["archive_searchrow.id IN (SELECT rowid FROM archive_fts WHERE archive_fts MATCH %s)"], params=[query]
    )


def _holds(word: str) -> Func:
    """Whether the text, as it is compared, holds the word character by character."""
    function = "STRPOS" if connection.vendor == "postgresql" else "INSTR"
    place = Func(Lower(F("text")), Value(word), function=function)
    return Func(place, template="%(expressions)s > 0", output_field=BooleanField())


def around(text: str, asked: list[str]) -> tuple[tuple[str, bool], ...]:
    """The words around the first place found, on one line, with every word asked for marked."""
    flat = " ".join(text.split())
    lower = normal(flat)
    if len(lower) != len(flat):  # a character became two; show the text as it is compared
        flat = lower
    first = min((p for w in asked if (p := lower.find(w)) >= 0), default=0)
    start, end = max(0, first - AROUND), min(len(flat), first + AROUND * 2)
    marks = [False] * len(flat)
    for word in asked:
        at = lower.find(word)
        while at >= 0:
            marks[at:at + len(word)] = [True] * len(word)
            at = lower.find(word, at + len(word))
    parts: list[tuple[str, bool]] = []
    for i in range(start, end):
        if parts and parts[-1][1] == marks[i]:
            parts[-1] = (parts[-1][0] + flat[i], marks[i])
        else:
            parts.append((flat[i], marks[i]))
    left, right = [("…", False)] * bool(start), [("…", False)] * (end < len(flat))
    return (*left, *parts, *right)


def matters_of(found: Found) -> set[UUID]:
    """The matters of which something is shown, for the log of reading."""
    return {hit.row.matter_id for hit in found.hits}

