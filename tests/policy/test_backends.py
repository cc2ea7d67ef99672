"""Every back end says what `assess` says, for all packs and facts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rongcuo.policy import FactError, assess
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
