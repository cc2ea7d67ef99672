"""The numbered cases, run by the engine, by the reference evaluator and by going through everything."""

import json
from itertools import product
from pathlib import Path

import pytest

from rongcuo.policy import NOT_APPLICABLE, FactError, assess, from_findings, load
from rongcuo.policy.expressions import OPERATORS, TESTS
from rongcuo.policy.loader import check_files, read_files
from rongcuo.policy.program import Contradiction, default_program
from rongcuo.policy.proofs import prove
from rongcuo.policy.reasoning import ask, flip, settle, why
from tests.policy.reference import Reference

FOLDER = Path(__file__).parents[2] / "policies" / "conformance"
FILE = json.loads((FOLDER / "cases.json").read_text("utf-8"))
PACK = load(FOLDER / FILE["pack"])
CONTENT = check_files(read_files(FOLDER / FILE["pack"]))[0]
WORDS = {"yes": "met", "no": "not_met", "open": "open"}
SHORT = {"in_window", "on_scale"}  # written out by the engine; the reference knows the long forms


def test_cases_are_numbered_and_the_pack_is_sound():
    assert FILE["format"] == "rongcuo.conformance/1"
    assert [one["n"] for one in FILE["cases"]] == [*range(1, len(FILE["cases"]) + 1)]
    assert prove(PACK) == []


@pytest.mark.parametrize("case", FILE["cases"], ids=lambda one: str(one["n"]))
def test_case(case):
    expect = case["expect"]
    try:
        said = assess(PACK, from_findings(PACK, case["facts"]),
                      settings=PACK.settings(case.get("settings")))
        found = settle(said) if "settled" in expect or "refused" in expect else None
    except FactError as error:
        assert error.problems[0].code == expect["refused"]
        return
    assert "refused" not in expect
    for rule, verdict in expect.get("rules", {}).items():
        assert said.verdict(rule) == verdict, rule
    if found is None:
        return
    assert expect == {
        "outcome": said.outcome, "admissible": list(said.admissible),
        "open_facts": sorted(said.open_facts), "settled": found.settled,
        "possible": list(found.possible),
        "questions": sorted(one.fact for one in ask(said).questions),
        "why_size": len(why(said).findings), "flips": len(flip(said).flips),
    }


@pytest.mark.parametrize("case", [one for one in FILE["cases"] if "rules" in one["expect"]],
                         ids=lambda one: str(one["n"]))
def test_the_reference_says_the_same(case):
    facts = from_findings(PACK, case["facts"])
    reference = Reference(CONTENT, facts, PACK.settings(case.get("settings")))
    raw = {one["id"]: one for one in CONTENT["rules"]}
    for rule, verdict in case["expect"]["rules"].items():
        if not SHORT & raw[rule]["when"].keys() and "unless" not in raw[rule]:
            assert WORDS[reference.rule(rule)] == verdict, rule


VALUES = {"a": [True, False], "b": [True, False], "c": [True, False, NOT_APPLICABLE],
          "grade": ["none", "minor", "grave", NOT_APPLICABLE]}


@pytest.mark.parametrize("case", [one for one in FILE["cases"] if "settled" in one["expect"]],
                         ids=lambda one: str(one["n"]))
def test_settled_is_what_all_completions_say(case):
    """Only these four facts matter to the outcome of the pack."""
    known = {name: value for name, value in from_findings(PACK, case["facts"]).items() if value is not None}
    made, reached = default_program(PACK), []
    for row in product(*VALUES.values()):
        facts = dict(zip(VALUES, row, strict=True))
        if any(facts.get(name) != value for name, value in known.items()):
            continue
        try:
            place, verdicts, _ = made.run(facts)
        except Contradiction:
            continue
        holds = {made.outcomes[place].id}
        if verdicts[made.outcome_roots[1]] == 3:  # refused_anyway stands though barred be open
            holds.add("refused_anyway")
        reached.append(holds)
    agreed = set.intersection(*reached)
    assert (case["expect"]["settled"] in agreed) if agreed else case["expect"]["settled"] is None


def test_every_operator_is_met_not_met_and_open_somewhere():
    seen: dict[str, set[str]] = {}
    for case in FILE["cases"]:
        for rule, verdict in case["expect"].get("rules", {}).items():
            seen.setdefault(rule, set()).add(verdict)
    all_three, never_open = {"met", "not_met", "open"}, {"reading", "always"}
    for name in (*OPERATORS, *TESTS, "two-dates", "unless", "fact-na"):
        if name == "always":
            assert seen[name] == {"met"}
        else:
            assert seen[name] == (all_three - {"open"} if name in never_open else all_three), name
    assert {"refused" in one["expect"] for one in FILE["cases"]} == {True, False}
