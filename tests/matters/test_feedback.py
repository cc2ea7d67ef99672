"""A08-4 Feedback: in writing, with reply and explanation, every point answered; and its receipt."""

from __future__ import annotations

from datetime import timedelta

import pytest

from rongcuo.matters import feedback
from rongcuo.matters.errors import Incomplete, NotNow, NotPermitted
from rongcuo.matters.models import Item, Point
from tests.matters.world import Case, refused


def feed_back(case, who="officer", **changes):
    case.act_on(
        feedback.feed_back, who, subject=case.subject.pk,
        **{"explanation": "理由如下。", "answers": {p.pk: "已核实。" for p in Point.objects.all()}} | changes,
    )


def receive(case, who="inspector", **changes):
    case.act_on(
        feedback.record_receipt, who, subject=case.subject.pk, **{"received_on": case.day} | changes
    )


def test_the_feedback_answers_each_point_and_explains(case):
    case.until("determined").later(2)
    second = Point.objects.get(n=2)
    answers = {p.pk: "已核实。" for p in Point.objects.all()}
    for given in ({}, answers | {second.pk: "  "}, {k: v for k, v in answers.items() if k != second.pk}):
        with refused(Incomplete) as caught:
            feed_back(case, answers=given)
        assert caught.value.field.startswith("answer-")
    with refused(Incomplete, "explanation"):
        feed_back(case, explanation="")
    feed_back(case)
    assert case.state == ("publication", "answered")
    assert case.subject.answered_on == case.day
    paper = Item.objects.get(kind="feedback")
    assert [a["n"] for a in paper.body["answers"]] == [1, 2]
    assert paper.body["outcome"] == "waived"
    assert set(Point.objects.values_list("answer", flat=True)) == {"已核实。"}


@pytest.mark.parametrize("outcome", ["waived", "refused"])
def test_a_negative_result_is_explained_as_well(bureau, outcome):
    case = Case(bureau, outcome=outcome).until("determined")
    with refused(Incomplete, "explanation"):
        feed_back(case, explanation=" ")
    feed_back(case)
    assert case.state == ("publication", "answered")


def test_only_the_committee_feeds_back_and_only_once(case):
    case.until("determined")
    for who in ("secretary", "inspector", "chemicals_head", "personnel", "supervisor"):
        with refused(NotPermitted):
            feed_back(case, who)
    feed_back(case)
    with refused(NotNow):
        feed_back(case)


def test_no_feedback_before_the_determination(case):
    case.until("opinion")
    with refused(NotNow):
        feed_back(case)


def test_the_receipt_is_recorded_by_the_recipient_or_from_the_slip(case):
    case.until("fed_back").later(3)
    with refused(NotPermitted):
        receive(case, "chemicals_head")
    for day in (case.day + timedelta(days=1), case.subject.answered_on - timedelta(days=1)):
        with refused(Incomplete):
            receive(case, received_on=day)
    receive(case, words="收到，无异议。")
    assert case.subject.received_on == case.day
    with refused(Incomplete):
        receive(case)


def test_a_receipt_may_come_in_after_filing_and_moves_nothing(case):
    case.until("fed_back")
    case.until_from("published", "filed")
    receive(case, "officer")
    assert case.state == ("filed", "answered")
    assert case.subject.received_on == case.day


def test_there_is_no_receipt_before_the_feedback(case):
    case.until("determined")
    with refused(Incomplete):
        receive(case)
