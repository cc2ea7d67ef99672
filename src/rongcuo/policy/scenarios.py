"""Runs the pack's own tests."""

from __future__ import annotations

from rongcuo.policy.assessment import assess
from rongcuo.policy.findings import from_findings
from rongcuo.policy.model import Pack, Scenario
from rongcuo.policy.problems import FactError
from rongcuo.policy.record import Record


class Difference(Record):
    """Where a scenario and the assessment disagree. `key` is the key of `expect`."""

    scenario: str
    file: str
    line: int
    key: str
    expected: str
    found: str

    def text(self, lang: str = "zh") -> str:
        place = f"{self.file}:{self.line}: {self.scenario}: {self.key}: "
        if lang == "en":
            return f"{place}expected {self.expected}, found {self.found}"
        return f"{place}应为 {self.expected}，实为 {self.found}"


def run(pack: Pack, scenario: Scenario) -> list[Difference]:
    """How the assessment differs from what the scenario expects; empty if it does not.

    `outcome`, `admissible`, `open_facts`, `settled` (null: not) and `questions` (the facts that can
    still matter, exactly) must be exactly so (lists in any order); the rules in
    `met`, `not_met`, `open` must have that verdict; the rules or text units in `decisive` must be
    among those that carry the outcome.
    """

    def differs(key: str, expected: object, found: object) -> Difference:
        return Difference(
            scenario.id, scenario.file, scenario.line, key, _show(expected), _show(found)
        )

    try:
        result = assess(
            pack,
            from_findings(pack, scenario.findings),
            settings=pack.settings(scenario.settings),
        )
    except FactError as error:
        return [differs("findings", (), error.text("zh").split("\n"))]
    expect, found = scenario.expect, []
    if expect["outcome"] != result.outcome:
        found.append(differs("outcome", [expect["outcome"]], [result.outcome]))
    for key, have in (("admissible", result.admissible), ("open_facts", result.open_facts)):
        if key in expect and set(expect[key]) != set(have):
            found.append(differs(key, sorted(expect[key]), sorted(have)))
    for key in ("met", "not_met", "open"):
        for rule in expect.get(key, ()):
            if result.verdict(rule) != key:
                found.append(differs(f"{key} {rule}", [key], [result.verdict(rule)]))
    if expect.keys() & {"settled", "questions"}:
        from rongcuo.policy.reasoning import ask, settle

        settled = settle(result).settled
        if "settled" in expect and expect["settled"] != settled:
            found.append(differs("settled", [expect["settled"] or "-"], [settled or "-"]))
        asked = [one.fact for one in ask(result).questions]
        if "questions" in expect and set(expect["questions"]) != set(asked):
            found.append(differs("questions", sorted(expect["questions"]), sorted(asked)))
    carrying = {*result.decisive, *result.decisive_cites}
    missing = [one for one in expect.get("decisive", ()) if one not in carrying]
    if missing:
        found.append(differs("decisive", missing, sorted(carrying)))
    return found


def _show(names) -> str:
    return ", ".join(names) or "-"
