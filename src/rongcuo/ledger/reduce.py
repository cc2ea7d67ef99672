"""Reducers: one pure function per kind of entry, and what they may do to which tables. No Django.

A reducer sees one entry and nothing else: no database, no clock, no identifiers of its own. So the
tables that stand are the tables that a replay of the entries gives.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from .canonical import instant_from
from .errors import UnknownKind, UnknownTable


@dataclass(frozen=True, slots=True)
class Recorded:
    """An entry as a reducer or a reader sees it, its payload in the present schema.

    payload is decoded canonical JSON: identifiers, dates, instants and decimals are texts in it.
    recorded_at is the chained text, `.instant` the same as an aware datetime in UTC. For an entry
    whose payload was destroyed, destroyed_by is the deciding entry's seq and payload is what remains.
    """

    seq: int
    stream: UUID
    position: int
    kind: str
    actor: UUID | None
    recorded_at: str
    schema: int
    payload: dict[str, Any]
    destroyed_by: int | None = None

    @property
    def instant(self) -> datetime:
        return instant_from(self.recorded_at)


@dataclass(frozen=True, slots=True)
class Put:
    """Insert the row, or change these fields of it. Fields by attname (`person_id`)."""

    table: str
    pk: Any
    fields: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Drop:
    """Delete the row; nothing happens if there is none."""

    table: str
    pk: Any


Op = Put | Drop
Reducer = Callable[[Recorded], Iterable[Op]]
Upcast = Callable[[dict], dict]


@dataclass(frozen=True, slots=True)
class Table:
    """A replayed table: its label, the columns that are not replayed, and, where given, its model."""

    label: str
    unreplayed: frozenset[str]
    model: Any = None


_reducers: dict[str, tuple[int, Reducer]] = {}
_upcasts: dict[tuple[str, int], Upcast] = {}
_redactions: dict[str, Upcast] = {}
_tables: dict[str, Table] = {}


def reducer(kind: str, *, schema: int = 1) -> Callable[[Reducer], Reducer]:
    """Register the one reducer of a kind, for its present schema version."""

    def register(function: Reducer) -> Reducer:
        if kind in _reducers:
            raise ValueError(f"{kind}: a reducer is registered already")
        _reducers[kind] = (schema, function)
        return function

    return register


def upcast(kind: str, schema: int) -> Callable[[Upcast], Upcast]:
    """Register a pure function from a payload of `schema` to one of `schema + 1`."""

    def register(function: Upcast) -> Upcast:
        if (kind, schema) in _upcasts:
            raise ValueError(f"{kind}: an upcast from schema {schema} is registered already")
        _upcasts[kind, schema] = function
        return function

    return register


def redaction(kind: str) -> Callable[[Upcast], Upcast]:
    """Register what remains of a kind's payload (present schema) once it is destroyed.

    The function returns a payload that the reducer still accepts, with every personal text taken out.
    A kind without a redaction cannot be destroyed.
    """

    def register(function: Upcast) -> Upcast:
        if kind in _redactions:
            raise ValueError(f"{kind}: a redaction is registered already")
        _redactions[kind] = function
        return function

    return register


def redaction_of(kind: str) -> Upcast | None:
    return _redactions.get(kind)


def register_tables(*tables, unreplayed: Mapping[str, Iterable[str]] | None = None) -> None:
    """Declare the tables that reducers may touch ("matters.Matter", or a model class).

    unreplayed: label -> columns (attnames) that change outside the record, such as a password. They
    are not compared, and are kept when a table is restored.
    """
    beside = {label.lower(): frozenset(names) for label, names in (unreplayed or {}).items()}
    for table in tables:
        model = None if isinstance(table, str) else table
        label = table if isinstance(table, str) else table._meta.label
        _tables[label.lower()] = Table(label, beside.pop(label.lower(), frozenset()), model)
    if beside:
        raise ValueError(f"unreplayed columns of tables that are not named: {', '.join(beside)}")


def replayed_tables() -> tuple[Table, ...]:
    """The declared tables, by label."""
    return tuple(sorted(_tables.values(), key=lambda table: table.label))


def table(label: str) -> Table:
    """The declared table. Raises UnknownTable."""
    try:
        return _tables[label.lower()]
    except KeyError:
        raise UnknownTable(
            f"{label} is not a replayed table: register_tables() names them"
        ) from None


def kinds() -> dict[str, int]:
    """Every known kind and its present schema."""
    return {kind: schema for kind, (schema, _) in sorted(_reducers.items())}


def present_schema(kind: str) -> int:
    """The schema version in which a kind is recorded now. Raises UnknownKind."""
    try:
        return _reducers[kind][0]
    except KeyError:
        raise UnknownKind(f"{kind}: no reducer is registered for this kind") from None


def present_payload(kind: str, schema: int, payload: dict) -> tuple[int, dict]:
    """The payload carried up to the present schema. Raises UnknownKind where an upcast is missing."""
    goal = present_schema(kind)
    while schema < goal:
        if (kind, schema) not in _upcasts:
            raise UnknownKind(f"{kind}: no upcast from schema {schema} to {schema + 1}")
        payload = _upcasts[kind, schema](payload)
        schema += 1
    if schema > goal:
        raise UnknownKind(f"{kind}: schema {schema} is newer than this program, which knows {goal}")
    return schema, payload


def reduce(entry: Recorded) -> tuple[Op, ...]:
    """What an entry does to the tables. Raises UnknownKind, UnknownTable."""
    present_schema(entry.kind)
    ops = tuple(_reducers[entry.kind][1](entry) or ())
    for op in ops:
        table(op.table)
    return ops


def fold(entries: Iterable[Recorded]) -> dict[str, dict[Any, dict[str, Any]]]:
    """The rows the entries give, in memory: label -> pk -> fields that were put. Pure.

    Keys and values are as the reducers gave them, without any database's or Django's coercion.
    """
    tables: dict[str, dict[Any, dict[str, Any]]] = {t.label: {} for t in replayed_tables()}
    for entry in entries:
        for op in reduce(entry):
            rows = tables[table(op.table).label]
            if isinstance(op, Drop):
                rows.pop(op.pk, None)
            else:
                rows.setdefault(op.pk, {}).update(op.fields)
    return tables
