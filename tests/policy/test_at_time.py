"""Law at the time: versions, the three days, 从旧兼从轻, and superior rules."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rongcuo.policy import FactError, assess
from rongcuo.policy.at_time import at_time, in_force
from rongcuo.policy.build import build
from rongcuo.policy.superior import Superior, under_superiors
from tests.policy.drafts import content, fact, rule

OLD, NEW = date(2021, 5, 1), date(2023, 5, 1)
FAVOUR = ["waiver_open", "not_tolerated", "excluded", "out_of_scope"]
LIGHTER = {"cites": "A3", "basis": "conduct", "unless_lighter": "decision", "favour": FAVOUR}
CLEAR = {"staff": True, "diligent": True, "private_gain": False, "first_trial": True,
         "gravity": "minor", "crime": False}


def versions(transition=None, change=lambda raw: None):
    """1.0.0 until the end of 2022; from then 2.0.0, which tolerates no first trial unless changed."""
    old, new = content(), content()
    old["pack"] |= {"valid_to": "2022-12-31"}
    new["pack"] |= {"version": "2.0.0", "valid_from": "2023-01-01"}
    if transition:
        new["transition"] = transition
    change(new)
    return [build(old, [], "1" * 64), build(new, [], "2" * 64)]


def stricter(raw):
    rule(raw, "A2-1")["when"] = {"not": {"always": True}}
    rule(raw, "A2-2")["when"] = {"not": {"always": True}}


def days(conduct=OLD, start=OLD, decision=NEW):
    return {"conduct": conduct, "start": start, "decision": decision}


def test_a_version_is_in_force_from_its_first_to_its_last_day():
    packs = versions()
    found = {day: one and one.version for day in (
        date(2019, 12, 31), date(2020, 1, 1), date(2022, 12, 31), date(2023, 1, 1), date(2030, 1, 1),
    ) for one in [in_force(packs, day)]}
    assert [*found.values()] == [None, "1.0.0", "1.0.0", "2.0.0", "2.0.0"]
    with pytest.raises(FactError, match="versions-overlap"):
        in_force([*packs, packs[0]], OLD)


@pytest.mark.parametrize(("change", "governs", "outcome"), [
    (stricter, "1.0.0", "waiver_open"),              # 从旧: the new one is not lighter
    (lambda raw: None, "1.0.0", "waiver_open"),      # the same: the old one stays
    (lambda raw: rule(raw, "A3").update(when={"not": {"always": True}}), "2.0.0", "waiver_open"),
])
def test_the_old_version_unless_the_new_one_is_lighter(change, governs, outcome):
    known = CLEAR | ({"gravity": "grave"} if governs == "2.0.0" else {})
    timed = at_time(versions(LIGHTER, change), known, days())
    assert timed.governing.pack.version == governs and timed.choice == "lighter"
    assert timed.governing.assessment.outcome == outcome
    assert [one.pack.version for one in timed.derivations] == ["1.0.0", "2.0.0"]
    assert timed.by.version == "2.0.0"
    shown = timed.document()
    assert shown["governing"] == governs and shown["by"]["cites"] == ["A3"]
    assert [one["bases"] for one in shown["derivations"]] == [["conduct", "start"], ["decision"]]


@pytest.mark.parametrize(("basis", "governs"), [
    ("conduct", "1.0.0"), ("start", "1.0.0"), ("decision", "2.0.0"),
])
def test_the_transition_or_the_caller_says_which_day_counts(basis, governs):
    by_pack = at_time(versions({"cites": "A3", "basis": basis}), CLEAR, days())
    assert by_pack.governing.pack.version == governs and by_pack.by
    by_caller = at_time(versions(LIGHTER), CLEAR, days(), choice=basis)
    assert by_caller.governing.pack.version == governs and by_caller.by is None
    assert by_caller.choice == basis


def test_where_nothing_says_which_day_counts_nothing_is_chosen():
    timed = at_time(versions(), CLEAR, days())
    assert timed.governing is None and len(timed.derivations) == 2
    same = at_time(versions(), CLEAR, days(decision=date(2022, 1, 1)))
    assert same.governing.pack.version == "1.0.0" and same.choice == "only"


def test_what_cannot_be_compared_is_not_chosen():
    timed = at_time(versions(LIGHTER, stricter), {**CLEAR, "crime": None}, days())
    assert timed.governing is None and "cannot be compared" in timed.why.en
    assert {one.assessment.outcome for one in timed.derivations} == {"undetermined"}
    lacking = at_time(versions(LIGHTER), CLEAR, days(conduct=date(2015, 1, 1)))
    assert lacking.governing is None and lacking.without == ("conduct",)


def test_facts_of_another_version_are_left_out_and_the_days_fill_the_record():
    def change(raw):
        raw["facts"].append({**fact(raw, "staff"), "id": "sworn"})
        fact(raw, "gravity")["values"].append({"id": "slight", "zh": "甚微", "en": "slight"})
        rule(raw, "A2")["when"]["all"].append({"fact": "sworn"})

    packs = versions(LIGHTER, change)
    timed = at_time(packs, {**CLEAR, "sworn": True, "gravity": "slight"}, days())
    assert timed.derivations[0].left_out == ("gravity", "sworn")
    assert timed.derivations[1].left_out == ()
    assert timed.derivations[1].assessment.facts["started_on"] == OLD
    with pytest.raises(FactError, match="unknown-fact"):
        at_time(packs, {"swoorn": True}, days())
    with pytest.raises(FactError, match="unknown-reading"):
        at_time(packs, {}, days(), settings={"x": 1})


def test_dates_out_of_order_and_days_without_any_version():
    for wrong, code in ((days(start=NEW, decision=OLD), "dates-order"),
                        (days(*[date(1999, 1, 1)] * 3), "no-version"), ({}, "no-version")):
        with pytest.raises(FactError, match=code):
            at_time(versions(), CLEAR, wrong)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.fixed_dictionaries({}, optional={
    "staff": st.booleans(), "diligent": st.booleans(), "private_gain": st.booleans(),
    "gravity": st.sampled_from(["none", "minor", "grave"]),
}))
def test_the_lighter_one_is_never_worse_than_either_alone(known):
    timed = at_time(versions(LIGHTER, stricter), known, days())
    outcomes = [one.assessment.outcome for one in timed.derivations]
    if timed.governing is None:
        assert "undetermined" in outcomes
    else:
        assert FAVOUR.index(timed.governing.assessment.outcome) == min(map(FAVOUR.index, outcomes))


def superior(**changed):
    return Superior(**{
        "title": "示例条例", "article": "第九条", "words": "先行先试的，不得追究。", "cites": "A3",
        "rule": "A2-1", "gives": "not_met", "prevails": True, **changed,
    })


def test_a_superior_rule_that_prevails_shows_where_it_overrides(tiny):
    measures = assess(tiny, CLEAR | {"started_on": OLD, "loss": 9000})
    assert measures.outcome == "waiver_open"
    over = under_superiors(measures, [superior(), superior(rule="A3", gives="not_met")])
    assert over.changed and over.measures is measures
    assert over.prevailing.verdict("A2-1") == "not_met" and measures.verdict("A2-1") == "met"
    assert [one["overrides"] for one in over.document()["superiors"]] == [True, False]
    assert over.prevailing.pack.digest != tiny.digest, "it is not the measures any more"
    node = over.prevailing.pack.rules["A2-1"].when
    assert node.cites == ("A3",) and "示例条例第九条" in node.note.zh


def test_a_superior_rule_that_does_not_prevail_changes_nothing(tiny):
    measures = assess(tiny, CLEAR | {"started_on": OLD})
    over = under_superiors(measures, [superior(prevails=False)])
    assert over.prevailing is measures and not over.changed
    for wrong, code in ((superior(rule="A9"), "unknown-rule"), (superior(cites="A9"), "unknown-unit")):
        with pytest.raises(FactError, match=code):
            under_superiors(measures, [wrong])
    with pytest.raises(FactError, match="superior-conflict"):
        under_superiors(measures, [superior(), superior(gives="met")])
