"""Batches from file to file: every format, interrupted and gone on with, broken files."""

import json
import subprocess
import sys

import numpy as np
import pyarrow as pa
import pyarrow.csv as csv
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rongcuo.cli import batch_files
from rongcuo.cli.batch_files import assess_file
from rongcuo.policy import FactError
from rongcuo.policy.batch import parquet
from rongcuo.policy.batch.table import Batch
from tests.policy.drafts import content, write
from tests.policy.test_command import RUN

SMALL = 64


@pytest.fixture(scope="module")
def batch(tiny):
    return Batch(tiny)


@pytest.fixture
def cases(tmp_path, monkeypatch):
    """1,000 cases in pieces of 64 rows."""
    monkeypatch.setattr(batch_files, "ROWS", SMALL)
    chance = np.random.default_rng(3)

    def some(values):
        return [values[i] for i in chance.integers(0, len(values), 1000)]

    table = pa.table({
        "staff": pa.array(some([True, False, None]), pa.bool_()),
        "started_on": pa.array(some(["2021-01-01", "2019-01-01"]), pa.string()),
        "gravity": pa.array(some(["none", "grave", "unknown"]), pa.string()),
        "crime": pa.array(some([False, False, True]), pa.bool_()),
        "diligent": pa.array(some([True, True, None]), pa.bool_()),
        "private_gain": pa.array(some([False, None]), pa.bool_()),
        "first_trial": pa.array(some([True, None]), pa.bool_()),
    })
    pq.write_table(table, tmp_path / "cases.parquet", row_group_size=300)
    with pa.ipc.new_file(tmp_path / "cases.arrow", table.schema) as writer:
        writer.write_table(table, max_chunksize=170)
    words = [column.cast(pa.string()) for column in table.columns]
    csv.write_csv(pa.table(words, names=table.column_names), tmp_path / "cases.csv")
    return table


def plain(table):
    return [{key: str(one) for key, one in row.items()} for row in table.to_pylist()]


@pytest.mark.parametrize("source", ["cases.parquet", "cases.arrow", "cases.csv"])
@pytest.mark.parametrize("target", ["out.parquet", "out.csv"])
def test_every_format(batch, cases, tmp_path, source, target):
    seen = []
    done = assess_file(batch, tmp_path / source, tmp_path / target, lambda *now: seen.append(now))
    assert done.rows == 1000 and seen[0][0] == 0 and seen[-1][0] == 1000
    expected = batch.run(cases)
    if target.endswith("parquet"):
        back = pq.read_table(tmp_path / target)
        assert plain(back) == plain(expected)
        assert pq.ParquetFile(tmp_path / target).metadata.metadata[b"rongcuo.policy"] == b"tiny/1.0.0"
    else:
        back = csv.read_csv(tmp_path / target, convert_options=csv.ConvertOptions(strings_can_be_null=True))
        assert plain(back) == plain(expected)
    assert sum(done.outcomes.values()) + done.contradictions == 1000 and done.contradictions
    assert not [*tmp_path.glob("*.part*")]


class Stop(Exception):
    pass


@pytest.mark.parametrize("target", ["out.parquet", "out.csv"])
@pytest.mark.parametrize("source", ["cases.parquet", "cases.arrow", "cases.csv"])
@pytest.mark.parametrize("after", [0, 1, 5, 15])
def test_an_interrupted_batch_goes_on(batch, cases, tmp_path, source, target, after):
    whole = tmp_path / f"whole-{target}"
    assess_file(batch, tmp_path / source, whole)
    seen = 0

    def stop(done, total):
        nonlocal seen
        seen += 1
        if seen > after + 1:
            raise Stop

    out = tmp_path / target
    with pytest.raises(Stop):
        assess_file(batch, tmp_path / source, out, stop)
    assert not out.exists(), "nothing under the final name"
    with (tmp_path / f"{target}.part").open("ab") as part:
        part.write(b"half a piece")
    with (tmp_path / f"{target}.part.log").open("a") as log:
        log.write('{"rows": 3')
    first = []
    done = assess_file(batch, tmp_path / source, out, lambda now, total: first.append(now))
    assert first[0] > 0, "it did not start anew"
    assert out.read_bytes() == whole.read_bytes() and done.rows == 1000


def test_another_source_or_pack_starts_anew(batch, cases, tmp_path):
    out, seen = tmp_path / "out.parquet", []

    def stop(done, total):
        seen.append(done)
        if done:
            raise Stop

    for change in (lambda: None, lambda: pq.write_table(cases, tmp_path / "cases.parquet")):
        change()
        with pytest.raises(Stop):
            assess_file(batch, tmp_path / "cases.parquet", out, stop)
    assert seen == [0, SMALL, 0, SMALL]
    other = Batch(batch.pack, batch.pack.settings({"conditions": "named"}))
    with pytest.raises(Stop):
        assess_file(other, tmp_path / "cases.parquet", out, stop)
    assert seen[-2:] == [0, SMALL]


