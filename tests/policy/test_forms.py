"""What a pack may write beyond plain conditions: windows, scales, exceptions, texts not to be had."""

from datetime import date
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rongcuo.policy import NOT_APPLICABLE, assess
from rongcuo.policy.build import build
from rongcuo.policy.checks.text import text_digest
from rongcuo.policy.loader import load
from tests.policy.drafts import content, fact, rule, signed, write
from tests.policy.strategies import facts, packs


def verdict(when, known, change=lambda raw: None):
    raw = content()
    rule(raw, "A3")["when"] = when
    change(raw)
    return assess(build(raw, [], ""), known).verdict("A3")


OPENED, CLOSED = date(2020, 3, 1), date(2020, 5, 1)


@pytest.mark.parametrize(("day", "closed", "said"), [
    (date(2020, 2, 29), CLOSED, "not_met"), (OPENED, CLOSED, "met"), (date(2020, 4, 30), CLOSED, "met"),
    (CLOSED, CLOSED, "not_met"), (date(2020, 4, 1), None, "open"), (None, CLOSED, "open"),
    (date(2020, 9, 1), NOT_APPLICABLE, "met"), (date(2020, 2, 1), NOT_APPLICABLE, "not_met"),
])
def test_a_window_runs_from_one_event_until_before_another(day, closed, said):
    def change(raw):
        raw["facts"].append({**fact(raw, "happened_on"), "id": "applied_on"})
        fact(raw, "started_on")["not_applicable"] = True

    known = {"happened_on": OPENED, "started_on": closed, "applied_on": day}
    assert verdict({"in_window": "application", "date": "applied_on"}, known, change) == said


AMOUNTS = {
    "small": [0, 4999, Decimal("4999.99")], "middle": [5000, 9000, Decimal("9000.5")],
    "large": [Decimal("9000.51"), 10**9],
}


@pytest.mark.parametrize("wanted", [
    ["small"], ["middle"], ["large"], ["small", "middle"], ["large", "middle"], ["small", "large"],
    ["large", "small", "middle"],
])
def test_a_scale_names_amounts(wanted):
    when = {"on_scale": "loss", "bands": wanted}
    for band, amounts in AMOUNTS.items():
        for amount in amounts:
            assert verdict(when, {"loss": amount}) == ("met" if band in wanted else "not_met")
    assert verdict(when, {}) == "open"
    assert verdict(when, {"loss": NOT_APPLICABLE}) == "not_met"


def test_the_exception_of_a_rule_is_shown_beside_it():
    raw = content()
    rule(raw, "A3")["unless"] = {"fact": "diligent", "quote": "勤勉尽责"}
    pack = build(raw, [], "")
    order = {True: "met", False: "not_met", None: "open"}
    for crime, exception in product(order, order):
        said = assess(pack, {"crime": crime, "gravity": "grave" if crime else "none", "diligent": exception})
        bar, lifted = order[crime], order[exception]
        expected = "not_met" if bar == "not_met" or lifted == "met" else (
            "met" if (bar, lifted) == ("met", "not_met") else "open")
        assert said.verdict("A3") == expected
    assert [one.id for one in pack.rules["A3"].when.children] == ["A3/all/1", "A3/all/2"]
    assert pack.rules["A3"].when.children[1].children[0].quote == "勤勉尽责"


def test_a_text_not_to_be_had_says_so(tmp_path):
    raw = content()
    unit = {"id": "A4", "article": 4, "item": None, "available": False,
            "gist": {"zh": "另有七种情形。", "en": "Seven more situations."}}
    raw["text"].append(unit)
    assert text_digest(raw["text"]) == raw["pack"]["text_digest"]
    raw["pack"]["partial"] = {"zh": "不全", "en": "in part"}
    raw["pack"] |= {"issued_on": "2016-10", "valid_from": None}
    pack = load(write(tmp_path / "p", raw))
    assert (pack.issued, pack.issued_on, pack.valid_from) == ("2016-10", None, None)
    shown = pack.units["A4"]
    assert not shown.available and shown.zh.startswith("（未获得原文。）") and "Seven" in shown.en
    assert pack.partial.zh == "不全" and pack.units["A1"].available
    del unit["gist"]
    assert load(write(tmp_path / "q", signed(raw))).units["A4"].en == "(Text not available.)"


def test_other_bodies_take_their_own_steps(tmp_path):
    raw = content()
    raw["bodies"].append({"id": "committee", "name": {"zh": "县纪委", "en": "committee"}, "cites": "A1",
                          "capacities": [], "outside": True})
    raw["procedure"]["steps"][0]["by"] = "committee"
    raw["procedure"]["triggers"] = [{"id": "itself", "kind": "ex_officio", "by": "committee",
                                     "name": {"zh": "主动", "en": "ex officio"}, "cites": "A1"}]
    pack = load(write(tmp_path / "p", raw))
    assert pack.bodies["committee"].outside and not pack.bodies["office"].outside
    assert pack.procedure.steps["application"].by == "committee"
    assert pack.procedure.triggers["itself"].kind == "ex_officio"


@settings(max_examples=150, deadline=None, derandomize=True)
@given(packs(), st.data())
def test_an_outcome_despite_open_ones_never_changes_what_is_admissible(raw, data):
    """Each outcome may pass any set of earlier ones; all admit the same here, as the check asks."""
    given_ones = [one for one in raw["outcomes"] if "when" in one]
    for place, one in enumerate(given_ones):
        earlier = [before["id"] for before in given_ones[:place]]
        passed = data.draw(st.sets(st.sampled_from(earlier))) if earlier else ()
        if passed:
            one["despite_open"] = sorted(passed)
    pack = build(raw, [], "0" * 64)
    known = data.draw(facts())
    before = assess(pack, known)
    said = {one["id"]: before.verdicts[root] for one, root in zip(
        given_ones, before.program.outcome_roots, strict=True)}
    expected = "undetermined"
    for place, one in enumerate(given_ones):
        passed = one.get("despite_open", ())
        if said[one["id"]] == 3 and all(
            said[e["id"]] == 0 or (said[e["id"]] == 1 and e["id"] in passed) for e in given_ones[:place]
        ):
            expected = one["id"]
            break
    assert before.outcome == expected
    after = assess(pack, data.draw(facts(known)))
    if before.place >= 0:
        assert after.admissible == before.admissible and after.place <= before.place
