"""Our engine as a column of the peer benchmark: its policy compiled from packs/peers, our own format.

assess(facts), explain(facts): facts {name: True | False | None}, all 33 present.
assess_table(table): pyarrow table of 33 nullable booleans -> outcome and the situations.
assess_parquet(source, target): file to file, as `rongcuo assess --batch` does it.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pyarrow as pa

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "src"))

from rongcuo import __version__  # noqa: E402, F401 - named in the benchmark's table
from rongcuo.cli.batch_files import assess_file  # noqa: E402
from rongcuo.policy import assess as _assess  # noqa: E402
from rongcuo.policy import load  # noqa: E402
from rongcuo.policy.batch.table import Batch  # noqa: E402
from rongcuo.policy.decide import decider  # noqa: E402

EXPLANATION = (
    "verdict of every node over a static skeleton of articles and quotes, immutable; as JSON the whole tree"
)
PACK = load(HERE / "packs" / "peers", scenarios=False)
SITUATIONS = [one.id for one in PACK.rules.values() if one.kind == "situation"]
_decide = decider(PACK)
_batch = Batch(PACK)


class Explained:
    """An assessment as the benchmark reads it; as text it is the whole explanation in JSON."""

    __slots__ = ("result",)

    def __init__(self, result):
        self.result = result

    @property
    def outcome(self):
        return self.result.outcome

    @property
    def satisfied(self):
        verdicts, roots = self.result.verdicts, self.result.program.rule_roots
        return [name for name in SITUATIONS if verdicts[roots[name]] == 3]

    @property
    def explanation(self):
        return self

    def __str__(self):
        return self.result.to_json().decode()


def assess(facts):
    outcome, satisfied = _decide(facts)
    return {"outcome": outcome, "satisfied": satisfied}


def explain(facts):
    return Explained(_assess(PACK, facts))


def assess_table(table):
    return pa.Table.from_batches([_batch.run(table)])


def assess_parquet(source, target):
    assess_file(_batch, Path(source), Path(target))
