"""The pack of the Gansu measures: its text is verbatim, and every rule is told both ways."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rongcuo.policy import assess, from_findings, load
from rongcuo.policy.problems import FactError
from rongcuo.policy.scenarios import run

FOLDER = Path(__file__).parents[2] / "policies" / "gansu-anjian-2018" / "1.0.0"
PACK = load(FOLDER)

# Of the 51 Chinese cells joined with a line feed, as the transcription of the measures gives it.
MEASURES = "fd51af2b4f122f74d40699dd0eac097ddc8a82edd874d0a2ea7de5ee50662f33"
ARTICLES = [unit for unit in PACK.units.values() if unit.article is not None]
SITUATIONS = [f"A06-{n}" for n in range(1, 13)]


def nodes(root):
    """The node and everything below it, both sides of a reading's choice included."""
    yield root
    for child in root.children:
        yield from nodes(child)


def every_node():
    for rule in PACK.rules.values():
        yield from nodes(rule.when)
    for outcome in PACK.outcomes.values():
        if outcome.when is not None:
            yield from nodes(outcome.when)


def facts_in(conditions):
    for node in conditions:
        if node.op in ("fact", "applicable"):
            yield node.key


# --- the text


def test_the_text_is_verbatim():
    assert PACK.text_digest == MEASURES
    joined = "\n".join(unit.zh for unit in sorted(ARTICLES, key=lambda u: (u.article, u.item or 0)))
    assert hashlib.sha256(joined.encode()).hexdigest() == MEASURES


def test_sixteen_articles_and_thirty_five_items():
    assert [u.article for u in ARTICLES if u.item is None] == list(range(1, 17))
    assert len([u for u in ARTICLES if u.item is not None]) == 35
    for unit in ARTICLES:
        assert unit.id == f"A{unit.article:02d}" + (f"-{unit.item}" if unit.item else "")


def test_the_notice_is_kept_apart_and_every_unit_has_both_languages():
    notice = [unit.id for unit in PACK.units.values() if unit.article is None]
    assert notice == ["N-title", "N-to", "N-body", "N-sign", "N-date"]
    assert all(unit.zh.strip() and unit.en.strip() for unit in PACK.units.values())


def test_one_file_an_article():
    for number in range(1, 17):
        assert f"article: {number}\n" in (FOLDER / f"A{number:02d}.yaml").read_text("utf-8")


# --- what encodes it


@pytest.mark.parametrize("number", range(1, 58))
def test_every_silent_point_is_a_setting(number):
    assert [one.key for one in PACK.readings.values() if one.n == number]


def test_a_choice_shows_words_for_each_of_its_values():
    for reading in PACK.readings.values():
        if reading.type in ("choice", "list"):
            assert set(reading.values) == set(reading.labels), reading.key


def test_every_rule_and_outcome_cites_the_measures():
    for rule in PACK.rules.values():
        assert set(rule.cites) & {unit.id for unit in ARTICLES}, rule.id
    for node in every_node():
        assert node.cites, node.id


def test_every_condition_of_a_situation_quotes_its_item():
    """A fact that stands in a situation on the text's own words names those words."""
    from_readings = {
        "no_time_for_procedure", "reported_afterwards", "compared_with_nearest",
        "reasons_under_a3_a5",
    }
    for situation in SITUATIONS:
        for node in nodes(PACK.rules[situation].when):
            if node.op == "fact" and node.key not in from_readings:
                assert node.quote and node.quote in PACK.units[situation].zh, node.id


def test_every_fact_is_used_or_taken_from_the_record():
    used = set(facts_in(every_node()))
    assert {name for name, fact in PACK.facts.items() if fact.settled_from != "matter"} <= used
    assert set(PACK.facts) == used


def test_a_judgement_of_a_person_cannot_be_changed_afterwards():
    for fact in PACK.facts.values():
        assert not (fact.nature == "judgement" and fact.changeable), fact.id


def test_principles_factors_and_distinctions_are_asked_in_report_and_opinion():
    groups: dict[str, list[str]] = {}
    for question in PACK.questions.values():
        groups.setdefault(question.group, []).append(question.quote)
        assert set(question.required_in) == {"report", "opinion"}
    assert {group: len(quotes) for group, quotes in groups.items()} == {
        "principles": 5, "factors": 5, "distinctions": 3,
    }
    assert groups["factors"] == ["背景原因", "动机目的", "政策依据", "情节轻重", "性质后果"]


