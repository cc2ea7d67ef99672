"""Files of a batch: read piece by piece, written so that an interrupted batch goes on.

The result grows in `<name>.part`, with `<name>.part.log` beside it: one line of JSON for each piece
that is whole. The final name appears by renaming the finished file, never before. Run again, the
same batch cuts off what came after the last whole piece and goes on there; another source, pack,
setting or engine starts anew. Memory holds a few pieces, however long the file.
"""

from __future__ import annotations

import io
import json
import os
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as csv
import pyarrow.parquet as pq

from rongcuo.policy.batch import parquet
from rongcuo.policy.batch.table import CONTRADICTION, OUTCOME, Batch
from rongcuo.policy.cache import ENGINE
from rongcuo.policy.problems import FactError, problem

ROWS = 1 << 18  # most rows of a piece
FORMAT = 1  # of the log
_BLOCK = 1 << 23  # bytes of CSV read at once
_BROKEN = (pa.ArrowException, OSError, EOFError, ValueError)


class Source:
    """A file of cases: `schema`, `rows` (None where only reading tells) and its pieces in order."""

    def __init__(self, path: Path):
        self.path = path
        self.rows: int | None = None
        opened = {".parquet": self._parquet, ".arrow": self._arrow, ".csv": self._csv}.get(path.suffix)
        if opened is None:
            raise FactError([problem("batch-format", name=path.name)])
        with _clear(path):
            self._pieces = opened()

    def pieces(self, done: int) -> Iterator[pa.RecordBatch]:
        """The pieces after the first `done` rows, which end a piece. Raises FactError."""
        with _clear(self.path):
            for batch in self._pieces(done):
                for start in range(0, batch.num_rows, ROWS):
                    yield batch.slice(start, ROWS)

    def identity(self) -> list:
        """What tells this file from another one under the same name."""
        known = self.path.stat()
        return [self.path.name, known.st_size, known.st_mtime_ns]

    def _parquet(self):
        file = pq.ParquetFile(self.path)
        self.schema, self.rows = file.schema_arrow, file.metadata.num_rows

        def pieces(done: int) -> Iterator[pa.RecordBatch]:
            for group in range(file.num_row_groups):
                rows = file.metadata.row_group(group).num_rows
                if done >= rows:
                    done -= rows
                    continue
                yield from _after(file.iter_batches(ROWS, row_groups=[group]), done)
                done = 0

        return pieces

    def _arrow(self):
        source = pa.memory_map(str(self.path))
        try:
            file = pa.ipc.open_file(source)
        except pa.ArrowInvalid:  # a stream
            self.schema = pa.ipc.open_stream(self.path.open("rb")).schema
            return lambda done: _after(pa.ipc.open_stream(self.path.open("rb")), done)
        self.schema = file.schema
        return lambda done: _after((file.get_batch(i) for i in range(file.num_record_batches)), done)

    def _csv(self):
        """Every column as text, read as people write it. The types are the pack's affair."""
        block = csv.ReadOptions(block_size=_BLOCK)
        names = csv.open_csv(self.path, read_options=block).schema.names
        as_text = csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False
        )
        self.schema = pa.schema([(name, pa.string()) for name in names])
        return lambda done: _after(csv.open_csv(self.path, block, None, as_text), done)


def _after(batches: Iterator[pa.RecordBatch], done: int) -> Iterator[pa.RecordBatch]:
    for batch in batches:
        if done >= batch.num_rows > 0:
            done -= batch.num_rows
        else:
            yield batch.slice(done)
            done = 0


class _clear:
    """Turns the reader's complaints about a broken file into one sentence."""

    def __init__(self, path: Path):
        self.path = path

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        if isinstance(error, _BROKEN) and not isinstance(error, FactError):
            reason = getattr(error, "strerror", None) or str(error).split("\n")[0] or kind.__name__
            raise FactError([problem("batch-file", name=self.path.name, found=reason)]) from None


class Summary:
    """What came of it: rows, how often each outcome was given, rows with contradicting facts."""

    def __init__(self):
        self.rows, self.outcomes, self.contradictions = 0, Counter(), 0

    def add(self, counts: dict) -> None:
        self.rows += counts["rows"]
        self.contradictions += counts["contradictions"]
        self.outcomes.update(counts["outcomes"])


def assess_file(
    batch: Batch,
    source: Path,
    target: Path,
    progress: Callable[[int, int | None], None] = lambda done, total: None,
) -> Summary:
    """Assess `source` (.parquet, .arrow, .csv) into `target` (.parquet, .csv).

    `progress(rows done, rows or None)` after each piece. Raises FactError for a file that cannot be
    read, columns or values that do not fit, and a target that exists; what is whole so far is kept
    for the next run.
    """
    if target.exists():
        raise FactError([problem("batch-exists", name=target.name)])
    if target.suffix not in _WRITERS:
        raise FactError([problem("batch-format", name=target.name)])
    cases = Source(source)
    batch.check(cases.schema)
    written = _Result(batch, cases, target)
    with written, ThreadPoolExecutor(1) as ahead:
        pieces = cases.pieces(written.summary.rows)
        progress(written.summary.rows, cases.rows)
        coming = ahead.submit(next, pieces, None)
        while (piece := coming.result()) is not None:
            coming = ahead.submit(next, pieces, None)
            written.add(batch.run(piece))
            progress(written.summary.rows, cases.rows)
        written.finish()
    return written.summary


