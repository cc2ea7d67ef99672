"""The batch says of every row what `assess` says of it alone, however its columns are written."""

from datetime import date
from decimal import Decimal

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rongcuo.policy import NOT_APPLICABLE, FactError, assess
from rongcuo.policy.batch import kernel
from rongcuo.policy.batch.columns import SUFFIX, bits
from rongcuo.policy.batch.table import Batch
from tests.policy.strategies import FACTS, facts
from tests.policy.test_backends import with_passes
from tests.policy.test_laws import READINGS, made, quick

TYPES = {"yes_no": pa.bool_(), "choice": pa.string(), "number": pa.decimal128(9, 2), "date": pa.date32()}


def typed(rows):
    """Each fact as a column of its type, not applicable as a column beside it."""
    columns = {}
    for name, kind in FACTS.items():
        values = [row.get(name) for row in rows]
        columns[name] = pa.array([None if one is NOT_APPLICABLE else one for one in values], TYPES[kind])
        columns[name + SUFFIX] = pa.array([one is NOT_APPLICABLE for one in values], pa.bool_())
    return pa.table(columns)


def written(rows):
    """Each fact as a column of words, as a CSV has them."""
    words = {True: "是", False: "no", None: "unknown", NOT_APPLICABLE: "不适用"}
    return pa.table({
        name: pa.array([
            words[one] if one in (True, False, None, NOT_APPLICABLE) and type(one) is not int else str(one)
            for one in (row.get(name) for row in rows)
        ], pa.string())
        for name in FACTS
    })


@quick
@given(with_passes(), st.lists(facts(), max_size=20), READINGS, st.booleans(), st.integers(0, 9))
def test_the_batch_equals_one_by_one(raw, rows, reading, as_words, skip):
    raw["constraints"] = [
        {"id": "k1", "at_most_one": ["y0", "y1", "y2"], "cites": "A1"},
        {"id": "k2", "implies": [{"fact": "y3"}, {"any": [{"fact": "c0", "in": ["a"]}, {"rule": "r0"}]}]},
    ]
    pack, chosen = made(raw, reading)
    table = (written if as_words else typed)([{}] * skip + rows).slice(skip)  # bits that begin anywhere
    said = Batch(pack, chosen).run(table).to_pylist()
    assert len(said) == len(rows)
    words = {"met": True, "not_met": False, "open": None}
    for row, one in zip(rows, said, strict=True):
        broken = one.pop("contradiction")
        try:
            result = assess(pack, row, settings=chosen)
        except FactError as error:
            assert broken in str(error)
            assert set(one.values()) == {None}
        else:
            assert broken is None and one.pop("outcome") == result.outcome
            assert one == {name: words[verdict] for name, verdict in result.situations.items()}


def test_blocks_of_many_cases_join(tiny, monkeypatch):
    monkeypatch.setattr(kernel, "BLOCK", 8)
    chance = np.random.default_rng(7)
    rows = [{
        "staff": chance.choice([True, False, None]), "gravity": str(chance.choice(["none", "grave"])),
        "started_on": date(2019 + int(chance.integers(3)), 6, 1), "loss": int(chance.integers(9000)),
        "diligent": True, "private_gain": None if chance.random() < 0.3 else False,
    } for _ in range(533)]
    table = pa.Table.from_pylist(rows)
    said = Batch(tiny).run(table)
    assert said.column("outcome").to_pylist() == [assess(tiny, row).outcome for row in rows]
    whole = pa.table({name: pa.chunked_array([column.chunk(0)[:100], column.chunk(0)[100:]])
                      for name, column in zip(table.column_names, table.columns, strict=True)})
    assert Batch(tiny).run(whole).equals(said)


@pytest.mark.parametrize(("columns", "code"), [
    ({"name": ["示例甲"]}, "batch-column"), ({"staff" + SUFFIX: [True]}, "batch-column"),
    ({"staff": [1]}, "batch-type"), ({"loss": [1.5]}, "batch-type"), ({"gravity": [True]}, "batch-type"),
    ({"started_on": [2020]}, "batch-type"), ({"first_trial" + SUFFIX: ["yes"]}, "batch-type"),
    ({"staff": ["maybe"]}, "batch-value"), ({"gravity": ["terrible"]}, "batch-value"),
    ({"loss": ["1e3"]}, "batch-value"), ({"staff": ["不适用"]}, "fact-not-applicable"),
])
def test_tables_that_do_not_fit(tiny, columns, code):
    with pytest.raises(FactError) as error:
        Batch(tiny).run(pa.table(columns))
    assert [one.code for one in error.value.problems] == [code]


def test_columns_in_other_types(tiny):
    table = pa.table({
        "loss": pa.array([5, 4999, 5000, None], pa.uint64()), "remedied": ["yes", "是", "true", "否"],
        "gravity": pa.array(["轻微", "grave", None, "none"]).dictionary_encode(),
        "happened_on": ["2020-01-01"] * 4, "started_on": pa.array([date(2020, 2, 1)] * 4, pa.date32()),
        "first_trial": pa.nulls(4),
    })
    said = Batch(tiny).run(table)
    assert said.column("A2-2").to_pylist() == [True, True, True, None]
    twice = pa.Table.from_arrays([pa.array([True]), pa.array([True])], names=["staff", "staff"])
    with pytest.raises(FactError, match="batch-column-twice"):
        Batch(tiny).run(twice)
    assert Batch(tiny).run(pa.table({"loss": pa.array([Decimal("0.1")])})).num_rows == 1
    assert Batch(tiny).run(table.slice(0, 0)).num_rows == 0


def test_bits_from_anywhere():
    array = pa.array([True, False, True, True, False] * 9)
    for start in range(20):
        part = array[start:]
        whole = np.unpackbits(bits(part.buffers()[1], part.offset, len(part)), bitorder="little")
        assert whole[: len(part)].astype(bool).tolist() == part.to_pylist()
