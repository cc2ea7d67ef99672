"""How long an explained assessment takes, and how long `rongcuo assess` takes to start.

    python benchmarks/policy.py [PACK FOLDER]      # default: the shipped pack of the checkout

Facts: every fact unknown; and seeded mixes with a quarter of the facts unknown. Each figure is
the median over rounds of the mean of many calls. Beside the engine runs a hand-written walk over
the same conditions that builds the same document as plain values and then JSON, in the same
process, so that the ratio says more than the machine does.
"""

from __future__ import annotations

import json
import os
import platform
import random
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))

from rongcuo.policy import NOT_APPLICABLE, FactError, assess, load  # noqa: E402
from rongcuo.policy.cache import ENGINE  # noqa: E402
from rongcuo.policy.document import FORMAT, expectation, plain  # noqa: E402
from rongcuo.policy.model import OtherFact  # noqa: E402

ROUNDS, CALLS, STARTS = 15, 400, 25


def median(call) -> float:
    """Microseconds of one call: median over rounds, after a warm-up."""
    for _ in range(CALLS):
        call()
    found = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        for _ in range(CALLS):
            call()
        found.append((time.perf_counter() - start) / CALLS * 1e6)
    return statistics.median(found)


def mixes(pack, count: int = 20) -> list[dict]:
    """Seeded facts that keep the pack's constraints, a quarter of them unknown."""
    chance, found = random.Random(20180223), []
    while len(found) < count:
        facts = {}
        for fact in pack.facts.values():
            if chance.random() < 0.25:
                continue
            facts[fact.id] = {
                "yes_no": chance.random() < 0.5,
                "choice": chance.choice([*fact.values] or [None]),
                "number": chance.randrange(10_000),
                "date": date(2018 + chance.randrange(6), 1 + chance.randrange(12), 1),
            }[fact.type]
        try:
            assess(pack, facts)
        except FactError:
            continue
        found.append(facts)
    return found


class Walk:
    """The hand-written tree walk: recursion over the conditions, one dict a node, json.dumps."""

    COMPARE = {
        "at_least": lambda a, b: a >= b, "at_most": lambda a, b: a <= b,
        "more_than": lambda a, b: a > b, "less_than": lambda a, b: a < b,
        "equals": lambda a, b: a == b, "on_or_after": lambda a, b: a >= b,
        "on_or_before": lambda a, b: a <= b, "after": lambda a, b: a > b,
        "before": lambda a, b: a < b,
    }

    def __init__(self, pack):
        self.pack, self.settings = pack, pack.settings()

    def assess(self, facts: dict) -> bytes:
        self.facts, self.done = facts, {}
        rules = [
            {"id": one.id, "kind": one.kind, "verdict": None, "node": self.rule(one.id)}
            for one in self.pack.rules.values()
        ]
        outcomes, given = [], None
        for one in self.pack.outcomes.values():
            if one.when is None:
                continue
            node = self.node(one.when)
            if given is None and node["verdict"] == "met" and all(
                before["verdict"] == "not_met"
                or (before["verdict"] == "open" and before["id"] in one.despite_open)
                for before in outcomes
            ):
                given = one
            outcomes.append({"id": one.id, "verdict": node["verdict"], "node": node})
        outcome = given or next(one for one in self.pack.outcomes.values() if one.when is None)
        for one in rules:
            one["verdict"] = one["node"]["verdict"]
        return json.dumps(
            {
                "format": FORMAT, "policy": {"id": self.pack.id, "version": self.pack.version},
                "settings_digest": self.settings.digest, "engine": ENGINE, "outcome": outcome.id,
                "admissible": outcome.admits, "outcomes": outcomes, "rules": rules,
            },
            ensure_ascii=False, separators=(",", ":"),
        ).encode()

    def rule(self, name: str) -> dict:
        if name not in self.done:
            self.done[name] = self.node(self.pack.rules[name].when)
        return self.done[name]

    def node(self, node) -> dict:
        out = {"id": node.id, "op": node.op, "cites": node.cites, "quote": node.quote}
        children = node.children
        if node.op == "when_reading":
            children = (children[self.settings[node.key] != node.value],)
        shown = [self.node(one) for one in children]
        out["verdict"] = verdict = self.verdict(node, [one["verdict"] for one in shown])
        for one in shown:
            one["decisive"] = node.op == "not" or one["verdict"] == verdict
        if node.op in ("fact", "applicable"):
            out |= {"fact": node.key, "value": plain(self.facts.get(node.key)), "evidence": []}
            if node.op == "fact":
                out["expect"] = expectation(node)
        if shown:
            out["children"] = shown
        return out

    def verdict(self, node, said: list[str]) -> str:
        if node.op in ("all", "any", "count"):
            wanted = {"all": len(said), "any": 1}.get(node.op, node.value)
            if said.count("met") >= wanted:
                return "met"
            return "open" if len(said) - said.count("not_met") >= wanted else "not_met"
        if node.op == "not":
            return {"met": "not_met", "not_met": "met", "open": "open"}[said[0]]
        if node.op == "when_reading":
            return said[0]
        if node.op == "rule":
            return self.rule(node.key)["verdict"]
        if node.op == "reading":
            return "met" if self.settings[node.key] == node.value else "not_met"
        if node.op == "always":
            return "met"
        value, wanted = self.facts.get(node.key), node.value
        if isinstance(wanted, OtherFact):
            wanted = self.facts.get(wanted.id)
        if NOT_APPLICABLE in (value, wanted):
            return "not_met"
        if value is None or (wanted is None and node.op == "fact"):
            return "open"
        if node.op == "applicable":
            return "met"
        if node.test is None or node.test == "in":
            return "met" if (value in wanted if node.test else value) else "not_met"
        return "met" if self.COMPARE[node.test](value, wanted) else "not_met"


