"""Applying again (A08-1; reading 17): only on new facts, and what was applied for before stays as a fact."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from rongcuo import ids
from rongcuo.ledger.replay import replay
from rongcuo.matters import acceptance, application, drafts, readings, review, verification
from rongcuo.matters.access import act_subjects_to_apply_for, viewer_of
from rongcuo.matters.errors import Incomplete, NotNow
from rongcuo.matters.models import Evidence, Item, Matter, Subject
from tests.matters.world import Case, refused

NEW = "四月二十日找到了处务会的原始录音，证明方案经过集体研究。"


def adopt(case, reading, value):
    with case.at():
        readings.confirm_reading(
            reading, actor=case.bureau["officer"], at=None, key=str(ids.new_id()), value=value, basis="示例会议纪要",
        )


@pytest.fixture
def withdrawn(case):
    case.until("accepted")
    case.act_on(application.withdraw, "inspector", subject=case.subject.pk, words="材料还没有找齐。")
    return case.later(3)


def test_who_withdrew_applies_again_by_saying_what_is_new(withdrawn):
    case, first = withdrawn, withdrawn.matter
    with refused(Incomplete, "new"):
        case.submit()
    case.submit(new=NEW)
    assert case.matter.pk != first.pk and case.matter.follows == first
    assert case.state == ("intake", "submitted")
    said = Item.objects.get(matter=case.matter_id, kind="application").body["again"]
    assert (said["number"], said["state"], said["new"]) == (first.number, "withdrawn", NEW)
    # What was applied for before stays as it was.
    first.refresh_from_db()
    assert first.state == "ended" and first.subjects.get().state == "withdrawn"
    case.take("forwarded")
    case.act_on(acceptance.accept, "officer", subject=case.subject.pk, in_scope=True, reason="录音刚刚找到。")
    stored = {"file": ids.new_id(), "name": "录音.txt", "media_type": "text/plain", "size": 1, "sha256": "0" * 64}
    case.act_on(verification.add_evidence, "inspector", stored=stored, title="处务会录音")
    case.until_from("appointed", "filed")
    assert case.state == ("filed", "answered")


@pytest.mark.parametrize("said", ["按会议研究的方案要求企业限期整改，一家示例企业衔接不上。", "方案经处务会集体研究", "当天 调整时限！"])
def test_what_was_said_before_is_not_new(withdrawn, said):
    with refused(Incomplete, "new"):
        withdrawn.submit(new=said)
    assert Matter.objects.count() == 1


def test_the_same_new_fact_does_not_serve_twice(withdrawn):
    case = withdrawn
    case.submit(new=NEW)
    case.act_on(application.withdraw, "inspector", subject=case.subject.pk)
    case.later(1)
    with refused(Incomplete, "new"):
        case.submit(new=NEW)
    case.submit(new="五月六日收到企业的书面说明。")
    assert [m.follows_id for m in Matter.objects.order_by("opened_on", "number")] == [
        None, *Matter.objects.order_by("opened_on", "number").values_list("pk", flat=True)[:2]
    ]


def test_one_application_at_a_time_stands(withdrawn):
    withdrawn.submit(new=NEW)
    with refused(NotNow):
        withdrawn.submit(new="还有一件新事实。")


def test_after_the_answer_one_may_apply_again_and_the_committee_sees_what_was_decided(bureau):
    case = Case(bureau, outcome="refused").until("filed")
    first = case.matter
    case.later(30).submit(new=NEW, late_reason="录音刚刚找到。")
    assert case.matter.follows == first
    said = Item.objects.get(matter=case.matter_id, kind="application").body["again"]
    assert (said["state"], said["outcome"]) == ("answered", "refused")
    case.act_on(application.forward, "chemicals_head", subject=case.subject.pk)
    # That it is the same once more is a formal ground, which a person names with reasons (reading 13).
    case.act_on(
        acceptance.refuse, "officer", subject=case.subject.pk, ground="decided_before", reason="录音所证事实已经认定过。"
    )
    assert case.state == ("ended", "refused")


def test_while_the_matter_goes_on_for_a_colleague_one_joins_it_again(bureau):
    case = Case(bureau, also=[("mines_inspector", "mines")]).until("submitted")
    case.submit("mines_inspector")
    case.act_on(application.withdraw, "inspector", subject=case.subject.pk)
    case.submit(new=NEW)
    assert Matter.objects.count() == 1
    states = Subject.objects.filter(person=bureau["inspector"]).values_list("state", flat=True)
    assert sorted(states) == ["submitted", "withdrawn"]


def test_nobody_else_may_apply_again_and_the_earlier_matter_opens_to_nobody_more(withdrawn):
    case, first = withdrawn, withdrawn.matter_id
    before = {who: case.sees(who) for who in ("rescuer", "mines_head", "verifier_1", "personnel", "leader_1")}
    case.submit(new=NEW)
    case.take("forwarded")
    case.act_on(acceptance.accept, "officer", subject=case.subject.pk, in_scope=True, reason="录音刚刚找到。")
    case.take("appointed")
    case.matter_id = first
    assert {who: case.sees(who) for who in before} == before == dict.fromkeys(before, False)
    assert not act_subjects_to_apply_for(viewer_of(case.bureau["rescuer"], case.day)).exists()


@pytest.mark.parametrize(("value", "words", "allowed"), [("free", "", True), ("never", NEW, False), ("new_facts", NEW, True)])
def test_whether_one_applies_again_is_a_reading(bureau, value, words, allowed):
    case = Case(bureau).until("noticed")
    adopt(case, "apply.reapply", value)
    case.submit()
    case.act_on(application.withdraw, "inspector", subject=case.subject.pk)
    if allowed:
        case.submit(new=words)
        assert Matter.objects.count() == 2
    else:
        with refused(NotNow):
            case.submit(new=words)


def test_the_second_matter_replays_to_the_same_rows(withdrawn):
    withdrawn.submit(new=NEW)
    assert replay() == []


def test_a_work_secret_stays_one_when_the_draft_is_submitted(case):
    case.until("noticed")
    with case.at():
        draft = drafts.draft_for(case.target.pk, actor=case.bureau["inspector"])
        drafts.attach(
            draft.pk, SimpleUploadedFile("检查底稿.txt", "示例".encode()), title="检查底稿", made_on=None,
            actor=case.bureau["inspector"], secrecy="work",
        )
        drafts.attach(
            draft.pk, None, title="涉密方案", made_on=None, actor=case.bureau["inspector"], secrecy="secret",
            reference="示例密〔2026〕1号，存机要室",
        )
        assert sorted(draft.files.values_list("secrecy", flat=True)) == ["secret", "work"]
    case.submit()
    assert dict(Evidence.objects.values_list("title", "secrecy")) == {"检查底稿": "work", "涉密方案": "secret"}


def test_while_the_answer_is_looked_at_again_nobody_applies_beside_it(bureau):
    case = Case(bureau, outcome="refused").until("received")
    case.later(2).act_on(review.ask_review, "inspector", subject=case.subject.pk, points=["录音没有核实。"])
    with refused(NotNow):
        case.submit(new=NEW)
