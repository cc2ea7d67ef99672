"""Every change of a rule is noticed by the pack's scenarios, or proved to change nothing."""

import json
from pathlib import Path

import pytest

from rongcuo.policy import FactError, assess, load
from rongcuo.policy.build import build
from rongcuo.policy.mutants import difference, mutants, try_scenarios, variants
from rongcuo.policy.proofs import prove
from tests.policy.drafts import content, rule
from tests.policy.test_command import rongcuo  # noqa: F401 - a fixture

PACKS = sorted((Path(__file__).parents[2] / "policies").glob("*/*/pack.yaml"))


@pytest.mark.parametrize("path", PACKS, ids=lambda one: one.parent.parent.name)
def test_the_scenarios_of_the_packs_we_ship_notice_everything(path):
    found = try_scenarios(load(path.parent))
    assert [(one.mutant.name, one.mutant.node, one.mutant.how, one.facts) for one in found.survivors] == []
    assert found.total == sum(found.killed.values()) + len(found.equivalent)


def test_each_kind_of_change_is_made():
    pack = build(content(), [], "0" * 64)
    made = {
        (place, how) for one in pack.rules.values() for place, how, _ in variants(one.when)
    }
    assert {
        ("A1", "negated"), ("A1", "swapped"), ("A1/all/2", "dropped"), ("A1/all/2", "after"),
        ("A1/all/2", "on_or_after 2019-12-31"), ("A2-2", "count 2"), ("A2-2", "count 4"),
        ("A2-2/count/1", "less_than 5001"), ("A2-2/count/1", "at_most"), ("A2-2/count/4", "dropped"),
        ("A2-1/when_reading/else", "negated"),
    } <= made


def test_what_survives_is_shown_by_facts_and_what_is_equivalent_by_proof():
    """The tiny pack has two scenarios: much survives, and the evaluator confirms the facts."""
    pack = load(Path(__file__).parent / "packs" / "tiny")
    found = try_scenarios(pack)
    assert found.survivors and {one.node for one in found.equivalent} == {"A3/any/2"}
    for one in found.survivors:
        settings = pack.settings(dict(one.settings))
        try:
            said = [assess(p, dict(one.facts), settings=settings) for p in (pack, one.mutant.pack)]
        except FactError:
            raise AssertionError(one) from None
        assert said[0].rules != said[1].rules or said[0].outcome != said[1].outcome or (
            said[0].verdicts != said[1].verdicts), one.mutant.node
    for one in found.equivalent:
        assert difference(pack, one.pack) is None


def test_a_scenario_that_fails_by_itself_notices_nothing():
    raw = content()
    wrong = {"id": "s", "title": {"zh": "例", "en": "case"}, "findings": {}, "expect": {"outcome": "excluded"},
             "_file": "s.yaml", "_line": 1}
    found = try_scenarios(build(raw, [wrong], "0" * 64), most=5)
    assert not found.killed and found.total == 5


def test_a_repeated_condition_is_equivalent():
    raw = content()
    rule(raw, "A2")["when"]["all"].append({"fact": "diligent"})
    pack = build(raw, [], "0" * 64)
    dropped = [one for one in mutants(pack) if (one.node, one.how) == ("A2/all/3", "dropped")]
    assert len(dropped) == 1 and difference(pack, dropped[0].pack) is None


def test_a_new_pack_loads_passes_and_notices_everything(rongcuo):  # noqa: F811
    done = rongcuo("policy", "new", "sample-2024", "--issued", "2024-05-01", "--lang", "en")
    assert done.returncode == 0 and "Next:" in done.stdout
    folder = rongcuo.folder / "policies" / "sample-2024" / "1.0.0"
    pack = load(folder)
    assert prove(pack) == [] and pack.valid_from.isoformat() == "2024-05-01"
    result = try_scenarios(pack)
    assert not result.survivors and not result.equivalent
    assert rongcuo("policy", "check", "sample-2024").returncode == 0
    tested = rongcuo("policy", "test", "sample-2024", "--mutants", "--json")
    (report,) = json.loads(tested.stdout)
    assert tested.returncode == 0 and report["mutants"]["total"] == result.total
    again = rongcuo("policy", "new", "sample-2024")
    assert again.returncode == 2 and "已经存在" in again.stderr
    for wrong in (("../x",), ("a", "--version", "1"), ("a", "--issued", "soon"), ()):
        done = rongcuo("policy", "new", *wrong)
        assert done.returncode == 2 and done.stderr


def test_what_scenarios_miss_is_told(rongcuo):  # noqa: F811
    done = rongcuo("policy", "test", "tiny", "--mutants", "--lang", "en")
    assert done.returncode == 1 and "A2-2/count/1: at_most: not noticed; try" in done.stdout
    assert "61 mutants, 37 noticed, 1 proved equivalent, 23 survive" in done.stdout
