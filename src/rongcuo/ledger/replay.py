"""Making the tables again from the entries, to compare them with what stands or to restore them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction

from . import applying
from . import reduce as reducing
from .errors import Broken
from .models import Entry
from .record import lock
from .verify import verify

Rows = dict[str, dict[Any, dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class Difference:
    """One way in which a table is not what the record gives. what: missing, unexpected or changed.

    columns: attnames that differ, for a changed row.
    """

    table: str
    pk: Any
    what: str
    columns: tuple[str, ...] = ()


def entries() -> Iterator[reducing.Recorded]:
    """All entries in the order of the record, payloads in their present schema."""
    whole = Entry.objects.order_by("seq").select_related("payload__destroyed_by__payload")
    return (entry.recorded() for entry in whole.iterator(chunk_size=2000))


def rows_of(
    recorded: Iterable[reducing.Recorded], only: set[tuple[str, Any]] | None = None
) -> Rows:
    """label -> key -> column values that the entries give; where `only` is given, of those rows."""
    rows: Rows = {declared.label: {} for declared in reducing.replayed_tables()}
    for entry in recorded:
        for op in reducing.reduce(entry):
            declared, model, pk = applying.target(op)
            if only is not None and (declared.label, pk) not in only:
                continue
            if isinstance(op, reducing.Drop):
                rows[declared.label].pop(pk, None)
            else:
                values = applying.coerce(model, op.fields)
                rows[declared.label].setdefault(pk, {}).update(values)
    return rows


def replay(*, apply: bool = False) -> list[Difference]:
    """Rebuild every replayed table from the entries and compare it row by row with what stood.

    Leaves no change, unless apply: then the rebuilt tables stay (columns outside the record are
    kept). Holds the writers' lock meanwhile. Raises Broken where apply is asked of a record that does
    not verify.
    """
    with transaction.atomic():
        lock()
        if apply and not verify().ok:
            raise Broken("the record does not verify; the tables were left as they are")
        rows = rows_of(entries())
        found = []
        for declared in reducing.replayed_tables():
            found += _rebuild(declared, rows[declared.label])
        if not apply:
            transaction.set_rollback(True)
        else:
            applying.tell((one.table, one.pk) for one in found)
    return found


def rewrite(only: set[tuple[str, Any]]) -> None:
    """Make these rows, (label, key), again from the record. Columns outside the record stay."""
    rows = rows_of(entries(), only)
    for label, pk in only:
        declared = reducing.table(label)
        model = applying.model_of(declared)
        there = model._base_manager.filter(pk=pk)
        if pk not in rows[label]:
            there._raw_delete(there.db)
            continue
        row = applying.row(model, pk, rows[label][pk])
        columns = _columns(declared, model)[1:]
        if not there.update(**{name: getattr(row, name) for name in columns}):
            model._base_manager.bulk_create([row])
    applying.tell(only)


def _columns(declared: reducing.Table, model: type[models.Model]) -> list[str]:
    """The replayed columns, the key first."""
    key = model._meta.pk.attname
    names = {field.attname for field in model._meta.concrete_fields}
    return [key, *sorted(names - declared.unreplayed - {key})]


def _rebuild(declared: reducing.Table, rows: dict[Any, dict[str, Any]]) -> list[Difference]:
    model = applying.model_of(declared)
    manager = model._base_manager
    columns = _columns(declared, model)
    beside = sorted(declared.unreplayed)
    stood = {row[0]: row for row in manager.values_list(*columns)}
    kept = {row[0]: row[1:] for row in manager.values_list("pk", *beside)} if beside else {}
    manager.all()._raw_delete(manager.db)
    manager.bulk_create(
        (
            applying.row(model, pk, values | dict(zip(beside, kept.get(pk, ()), strict=False)))
            for pk, values in rows.items()
        ),
        batch_size=500,
    )
    follows = {row[0]: row for row in manager.values_list(*columns)}
    found = [Difference(declared.label, pk, "missing") for pk in follows.keys() - stood.keys()]
    found += [Difference(declared.label, pk, "unexpected") for pk in stood.keys() - follows.keys()]
    for pk in follows.keys() & stood.keys():
        differing = tuple(
            name
            for name, old, new in zip(columns, stood[pk], follows[pk], strict=True)
            if not _same(old, new)
        )
        if differing:
            found.append(Difference(declared.label, pk, "changed", differing))
    return sorted(found, key=lambda difference: str(difference.pk))


def _same(one: Any, other: Any) -> bool:
    """Equal, and of one type: 1 is not True, in JSON either."""
    if isinstance(one, dict | list):
        return json.dumps(one) == json.dumps(other)
    return type(one) is type(other) and one == other
