"""Reasoning by going through every completion, written apart from the diagrams, to compare with.

And random packs small enough for it: all fact types, constraints, natures.
"""

from __future__ import annotations

from datetime import date
from itertools import combinations, product

from hypothesis import strategies as st

from rongcuo.policy import NOT_APPLICABLE
from rongcuo.policy.build import build
from rongcuo.policy.program import Contradiction, program
from tests.policy.drafts import content

_T = {"zh": "甲", "en": "a"}
DAY = date(2020, 1, 4)
DAYS = [date(2020, 1, n) for n in range(2, 7)]  # two on either side of the threshold
VALUES = {
    "y0": [False, True], "y1": [False, True], "y2": [False, True],
    "y3": [False, True, NOT_APPLICABLE], "c0": ["a", "b", "c"],
}
WIDE = {"n0": [0, 1, 2], "d0": DAYS, "d1": [*DAYS, NOT_APPLICABLE]}
OPTIONS = {"n0": {"unit": _T}, "c0": {"values": [{"id": one, **_T} for one in "abc"]}}


def fact(name: str, values: list, judged: bool) -> dict:
    kind = {"y": "yes_no", "c": "choice", "n": "number", "d": "date"}[name[0]]
    return {
        "id": name, "cites": "A1", "type": kind, "question": _T, "settled_by": ["verifier"],
        "nature": "judgement" if judged else "record", "changeable": False,
        "not_applicable": NOT_APPLICABLE in values, **OPTIONS.get(name, {}),
    }


def leaves(names):
    found = [st.sampled_from([n for n in names if n[0] == "y"]).map(lambda n: {"fact": n})]
    if "c0" in names:
        found.append(st.lists(st.sampled_from("abc"), min_size=1, max_size=2, unique=True).map(
            lambda among: {"fact": "c0", "in": among}))
    if "y3" in names:
        found.append(st.just({"applicable": "y3"}))
    if "n0" in names:
        found.append(st.sampled_from(["at_least", "at_most", "less_than", "more_than", "equals"])
                     .map(lambda test: {"fact": "n0", test: 1}))
        dates, signs = st.sampled_from(["d0", "d1"]), ["on_or_after", "on_or_before", "after", "before"]
        to = st.just(DAY.isoformat()) | dates.map(lambda n: {"fact": n})
        found.append(st.builds(lambda n, test, v: {"fact": n, test: v}, dates,
                               st.sampled_from(signs), to))
    return st.one_of(found)


def conditions(names, size: int = 7):
    def grow(inner):
        several = st.lists(inner, min_size=2, max_size=3)
        return st.one_of(
            several.map(lambda x: {"all": x}), several.map(lambda x: {"any": x}),
            inner.map(lambda x: {"not": x}),
            several.map(lambda x: {"count": {"at_least": 2, "of": x}}),
        )

    return st.recursive(leaves(names), grow, max_leaves=size)


@st.composite
def packs(draw, values: dict, constraints: int = 2):
    """A pack over these facts, and its values."""
    made, names = content(), [*values]
    judged = draw(st.sets(st.sampled_from(names)))
    made["facts"] = [fact(name, several, name in judged) for name, several in values.items()]
    made["constraints"] = [
        {"id": f"k{i}", "cites": "A1",
         "implies": [draw(leaves(names)), draw(conditions(names, 2))]}
        for i in range(draw(st.integers(0, constraints)))
    ]
    if draw(st.booleans()):
        made["constraints"].append({"id": "one", "cites": "A1", "at_most_one": ["y0", "y1"]})
    made["rules"] = [
        {"id": "r", "kind": "derived", "name": _T, "cites": "A1", "when": draw(conditions(names))}
    ]
    made["outcomes"] = [
        {"id": f"o{i}", "name": _T, "cites": "A1", "admits": ["refused"],
         "when": {"any": [{"rule": "r"}, draw(conditions(names))]} if i == 1
         else draw(conditions(names)),
         **({"despite_open": ["o0"]} if i == 1 and draw(st.booleans()) else {})}
        for i in range(draw(st.integers(1, 3)))
    ] + [{"id": "undetermined", "name": _T, "undetermined": True, "admits": []}]
    return build(made, [], "0" * 64)


class Table:
    """What every admitted completion of a pack leads to."""

    def __init__(self, pack, values: dict):
        self.names, self.values, self.pack = [*values], values, pack
        self.places = {name: i for i, name in enumerate(self.names)}
        made = program(pack, pack.settings())
        outcomes = [one for one in pack.outcomes.values() if one.when is not None]
        self.rows: dict[tuple, frozenset] = {}
        for row in product(*values.values()):
            try:
                place, verdicts, _ = made.run(dict(zip(self.names, row, strict=True)))
            except Contradiction:
                continue
            met = [verdicts[root] == 3 for root in made.outcome_roots]
            holds = {place}
            for later, one in enumerate(outcomes):
                earlier = [outcomes[i].id for i in range(later) if met[i]]
                if met[later] and set(earlier) <= set(one.despite_open):
                    holds.add(later)
            self.rows[row] = frozenset(outcomes[i].id if i >= 0 else None for i in holds)

    def matching(self, known: dict) -> list[frozenset]:
        wanted = [(self.places[name], value) for name, value in known.items() if value is not None]
        return [
            said for row, said in self.rows.items() if all(row[i] == value for i, value in wanted)
        ]

    def settled(self, known: dict):
        """(whether settled, outcome id or None where none applies)."""
        agreed = frozenset.intersection(*(self.matching(known) or [frozenset()]))
        ids = [name for name in self.pack.outcomes if name in agreed] or [*agreed]
        return (True, ids[0]) if ids else (False, None)

    def ask(self, known: dict) -> set[str]:
        """Unknown facts with an answer that, others unknown somehow, rules something out."""
        free = [name for name in self.names if known.get(name) is None]
        base = {name: value for name, value in known.items() if value is not None}
        reach: dict[tuple, frozenset] = {}
        for part in product(*([None, *self.values[name]] for name in free)):
            reach[part] = frozenset(self.matching(base | dict(zip(free, part, strict=True))))
        found = set()
        for part, said in reach.items():
            for i, name in enumerate(free):
                if part[i] is None and name not in found:
                    for value in self.values[name]:
                        after = reach[part[:i] + (value,) + part[i + 1:]]
                        if after and after != said:
                            found.add(name)
        return found

    def flips(self, known: dict, changeable: list[str], current) -> set[tuple]:
        """(outcome, changes) of every inclusion-minimal set of changes."""
        base = {name: value for name, value in known.items() if value is not None}
        options = {
            name: [v for v in self.values[name] if v is not NOT_APPLICABLE and v != base.get(name)]
            for name in changeable
        }
        found: set[tuple] = set()
        for size in range(1, len(changeable) + 1):
            for names in combinations(changeable, size):
                for chosen in product(*(options[name] for name in names)):
                    changes = frozenset(zip(names, chosen, strict=True))
                    sure, outcome = self.settled(base | dict(changes))
                    if sure and outcome and outcome != current and not any(
                        outcome == other and less < changes for other, less in found
                    ):
                        found.add((outcome, changes))
        return found

    def why(self, known: dict, outcome) -> int:
        """How few findings settle it."""
        base = [(name, value) for name, value in known.items() if value is not None]
        for size in range(len(base) + 1):
            for chosen in combinations(base, size):
                said = self.matching(dict(chosen))
                if all(outcome in one for one in said):
                    return size
        raise AssertionError("not even all findings")