class _Result:
    """The growing result and its log."""

    def __init__(self, batch: Batch, cases: Source, target: Path):
        self.target = target
        self.part = target.with_name(target.name + ".part")
        self.log = target.with_name(target.name + ".part.log")
        self.writer = _WRITERS[target.suffix](batch)
        self.summary = Summary()
        self.head = json.dumps([
            FORMAT, ENGINE, batch.pack.digest, batch.settings.digest, ROWS, cases.identity(),
        ])
        whole = self._whole()
        self.data = self.part.open("r+b" if whole else "w+b")
        if whole:
            for line in whole:
                self.summary.add(line)
                self.writer.seen(line)
            self.data.truncate(whole[-1]["length"])
        self.data.seek(0, os.SEEK_END)
        with self.log.open("w", encoding="utf-8") as log:
            log.writelines([self.head + "\n", *(json.dumps(line) + "\n" for line in whole)])
        if not whole:
            self.data.write(self.writer.begin())

    def _whole(self) -> list[dict]:
        """The pieces of an earlier run of the same batch that are whole."""
        try:
            lines = self.log.read_text("utf-8").split("\n")
            size = self.part.stat().st_size
        except (OSError, UnicodeDecodeError):
            return []
        if lines[0] != self.head:
            return []
        whole = []
        for line in lines[1:-1]:  # the last one is empty, or was cut off
            try:
                piece = json.loads(line)
            except ValueError:
                break
            if piece["length"] > size:
                break
            whole.append(piece)
        return whole

    def add(self, result: pa.RecordBatch) -> None:
        entry, content = self.writer.piece(result, self.data.tell())
        self.data.write(content)
        self.data.flush()
        line = {**_counts(result), "length": self.data.tell(), **entry}
        with self.log.open("a", encoding="utf-8") as log:
            log.write(json.dumps(line) + "\n")
        self.summary.add(line)

    def finish(self) -> None:
        self.data.write(self.writer.end(self.summary.rows))
        self.data.flush()
        os.fsync(self.data.fileno())
        os.replace(self.part, self.target)
        self.log.unlink()

    def __enter__(self):
        return self

    def __exit__(self, *raised):
        self.data.close()


def _counts(result: pa.RecordBatch) -> dict:
    outcomes = result.column(OUTCOME)
    found = outcomes.indices.value_counts()
    words = outcomes.dictionary.to_pylist()
    contradictions = 0
    if CONTRADICTION in result.schema.names:
        column = result.column(CONTRADICTION)
        contradictions = len(column) - column.null_count
    return {
        "rows": result.num_rows, "contradictions": contradictions,
        "outcomes": {
            words[one["values"]]: one["counts"] for one in found.to_pylist() if one["values"] is not None
        },
    }


class _ParquetWriter:
    def __init__(self, batch: Batch):
        self.batch, self.entries = batch, []

    def seen(self, line: dict) -> None:
        self.entries.append(bytes.fromhex(line["entry"]))

    def begin(self) -> bytes:
        return parquet.MAGIC

    def piece(self, result: pa.RecordBatch, offset: int) -> tuple[dict, bytes]:
        content, entry = parquet.row_group(result, offset)
        self.entries.append(entry)
        return {"entry": entry.hex()}, content

    def end(self, rows: int) -> bytes:
        pack = self.batch.pack
        notes = {
            "rongcuo.policy": f"{pack.id}/{pack.version}", "rongcuo.policy_digest": pack.digest,
            "rongcuo.settings_digest": self.batch.settings.digest, "rongcuo.engine": ENGINE,
        }
        return parquet.footer(self.batch.schema, self.entries, rows, ENGINE, notes)


class _CsvWriter:
    def __init__(self, batch: Batch):
        self.schema = batch.schema

    def seen(self, line: dict) -> None:
        """Nothing to remember."""

    def begin(self) -> bytes:
        return (",".join(f'"{name}"' for name in self.schema.names) + "\n").encode()

    def piece(self, result: pa.RecordBatch, offset: int) -> tuple[dict, bytes]:
        out = io.BytesIO()
        table = pa.table({
            name: column.cast(pa.string()) if pa.types.is_dictionary(column.type) else column
            for name, column in zip(result.schema.names, result.columns, strict=True)
        })
        csv.write_csv(table, out, csv.WriteOptions(include_header=False))
        return {}, out.getvalue()

    def end(self, rows: int) -> bytes:
        return b""


_WRITERS = {".parquet": _ParquetWriter, ".csv": _CsvWriter}
