"""Every back end says what `assess` says, for all packs and facts."""

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rongcuo.policy import FactError, PackError, assess
from rongcuo.policy.batch.table import Batch
from rongcuo.policy.build import build
from rongcuo.policy.decide import decide, decider
from tests.policy.drafts import content, rule
from tests.policy.strategies import facts, packs
from tests.policy.test_laws import READINGS, made, quick


@st.composite
def with_passes(draw):
    """Packs whose outcomes may pass open earlier ones; all admit the same."""
    raw = draw(packs())
    for place, one in enumerate(raw["outcomes"][1:-1], 1):
        earlier = [before["id"] for before in raw["outcomes"][:place]]
        if passed := draw(st.sets(st.sampled_from(earlier))):
            one["despite_open"] = sorted(passed)
    for one in raw["rules"]:
        one["kind"] = draw(st.sampled_from(["situation", "derived"]))
    return raw


def met(result):
    return result.outcome, [name for name, said in result.situations.items() if said == "met"]


@quick
@given(with_passes(), facts(), READINGS)
def test_decide_equals_assess(raw, known, reading):
    pack, chosen = made(raw, reading)
    assert decide(pack, known, settings=chosen) == met(assess(pack, known, settings=chosen))


YES_NO_ONLY = {"crime": True, "staff": None, "diligent": False}


@pytest.fixture(scope="module")
def plain():
    """Only yes and no, so that the fast check of values is the one in use."""
    raw = content()
    raw["facts"] = [one for one in raw["facts"] if one["type"] == "yes_no"]
    for one in raw["facts"]:
        one.pop("not_applicable", None)
    raw["constraints"] = [{"id": "one", "at_most_one": ["staff", "crime"], "cites": "A3"}]
    rule(raw, "A1")["when"] = {"fact": "staff"}
    rule(raw, "A2-2")["when"] = {"fact": "remedied"}
    rule(raw, "A3")["when"] = {"fact": "crime"}
    return build(raw, [], "0" * 64)


@given(st.data())
def test_decide_in_any_order_with_any_left_out(plain, data):
    known = data.draw(st.fixed_dictionaries(
        {}, optional={name: st.sampled_from([None, True, False]) for name in plain.facts}
    ))
    known = dict(data.draw(st.permutations([*known.items()])))
    try:
        expected = met(assess(plain, known))
    except FactError:
        with pytest.raises(FactError):
            decide(plain, known)
    else:
        assert decide(plain, known) == expected


@pytest.mark.parametrize("wrong", [1, 0, "T", "yes", ..., b"N", (), (None,), 1.0, object(), StopIteration])
def test_decide_refuses_what_assess_refuses(plain, tiny, wrong):
    for pack in (plain, tiny):
        whole = dict.fromkeys(pack.facts)
        for known in ({"crime": wrong}, whole | {"crime": wrong}, whole | {"nothing": True}):
            with pytest.raises(FactError):
                decide(pack, known)
    assert decider(plain) is decider(plain)


def chained(length):
    """A pack in which each rule refers to the next, the first in the folder to the last in the end."""
    raw = content()
    for place in range(length):
        last = {"fact": "staff"} if place == length - 1 else {"rule": f"chain.{place + 1}"}
        raw["rules"].append({
            "id": f"chain.{place}", "kind": "situation" if place == 0 else "derived", "cites": "A1",
            "name": {"zh": "例", "en": "case"}, "when": {"all": [last, {"fact": "diligent"}]},
        })
    return build(raw, [], "0" * 64)


@pytest.mark.parametrize("known", [{"staff": True, "diligent": True}, {"staff": True}, {"diligent": False}])
def test_a_long_chain_of_rules_is_no_deep_recursion(known):
    pack = chained(1_500)
    assert decide(pack, known) == met(assess(pack, known))
    assert ("chain.0" in decide(pack, known)[1]) == (known == {"staff": True, "diligent": True})
    row = Batch(pack).run(pa.table({name: [known.get(name)] for name in ("staff", "diligent")}))
    assert row.column("chain.0").to_pylist() == [{"met": True, "not_met": False, "open": None}[
        assess(pack, known).verdict("chain.0")]]


def counting(of, wanted):
    raw = content()
    base = next(one for one in raw["facts"] if one["id"] == "diligent")
    raw["facts"] += [base | {"id": f"x{place}"} for place in range(of)]
    rule(raw, "A2-1")["when"] = {"count": {"at_least": wanted, "of": [{"fact": f"x{n}"} for n in range(of)]}}
    return build(raw, [], "0" * 64)


def test_a_count_of_very_many_is_decided_the_slow_way_and_refused_in_batches():
    pack = counting(500, 250)
    known = {f"x{n}": n % 2 == 0 for n in range(500)}
    assert "A2-1" in decide(pack, known)[1] and decide(pack, known) == met(assess(pack, known))
    with pytest.raises(PackError) as error:
        Batch(pack)
    assert error.value.problems[0].code == "rails-too-many"


def test_what_is_counted_under_an_open_outcome_stays_short():
    """Parts used more than once are worked out once in a branch too; written out they would be 10^8 terms."""
    raw = content()
    base = next(one for one in raw["facts"] if one["id"] == "diligent")
    raw["facts"] += [base | {"id": f"x{place}"} for place in range(30)]
    rule(raw, "A2-1")["when"] = {"count": {"at_least": 15, "of": [{"fact": f"x{n}"} for n in range(30)]}}
    first, *_, last = [one for one in raw["outcomes"] if not one.get("undetermined")]
    first["admits"] = last["admits"] = ["refused"]
    last["despite_open"] = [first["id"]]
    last["when"] = {"rule": "A2-1"}
    pack = build(raw, [], "0" * 64)
    for known in ({}, {f"x{n}": True for n in range(15)}, {f"x{n}": False for n in range(16)}):
        assert decide(pack, known) == met(assess(pack, known))
