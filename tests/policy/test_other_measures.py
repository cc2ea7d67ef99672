"""Every shipped pack: its scenarios hold, tell each rule both ways and reach every outcome. Packs of
measures whose words could not be had say so of every unit, and rest every rule on one."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from rongcuo.policy import load
from rongcuo.policy.scenarios import run

FOLDERS = sorted(one.parent for one in (Path(__file__).parents[2] / "policies").glob("*/*/pack.yaml"))
PACKS = [load(folder) for folder in FOLDERS]
PARTIAL = [pack for pack in PACKS if pack.partial]

every = pytest.mark.parametrize("pack", PACKS, ids=lambda one: one.id)
partial = pytest.mark.parametrize("pack", PARTIAL, ids=lambda one: one.id)


@every
def test_the_scenarios_hold(pack):
    assert pack.scenarios
    found = [one.text("en") for scenario in pack.scenarios.values() for one in run(pack, scenario)]
    assert found == []


@every
def test_every_rule_is_told_both_ways_and_every_outcome_reached(pack):
    told = {
        verdict: {
            rule for one in pack.scenarios.values() for rule in one.expect.get(verdict, ())
        }
        for verdict in ("met", "not_met")
    }
    assert told["met"] == told["not_met"] == set(pack.rules)
    assert {one.expect["outcome"] for one in pack.scenarios.values()} == set(pack.outcomes)


@partial
def test_what_could_not_be_had_is_declared_and_nothing_is_quoted(pack):
    assert pack.validity == "unconfirmed" and pack.validity_note and pack.source
    assert not any(unit.available for unit in pack.units.values())
    assert pack.text_digest == hashlib.sha256(b"").hexdigest()
    assert all(unit.zh.startswith("（未获得原文。）") for unit in pack.units.values())


@partial
def test_every_fact_is_asked_for(pack):
    asked, stack = set(), [one.when for one in (*pack.rules.values(), *pack.outcomes.values())]
    while stack:
        node = stack.pop()
        if node is not None:
            asked |= {node.key, getattr(node.value, "id", None)}
            stack += node.children
    assert set(pack.facts) <= asked


@every
def test_what_is_still_open_is_told_with_what_is_admissible_what_decides_and_what_to_ask(pack):
    """At least one matter of each pack that is not settled yet states all three; `run` holds it to them."""
    told = [
        one for one in pack.scenarios.values()
        if pack.outcomes[one.expect["outcome"]].undetermined
        and {"admissible", "decisive", "questions"} <= one.expect.keys() and one.expect["questions"]
    ]
    assert told
    for one in told:
        assert run(pack, one) == []
        wrong = dict(one.expect, questions=one.expect["questions"][1:])
        values = dict(zip(one.fields, one.values_of_fields(), strict=True)) | {"expect": wrong}
        assert [d.key for d in run(pack, type(one)(**values))] == ["questions"]
