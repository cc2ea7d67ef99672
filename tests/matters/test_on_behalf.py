"""Applying for somebody who cannot (reading 9): the unit acts, the rights stay the person's."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from rongcuo import clock, ids
from rongcuo.archive.searching import index
from rongcuo.archive.searching.find import Gate
from rongcuo.ledger.replay import replay
from rongcuo.matters import (
    acceptance,
    application,
    behalf,
    drafts,
    feedback,
    paper,
    readings,
    verification,
)
from rongcuo.matters.access import (
    Standing,
    act_subjects_to_apply_for,
    viewer_of,
    visible_acts,
    visible_evidence,
    visible_items,
)
from rongcuo.matters.desk import desk
from rongcuo.matters.errors import Incomplete, NotFound, NotNow, NotPermitted
from rongcuo.matters.files import store
from rongcuo.matters.models import Act, Item
from rongcuo.people.record import add_post
from tests.matters.world import Case, refused

LETTER = "示例市医院诊断证明，存机关党委"
AUTHORITY = "本人电话同意，记录存处内；不能签字"


def may_not(case, ground="ill", who="officer", **changes):
    """The party committee records that the inspector cannot apply."""
    case._on_act(
        behalf.open_behalf, who,
        **{"subject": case.target.pk, "ground": ground, "basis": LETTER, "since": case.day} | changes,
    )


def apply_for(case, who="chemicals_head", authorisation=AUTHORITY, **changes):
    with case.at():
        draft = drafts.draft_for(case.target.pk, actor=case.bureau[who])
        drafts.attach(
            draft.pk, SimpleUploadedFile("会议记录.txt", "示例".encode()), title="会议记录", made_on=None,
            actor=case.bureau[who],
        )
        entry = application.submit_application(
            draft.pk, actor=case.bureau[who], key=str(ids.new_id()), authorisation=authorisation, **case.form(**changes)
        )
    case.matter_id = entry.stream
    return entry


@pytest.fixture
def ill(case):
    case.until("noticed")
    may_not(case)
    return case


def known(case, who) -> bool:
    return act_subjects_to_apply_for(viewer_of(case.bureau[who], case.day)).filter(act=case.act).exists()


def test_the_unit_learns_of_the_act_only_once_it_is_recorded_that_the_person_cannot_apply(case):
    case.until("noticed")
    assert not known(case, "chemicals_head")
    with refused(NotFound), case.at():
        drafts.draft_for(case.target.pk, actor=case.bureau["chemicals_head"])
    may_not(case)
    assert known(case, "chemicals_head") and known(case, "inspector")
    for who in ("mines_head", "rescuer", "verifier_1", "officer", "leader_1"):
        assert not known(case, who)
    assert not visible_acts(viewer_of(case.bureau["chemicals_head"], case.day)).exists()  # not the act's own page
    with case.at():
        tasks = desk(viewer_of(case.bureau["chemicals_head"], case.day), clock.now()).tasks
    assert [t.act_subject for t in tasks if t.act_subject] == [case.target]


def test_the_unit_applies_and_its_submission_is_the_forwarding(ill):
    with refused(Incomplete, "authorisation"):
        apply_for(ill, authorisation=" ")
    apply_for(ill)
    subject = ill.subject
    assert (subject.state, subject.via, subject.on_behalf) == ("received", "forwarded", "unit")
    assert subject.person == ill.bureau["inspector"]
    said = Item.objects.get(kind="application").body["on_behalf"]
    assert said == {"by": "unit", "ground": "ill", "basis": LETTER, "authorisation": AUTHORITY, "relative": ""}
    assert ill.sees("officer") and ill.sees("inspector")
    assert replay() == []


@pytest.mark.parametrize(
    ("change", "error", "field"),
    [({"ground": "lazy"}, Incomplete, "ground"), ({"basis": " "}, Incomplete, "basis"),
     ({"who": "chemicals_head"}, NotPermitted, ""), ({"who": "inspector"}, NotPermitted, ""),
     ({"since": date(2027, 1, 1)}, Incomplete, "done_on")],
)
def test_that_somebody_cannot_apply_is_recorded_with_its_ground_by_the_party_committee(case, change, error, field):
    case.until("noticed")
    with refused(error, field or None):
        may_not(case, **change)


def test_a_unit_needs_nobody_to_apply_for_it(bureau):
    case = Case(bureau, unit_applies=True).until("noticed")
    with refused(Incomplete, "ground"):
        may_not(case)


def test_the_persons_own_rights_stay(ill):
    apply_for(ill)
    ill.until_from("accepted", "heard")
    standing = ill.standing("inspector")
    kinds = set(visible_items(standing).values_list("kind", flat=True))
    assert {"application", "acceptance", "group", "hearing"} <= kinds
    # The unit reads what a unit reads, and no more for having applied.
    unit = ill.standing("chemicals_head")
    assert "hearing" not in set(visible_items(unit).values_list("kind", flat=True))
    assert unit.capacities == {"applicant", "forwarder"}
    ill.until_from("found", "fed_back")
    with refused(NotPermitted):  # the receipt is the person's, or the committee records it
        ill.act_on(feedback.record_receipt, "chemicals_head", subject=ill.subject.pk, received_on=ill.day)
    ill.act_on(feedback.record_receipt, "inspector", subject=ill.subject.pk, received_on=ill.day)
    assert ill.subject.received_on == ill.day


def test_who_objects_is_not_decided_about(ill):
    apply_for(ill)
    with refused(Incomplete, "words"):
        ill.act_on(behalf.own_view, "inspector", subject=ill.subject.pk, agrees=False, words=" ")
    ill.act_on(behalf.own_view, "inspector", subject=ill.subject.pk, agrees=False, words="我没有委托任何人。")
    with refused(Incomplete):
        ill.take("accepted")
    ill.act_on(behalf.own_view, "inspector", subject=ill.subject.pk, agrees=True, words="看过材料，同意。")
    ill.until_from("accepted", "opinion")
    ill.act_on(behalf.own_view, "inspector", subject=ill.subject.pk, agrees=False, words="报告与事实不符，我不同意。")
    with refused(Incomplete):
        ill.take("determined")
    ill.act_on(application.withdraw, "inspector", subject=ill.subject.pk)
    assert ill.state == ("ended", "withdrawn")


def test_nobody_but_the_person_says_what_the_person_thinks(ill):
    apply_for(ill)
    for who, error in (("chemicals_head", NotPermitted), ("officer", NotPermitted), ("rescuer", NotFound)):
        with refused(error):
            ill.act_on(behalf.own_view, who, subject=ill.subject.pk, agrees=True, words="")
    plain = Case(ill.bureau, subject="rescuer", unit="emergency", head="emergency_head",
                 document_number="示例纪立〔2026〕9号").until("forwarded")
    with refused(Incomplete):
        plain.act_on(behalf.own_view, "rescuer", subject=plain.subject.pk, agrees=True, words="")


def test_the_unit_completes_and_may_take_it_back_until_the_person_made_it_their_own(ill):
    apply_for(ill)
    ill.act_on(acceptance.request_completion, "officer", subject=ill.subject.pk, missing="请补诊断证明。")
    ill.act_on(acceptance.complete, "chemicals_head", subject=ill.subject.pk, words="补上。")
    ill.act_on(behalf.own_view, "inspector", subject=ill.subject.pk, agrees=True, words="")
    with refused(Incomplete):
        ill.act_on(application.withdraw, "chemicals_head", subject=ill.subject.pk)
    ill.act_on(application.withdraw, "inspector", subject=ill.subject.pk)


def test_what_the_person_withdrew_is_no_bar_to_an_application_of_ones_own(ill):
    apply_for(ill)
    ill.act_on(application.withdraw, "inspector", subject=ill.subject.pk, words="由我自己来写。")
    ill.later(2).submit()  # nothing new is owed
    assert (ill.subject.on_behalf, ill.state) == ("", ("intake", "submitted"))


def test_the_person_may_still_apply_in_person_and_then_nobody_applies_for_them(ill):
    ill.submit()
    with refused(NotNow):
        apply_for(ill)
    with refused(NotNow):
        may_not(ill)


def test_a_head_whom_the_act_names_applies_for_nobody(bureau):
    case = Case(bureau, also=[("chemicals_head", "chemicals")]).until("noticed")
    may_not(case)
    targets = act_subjects_to_apply_for(viewer_of(bureau["chemicals_head"], case.day))
    assert [t.person for t in targets] == [bureau["chemicals_head"]]


@pytest.mark.parametrize(("value", "unit", "relative"), [
    ("unit_only", True, False), ("unit_or_relative", True, True), ("nobody", False, False),
])
def test_who_may_apply_for_another_is_a_reading(bureau, value, unit, relative):
    case = Case(bureau).until("noticed")
    with case.at():
        readings.confirm_reading(
            "apply.on_behalf", actor=bureau["officer"], at=None, key=str(ids.new_id()), value=value, basis="纪要"
        )
    if not unit:
        with refused(NotNow):
            may_not(case)
        return
    may_not(case)
    fields = {**case.form(), "claims": {}, "behalf": {
        "by": "relative", "relative": "示例甲，配偶", "authorisation": "户口簿、委托书存机关党委",
    }}
    case.act.refresh_from_db()
    with case.at():
        given = {
            "act": case.act.pk, "actor": bureau["officer"], "at": case.act.position, "key": str(ids.new_id()),
            "target": case.target.pk, "by": bureau["officer"].pk, "done_on": case.day, "fields": fields,
            "scan": store(SimpleUploadedFile("申请.txt", "示例".encode())).as_payload(),
        }
        if not relative:
            with refused(NotNow):
                paper.record_application(**given)
            return
        paper.record_application(**given)
        row = case.act.paper_records.get() if hasattr(case.act, "paper_records") else None
        act = Act.objects.get(pk=case.act.pk)
        entry = paper.confirm(row.pk, actor=bureau["drafter"], at=act.position, key=str(ids.new_id()))
    case.matter_id = entry.stream
    assert (case.subject.on_behalf, case.subject.person) == ("relative", bureau["inspector"])
    # A relative has no account and no way in; the unit still forwards, the person still reads.
    assert case.state == ("intake", "submitted") and case.sees("inspector")


def test_what_a_relative_hands_in_is_marked(ill):
    apply_for(ill)
    ill.until_from("accepted", "declared")
    stored = {"file": ids.new_id(), "name": "信.txt", "media_type": "text/plain", "size": 1, "sha256": "0" * 64}
    ill.act_on(
        verification.add_evidence, "officer", stored=stored, title="家属来信", about=ill.subject.pk,
        relative="示例甲，配偶",
    )
    for who, seen in (("officer", True), ("verifier_1", True), ("inspector", True), ("chemicals_head", False)):
        rows = visible_evidence(Standing(viewer_of(ill.bureau[who], ill.day), ill.standing(who).matter))
        found = [(e.lane, e.source) for e in rows if e.title == "家属来信"]
        assert found == ([("relative", "示例甲，配偶")] if seen else [])
    with refused(Incomplete, "relative"):
        ill.act_on(verification.add_evidence, "inspector", stored=stored, title="x", relative="示例乙")


def test_a_head_who_applied_finds_by_search_what_the_page_shows_and_no_more(ill):
    with ill.at():  # a head of the division who also sits in the party committee
        add_post(
            actor=None, person=ill.bureau["chemicals_head"].pk, unit=ill.bureau.units["committee"].pk, title="兼职委员",
            since=ill.day,
        )
    apply_for(ill)
    ill.until_from("accepted", "found")
    index.rebuild()
    viewer = viewer_of(ill.bureau["chemicals_head"], ill.day)
    standing = ill.standing("chemicals_head")
    assert "handler" in viewer.capacities and "handler" not in standing.capacities
    seen = {i.pk for i in visible_items(standing)}
    found = set(Gate(viewer).rows().filter(matter=ill.matter_id, source="item").values_list("ref", flat=True))
    assert found and found <= seen and "hearing" not in {i.kind for i in visible_items(standing)}
