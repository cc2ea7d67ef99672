"""Operations on real tables. Values pass through each field's to_python, live and in a replay alike."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models

from .errors import LedgerError, UnknownTable
from .reduce import Drop, Op, Table, table


def model_of(declared: Table) -> type[models.Model]:
    """The Django model of a declared table."""
    return declared.model or apps.get_model(declared.label)


def coerce(model: type[models.Model], fields: dict[str, Any]) -> dict[str, Any]:
    """Field values as Python objects of their fields. Raises UnknownTable, LedgerError."""
    values = {}
    for name, value in fields.items():
        try:
            field = model._meta.get_field(name)
        except FieldDoesNotExist:
            field = None
        if field is None or not field.concrete or field.attname != name or field.many_to_many:
            raise UnknownTable(f"{model._meta.label} has no column {name}")
        try:
            values[name] = field.to_python(value)
        except ValidationError as error:
            raise LedgerError(f"{model._meta.label}.{name}: {' '.join(error.messages)}") from error
    return values


def target(op: Op) -> tuple[Table, type[models.Model], Any]:
    """The declared table, its model, and the row's key as the key's own type."""
    declared = table(op.table)
    model = model_of(declared)
    return declared, model, model._meta.pk.to_python(op.pk)


Observer = Callable[[Iterable[tuple[str, Any]]], None]
_observers: list[Observer] = []


def observe(observer: Observer) -> Observer:
    """Register what follows the replayed tables, such as an index: called with (label, key) of the rows changed."""
    if observer not in _observers:
        _observers.append(observer)
    return observer


def tell(changed: Iterable[tuple[str, Any]]) -> None:
    """Tell all observers which rows were changed, in the same transaction."""
    rows = list(dict.fromkeys(changed))
    for observer in _observers:
        observer(rows)


def apply(ops: Iterable[Op]) -> None:
    """Carry out operations: one query for a change or a deletion, two for a new row."""
    changed = []
    for op in ops:
        declared, model, pk = target(op)
        changed.append((declared.label, pk))
        rows = model._base_manager.filter(pk=pk)
        if isinstance(op, Drop):
            rows._raw_delete(rows.db)
            continue
        values = coerce(model, op.fields)
        beside = declared.unreplayed.intersection(values)
        if beside:
            raise UnknownTable(f"{declared.label}: {', '.join(sorted(beside))} is not replayed")
        there = rows.update(**values) if values else rows.exists()
        if not there:
            model._base_manager.bulk_create([row(model, pk, values)])
    tell(changed)


def row(model: type[models.Model], pk: Any, values: dict[str, Any]) -> models.Model:
    """A new row: the model's constant defaults, and over them these values."""
    return model(**{model._meta.pk.attname: pk, **values})