def test_the_effects_of_article_10_and_the_duty_owed_to_everyone_tolerated():
    respects = {n: [e for e in PACK.effects.values() if e.cites == (f"A10-{n}",)] for n in range(1, 6)}
    assert {n: len(found) for n, found in respects.items()} == {1: 2, 2: 3, 3: 1, 4: 1, 5: 1}
    assert {e.for_ for e in respects[1]} == {"unit"}
    assert {e.for_ for n in (2, 3, 4) for e in respects[n]} == {"person"}
    assert all(e.binds and e.recipients for e in PACK.effects.values())
    assert set(PACK.effects["A10-5"].determinations) == {"lighter", "mitigated"}
    positive = {one.id for one in PACK.determinations.values() if one.positive}
    assert set(PACK.duties["A11-1"].mandatory_for) == positive


def test_refusal_is_admissible_wherever_anything_is():
    for outcome in PACK.outcomes.values():
        assert outcome.undetermined or "refused" in outcome.admits, outcome.id


# --- what it says


@pytest.mark.parametrize("scenario", PACK.scenarios.values(), ids=lambda one: one.id)
def test_scenario(scenario):
    assert [difference.text("en") for difference in run(PACK, scenario)] == []


def test_every_rule_is_told_both_ways():
    told: dict[str, set[str]] = {}
    for scenario in PACK.scenarios.values():
        for verdict in ("met", "not_met"):
            for rule in scenario.expect.get(verdict, ()):
                told.setdefault(rule, set()).add(verdict)
    assert {rule for rule in PACK.rules if told.get(rule) != {"met", "not_met"}} == set()


def test_every_outcome_is_reached():
    assert {one.expect["outcome"] for one in PACK.scenarios.values()} == set(PACK.outcomes)


@pytest.mark.parametrize("situation", SITUATIONS)
def test_every_situation_alone_opens_waiver(situation):
    reached = [
        one for one in PACK.scenarios.values()
        if one.expect["outcome"] == "waiver_open" and situation in one.expect.get("met", ())
    ]
    assert reached


def test_every_reading_that_a_rule_looks_at_is_tried_with_another_value():
    asked = {node.key for node in every_node() if node.op in ("reading", "when_reading")}
    tried = {key for one in PACK.scenarios.values() for key in one.settings}
    assert asked == {one.key for one in PACK.readings.values() if "rules" in one.affects}
    assert asked <= tried


def test_the_published_matters_are_all_here_and_each_difference_names_an_article():
    published = [one for one in PACK.scenarios.values() if one.source]
    assert sorted(one.source for one in published) == [f"case-{n:02d}" for n in range(1, 16)]
    for one in published:
        assert "open_facts" in one.expect and one.expect["decisive"], one.id
        assert bool(one.differs) == bool(one.because), one.id


CLEAR = from_findings(PACK, PACK.scenarios["a03-clear"].findings)
VALUES = {
    name: st.sampled_from([None, True, False]) if fact.type == "yes_no"
    else st.sampled_from([None, *fact.values])
    for name, fact in PACK.facts.items()
    if fact.type in ("yes_no", "choice")
}
CHANGED = st.lists(st.sampled_from(sorted(VALUES)), max_size=5, unique=True).flatmap(
    lambda names: st.fixed_dictionaries({name: VALUES[name] for name in names})
)


@settings(max_examples=300)
@given(CHANGED)
def test_what_no_facts_can_open(changed):
    """From a clear matter, whatever is changed or left unknown: waiver needs no breach (Article 3),
    exclusion ruled out (Article 12) and a situation (Article 6)."""
    try:
        result = assess(PACK, CLEAR | changed)
    except FactError:  # drawn against a constraint
        return
    if result.verdict("A12") != "not_met" or result.verdict("A03.lawful") != "met":
        assert "waived" not in result.admissible
    if result.verdict("A03") != "met" or result.verdict("A06") != "met":
        assert set(result.admissible) <= {"refused"}


@pytest.mark.parametrize("fact", ["grave", "plainly_breach", "major_accident"])
def test_an_unknown_exclusion_closes_a_matter_that_was_open(fact):
    assert "waived" in assess(PACK, CLEAR).admissible
    left_open = assess(PACK, CLEAR | {fact: None})
    assert left_open.outcome == "undetermined"
    assert left_open.admissible == ()
