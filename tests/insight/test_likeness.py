"""Like cases: the nearest closed ones; where the same findings were decided otherwise the opinion owes a reason."""

from __future__ import annotations

from datetime import date
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rongcuo.insight import likeness
from rongcuo.insight.likeness import Bits, nearest, places
from rongcuo.insight.models import Likeness
from rongcuo.matters import packs, verification
from rongcuo.matters.errors import Incomplete
from rongcuo.matters.models import Finding, Item, Subject
from tests.matters.world import Case, refused


@pytest.fixture(autouse=True)
def nothing_in_memory():
    likeness._memory.clear()


def closed(bureau, n: int, **plot) -> Case:
    return Case(bureau, start=date(2026, 1, 12), document_number=f"示例〔2026〕{n}号", **plot).until("filed")


def near(case: Case):
    return nearest(case.matter, case.subject, Finding.objects.filter(subject=case.subject))


def test_what_was_the_same_what_differed_and_how_it_was_decided(bureau):
    closed(bureau, 1)
    closed(bureau, 2, findings={"breach": "minor"}, outcome="lighter")
    assert Likeness.objects.count() == 2  # each when it was filed
    case = Case(bureau, start=date(2026, 5, 11), document_number="示例〔2026〕9号").until("found")
    first, second = near(case)
    assert (first.outcome, first.differs) == ("waived", ())
    assert (second.outcome, second.differs) == ("lighter", ("breach",))
    assert set(second.same) == set(first.same) - {"breach"}


def test_without_findings_there_is_nothing_to_compare(bureau):
    closed(bureau, 1)
    case = Case(bureau, start=date(2026, 5, 11), document_number="示例〔2026〕9号").until("heard")
    assert near(case) == []


def test_the_opinion_says_why_where_the_same_findings_were_decided_otherwise(bureau):
    closed(bureau, 1)
    case = Case(bureau, start=date(2026, 5, 11), document_number="示例〔2026〕9号").until("answered")
    case.act_on(verification.declare_interests, "drafter", grounds=[])
    place = f"unlike-{case.subject.pk}"
    with refused(Incomplete, place):
        case.propose(outcome="lighter")
    proposals = {case.subject.pk: {"outcome": "lighter", "reason": "依据见报告。", "effects": [], "beyond": "", "unlike": "损失较大。"}}
    case.propose(outcome="lighter", proposals=proposals)
    opinion = Item.objects.filter(matter=case.matter_id, kind="opinion").last()
    assert opinion.body["proposals"][str(case.subject.pk)]["unlike"] == "损失较大。"


def test_nothing_is_owed_where_it_is_decided_alike_or_the_findings_differ(bureau):
    closed(bureau, 1)
    Case(bureau, start=date(2026, 5, 11), document_number="示例〔2026〕8号").until("answered").propose(outcome="waived")
    other = Case(bureau, start=date(2026, 6, 1), document_number="示例〔2026〕9号", findings={"breach": "minor"})
    other.until("answered").propose(outcome="lighter")


def test_what_was_filed_before_there_was_an_index_is_indexed_later(bureau):
    closed(bureau, 1)
    Likeness.objects.all().delete()
    likeness.catch_up()
    assert Likeness.objects.get().outcome == "waived"
    likeness.catch_up()
    assert Likeness.objects.count() == 1


@given(st.integers(0, 2**32))
def test_bits_count_what_facts_say(seed):
    """The distance by bits is the number of facts known in both and found otherwise, twice."""
    pack, dice = packs.pack_named("gansu-anjian-2018/1.0.0"), Random(seed)
    bits, masks = places(pack)
    values: dict[str, list] = {}
    for fact, value in bits:
        values.setdefault(fact, []).append(value)

    def case() -> tuple[dict, Bits]:
        facts = {f: dice.choice(v) for f, v in values.items() if dice.random() < 0.6}
        return facts, Bits(sum(bits[f, v] for f, v in facts.items()), sum(masks[f] for f in facts))

    (a, x), (b, y) = case(), case()
    both = x.known & y.known
    assert ((x.values ^ y.values) & both).bit_count() == 2 * sum(a[f] != b[f] for f in a.keys() & b.keys())
    assert (x.values & y.values).bit_count() == sum(a[f] == b[f] for f in a.keys() & b.keys())


def test_no_name_and_no_number_is_in_a_like_case(bureau):
    old = closed(bureau, 1)
    case = Case(bureau, start=date(2026, 5, 11), document_number="示例〔2026〕9号").until("found")
    text = repr([(c.situation, c.outcome, c.year, c.same, c.differs) for c in near(case)])
    assert old.matter.number not in text and bureau["inspector"].name not in text
    assert Subject.objects.filter(pk=near(case)[0].subject).exists()
