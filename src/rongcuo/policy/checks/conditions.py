"""Checks on conditions: names, types, circles, outcomes, constraints."""

from __future__ import annotations

from collections.abc import Iterator

from rongcuo.policy.checks import measures
from rongcuo.policy.expressions import DATE_TESTS, NUMBER_TESTS, TESTS, operator, parts
from rongcuo.policy.settings import allowed, fits, frozen

_TESTS_OF = {
    "yes_no": (),
    "choice": ("in",),
    "number": NUMBER_TESTS,
    "date": DATE_TESTS,
}


def leaves(draft) -> Iterator:
    """Facts, rules and readings named in conditions exist and are asked what they can answer."""
    for path, raw, _ in draft.nodes():
        op = operator(raw)
        if op == "fact":
            yield from _fact(draft, path, raw)
        elif op == "applicable":
            yield from _applicable(draft, path, raw["applicable"])
        elif op == "rule" and raw["rule"] not in draft.rules:
            yield draft.problem(path, "unknown-rule", name=raw["rule"], near=draft.rules)
        elif op == "reading":
            yield from _reading(draft, path, raw["reading"], raw["is"])
        elif op == "when_reading":
            chosen = raw["when_reading"]
            yield from _reading(draft, path, chosen["key"], chosen["is"])
        elif op == "count" and raw["count"]["at_least"] > len(raw["count"]["of"]):
            yield draft.problem(
                path, "count-too-many", name=raw["count"]["at_least"], found=len(raw["count"]["of"])
            )
        elif op == "in_window":
            yield from measures.in_window(draft, path, raw)
        elif op == "on_scale":
            yield from measures.on_scale(draft, path, raw)


def _fact(draft, path: tuple, raw: dict) -> Iterator:
    name = raw["fact"]
    fact = draft.facts.get(name)
    if fact is None:
        yield draft.problem(path, "unknown-fact", name=name, near=draft.facts)
        return
    tests = [test for test in TESTS if test in raw]
    possible = _TESTS_OF[fact["type"]]
    if len(tests) > 1 or (tests and tests[0] not in possible) or (not tests and possible):
        yield draft.problem(
            path, "leaf-type", name=name, found=fact["type"],
            test=" + ".join(tests) or "fact", allowed=", ".join(possible) or "fact",
        )
        return
    if tests == ["in"]:
        choices = [one["id"] for one in fact.get("values", ())]
        for one in raw["in"]:
            if one not in choices:
                yield draft.problem(
                    (*path, "in"), "leaf-choice", name=one, fact=name, near=choices,
                    allowed=", ".join(choices),
                )
    elif fact["type"] == "date" and isinstance(raw[tests[0]], dict):
        other = raw[tests[0]]["fact"]
        if other not in draft.facts:
            yield draft.problem(path, "unknown-fact", name=other, near=draft.facts)
        elif draft.facts[other]["type"] != "date":
            yield draft.problem(
                path, "leaf-type", name=other, found=draft.facts[other]["type"], test=tests[0],
                allowed=", ".join(_TESTS_OF[draft.facts[other]["type"]]) or "fact",
            )


def _applicable(draft, path: tuple, name: str) -> Iterator:
    if name not in draft.facts:
        yield draft.problem(path, "unknown-fact", name=name, near=draft.facts)
    elif not draft.facts[name].get("not_applicable"):
        yield draft.problem(path, "fact-not-applicable", name=name)


def _reading(draft, path: tuple, key: str, value: object) -> Iterator:
    reading = draft.readings.get(key)
    if reading is None:
        yield draft.problem(path, "unknown-reading", name=key, near=draft.readings)
        return
    values = tuple(reading.get("values", ()))
    if not fits(reading["type"], values, frozen(value)):
        yield draft.problem(
            path, "reading-value", name=key, found=value, allowed=allowed(reading["type"], values)
        )
    if "rules" not in reading["affects"]:
        yield draft.problem(path, "reading-affects", name=key)


def circles(draft) -> Iterator:
    """No rule refers to itself by any way. Both sides of a reading's choice count."""
    refers = {
        rule["id"]: sorted(_rules_in(rule["when"]) | _rules_in(rule.get("unless", {"always": True})))
        for rule in draft.section("rules")
    }
    place = {rule["id"]: i for i, rule in enumerate(draft.section("rules"))}
    done: set[str] = set()
    for start in refers:
        trail: list[str] = []
        stack = [(start, False)]
        while stack:
            name, leaving = stack.pop()
            if leaving:
                done.add(trail.pop())
            elif name in trail:
                circle = [*trail[trail.index(name):], name]
                yield draft.problem(
                    ("rules", place[name], "when"), "rule-cycle", name=" → ".join(circle)
                )
            elif name in refers and name not in done:
                trail.append(name)
                stack.append((name, True))
                stack.extend((other, False) for other in reversed(refers[name]))


def _rules_in(raw: dict) -> set[str]:
    found, stack = set(), [raw]
    while stack:
        one = stack.pop()
        if "rule" in one:
            found.add(one["rule"])
        stack.extend(child for _, _, child in parts(one, ""))
    return found


def outcomes(draft) -> Iterator:
    """Exactly one undetermined outcome; every other has a condition that cites its ground."""
    entries = draft.section("outcomes")
    undetermined = [one for one in entries if one.get("undetermined")]
    if len(undetermined) != 1:
        path = ("outcomes", entries.index(undetermined[1])) if undetermined else ("outcomes",)
        yield draft.problem(path, "no-undetermined", name=len(undetermined))
    for i, one in enumerate(entries):
        complete = "when" in one and "cites" in one
        if ("when" in one) if one.get("undetermined") else not complete:
            yield draft.problem(("outcomes", i), "outcome-condition", name=one["id"])


def despite_open(draft) -> Iterator:
    """An outcome passes an open earlier one only where both admit the same: what is admissible
    then never changes by learning more."""
    earlier: dict[str, set] = {}
    for i, one in enumerate(draft.section("outcomes")):
        for name in one.get("despite_open", ()):
            if earlier.get(name) != set(one["admits"]) or "when" not in one:
                yield draft.problem(
                    ("outcomes", i, "despite_open"), "despite-open", name=one["id"], found=name
                )
        if "when" in one:
            earlier[one["id"]] = set(one["admits"])


def at_most_one(draft) -> Iterator:
    """The facts of such a constraint exist and are yes or no."""
    for i, constraint in enumerate(draft.section("constraints")):
        path = ("constraints", i, "at_most_one")
        for name in constraint.get("at_most_one", ()):
            fact = draft.facts.get(name)
            if fact is None:
                yield draft.problem(path, "unknown-fact", name=name, near=draft.facts)
            elif fact["type"] != "yes_no":
                yield draft.problem(
                    path, "leaf-type", name=name, found=fact["type"], test="at_most_one",
                    allowed="yes_no",
                )


CHECKS = (leaves, circles, outcomes, despite_open, at_most_one)
