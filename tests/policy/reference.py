"""A second evaluator, written apart from the engine and as plainly as can be, to compare with.

It works on conditions as written (not on the engine's nodes) with the words yes, no and open,
and asks again for every question instead of keeping anything.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from rongcuo.policy import NOT_APPLICABLE

_SIGNS = {
    "at_least": lambda a, b: a >= b, "at_most": lambda a, b: a <= b,
    "more_than": lambda a, b: a > b, "less_than": lambda a, b: a < b,
    "equals": lambda a, b: a == b, "on_or_after": lambda a, b: a >= b,
    "on_or_before": lambda a, b: a <= b, "after": lambda a, b: a > b, "before": lambda a, b: a < b,
}


class Reference:
    def __init__(self, content: dict, facts: dict, settings: dict):
        self.content, self.facts, self.settings = content, facts, settings

    def rule(self, name: str) -> str:
        return self.ask(next(r for r in self.content["rules"] if r["id"] == name)["when"])

    def outcome(self) -> str:
        undetermined = next(o["id"] for o in self.content["outcomes"] if o.get("undetermined"))
        for outcome in self.content["outcomes"]:
            if "when" in outcome:
                said = self.ask(outcome["when"])
                if said == "yes":
                    return outcome["id"]
                if said == "open":
                    return undetermined
        return undetermined

    def ask(self, e: dict) -> str:
        if "all" in e:
            said = [self.ask(one) for one in e["all"]]
            return "no" if "no" in said else "open" if "open" in said else "yes"
        if "any" in e:
            said = [self.ask(one) for one in e["any"]]
            return "yes" if "yes" in said else "open" if "open" in said else "no"
        if "not" in e:
            return {"yes": "no", "no": "yes", "open": "open"}[self.ask(e["not"])]
        if "count" in e:
            said = [self.ask(one) for one in e["count"]["of"]]
            wanted = e["count"]["at_least"]
            if said.count("yes") >= wanted:
                return "yes"
            return "open" if said.count("yes") + said.count("open") >= wanted else "no"
        if "rule" in e:
            return self.rule(e["rule"])
        if "reading" in e:
            return "yes" if self.settings[e["reading"]] == e["is"] else "no"
        if "when_reading" in e:
            chosen = e["when_reading"]
            return self.ask(e["then" if self.settings[chosen["key"]] == chosen["is"] else "else"])
        if "always" in e:
            return "yes"
        if "applicable" in e:
            value = self.facts.get(e["applicable"])
            return "open" if value is None else "no" if value is NOT_APPLICABLE else "yes"
        return self.leaf(e)

    def leaf(self, e: dict) -> str:
        value = self.facts.get(e["fact"])
        test = next((one for one in e if one in _SIGNS or one == "in"), None)
        if value is NOT_APPLICABLE:
            return "no"
        if test in ("on_or_after", "on_or_before", "after", "before") and isinstance(e[test], dict):
            other = self.facts.get(e[test]["fact"])
            if other is NOT_APPLICABLE:
                return "no"
            if other is None or value is None:
                return "open"
            return "yes" if _SIGNS[test](value, other) else "no"
        if value is None:
            return "open"
        if test is None:
            return "yes" if value else "no"
        if test == "in":
            return "yes" if value in e["in"] else "no"
        if isinstance(value, date):
            return "yes" if _SIGNS[test](value, date.fromisoformat(e[test])) else "no"
        return "yes" if _SIGNS[test](Decimal(value), Decimal(str(e[test]))) else "no"
