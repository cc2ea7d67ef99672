"""Checks on the pack's own tests: every name they use exists."""

from __future__ import annotations

from rongcuo.policy.marks import Marks
from rongcuo.policy.problems import FactError, Problem


def check_scenarios(content: dict, scenarios: list[dict], marks: Marks) -> list[Problem]:
    """Problems in names, values and settings of scenarios against the (sound) pack content."""
    from rongcuo.policy.build import build
    from rongcuo.policy.findings import from_findings

    if not scenarios:
        return []
    pack = build(content, [], "")
    found, seen = [], set()
    for i, one in enumerate(scenarios):
        if one["id"] in seen:
            found.append(marks.problem((i, "id"), "duplicate-id", section="scenarios", name=one["id"]))
        seen.add(one["id"])
        try:
            from_findings(pack, one["findings"])
            pack.settings(one.get("settings"))
        except FactError as error:
            found.append(
                marks.problem(
                    (i, "findings"), "scenario-fact", name=one["id"],
                    found_zh=error.text("zh"), found_en=error.text("en"),
                )
            )
        expect = one["expect"]
        for key, known, code in (
            ("outcome", pack.outcomes, "unknown-outcome"),
            ("admissible", pack.determinations, "unknown-determination"),
            ("met", pack.rules, "unknown-rule"),
            ("not_met", pack.rules, "unknown-rule"),
            ("open", pack.rules, "unknown-rule"),
            ("open_facts", pack.facts, "unknown-fact"),
            ("questions", pack.facts, "unknown-fact"),
            ("settled", pack.outcomes, "unknown-outcome"),
            ("decisive", {**pack.rules, **pack.units}, "unknown-rule"),
        ):
            names = expect.get(key) or ()
            for name in (names,) if isinstance(names, str) else names:
                if name not in known:
                    found.append(marks.problem((i, "expect", key), code, name=name, near=known))
        for name in one.get("differs", {}).get("because", ()):
            if name not in pack.units:
                found.append(
                    marks.problem((i, "differs"), "unknown-unit", name=name, near=pack.units)
                )
    return found
