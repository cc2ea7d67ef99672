"""How long ask, flip, why and diff take on the packs of this checkout.

    python benchmarks/reasoning.py [PACK FOLDER …]     # default: every pack of the checkout

For each pack: building its diagram once; then, over all of its own scenarios under the defaults and
with nothing known at all, the median and the slowest of each (each figure the median of repeated calls); then `diff`
with itself, with every single other value of its yes/no and choice readings, and with every rule
turned round, from two loaded packs to the finished comparison, diagrams included.
Each difference's witness is confirmed by both evaluators before it is timed. Times are of the
processor, not of the clock: nothing here waits, and other work on the same cores does not count.
"""

from __future__ import annotations

import os
import platform
import statistics
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))

from rongcuo.policy import assess, from_findings, load  # noqa: E402
from rongcuo.policy.comparing import compare  # noqa: E402
from rongcuo.policy.comparing.compare import confirm  # noqa: E402
from rongcuo.policy.mutants import mutants  # noqa: E402
from rongcuo.policy.reasoning import ask, flip, settle, why  # noqa: E402
from rongcuo.policy.reasoning.reasoner import Reasoner  # noqa: E402

CALLS = 9


def timed(call, times: int = CALLS) -> float:
    """Milliseconds of processor time of one call: median, after a warm-up."""
    call()
    found = []
    for _ in range(times):
        start = time.process_time()
        call()
        found.append((time.process_time() - start) * 1000)
    return statistics.median(found)


def row(name: str, several: list[float]) -> None:
    print(f"  {name:26}{statistics.median(several):9.3f}{max(several):9.3f}{len(several):8}")


def comparisons(pack):
    """(settings of the other side, other pack): other readings, and a rule turned round."""
    for key, reading in pack.readings.items():
        values = (False, True) if reading.type == "yes_no" else reading.values
        if "rules" in reading.affects and reading.type in ("yes_no", "choice"):
            for value in values:
                if value != reading.default:
                    yield pack.settings({key: value}), pack
    for one in mutants(pack):
        if one.how == "negated" and one.section == "rules" and one.node == one.name:
            yield pack.settings(), one.pack


def measure(folder: Path) -> None:
    """The figures of one pack."""
    pack = load(folder)
    settings = pack.settings()
    made = Reasoner(pack, settings, {})
    print(f"\n{pack.id} {pack.version}: {len(made.order)} facts in conditions, "
          f"{len(made.compact[0].level)} nodes")
    print(f"  {'milliseconds':26}{'median':>9}{'slowest':>9}{'of':>8}")
    row("build the diagram", [timed(lambda: Reasoner(pack, settings, {}), 5)])
    said = [assess(pack, {})] + [
        assess(pack, from_findings(pack, one.findings)) for one in pack.scenarios.values()
    ]
    for name, work in (("settle", settle), ("ask", ask), ("flip", flip), ("why", why)):
        row(name, [timed(lambda one=one, work=work: work(one)) for one in said])
        if name == "ask":
            row("ask, something open", [timed(lambda one=one: ask(one)) for one in said
                                        if settle(one).settled is None])
    row("diff with itself", [timed(lambda: compare(pack, pack), 5)])
    times = []
    for other_settings, other in comparisons(pack):
        found = compare(pack, other, other_settings=other_settings)
        for one in found.differences:
            assert confirm(found, one, other_settings=other_settings)
        times.append(timed(lambda s=other_settings, o=other: compare(pack, o, other_settings=s), 3))
    if times:
        row("diff with a changed one", times)


def main() -> None:
    given = [Path(one) for one in sys.argv[1:]]
    folders = given or sorted(path.parent for path in (ROOT / "policies").glob("*/*/pack.yaml"))
    print(f"Python {platform.python_version()}, {os.cpu_count()} CPUs, load {os.getloadavg()[0]:.1f}")
    for folder in folders:
        measure(folder)


if __name__ == "__main__":
    main()
