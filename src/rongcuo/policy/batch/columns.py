"""Columns of an Arrow table as the planes of a pack's leaves.

yes_no     boolean; null is unknown
choice     text or dictionary: ids of the choices
number     whole number or decimal; never a float
date       date32
any        text, as people write it (a CSV): yes, 是, 4.5万元, 2018-02-23, unknown, not_applicable
`<fact>.not_applicable`   boolean beside a column that is not text: declared not applicable

A fact without a column is unknown in every case.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from rongcuo.policy.findings import NOT_APPLICABLE, possible, read_value
from rongcuo.policy.model import Fact, Node, OtherFact, Pack
from rongcuo.policy.problems import FactError, Problem, problem

SUFFIX = ".not_applicable"
Plane = Callable[[int, int, np.ndarray | None, np.ndarray | None], None]

_COMPARE = {
    "at_least": pc.greater_equal, "at_most": pc.less_equal, "more_than": pc.greater,
    "less_than": pc.less, "equals": pc.equal, "on_or_after": pc.greater_equal,
    "on_or_before": pc.less_equal, "after": pc.greater, "before": pc.less,
}


def check_schema(pack: Pack, schema: pa.Schema) -> None:
    """FactError for columns that are no facts, stand twice, or are of a type the fact cannot be."""
    wrong: list[Problem] = []
    known = [*pack.facts, *(name + SUFFIX for name, one in pack.facts.items() if one.not_applicable)]
    for name in dict.fromkeys(schema.names):
        fact = pack.facts.get(name.removesuffix(SUFFIX))
        if name not in known:
            wrong.append(problem("batch-column", name=name, near=known))
        elif len(schema.get_all_field_indices(name)) > 1:
            wrong.append(problem("batch-column-twice", name=name))
        elif not _fits(fact, name, schema.field(name).type):
            wrong.append(problem(
                "batch-type", name=name, found=schema.field(name).type,
                wanted="bool" if name.endswith(SUFFIX) else _WANTED[fact.type],
            ))
    if wrong:
        raise FactError(wrong)


_WANTED = {
    "yes_no": "bool, text", "choice": "text", "number": "int, decimal, text", "date": "date32, text",
}


def _is_text(kind: pa.DataType) -> bool:
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    return pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind)


def _fits(fact: Fact, name: str, kind: pa.DataType) -> bool:
    if name.endswith(SUFFIX):
        return pa.types.is_boolean(kind)
    if _is_text(kind) or pa.types.is_null(kind):
        return True
    return {
        "yes_no": pa.types.is_boolean, "choice": lambda kind: False,
        "number": lambda kind: pa.types.is_integer(kind) or pa.types.is_decimal(kind),
        "date": pa.types.is_date32,
    }[fact.type](kind)


def planes(pack: Pack, leaves: Sequence[Node], table: pa.Table | pa.RecordBatch) -> list[Plane]:
    """For each leaf the function that writes its rails, for `Kernel.run`."""
    columns = {name: _Column(pack, fact, table) for name, fact in pack.facts.items()}
    return [_leaf(columns, leaf, table.num_rows) for leaf in leaves]


class _Column:
    """One fact in every case: `values` an Arrow array (None: unknown throughout), `na` where it is
    declared not applicable (None: nowhere)."""

    def __init__(self, pack: Pack, fact: Fact, table):
        self.fact, self.values, self.na = fact, None, None
        names = table.schema.names
        if fact.id in names:
            values = _whole(table.column(fact.id))
            if _is_text(values.type):
                self.values, self.na = _read_text(fact, values)
            elif not pa.types.is_null(values.type):
                self.values = values
        if fact.id + SUFFIX in names:
            declared = _whole(table.column(fact.id + SUFFIX)).fill_null(False)
            self.na = declared if self.na is None else pc.or_(self.na, declared)
            if self.values is not None:
                self.values = pc.if_else(self.na, pa.scalar(None, self.values.type), self.values)


def _whole(column) -> pa.Array:
    if not isinstance(column, pa.ChunkedArray):
        return column
    return column.chunk(0) if column.num_chunks == 1 else pa.concat_arrays(column.chunks) if (
        column.num_chunks) else pa.array([], column.type)


def _read_text(fact: Fact, column: pa.Array):
    """Each different word is read once, as for one case."""
    if not pa.types.is_dictionary(column.type):
        column = column.dictionary_encode()
    read = [_word(fact, one) for one in column.dictionary.to_pylist()]
    kind = {"yes_no": pa.bool_(), "choice": pa.string(), "date": pa.date32()}.get(fact.type) or (
        _number_type(read)
    )
    known = pa.array([None if one is NOT_APPLICABLE else one for one in read], kind)
    declared = pa.array([one is NOT_APPLICABLE for one in read], pa.bool_())
    values = known.take(column.indices)
    na = declared.take(column.indices).fill_null(False) if any(one is NOT_APPLICABLE for one in read) else None
    return values, na


def _word(fact: Fact, word: str | None) -> object:
    try:
        return read_value(fact, word)
    except FactError as error:
        if error.problems[0].code != "fact-value":
            raise
        raise FactError(
            [problem("batch-value", name=fact.id, found=word, allowed=possible(fact))]
        ) from None


def _number_type(read: list) -> pa.DataType:
    numbers = [Decimal(one) for one in read if isinstance(one, (int, Decimal))]
    after = max((max(0, -one.as_tuple().exponent) for one in numbers), default=0)
    before = max((len(str(abs(int(one)))) for one in numbers), default=1)
    return pa.decimal128(min(38, before + after), after) if before + after <= 38 else (
        pa.decimal256(min(76, before + after), after)
    )


def _leaf(columns: dict[str, _Column], node: Node, cases: int) -> Plane:
    column = columns[node.key]
    if node.op == "applicable":
        if column.values is None:
            return _rails(cases, None, column.na)
        return _rails(cases, column.values.is_valid(), column.na, unknown_if_false=True)
    na = column.na
    if isinstance(node.value, OtherFact):
        other = columns[node.value.id]
        na = na if other.na is None else other.na if na is None else pc.or_(na, other.na)
        if column.values is None or other.values is None:
            return _rails(cases, None, na)
        return _rails(cases, _COMPARE[node.test](column.values, other.values), na)
    if column.values is None:
        return _rails(cases, None, na)
    if node.test is None:
        return _rails(cases, column.values, na)
    if node.test == "in":
        said = pc.is_in(column.values, pa.array(node.value, column.values.type))
        return _rails(cases, pc.if_else(column.values.is_valid(), said, None), na)
    wanted = pa.scalar(node.value, pa.date32()) if isinstance(node.value, date) else pa.scalar(
        Decimal(node.value)
    )
    values = column.values
    if pa.types.is_integer(values.type):
        values = values.cast(pa.decimal128(20, 0))
    return _rails(cases, _COMPARE[node.test](values, wanted), na)


def _rails(
    cases: int, said: pa.Array | None, na: pa.Array | None, unknown_if_false: bool = False
) -> Plane:
    """The rails of a leaf: `said` true met, false not met, null open; `na` makes it not met."""
    size = (cases + 7) // 8
    declared = None if na is None else bits(na.buffers()[1], na.offset, cases)
    if said is None:
        known = value = np.zeros(size, np.uint8)
    else:
        valid, data = said.buffers()
        value = bits(data, said.offset, cases)
        if unknown_if_false:
            known = value
        else:
            known = None if valid is None or not said.null_count else bits(valid, said.offset, cases)

    def write(i: int, j: int, met: np.ndarray | None, not_met: np.ndarray | None) -> None:
        part = value[i:j]
        if known is None:
            if met is not None:
                np.copyto(met, part)
            if not_met is not None:
                np.invert(part, not_met)
        else:
            both = not_met if met is None else met
            np.bitwise_and(known[i:j], part, both)
            if not_met is not None:
                np.bitwise_xor(known[i:j], both, not_met)
        if declared is not None:
            if met is not None:
                np.bitwise_and(met, ~declared[i:j], met)
            if not_met is not None:
                np.bitwise_or(not_met, declared[i:j], not_met)

    return write


def bits(buffer: pa.Buffer, offset: int, cases: int) -> np.ndarray:
    """The bits of a boolean buffer from `offset` on as whole bytes; no copy where they begin one."""
    data = np.frombuffer(buffer, np.uint8)[offset // 8 : (offset + cases + 7) // 8]
    if offset % 8 == 0:
        return data
    loose = np.unpackbits(data, bitorder="little", count=offset % 8 + cases)[offset % 8 :]
    return np.packbits(loose, bitorder="little")
