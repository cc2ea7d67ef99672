"""Assesses a whole Arrow table: `Batch(pack).run(table)`.

The result has a row for each row, in the same order, and none of its columns: `outcome` (text, by
dictionary), one nullable boolean for each situation (null: open), and, where the pack has
constraints, `contradiction`: the id of one that the facts of the row break; all else is null there.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from rongcuo.policy.batch.columns import check_schema, planes
from rongcuo.policy.batch.kernel import Kernel
from rongcuo.policy.model import Pack
from rongcuo.policy.program import default_program, program
from rongcuo.policy.settings import Settings

OUTCOME, CONTRADICTION = "outcome", "contradiction"


class Batch:
    """A pack under settings, ready for tables of any length. Never changes."""

    def __init__(self, pack: Pack, settings: Settings | None = None):
        self.pack = pack
        made = default_program(pack) if settings is None else program(pack, settings)
        self.settings = made.settings
        self.kernel = Kernel(made, [one.id for one in pack.rules.values() if one.kind == "situation"])
        words = pa.dictionary(pa.int8(), pa.string())
        fields = [pa.field(OUTCOME, words)]
        fields += [pa.field(name, pa.bool_()) for name in self.kernel.situations]
        if self.kernel.constraints:
            fields.append(pa.field(CONTRADICTION, words))
        self.schema = pa.schema(fields)
        self._outcomes = pa.array(self.kernel.codes, pa.string())
        self._constraints = pa.array(self.kernel.constraints, pa.string())

    def check(self, schema: pa.Schema) -> None:
        """FactError where a table with this schema cannot be assessed."""
        check_schema(self.pack, schema)

    def run(self, table: pa.Table | pa.RecordBatch) -> pa.RecordBatch:
        """The result, of `self.schema`. Raises FactError for columns or values that do not fit."""
        self.check(table.schema)
        kernel, cases = self.kernel, table.num_rows
        code, out = kernel.run(planes(self.pack, kernel.leaves, table), cases)
        broken = [out[f"broken{i}"] for i in range(len(kernel.constraints))]
        sound = ~np.bitwise_or.reduce(broken) if broken else None
        columns = [
            pa.DictionaryArray.from_arrays(
                pa.Array.from_buffers(
                    pa.int8(), cases,
                    [None if sound is None else pa.py_buffer(sound), pa.py_buffer(code)],
                ),
                self._outcomes,
                safe=False,  # the codes are ours; checking each costs a quarter of the time
            )
        ]
        for i in range(len(kernel.situations)):
            known = out[f"known{i}"]
            if sound is not None:
                np.bitwise_and(known, sound, known)
            columns.append(pa.Array.from_buffers(
                pa.bool_(), cases, [pa.py_buffer(known), pa.py_buffer(out[f"met{i}"])]
            ))
        if broken:
            columns.append(self._contradiction(broken, cases))
        return pa.RecordBatch.from_arrays(columns, schema=self.schema)

    def _contradiction(self, broken: list[np.ndarray], cases: int) -> pa.Array:
        """The first constraint that each row breaks, null where it breaks none."""
        code = np.zeros(len(broken[0]) * 8, np.int8)
        for i in range(len(broken) - 1, -1, -1):
            code[np.unpackbits(broken[i], bitorder="little").view(bool)] = i
        valid = np.bitwise_or.reduce(broken)
        indices = pa.Array.from_buffers(
            pa.int8(), cases, [pa.py_buffer(valid), pa.py_buffer(code)]
        )
        return pa.DictionaryArray.from_arrays(indices, self._constraints)

