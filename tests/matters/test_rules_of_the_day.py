"""A06-10 The rules in force when it happened, in their wording; what came later in its own lane (reading 36)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from rongcuo import ids
from rongcuo.ledger.replay import replay
from rongcuo.matters import readings, rules
from rongcuo.matters.access import visible_items
from rongcuo.matters.errors import Incomplete, NotFound, NotNow, NotPermitted
from rongcuo.matters.models import Item
from tests.matters.world import START, Case, refused

HAPPENED = START - timedelta(days=45)
RULE = {
    "title": "示例安全检查规则（2019年文本）", "article": "第五条第二款", "text": "首次发生且及时改正的，可以不予追究。",
    "since": date(2019, 5, 1),
}


def keep(case, who="verifier_1", **changes):
    case.act_on(rules.keep_rule, who, **RULE | changes)


@pytest.fixture
def working(bureau):
    return Case(bureau, situation="A06-10").until("declared")


def test_the_text_in_force_that_day_is_kept_and_a_later_one_stands_beside_it(working):
    keep(working)
    keep(working, who="officer", title="示例安全检查规则（2026年修订）", text="一律追究。", since=HAPPENED + timedelta(days=1))
    lanes = rules.lanes(Item.objects.filter(kind="rule_kept"))
    assert [i.body["title"] for i in lanes["of_the_day"]] == [RULE["title"]]
    assert [i.body["text"] for i in lanes["later"]] == ["一律追究。"]
    assert lanes["of_the_day"][0].body["text"] == RULE["text"]  # the later one replaces nothing
    assert replay() == []


@pytest.mark.parametrize(("since", "until", "lane"), [
    (HAPPENED, None, "of_the_day"), (HAPPENED, HAPPENED, "of_the_day"), (HAPPENED + timedelta(days=1), None, "later"),
    (date(2010, 1, 1), HAPPENED + timedelta(days=9), "of_the_day"),
])
def test_the_lane_follows_from_the_days_alone(working, since, until, lane):
    keep(working, since=since, until=until)
    assert Item.objects.get(kind="rule_kept").body["lane"] == lane


@pytest.mark.parametrize(("change", "field"), [
    ({"title": ""}, "title"), ({"article": " "}, "article"), ({"text": ""}, "text"),
    ({"until": date(2018, 1, 1)}, "until"), ({"until": HAPPENED - timedelta(days=1)}, "until"), ({"evidence": 99}, "evidence"),
])
def test_what_is_missing_or_was_no_longer_in_force_is_named(working, change, field):
    with refused(Incomplete, field):
        keep(working, **change)


def test_that_it_is_on_the_file_is_found_only_once_it_is(working):
    row = {"subject": working.subject.pk, "fact": "rule_of_day_recorded", "value": True, "grade": "proved", "evidence": [1]}
    with refused(Incomplete, "fact-rule_of_day_recorded"):
        working.find([row])
    keep(working, since=HAPPENED + timedelta(days=1))  # a later one does not do
    with refused(Incomplete, "fact-rule_of_day_recorded"):
        working.find([row])
    working.find([{**row, "value": False}])  # that it is not there may always be found
    keep(working)
    working.find([row])


def test_whether_the_text_is_needed_is_a_reading(bureau):
    case = Case(bureau, situation="A06-10").until("noticed")
    with case.at():
        readings.confirm_reading(
            "rule_snapshot.required", actor=bureau["officer"], at=None, key=str(ids.new_id()), value=False, basis="纪要"
        )
    case.until_from("submitted", "declared")
    case.find([{"subject": case.subject.pk, "fact": "rule_of_day_recorded", "value": True, "grade": "proved", "evidence": [1]}])


def test_who_keeps_it_and_who_reads_it(working):
    for who, error in (("inspector", NotPermitted), ("chemicals_head", NotPermitted), ("rescuer", NotFound)):
        with refused(error):
            keep(working, who=who)
    keep(working)
    for who, reads in (("verifier_1", True), ("officer", True), ("inspector", True), ("chemicals_head", False)):
        assert visible_items(working.standing(who)).filter(kind="rule_kept").exists() is reads
    working.until_from("heard", "reported")
    with refused(NotNow):
        keep(working)


@pytest.mark.parametrize(("made", "lane"), [
    (None, "undated"), (HAPPENED, "of_the_day"), (HAPPENED - timedelta(days=400), "of_the_day"),
    (HAPPENED + timedelta(days=1), "later"), (START, "after_start"), (START + timedelta(days=9), "after_start"),
])
def test_when_evidence_was_made_is_told_apart(made, lane):
    assert rules.came_later(made, HAPPENED, START) == lane
    if lane == "later":
        assert rules.came_later(made, None, START) == "of_the_day"  # the act does not say when it happened
