"""Conditions as written -> `Node` trees with stable ids and inherited citations."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from rongcuo.policy import model as m
from rongcuo.policy.settings import frozen

OPERATORS = (
    "fact", "applicable", "rule", "all", "any", "not", "count", "reading", "when_reading", "always",
    "in_window", "on_scale",
)
NUMBER_TESTS = ("at_least", "at_most", "more_than", "less_than", "equals")
DATE_TESTS = ("on_or_after", "on_or_before", "after", "before")
TESTS = ("in", *NUMBER_TESTS, *DATE_TESTS)


def operator(raw: dict) -> str:
    """Which operator a written condition uses (the schema allows exactly one)."""
    return next(op for op in OPERATORS if op in raw)


def parts(raw: dict, node_id: str) -> list[tuple[str, tuple, dict]]:
    """The children of a written condition: (node id, path below it, written condition)."""
    op = operator(raw)
    if op in ("all", "any"):
        return [(f"{node_id}/{op}/{i}", (op, i - 1), one) for i, one in enumerate(raw[op], 1)]
    if op == "count":
        return [
            (f"{node_id}/count/{i}", ("count", "of", i - 1), one)
            for i, one in enumerate(raw["count"]["of"], 1)
        ]
    if op == "not":
        return [(f"{node_id}/not", ("not",), raw["not"])]
    if op == "when_reading":
        return [
            (f"{node_id}/when_reading/{side}", (side,), raw[side]) for side in ("then", "else")
        ]
    return []


def cited(raw: dict | None) -> tuple[str, ...]:
    """`cites` as written, always a tuple."""
    found = raw.get("cites", ()) if raw else ()
    return (found,) if isinstance(found, str) else tuple(found)


class Expressions:
    """Builds nodes; knows what facts, rules and readings cite, for leaves that do not say.

    What is short for other conditions (`in_window`, `on_scale`, a rule's `unless`) is written out
    here, so that every back end sees the same few operators.
    """

    def __init__(self, content: dict):
        self.windows = {raw["id"]: raw for raw in content.get("windows", ())}
        self.scales = {raw["id"]: raw for raw in content.get("scales", ())}
        self.may_not_apply = {
            raw["id"] for raw in content.get("facts", ()) if raw.get("not_applicable")
        }
        self.facts = {raw["id"]: cited(raw) for raw in content.get("facts", ())}
        self.rules = {raw["id"]: cited(raw) for raw in content.get("rules", ())}
        self.readings = {raw["key"]: cited(raw) for raw in content.get("readings", ())}

    def of_rule(self, raw: dict) -> m.Node:
        return self.node(with_exception(raw), raw["id"], cited(raw), raw.get("quote"))

    def of_outcome(self, raw: dict) -> m.Node:
        return self.node(raw["when"], f"outcome:{raw['id']}", cited(raw), raw.get("quote"))

    def of_constraint(self, raw: dict) -> tuple[m.Node, ...]:
        return tuple(
            self.node(one, f"constraint:{raw['id']}/{side}", cited(raw))
            for side, one in zip(("if", "then"), raw.get("implies", ()), strict=False)
        )

    def cites(self, raw: dict, inherited: tuple[str, ...]) -> tuple[str, ...]:
        """What the node rests on: its own citation, its fact's (rule's, reading's), its parent's."""
        op = operator(raw)
        of_key = {
            "fact": self.facts, "applicable": self.facts, "rule": self.rules,
            "reading": self.readings,
        }
        named = of_key[op].get(raw[op], ()) if op in of_key else ()
        return cited(raw) or named or inherited

    def node(
        self, raw: dict, node_id: str, inherited: tuple[str, ...], quote: str | None = None
    ) -> m.Node:
        raw = self.written_out(raw)
        op = operator(raw)
        cites = self.cites(raw, inherited)
        key = test = value = None
        if op in ("fact", "applicable", "rule", "reading"):
            key = raw[op]
        if op == "fact":
            test = next((one for one in TESTS if one in raw), None)
            value = expected(test, raw.get(test))
        elif op == "reading":
            value = frozen(raw["is"])
        elif op == "when_reading":
            key, value = raw[op]["key"], frozen(raw[op]["is"])
        elif op == "count":
            value = raw["count"]["at_least"]
        note = raw.get("note")
        return m.Node(
            id=node_id,
            op=op,
            cites=cites,
            quote=raw.get("quote", quote),
            note=m.Text(note["zh"], note["en"]) if note else None,
            key=key,
            test=test,
            value=value,
            children=tuple(
                self.node(one, child_id, cited(raw) or inherited)
                for child_id, _, one in parts(raw, node_id)
            ),
        )


    def written_out(self, raw: dict) -> dict:
        """A short form as the conditions it stands for; anything else as it is."""
        op = operator(raw)
        if op == "in_window":
            long = self._in_window(self.windows[raw[op]], raw["date"])
        elif op == "on_scale":
            long = _on_scale(self.scales[raw[op]], raw["bands"])
        else:
            return raw
        return long | {key: raw[key] for key in ("cites", "quote", "note") if key in raw}

    def _in_window(self, window: dict, fact: str) -> dict:
        """On or after the opening date and before the closing one, where that has come at all."""
        opens, closes = window["opens"], window["closes"]
        before = {"fact": fact, "before": {"fact": closes}}
        if closes in self.may_not_apply:
            before = {"any": [{"not": {"applicable": closes}}, before]}
        return {
            "all": [{"fact": fact, "on_or_after": {"fact": opens}}, before],
            "cites": window["cites"],
        }


def _on_scale(scale: dict, wanted: list[str]) -> dict:
    """The amount lies in one of the bands; neighbours among them become one range."""
    ranges, lower, open_range = [], None, False
    for band in scale["bands"]:
        upper = next(((test, band[test]) for test in ("at_most", "less_than") if test in band), None)
        if band["id"] in wanted:
            if not open_range:
                ranges.append([lower, upper])
            ranges[-1][1] = upper
        open_range = band["id"] in wanted
        lower = upper and {"at_most": ("more_than", upper[1]), "less_than": ("at_least", upper[1])}[upper[0]]
    found = [
        [{"fact": scale["fact"], test: value} for test, value in filter(None, ends)]
        or [{"applicable": scale["fact"]}]
        for ends in ranges
    ]
    several = [one[0] if len(one) == 1 else {"all": one} for one in found]
    return (several[0] if len(several) == 1 else {"any": several}) | {"cites": scale["cites"]}


def with_exception(rule: dict) -> dict:
    """The condition of a rule with its exception: met where `unless` is not."""
    if "unless" not in rule:
        return rule["when"]
    return {"all": [rule["when"], {"not": rule["unless"]}]}


def expected(test: str | None, raw: object) -> object:
    """The written expected value of a fact leaf as a value to compare with."""
    if test is None:
        return True
    if test == "in":
        return tuple(raw)
    if test in NUMBER_TESTS:
        number = Decimal(str(raw))
        return int(number) if number == number.to_integral_value() else number
    return m.OtherFact(raw["fact"]) if isinstance(raw, dict) else date.fromisoformat(raw)
