"""What must hold in a pack beyond its shape. Each check is one small function with its codes.

A check takes `Draft` (merged content and marks) and yields problems. They run only on content of
the right shape.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from rongcuo.policy.expressions import Expressions, cited, parts
from rongcuo.policy.marks import Marks
from rongcuo.policy.problems import Problem
from rongcuo.policy.reader import Path


class Draft:
    """The merged content of a pack before it is one."""

    def __init__(self, content: dict, marks: Marks):
        self.content, self.marks = content, marks
        self.expressions = Expressions(content)

    def section(self, name: str) -> list[dict]:
        return self.content.get(name, [])

    @cached_property
    def units(self) -> dict[str, str]:
        return {unit["id"]: unit.get("zh", "") for unit in self.section("text")}

    @cached_property
    def facts(self) -> dict[str, dict]:
        return {fact["id"]: fact for fact in self.section("facts")}

    @cached_property
    def rules(self) -> dict[str, dict]:
        return {rule["id"]: rule for rule in self.section("rules")}

    @cached_property
    def readings(self) -> dict[str, dict]:
        return {reading["key"]: reading for reading in self.section("readings")}

    def ids(self, name: str) -> dict[str, dict]:
        return {one["id"]: one for one in self.section(name)}

    def conditions(self) -> Iterator[tuple[Path, dict, dict]]:
        """Every top condition: (path, the condition, what it belongs to)."""
        for name in ("rules", "outcomes"):
            for i, one in enumerate(self.section(name)):
                for key in ("when", "unless"):
                    if key in one:
                        yield (name, i, key), one[key], one
        for i, one in enumerate(self.section("constraints")):
            for j, side in enumerate(one.get("implies", ())):
                yield ("constraints", i, "implies", j), side, one

    def nodes(self) -> Iterator[tuple[Path, dict, tuple[str, ...]]]:
        """Every condition at any depth: (path, the condition, what it cites)."""
        for path, top, owner in self.conditions():
            stack = [(path, top, cited(owner))]
            while stack:
                path, raw, inherited = stack.pop()
                yield path, raw, self.expressions.cites(raw, inherited)
                for _, below, child in parts(raw, ""):
                    stack.append(((*path, *below), child, cited(raw) or inherited))

    def problem(self, path: Path, code: str, **names) -> Problem:
        return self.marks.problem(path, code, self.content, **names)


def check(content: dict, marks: Marks) -> list[Problem]:
    """All problems of meaning, in the order of files and lines."""
    from rongcuo.policy.checks import (
        conditions,
        correction,
        facts,
        measures,
        procedure,
        protection,
        references,
        text,
    )

    draft = Draft(content, marks)
    found: dict[Problem, None] = {}
    for part in (
        text, references, facts, measures, conditions, procedure, protection, correction,
    ):
        for one in part.CHECKS:
            found.update(dict.fromkeys(one(draft)))
    return sorted(found, key=lambda one: (one.file or "", one.line or 0))
