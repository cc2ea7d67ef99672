"""Laws that hold for all packs and all facts."""

import json
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rongcuo.policy import NOT_APPLICABLE, assess
from rongcuo.policy.build import build
from tests.policy.drafts import content, rule
from tests.policy.reference import Reference
from tests.policy.strategies import FACTS, VALUES, facts, packs

WORDS = {"yes": "met", "no": "not_met", "open": "open"}
READINGS = st.sampled_from(["all", "named"])
quick = settings(
    max_examples=100, deadline=None, derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def made(raw: dict, reading: str):
    pack = build(raw, [], "0" * 64)
    return pack, pack.settings({"conditions": reading})


@quick
@given(packs(), facts(), READINGS)
def test_engine_equals_the_reference(raw, known, reading):
    pack, chosen = made(raw, reading)
    result = assess(pack, known, settings=chosen)
    reference = Reference(raw, known, chosen)
    assert result.outcome == reference.outcome()
    assert result.rules == {name: WORDS[reference.rule(name)] for name in pack.rules}


@quick
@given(packs(), st.data(), READINGS)
def test_learning_settles_and_never_flips(raw, data, reading):
    pack, chosen = made(raw, reading)
    known = data.draw(facts())
    before = assess(pack, known, settings=chosen)
    after = assess(pack, data.draw(facts(known)), settings=chosen)
    for old, new in zip(before.verdicts, after.verdicts, strict=True):
        assert old in (1, new)
    if before.place >= 0:
        assert after.outcome == before.outcome and not before.open_facts


@quick
@given(packs(), st.data(), READINGS)
def test_open_facts_are_enough_and_nothing_else_matters(raw, data, reading):
    pack, chosen = made(raw, reading)
    known = data.draw(facts())
    before = assess(pack, known, settings=chosen)
    learnt = {
        name: data.draw(st.sampled_from([NOT_APPLICABLE, *VALUES[FACTS[name]]]))
        for name in before.open_facts
    }
    full = data.draw(facts(known))
    others = {name: value for name, value in full.items() if name not in learnt}
    apart = assess(pack, others, settings=chosen)
    assert (apart.outcome, apart.open_facts) == (before.outcome, before.open_facts)
    settled = assess(pack, known | learnt, settings=chosen)
    assert settled.place >= 0 or (not settled.open_facts and not any(
        settled.verdicts[root] for root in settled.program.outcome_roots
    ))


@quick
@given(packs(), facts(), READINGS, st.booleans())
def test_json_is_the_document(raw, known, reading, with_evidence):
    pack, chosen = made(raw, reading)
    evidence = {"y0": ["1", '二"'], "d0": ["3"], "n1": []} if with_evidence else None
    result = assess(pack, known, settings=chosen, evidence=evidence)
    written = result.to_json()
    assert json.loads(written) == result.document()
    again = assess(pack, dict(reversed(known.items())), settings=chosen, evidence=evidence)
    assert again.to_json() == written
    assert json.dumps(result.document(), ensure_ascii=False, separators=(",", ":")) == (
        written.decode()
    )


@quick
@given(packs(), facts(), READINGS)
def test_every_verdict_follows_from_its_children(raw, known, reading):
    pack, chosen = made(raw, reading)
    document = assess(pack, known, settings=chosen).document()
    of_rule = {one["id"]: one["verdict"] for one in document["rules"]}
    tops = document["rules"] + document["outcomes"]
    for top in tops:
        assert top["node"]["verdict"] == top["verdict"]
    stack = [top["node"] for top in tops]
    while stack:
        node = stack.pop()
        children = node.get("children", [])
        stack += children
        said = [one["verdict"] for one in children]
        assert node["cites"], "every line rests on an article"
        if node["op"] == "rule":
            assert node["verdict"] == of_rule[node["rule"]]
        elif children:
            assert node["verdict"] == combine(node, said)
            if node["decisive"]:
                assert any(one["decisive"] for one in children) or node["op"] == "count"
            else:
                assert not any(one["decisive"] for one in children)


def combine(node, said):
    if node["op"] == "not":
        return {"met": "not_met", "not_met": "met", "open": "open"}[said[0]]
    if node["op"] == "when_reading":
        return said[0]
    wanted = {"all": len(said), "any": 1}.get(node["op"]) or node["expect"]["at_least"]
    if said.count("met") >= wanted:
        return "met"
    return "open" if said.count("met") + said.count("open") >= wanted else "not_met"


THREE = {True: "met", False: "not_met", None: "open"}


@pytest.mark.parametrize(("left", "right"), [*product(THREE, THREE)])
def test_kleene_tables(left, right):
    both = [{"fact": "staff"}, {"fact": "diligent"}]
    known = {"staff": left, "diligent": right}

    def verdict(when):
        raw = content()
        rule(raw, "A3")["when"] = when
        return assess(build(raw, [], ""), known).verdict("A3")

    order = ["not_met", "open", "met"]
    ranks = [order.index(THREE[one]) for one in (left, right)]
    assert verdict({"all": both}) == order[min(ranks)]
    assert verdict({"any": both}) == order[max(ranks)]
    assert verdict({"not": both[0]}) == order[2 - ranks[0]]
    assert verdict({"count": {"at_least": 1, "of": both}}) == order[max(ranks)]
    assert verdict({"count": {"at_least": 2, "of": both}}) == order[min(ranks)]
