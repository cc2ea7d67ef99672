"""A07 Acceptance: accept, ask once for completion, or refuse on formal grounds only."""

from __future__ import annotations

from datetime import timedelta

import pytest

from rongcuo import ids
from rongcuo.matters import acceptance, application
from rongcuo.matters.errors import Incomplete, NotFound, NotNow, NotPermitted
from rongcuo.matters.models import Evidence, Item
from tests.matters.world import Case, refused

STORED = {"name": "补充.pdf", "media_type": "application/pdf", "size": 9, "sha256": "00" * 32}


def test_the_committee_accepts_and_verification_begins(case):
    case.until("forwarded").later(1)
    case.act_on(acceptance.accept, "officer", subject=case.subject.pk, in_scope=True)
    assert case.state == ("verification", "accepted")
    assert case.matter.state_since == case.day


@pytest.mark.parametrize(
    ("who", "error"),
    [
        ("inspector", NotPermitted), ("chemicals_head", NotPermitted), ("mines_head", NotFound),
        ("personnel", NotFound), ("supervisor", NotFound), ("leader_1", NotFound),
        ("secretary", NotFound), ("verifier_1", NotFound),
    ],
)
def test_nobody_else_accepts(case, who, error):
    case.until("forwarded")
    with refused(error):
        case.act_on(acceptance.accept, who, subject=case.subject.pk, in_scope=True)


def test_not_before_it_arrived_and_not_twice(case):
    case.until("noticed")
    case.submit(head_conflict=True)  # seen by the committee, and not received yet
    with refused(NotNow):
        case.act_on(acceptance.accept, "officer", subject=case.subject.pk, in_scope=True)
    case.act_on(application.go_direct, "officer", subject=case.subject.pk)
    case.act_on(acceptance.accept, "officer", subject=case.subject.pk, in_scope=True)
    with refused(NotNow):
        case.act_on(acceptance.accept, "officer", subject=case.subject.pk, in_scope=True)


def test_somebody_outside_the_scope_is_refused_on_that_ground(case):
    case.until("forwarded")
    with refused(Incomplete, "in_scope"):
        case.act_on(acceptance.accept, "officer", subject=case.subject.pk, in_scope=False)
    case.act_on(
        acceptance.refuse, "officer", subject=case.subject.pk, ground="outside_scope",
        reason="申请人属示例市局，不在第二条范围内。",
    )
    assert case.state == ("ended", "refused")


def test_completion_is_asked_for_once_and_the_applications_date_stands(case):
    case.until("forwarded").later(1)
    pk, submitted = case.subject.pk, case.subject.submitted_on
    with refused(Incomplete, "missing"):
        case.act_on(acceptance.request_completion, "officer", subject=pk, missing=" ")
    case.act_on(acceptance.request_completion, "officer", subject=pk, missing="处务会记录")
    assert case.subject.state == "completion"
    case.later(20)
    with refused(NotPermitted):
        case.act_on(acceptance.complete, "officer", subject=pk, words="代为补正")
    with refused(Incomplete, "words"):
        case.act_on(acceptance.complete, "inspector", subject=pk, words="")
    case.act_on(
        acceptance.complete, "inspector", subject=pk, words="附后。",
        stored=[STORED | {"file": ids.new_id()}, STORED | {"file": ids.new_id(), "title": "会议记录"}],
    )
    assert case.subject.state == "received"
    assert case.subject.submitted_on == submitted
    rows = Evidence.objects.order_by("n").values_list("n", "title", "lane", "subject")
    assert list(rows)[1:] == [(2, "补充.pdf", "applicant", pk), (3, "会议记录", "applicant", pk)]
    assert Item.objects.get(kind="completion").body["evidence"] == [2, 3]
    with refused(Incomplete):
        case.act_on(acceptance.request_completion, "officer", subject=pk, missing="还缺")
    case.act_on(acceptance.accept, "officer", subject=pk, in_scope=True)


@pytest.mark.parametrize("ground", ["outside_scope", "no_procedure", "decided_before"])
def test_refusal_is_formal_in_writing_and_by_a_named_person(case, ground):
    case.until("forwarded")
    pk = case.subject.pk
    with refused(Incomplete, "reason"):
        case.act_on(acceptance.refuse, "officer", subject=pk, ground=ground, reason="")
    case.act_on(acceptance.refuse, "officer", subject=pk, ground=ground, reason="理由如下。")
    paper = Item.objects.get(kind="refusal")
    assert paper.body == {"ground": ground, "reason": "理由如下。"}
    assert paper.author == case.bureau["officer"]


@pytest.mark.parametrize("ground", ["merits", "unfounded", "A12", "", "incomplete"])
def test_the_merits_are_never_a_ground(case, ground):
    case.until("forwarded")
    with refused(Incomplete, "ground"):
        case.act_on(
            acceptance.refuse, "officer", subject=case.subject.pk, ground=ground, reason="不符合第六条。"
        )


def test_lateness_is_a_ground_only_where_it_is_late(case):
    case.until("forwarded")
    with refused(Incomplete, "ground"):
        case.act_on(acceptance.refuse, "officer", subject=case.subject.pk, ground="late", reason="超期。")


def test_a_late_application_may_be_refused_with_reasons(case):
    case.until("noticed").later(60)
    case.submit()
    case.act_on(application.forward, "chemicals_head", subject=case.subject.pk)
    case.act_on(
        acceptance.refuse, "officer", subject=case.subject.pk, ground="late",
        reason="超过期限且没有正当理由。",
    )
    assert case.state == ("ended", "refused")


def test_an_application_not_completed_may_still_be_refused_formally(case):
    case.until("forwarded")
    pk = case.subject.pk
    case.act_on(acceptance.request_completion, "officer", subject=pk, missing="身份")
    case.act_on(acceptance.refuse, "officer", subject=pk, ground="outside_scope", reason="不在范围内。")
    assert case.state == ("ended", "refused")


def test_one_refused_and_one_accepted_in_the_same_matter(bureau):
    case = Case(bureau, also=[("mines_inspector", "mines")]).until("forwarded")
    case.submit("mines_inspector")
    other = case.subject_of("mines_inspector")
    case.act_on(application.forward, "mines_head", subject=other.pk)
    case.act_on(
        acceptance.refuse, "officer", subject=other.pk, ground="decided_before", reason="已认定过。"
    )
    assert case.matter.state == "intake"
    case.act_on(acceptance.accept, "officer", subject=case.subject.pk, in_scope=True)
    assert case.matter.state == "verification"


def test_a_step_on_paper_keeps_its_own_day(case):
    case.until("forwarded")
    done = case.day
    case.later(4)
    with refused(Incomplete, "done_on"):
        case.act_on(
            acceptance.accept, "officer", subject=case.subject.pk, in_scope=True,
            done_on=done - timedelta(days=1),
        )
    case.act_on(acceptance.accept, "officer", subject=case.subject.pk, in_scope=True, done_on=done)
    assert case.subject.state_since == case.matter.state_since == done
