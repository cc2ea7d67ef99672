"""Parquet bytes of a batch's result: nullable booleans, and text by dictionary.

Two reasons not to leave this to the general writer. A nullable boolean in Parquet is Arrow's own
validity bitmap followed by the bits of the known values, so writing one is little more than a copy:
five times as fast. And a row group is bytes and its entry in the footer, so that an interrupted
batch goes on after the last whole one. Only what the result needs: no nesting, no compression (the
bits are dense), one page a column and row group. Format: Apache Parquet 2, thrift compact protocol.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pyarrow as pa

from rongcuo.policy.batch.columns import bits

MAGIC = b"PAR1"
_BOOLEAN, _BYTE_ARRAY = 0, 6
_PLAIN, _RLE, _RLE_DICTIONARY = 0, 3, 8
_I32, _I64, _BINARY, _LIST, _STRUCT = 5, 6, 8, 9, 12


def row_group(batch: pa.RecordBatch, offset: int) -> tuple[bytes, bytes]:
    """The bytes of one row group that begins at `offset` of the file, and its footer entry."""
    body, chunks = bytearray(), []
    for field, column in zip(batch.schema, batch.columns, strict=True):
        pages, first_data = _pages(column)
        start = offset + len(body)
        kind = _BOOLEAN if pa.types.is_boolean(field.type) else _BYTE_ARRAY
        encodings = [_PLAIN, _RLE] + ([_RLE_DICTIONARY] if first_data else [])
        meta = [
            (1, _I32, kind), (2, _LIST, (_I32, encodings)),
            (3, _LIST, (_BINARY, [field.name.encode()])), (4, _I32, 0),
            (5, _I64, len(column)), (6, _I64, len(pages)), (7, _I64, len(pages)),
            (9, _I64, start + first_data),
        ]
        if first_data:
            meta.append((11, _I64, start))
        chunks.append([(2, _I64, start), (3, _STRUCT, meta)])
        body += pages
    entry = _struct([
        (1, _LIST, (_STRUCT, chunks)), (2, _I64, len(body)), (3, _I64, batch.num_rows),
    ])
    return bytes(body), entry


def footer(
    schema: pa.Schema, entries: list[bytes], rows: int, made_by: str, notes: Mapping[str, str]
) -> bytes:
    """What ends the file after all row groups. `notes` become the file's metadata."""
    elements = [[(4, _BINARY, b"schema"), (5, _I32, len(schema))]]
    for field in schema:
        if pa.types.is_boolean(field.type):
            elements.append([(1, _I32, _BOOLEAN), (3, _I32, 1), (4, _BINARY, field.name.encode())])
        else:
            elements.append([
                (1, _I32, _BYTE_ARRAY), (3, _I32, 1), (4, _BINARY, field.name.encode()),
                (6, _I32, 0), (10, _STRUCT, [(1, _STRUCT, [])]),
            ])
    pairs = [[(1, _BINARY, key.encode()), (2, _BINARY, value.encode())] for key, value in notes.items()]
    meta = _struct([
        (1, _I32, 2), (2, _LIST, (_STRUCT, elements)), (3, _I64, rows),
        (4, _LIST, (_STRUCT, entries)), (5, _LIST, (_STRUCT, pairs)), (6, _BINARY, made_by.encode()),
    ])
    return meta + len(meta).to_bytes(4, "little") + MAGIC


def _pages(column: pa.Array) -> tuple[bytes, int]:
    """The pages of a column, and where the data page begins (0 where there is no dictionary)."""
    cases = len(column)
    size = (cases + 7) // 8
    if pa.types.is_dictionary(column.type):
        words = b"".join(
            len(one).to_bytes(4, "little") + one
            for one in (word.encode() for word in column.dictionary.to_pylist())
        )
        header = [(1, _I32, len(column.dictionary)), (2, _I32, _PLAIN)]
        dictionary = _page(2, 7, header, words)
        column = column.indices
    else:
        dictionary = b""
    valid, data = column.buffers()
    known = np.full(size, 255, np.uint8) if valid is None else bits(valid, column.offset, cases).copy()
    if cases % 8:
        known[-1] &= (1 << cases % 8) - 1  # what stands behind the last case is no case
    if dictionary:
        values = np.frombuffer(data, np.int8)[column.offset : column.offset + cases]
    else:
        values = np.unpackbits(bits(data, column.offset, cases), bitorder="little", count=cases)
    if valid is not None:  # only what is known is written
        there = np.unpackbits(known, bitorder="little", count=cases).view(bool)
        values = np.compress(there, values)  # much faster than indexing
    if dictionary:
        encoded, encoding = _packed(values), _RLE_DICTIONARY
    else:
        encoded, encoding = np.packbits(values, bitorder="little").tobytes(), _PLAIN
    levels = _varint(size << 1 | 1) + known.tobytes()  # one run of bits, eight levels a byte
    content = len(levels).to_bytes(4, "little") + levels + encoded
    header = [(1, _I32, cases), (2, _I32, encoding), (3, _I32, _RLE), (4, _I32, _RLE)]
    return dictionary + _page(0, 5, header, content), len(dictionary)


def _packed(codes: np.ndarray) -> bytes:
    """Codes of a dictionary: their width, then one run of them packed so many to a byte."""
    width = next(one for one in (1, 2, 4, 8) if codes.max(initial=0) < 1 << one)
    groups = -(-len(codes) // 8)
    padded = np.zeros(groups * 8, np.uint8)
    padded[: len(codes)] = codes
    a_byte = padded.reshape(-1, 8 // width)
    out = a_byte[:, 0].copy()
    for place in range(1, 8 // width):
        out |= a_byte[:, place] << (place * width)
    return bytes([width]) + _varint(groups << 1 | 1) + out.tobytes()


def _page(kind: int, field: int, header: list, content: bytes) -> bytes:
    return _struct([
        (1, _I32, kind), (2, _I32, len(content)), (3, _I32, len(content)), (field, _STRUCT, header),
    ]) + content


def _varint(number: int) -> bytes:
    out = bytearray()
    while number > 127:
        out.append(number & 127 | 128)
        number >>= 7
    return bytes([*out, number])


def _struct(fields: list[tuple]) -> bytes:
    """Thrift compact: (field number, type, value) in rising order, then the stop byte."""
    out, last = bytearray(), 0
    for number, kind, value in fields:
        out.append(number - last << 4 | kind)
        out += _value(kind, value)
        last = number
    return bytes(out) + b"\0"


def _value(kind: int, value) -> bytes:
    if kind in (_I32, _I64):
        return _varint(value << 1)  # zigzag of what is never negative
    if kind == _BINARY:
        return _varint(len(value)) + value
    if kind == _STRUCT:
        return value if isinstance(value, bytes) else _struct(value)
    inner, items = value
    size = bytes([len(items) << 4 | inner]) if len(items) < 15 else bytes([0xF0 | inner]) + _varint(len(items))
    return size + b"".join(_value(inner, one) for one in items)
