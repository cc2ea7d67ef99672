"""Reading 20: who runs the accountability outside gets a suggestion that binds nobody; the answer comes back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from rongcuo import ids
from rongcuo.matters import outside, readings
from rongcuo.matters.access import visible_items
from rongcuo.matters.errors import Incomplete, NotFound, NotNow, NotPermitted
from tests.matters.world import Case, refused

ANSWER = {
    "issued_by": "示例省联合调查组", "number": "示例调函〔2026〕3号", "made_of_it": "partly", "text": "采纳关于情节的意见，作批评教育处理。",
}


def reply(case, who="officer", **changes):
    case.act_on(outside.record_reply, who, subject=case.subject.pk, **ANSWER | {"replied_on": case.day} | changes)


@pytest.fixture
def suggested(bureau):
    return Case(bureau, external=True).until("fed_back")


def test_the_answer_is_recorded_and_told_to_whom_it_concerns(suggested):
    assert outside.suggests(suggested.matter)
    suggested.later(20)
    reply(suggested)
    for who, reads in (("inspector", True), ("chemicals_head", True), ("officer", True), ("personnel", True),
                       ("verifier_1", True), ("leader_1", True)):
        assert visible_items(suggested.standing(who)).filter(kind="reply").exists() is reads
    suggested.later(1)
    reply(suggested, made_of_it="followed", number="示例调函〔2026〕5号")  # a second letter may come


@pytest.mark.parametrize(("change", "field"), [
    ({"issued_by": ""}, "issued_by"), ({"number": " "}, "number"), ({"text": ""}, "text"), ({"made_of_it": "obeyed"}, "made_of_it"),
])
def test_what_is_missing_is_named(suggested, change, field):
    with refused(Incomplete, field):
        reply(suggested, **change)


def test_it_cannot_be_answered_before_it_was_determined_nor_tomorrow(suggested):
    for day in (suggested.matter.decided_on - timedelta(days=1), suggested.day + timedelta(days=1)):
        with refused(Incomplete, "replied_on"):
            reply(suggested, replied_on=day)


def test_only_those_who_keep_the_file_record_it(suggested):
    for who, error in (("inspector", NotPermitted), ("leader_1", NotPermitted), ("rescuer", NotFound)):
        with refused(error):
            reply(suggested, who=who)


def test_where_the_bureau_runs_the_act_or_nothing_was_suggested_there_is_no_answer(bureau):
    case = Case(bureau).until("fed_back")
    with refused(NotNow):
        reply(case)
    refused_one = Case(
        bureau, external=True, outcome="refused", subject="mines_inspector", unit="mines", head="mines_head",
        document_number="示例纪立〔2026〕9号",
    ).until("fed_back")
    with refused(Incomplete):
        reply(refused_one)


def test_whether_it_is_a_suggestion_is_a_reading(bureau):
    case = Case(bureau, external=True).until("noticed")
    with case.at():
        readings.confirm_reading(
            "case.external_handler", actor=bureau["officer"], at=None, key=str(ids.new_id()), value="determination", basis="纪要"
        )
    case.until_from("submitted", "fed_back")
    assert not outside.suggests(case.matter)
    with refused(NotNow):
        reply(case)