def starts(folder: Path) -> tuple[float, float, float]:
    """Milliseconds: python alone, `rongcuo assess` with a cached pack, and with none (median)."""
    with tempfile.TemporaryDirectory() as place:
        facts = Path(place) / "facts.yaml"
        facts.write_text("facts: {}\n")
        run = "import sys; from rongcuo.cli import main; sys.exit(main())"
        command = [sys.executable, "-c", run, "assess", str(facts), "--policy", str(folder)]
        environment = os.environ | {"PYTHONPATH": str(ROOT / "src")}

        def once(arguments, cache: str) -> float:
            begun = time.perf_counter()
            subprocess.run(
                arguments, env=environment | {"RONGCUO_CACHE": cache}, check=True,
                stdout=subprocess.DEVNULL,
            )
            return (time.perf_counter() - begun) * 1000

        cache = f"{place}/cache"
        once(command, cache)
        alone = [once([sys.executable, "-c", "pass"], cache) for _ in range(STARTS)]
        cached = [once(command, cache) for _ in range(STARTS)]
        fresh = [once(command, f"{place}/fresh{i}") for i in range(3)]
    return statistics.median(alone), statistics.median(cached), statistics.median(fresh)


def main() -> None:
    shipped = ROOT / "policies" / "gansu-anjian-2018" / "1.0.0"
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else shipped
    pack = load(folder)
    begun = time.perf_counter()
    first = assess(pack, {})
    compiled = time.perf_counter()
    first.to_json()
    written = time.perf_counter()
    nodes = len(assess(pack, {}).program.steps)
    size = len(assess(pack, {}).to_json())
    print(f"Python {platform.python_version()}, {os.cpu_count()} CPUs, load {os.getloadavg()[0]:.1f}")
    print(f"{pack.id} {pack.version}: {len(pack.facts)} facts, {nodes} nodes, {size} bytes of JSON")
    print(f"first assessment {(compiled - begun) * 1000:.1f} ms, first JSON {(written - compiled) * 1000:.1f} ms\n")
    walk = Walk(pack)
    mixed = mixes(pack)
    for facts in [{}, *mixed]:
        assert json.loads(walk.assess(facts))["outcome"] == assess(pack, facts).outcome
    print("microseconds, median               all unknown   a quarter unknown")
    rows = [
        ("assess (object)", lambda facts: assess(pack, facts)),
        ("assess to JSON bytes", lambda facts: assess(pack, facts).to_json()),
        ("hand-written walk to JSON bytes", walk.assess),
    ]
    found = {}
    for name, call in rows:
        unknown = median(lambda call=call: call({}))
        several = statistics.median(
            median(lambda call=call, facts=facts: call(facts)) for facts in mixed[:5]
        )
        found[name] = (unknown, several)
        print(f"  {name:33}{unknown:11.1f}{several:20.1f}")
    ours, hand = found[rows[1][0]], found[rows[2][0]]
    print(f"  {'walk / engine':33}{hand[0] / ours[0]:11.1f}{hand[1] / ours[1]:20.1f}\n")
    alone, cached, fresh = starts(folder)
    print("milliseconds, median")
    print(f"  python alone                     {alone:11.0f}")
    print(f"  rongcuo assess, pack cached      {cached:11.0f}")
    print(f"  rongcuo assess, pack not cached  {fresh:11.0f}")


if __name__ == "__main__":
    main()
