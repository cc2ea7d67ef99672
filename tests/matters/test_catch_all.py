"""A06-12 Other situations (A09; reading 12): compared with the nearest listed one, and said in the minutes."""

from __future__ import annotations

import pytest

from rongcuo import ids
from rongcuo.matters import readings, verification
from rongcuo.matters.assessing import facts_to_settle
from rongcuo.matters.comparing import needs_sentence
from rongcuo.matters.errors import Incomplete
from rongcuo.matters.models import Item
from rongcuo.matters.packs import pack_of, settings_of
from tests.matters.world import Case, refused


@pytest.fixture
def other(bureau):
    return Case(bureau, situation="A06-12")


@pytest.mark.parametrize(
    ("change", "field"),
    [({"nearest": []}, "nearest"), ({"nearest": ["A06-12"]}, "nearest"), ({"nearest": ["A99"]}, "nearest"),
     ({"nearest": ["A06-1", "A06-2", "A06-3", "A06-4"]}, "nearest"), ({"comparison": " "}, "comparison")],
)
def test_the_application_names_the_nearest_situation_and_what_is_different(other, change, field):
    other.until("noticed")
    with refused(Incomplete, field):
        other.submit(**change)
    other.submit()
    assert other.subject.nearest == ["A06-4"]
    assert Item.objects.get(kind="application").body["comparison"]["words"]


def test_nothing_is_compared_where_a_listed_situation_is_claimed(case):
    case.until("noticed").submit(nearest=["A06-4"], comparison="x")
    assert case.subject.nearest == [] and Item.objects.get(kind="application").body["comparison"] is None


def test_the_facts_of_the_nearest_situation_are_looked_into_as_well(other):
    other.until("accepted")
    pack, subject = pack_of(other.matter), other.subject
    without, beside = (set(facts_to_settle(pack, s)) for s in (subject.situations, subject.examined))
    assert beside > without
    nearest = {f for f in facts_to_settle(pack, ["A06-4"])}
    assert nearest <= beside


def test_report_opinion_and_minutes_carry_it(other):
    other.until("found")
    with refused(Incomplete, f"comparison-{other.subject.pk}"):
        other.report(comparisons={})
    other.report()
    assert Item.objects.get(kind="report").body["comparisons"] == {
        str(pk): text for pk, text in other.comparisons.items()
    }
    other.take("consulted")
    other.take("answered")
    bare = {s.pk: {"outcome": "waived", "reason": "见报告。", "effects": []} for s in other.deciding()}
    other.act_on(verification.declare_interests, "drafter", grounds=[])
    with refused(Incomplete, f"comparison-{other.subject.pk}"):
        other.propose(proposals=bare)
    other.propose()
    with refused(Incomplete, "catch_all"):
        other.meet(catch_all=" ")
    other.meet()
    assert Item.objects.get(kind="minutes").body["catch_all"]


def test_a_comparison_holds_no_verdict(other):
    other.until("found")
    with refused(Incomplete):
        other.report(comparisons=dict.fromkeys(other.comparisons, "与第四项相近，应予容错。"))


def test_who_proposes_to_refuse_owes_no_comparison_of_ones_own(bureau):
    case = Case(bureau, situation="A06-12", outcome="refused").until("answered")
    case.propose(outcome="refused", proposals={
        s.pk: {"outcome": "refused", "reason": "见报告。", "effects": [], "comparison": ""} for s in case.deciding()
    })
    assert case.subject.proposed == "refused"


@pytest.mark.parametrize("value", ["as_written", "extra_justification"])
def test_how_much_is_asked_is_a_reading(bureau, value):
    case = Case(bureau, situation="A06-12").until("noticed")
    with case.at():
        readings.confirm_reading(
            "situation.12", actor=bureau["officer"], at=None, key=str(ids.new_id()), value=value, basis="纪要"
        )
    if value == "as_written":
        case.submit(nearest=[], comparison="")
        assert case.subject.nearest == []
    else:
        with refused(Incomplete, "nearest"):
            case.submit(nearest=[], comparison="")


def test_among_several_the_sentence_is_owed_where_nothing_else_holds(bureau):
    case = Case(bureau).until("noticed")
    case.submit(situations=["A06-1", "A06-12"], nearest=["A06-4"], comparison="相近而不同。")
    pack, settings = pack_of(case.matter), settings_of(case.matter)

    class Check:
        def __init__(self, verdict):
            self.verdict = lambda rule: verdict

    assert not needs_sentence(pack, settings, case.subject, Check("met"))
    assert needs_sentence(pack, settings, case.subject, Check("not_met"))