def test_a_log_that_says_more_than_there_is_is_not_believed(batch, cases, tmp_path):
    out = tmp_path / "out.parquet"

    def stop(done, total):
        if done > 200:
            raise Stop

    with pytest.raises(Stop):
        assess_file(batch, tmp_path / "cases.parquet", out, stop)
    part = tmp_path / "out.parquet.part"
    part.write_bytes(part.read_bytes()[:-10])
    assess_file(batch, tmp_path / "cases.parquet", out)
    assert plain(pq.read_table(out)) == plain(batch.run(cases))


@pytest.mark.parametrize("cut", [0, 3, 100, -9, -1])
@pytest.mark.parametrize("source", ["cases.parquet", "cases.arrow"])
def test_a_truncated_file(batch, cases, tmp_path, source, cut):
    data = (tmp_path / source).read_bytes()
    (tmp_path / source).write_bytes(data[:cut])
    out = tmp_path / "out.parquet"
    with pytest.raises(FactError, match="batch-file") as error:
        assess_file(batch, tmp_path / source, out)
    assert source in error.value.problems[0].message_zh and not out.exists()


@pytest.mark.parametrize(("name", "text", "code"), [
    ("a.csv", "staff,name\nyes,x\n", "batch-column"), ("a.csv", "staff\nyes\nmaybe\n", "batch-value"),
    ("a.csv", "staff,crime\nyes\n", "batch-file"), ("a.csv", "", "batch-file"),
    ("a.csv", "staff,staff\nyes,no\n", "batch-column-twice"), ("a.xlsx", "x", "batch-format"),
    ("a.parquet", "no parquet at all", "batch-file"),
])
def test_files_that_do_not_fit(batch, tmp_path, name, text, code):
    (tmp_path / name).write_text(text, "utf-8")
    with pytest.raises(FactError, match=code):
        assess_file(batch, tmp_path / name, tmp_path / "out.csv")
    assert not (tmp_path / "out.csv").exists()


def test_targets_that_do_not_fit(batch, cases, tmp_path):
    (tmp_path / "there.csv").write_text("mine")
    for name, code in (("there.csv", "batch-exists"), ("out.txt", "batch-format")):
        with pytest.raises(FactError, match=code):
            assess_file(batch, tmp_path / "cases.parquet", tmp_path / name)
    assert (tmp_path / "there.csv").read_text() == "mine"
    with pytest.raises(FactError, match="batch-file"):
        assess_file(batch, tmp_path / "nowhere.csv", tmp_path / "out.csv")


FLAGS = st.lists(st.sampled_from([True, False, None]), max_size=70)


@given(FLAGS, st.integers(1, 200), st.randoms(use_true_random=False), st.integers(0, 9))
def test_the_parquet_bytes_are_read_back(flags, words, chance, skip):
    count = len(flags)
    dictionary = pa.array([f"甲{i}" for i in range(min(words, 127))])
    codes = pa.array([chance.choice([None, chance.randrange(len(dictionary))]) for _ in flags], pa.int8())
    batch = pa.RecordBatch.from_arrays(
        [pa.array(flags, pa.bool_()), pa.DictionaryArray.from_arrays(codes, dictionary),
         pa.array([bool(one) for one in flags], pa.bool_())], names=["b", "文", "full"],
    ).slice(min(skip, count))
    first, entry = parquet.row_group(batch, 4)
    second, other = parquet.row_group(batch, 4 + len(first))
    end = parquet.footer(batch.schema, [entry, other], 2 * batch.num_rows, "t", {"k": "v"})
    back = pq.read_table(pa.BufferReader(b"PAR1" + first + second + end))
    back.validate(full=True)
    assert back.to_pylist() == batch.to_pylist() * 2
    assert back.schema.metadata == {b"k": b"v"}


def test_the_command(tiny, tmp_path, cases):
    write(tmp_path / "pack", content())
    command = [sys.executable, "-c", RUN, "assess", "--batch", "cases.parquet", "--policy", "pack"]
    environment = {"PYTHONPATH": ":".join(sys.path), "LANG": "en"}

    def run(*more):
        return subprocess.run(
            [*command, *more], cwd=tmp_path, env=environment, capture_output=True, encoding="utf-8", check=False,
        )

    done = run("--out", "out.csv")
    assert done.returncode == 0 and done.stdout.startswith("out.csv: 1000\n") and done.stderr == ""
    assert "facts contradict each other" in done.stdout
    again = run("--out", "out.csv")
    assert again.returncode == 2 and "exists already" in again.stderr
    named = run("--out", "named.parquet", "--reading", "conditions=named", "--json")
    assert json.loads(named.stdout)["rows"] == 1000
    for wrong in ((), ("--out", "x.csv", "--reading", "conditions"), ("--out", "x.csv", "--reading", "a=b"),
                  ("facts.yaml", "--out", "x.csv")):
        done = run(*wrong)
        assert done.returncode == 2 and done.stderr.strip() and not (tmp_path / "x.csv").exists()


def test_without_the_extra(tmp_path):
    without = f"import sys; sys.modules['numpy'] = None; {RUN}"
    done = subprocess.run(
        [sys.executable, "-c", without, "assess", "--batch", "a.csv", "--out", "b.csv"], cwd=tmp_path,
        env={"PYTHONPATH": ":".join(sys.path), "LANG": "en"}, capture_output=True, encoding="utf-8", check=False,
    )
    assert done.returncode == 2 and "rongcuo[batch]" in done.stderr
