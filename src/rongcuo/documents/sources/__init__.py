"""What a paper can be made from: one *source* a kind of record, and the fields a template may name.

A source says which fields and tables it gives, what a template's `when` may ask, and who may find a
record of it. Packages that keep records are imported by the modules beside this one, never the other way
round; a new kind of record is one call of `register`.

Nothing here judges: each field says what was recorded, in the words of the pack. A field without words is
the empty text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404

from rongcuo.documents.sources.words import day
from rongcuo.matters.access import Standing, Viewer
from rongcuo.matters.models import Matter, Subject
from rongcuo.matters.outside import suggests
from rongcuo.matters.packs import current_pack, pack_of
from rongcuo.policy.model import Pack, Template

Rows = list[list[str]]

#: Fields of every paper, and those of every paper of a matter.
COMMON = frozenset(("bureau", "measures", "done_on", "author", "handler", "decider", "year"))
OF_MATTER = frozenset((
    "addressee", "subject_of_unit", "matter_number", "matter_title", "unit", "subject", "subjects", "act", "act_number", "act_issuer", "act_day", "suggestion",
))
#: What `when` may ask of every record of a matter: yes or no.
KEYS_OF_MATTER = frozenset(("external", "person"))


@dataclass
class Record:
    """One record a paper is made from. `row` is the model's row, already passed by its gate."""

    source: str
    row: Any
    done_on: date
    matter: Matter | None = None
    subject: Subject | None = None
    author: str = ""

    @property
    def pk(self) -> UUID:
        return self.row.pk

    @cached_property
    def pack(self) -> Pack:
        return pack_of(self.matter) if self.matter else current_pack()

    @cached_property
    def subjects(self) -> list[Subject]:
        return list(self.matter.subjects.select_related("person", "unit")) if self.matter else []


@dataclass(frozen=True)
class Source:
    """One kind of record.

    words: the fields of a record (texts, and rows for `tables`). keyed: what `when` asks, name -> value.
    find: the record a viewer may read, or None. within: the records of a matter that a viewer may read.
    A source that a subject may read is not `shared`: its papers never name the other subjects.
    """

    name: str
    fields: frozenset[str]
    words: Callable[[Record], Mapping[str, str | Rows]]
    find: Callable[[Viewer, UUID], Record | None]
    within: Callable[[Standing], Iterable[Record]] = lambda standing: ()
    tables: Mapping[str, int] = field(default_factory=dict)  # name -> columns
    keys: frozenset[str] = frozenset()
    keyed: Callable[[Record], Mapping[str, str]] = lambda record: {}
    of_matter: bool = True
    shared: bool = True  # read by the office alone, so that it may name every subject of the matter


SOURCES: dict[str, Source] = {}


def register(source: Source) -> Source:
    """Add a source. A name is used once."""
    if source.name in SOURCES:
        raise ValueError(f"{source.name}: a source is registered already")
    if twice := source.fields & (COMMON | OF_MATTER):
        raise ValueError(f"{source.name}: {', '.join(sorted(twice))} stand for every paper already")
    SOURCES[source.name] = source
    return source


def known(name: str) -> frozenset[str]:
    """The text fields a template from this source may name."""
    source = SOURCES[name]
    common = COMMON | OF_MATTER if source.of_matter else COMMON
    return source.fields | (common if source.shared else common - {"subjects"})


def keys(name: str) -> frozenset[str]:
    """What `when` may ask of this source's records."""
    source = SOURCES[name]
    return source.keys | (KEYS_OF_MATTER if source.of_matter else frozenset())


def found(name: str, viewer: Viewer, pk: UUID) -> Record:
    """The record, through its gate. Raises Http404."""
    source = SOURCES.get(name)
    record = source.find(viewer, pk) if source else None
    if record is None:
        raise Http404
    return record


def words(record: Record) -> dict[str, str | Rows]:
    """Every field of `known` and every table with what the record says."""
    source = SOURCES[record.source]
    made = _common(record, source.shared) | dict(source.words(record))
    given: dict[str, str | Rows] = {name: made.get(name, "") for name in known(record.source)}
    return given | {name: made.get(name, []) for name in source.tables}


def keyed(record: Record) -> dict[str, str]:
    """What `when` asks, answered for a record."""
    given = dict(SOURCES[record.source].keyed(record))
    if record.matter:
        given["external"] = yes_no(suggests(record.matter))
        given["person"] = yes_no(record.subject is not None and record.subject.person_id is not None)
    return given


def fits(template: Template, record: Record) -> bool:
    """Whether a template is for this record."""
    if template.source != record.source:
        return False
    if not template.when:
        return True
    given = keyed(record)
    return all(given.get(name) in wanted for name, wanted in template.when.items())


def yes_no(value: object) -> str:
    return "yes" if value else "no"


def _common(record: Record, shared: bool) -> dict[str, str]:
    pack, matter, subject = record.pack, record.matter, record.subject
    body = {capacity: b.name.zh for b in pack.bodies.values() for capacity in b.capacities}
    given = {
        "bureau": settings.BUREAU_NAME, "measures": "《" + pack.title.zh.strip("《》") + "》",
        "done_on": day(record.done_on), "author": record.author,
        "handler": body.get("handler", ""), "decider": body.get("decider", ""),
        "year": str(record.done_on.year),
    }
    if matter is None:
        return given
    act = matter.act
    kind = pack.acts.get(act.kind)
    everybody = "、".join(s.name for s in record.subjects) if shared else ""
    name = subject.name if subject else everybody
    unit = (subject or matter).unit.name
    person = subject is None or subject.person_id is not None
    return given | {
        "addressee": f"{unit}、{name}" if person and name else unit,
        "subject_of_unit": f"{name}（{unit}）" if person and name else unit,
        "matter_number": matter.number, "matter_title": matter.title.rstrip("。"),
        "unit": unit, "subject": name,
        "subjects": everybody, "act": kind.name.zh if kind else act.kind, "act_number": act.document_number,
        "act_issuer": act.issued_by, "act_day": day(act.started_on),
        "suggestion": pack.procedure.suggestion.zh if pack.procedure.suggestion and suggests(matter) else "",
    }
