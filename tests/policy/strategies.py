"""Random packs and facts for them."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from functools import cache

from hypothesis import strategies as st

from rongcuo.policy import NOT_APPLICABLE
from tests.policy.drafts import content

YES_NO = [f"y{i}" for i in range(5)]
CHOICES = ["c0", "c1"]
NUMBERS = ["n0", "n1"]
DATES = ["d0", "d1"]
FACTS = {
    **dict.fromkeys(YES_NO, "yes_no"), **dict.fromkeys(CHOICES, "choice"),
    **dict.fromkeys(NUMBERS, "number"), **dict.fromkeys(DATES, "date"),
}
OPTIONS = ["a", "b", "c"]
DAYS = [date(2020, 1, 1) + timedelta(days=i) for i in range(4)]
AMOUNTS = [0, 1, 2, Decimal("1.5"), Decimal("2.0")]

_T = {"zh": "甲", "en": "a"}


def _fact(name: str, kind: str) -> dict:
    more = {"choice": {"values": [{"id": one, **_T} for one in OPTIONS]}, "number": {"unit": _T}}
    return {
        "id": name, "cites": "A1", "type": kind, "question": _T, "settled_by": ["verifier"],
        "nature": "record", "changeable": False, "not_applicable": True, **more.get(kind, {}),
    }


def _leaves(rules: tuple[str, ...]):
    found = [
        st.sampled_from(YES_NO).map(lambda name: {"fact": name}),
        st.builds(
            lambda name, among: {"fact": name, "in": among}, st.sampled_from(CHOICES),
            st.lists(st.sampled_from(OPTIONS), min_size=1, unique=True),
        ),
        st.builds(
            lambda name, test, value: {"fact": name, test: value}, st.sampled_from(NUMBERS),
            st.sampled_from(["at_least", "at_most", "more_than", "less_than", "equals"]),
            st.sampled_from([0, 1, "1.5", "2"]),
        ),
        st.builds(
            lambda name, test, value: {"fact": name, test: value}, st.sampled_from(DATES),
            st.sampled_from(["on_or_after", "on_or_before", "after", "before"]),
            st.sampled_from([day.isoformat() for day in DAYS])
            | st.sampled_from(DATES).map(lambda name: {"fact": name}),
        ),
        st.sampled_from([*FACTS]).map(lambda name: {"applicable": name}),
        st.sampled_from(["all", "named"]).map(lambda v: {"reading": "conditions", "is": v}),
        st.just({"always": True}),
    ]
    if rules:
        found.append(st.sampled_from(rules).map(lambda name: {"rule": name}))
    return st.one_of(found)


@cache
def conditions(rules: tuple[str, ...]):
    def grow(inner):
        several = st.lists(inner, min_size=1, max_size=3)
        return st.one_of(
            several.map(lambda x: {"all": x}),
            several.map(lambda x: {"any": x}),
            inner.map(lambda x: {"not": x}),
            several.flatmap(
                lambda x: st.integers(1, len(x)).map(lambda n: {"count": {"at_least": n, "of": x}})
            ),
            st.builds(
                lambda v, a, b: {
                    "when_reading": {"key": "conditions", "is": v}, "then": a, "else": b,
                },
                st.sampled_from(["all", "named"]), inner, inner,
            ),
        )

    return st.recursive(_leaves(rules), grow, max_leaves=8)


@st.composite
def packs(draw) -> dict:
    """Content of a pack: all fact types, up to four rules and three outcomes, no constraints."""
    made = content()
    made["facts"] = [_fact(name, kind) for name, kind in FACTS.items()]
    made["constraints"] = []
    names = [f"r{i}" for i in range(draw(st.integers(1, 4)))]
    made["rules"] = [
        {
            "id": name, "kind": "derived", "name": _T, "cites": "A1",
            "when": draw(conditions(tuple(names[:i]))),
        }
        for i, name in enumerate(names)
    ]
    draw(st.randoms(use_true_random=False)).shuffle(made["rules"])
    made["outcomes"] = [
        {
            "id": f"o{i}", "name": _T, "cites": "A1", "admits": ["refused"],
            "when": draw(conditions(tuple(names))),
        }
        for i in range(draw(st.integers(1, 3)))
    ] + [{"id": "undetermined", "name": _T, "undetermined": True, "admits": []}]
    return made


VALUES = {
    "yes_no": [True, False], "choice": OPTIONS, "number": AMOUNTS, "date": DAYS,
}


@st.composite
def facts(draw, known: dict | None = None) -> dict:
    """Facts for such a pack; with `known`, these and perhaps more (what one may learn)."""
    out = dict(known or {})
    for name, kind in FACTS.items():
        if out.get(name) is None:
            out[name] = draw(st.sampled_from([None, NOT_APPLICABLE, *VALUES[kind]]))
    return {name: value for name, value in out.items() if value is not None or draw(st.booleans())}
