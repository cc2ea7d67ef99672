"""A08-1 Application: within 7 working days, by the individual, forwarded by the division or unit."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from rongcuo import clock, ids
from rongcuo.ledger.errors import KeyReused, Stale
from rongcuo.ledger.models import Entry
from rongcuo.matters import acceptance, application, drafts, readings, verification
from rongcuo.matters.errors import Incomplete, NotFound, NotNow, NotPermitted
from rongcuo.matters.models import Act, ActSubject, Draft, Evidence, Item, Matter, Point, Subject
from rongcuo.matters.packs import current_pack
from tests.matters.world import START, Case, refused

LAST = date(2026, 3, 11)  # seven working days after Monday 2 March 2026
JOINT = [("mines_inspector", "mines")]


def adopt(case, reading, value):
    with case.at():
        readings.confirm_reading(
            reading, actor=case.bureau["officer"], at=None, key=str(ids.new_id()), value=value,
            basis="示例会议纪要",
        )


def test_the_individual_applies_and_the_division_forwards(case):
    case.until("submitted")
    subject, matter = case.subject, case.matter
    assert (matter.number, matter.state, subject.state) == ("容错〔2026〕1号", "intake", "submitted")
    assert (subject.timeliness, subject.due_on, subject.provisional) == ("in_time", LAST, False)
    assert matter.policy_digest == current_pack().digest
    assert [p.text for p in Point.objects.filter(subject=subject)] == list(case.plot.points)
    evidence = Evidence.objects.get()
    assert (evidence.n, evidence.lane, evidence.subject) == (1, "applicant", subject)
    assert not Draft.objects.exists()
    case.take("forwarded")
    assert (case.subject.state, case.subject.via) == ("received", "forwarded")
    assert case.subject.submitted_on < case.day


def test_only_the_head_of_the_own_unit_forwards(case):
    case.until("submitted").later(1)
    for who, error in (
        ("inspector", NotPermitted), ("mines_head", NotFound), ("officer", NotFound),
        ("verifier_1", NotFound), ("leader_1", NotFound),
    ):
        with refused(error):
            case.act_on(application.forward, who, subject=case.subject.pk)
    case.act_on(application.forward, "chemicals_head", subject=case.subject.pk)


# --- the window ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("instant", "expected"),
    [
        ("2026-03-11T23:59:59.999999+08:00", "in_time"),
        ("2026-03-11T15:59:59+00:00", "in_time"),
        ("2026-03-12T00:00:00+08:00", "late"),
        ("2026-03-11T16:00:00+00:00", "late"),
    ],
)
def test_the_last_day_runs_until_midnight_in_shanghai(case, instant, expected):
    case.until("noticed")
    case.submit(instant=instant)
    assert case.subject.timeliness == expected
    assert case.subject.due_on == LAST


def test_the_individuals_own_submission_keeps_the_deadline(case):
    case.until("noticed")
    case.day = LAST
    case.submit()
    case.later(2)
    case.act_on(application.forward, "chemicals_head", subject=case.subject.pk)
    assert case.day > LAST
    assert (case.subject.submitted_on, case.subject.timeliness) == (LAST, "in_time")
    case.act_on(acceptance.accept, "officer", subject=case.subject.pk, in_scope=True)
    assert case.subject.state == "accepted"


def test_a_late_application_is_marked_and_never_refused_by_the_program(case):
    case.until("noticed")
    case.day = LAST + timedelta(days=60)
    case.submit(late_reason="外出抢险，示例山区没有信号。")
    assert (case.subject.timeliness, case.subject.state) == ("late", "submitted")
    assert Item.objects.get(kind="application").body["late_reason"].startswith("外出抢险")
    case.act_on(application.forward, "chemicals_head", subject=case.subject.pk)
    with refused(Incomplete, "reason"):
        case.act_on(acceptance.accept, "officer", subject=case.subject.pk, in_scope=True)
    case.act_on(
        acceptance.accept, "officer", subject=case.subject.pk, in_scope=True, reason="抢险属实，予以受理。"
    )
    assert case.subject.state == "accepted"
    paper = Item.objects.get(kind="acceptance")
    assert paper.body["timeliness"] == "late"
    assert paper.author == case.bureau["officer"]


def test_told_later_an_application_in_time_by_the_notice_is_for_the_committee_to_confirm(bureau):
    case = Case(bureau, told_after=4).until("noticed")
    spans = application.window(case.target, current_pack().settings({}))
    assert (spans["by_start"].due, spans["by_notice"].due) == (LAST, date(2026, 3, 17))
    case.day = date(2026, 3, 17)
    case.submit()
    assert case.subject.timeliness == "on_notice"
    case.later(1)
    case.act_on(application.forward, "chemicals_head", subject=case.subject.pk)
    with refused(Incomplete, "ground"):  # it is not late
        case.act_on(
            acceptance.refuse, "officer", subject=case.subject.pk, ground="late", reason="超过期限。"
        )
    with refused(Incomplete, "reason"):
        case.act_on(acceptance.accept, "officer", subject=case.subject.pk, in_scope=True)
    case.act_on(
        acceptance.accept, "officer", subject=case.subject.pk, in_scope=True, reason="获知在后。"
    )


@pytest.mark.parametrize(
    ("reading", "value", "expected"),
    [
        ("apply.show_notice_deadline", False, "late"),
        ("apply.start_event", "notice", "in_time"),
    ],
)
def test_from_which_day_the_window_runs_is_a_reading(bureau, reading, value, expected):
    case = Case(bureau, told_after=4).until("noticed")
    adopt(case, reading, value)
    case.day = date(2026, 3, 17)
    case.submit()
    assert case.subject.timeliness == expected


def test_the_mark_rests_on_the_readings_of_the_matters_opening(bureau):
    case = Case(bureau, also=JOINT, told_after=4).until("noticed")
    case.day = date(2026, 3, 16)
    case.submit()
    adopt(case, "apply.show_notice_deadline", False)
    case.later(1)
    case.submit("mines_inspector")
    assert case.subject_of("mines_inspector").timeliness == "on_notice"


def test_no_legal_consequence_rests_on_a_provisional_day(bureau):
    case = Case(bureau, start=date(2027, 12, 28)).until("noticed")
    case.day = date(2028, 1, 25)
    case.submit()
    assert (case.subject.timeliness, case.subject.provisional) == ("late", True)
    case.later(1)
    case.act_on(application.forward, "chemicals_head", subject=case.subject.pk)
    with refused(Incomplete, "ground"):
        case.act_on(
            acceptance.refuse, "officer", subject=case.subject.pk, ground="late", reason="超过期限。"
        )
    case.act_on(
        acceptance.accept, "officer", subject=case.subject.pk, in_scope=True, reason="期限尚不能确定。"
    )


# --- the unit's part -------------------------------------------------------------------------


def test_not_forwarded_in_two_working_days_it_goes_directly(case):
    case.until("noticed")
    case.day = date(2026, 3, 5)  # a Thursday: the unit has Friday and Monday
    case.submit()
    assert case.subject.direct_on == date(2026, 3, 10)
    for day in (date(2026, 3, 6), date(2026, 3, 9)):
        case.day = day
        assert not case.sees("officer")
        with refused(Incomplete):
            case.act_on(application.go_direct, "inspector", subject=case.subject.pk)
    case.day = date(2026, 3, 10)
    assert case.sees("officer")  # a head's silence cannot hide it
    case.act_on(application.go_direct, "inspector", subject=case.subject.pk)
    assert (case.subject.state, case.subject.via) == ("received", "direct")
    with refused(NotNow):
        case.act_on(application.forward, "chemicals_head", subject=case.subject.pk)


def test_the_committee_may_take_up_what_was_not_forwarded(case):
    case.until("submitted").later(7)
    case.act_on(application.go_direct, "officer", subject=case.subject.pk)
    assert (case.subject.state, case.subject.via) == ("received", "direct")


def test_refused_by_the_head_it_goes_directly_with_the_heads_words(case):
    case.until("submitted").later(1)
    with refused(Incomplete, "reason"):
        case.act_on(application.decline_forwarding, "chemicals_head", subject=case.subject.pk, reason=" ")
    with refused(NotPermitted):
        case.act_on(application.decline_forwarding, "inspector", subject=case.subject.pk, reason="我不同意")
    case.act_on(
        application.decline_forwarding, "chemicals_head", subject=case.subject.pk, reason="处里意见不一。"
    )
    assert (case.subject.state, case.subject.via) == ("received", "direct")
    assert Item.objects.get(kind="forwarding").body == {"forwarded": False, "words": "处里意见不一。"}
    assert case.sees("officer")


def test_a_head_in_conflict_has_no_part_in_it_and_learns_nothing(case):
    case.until("noticed")
    case.submit(head_conflict=True)
    assert case.sees("officer")
    assert not case.sees("chemicals_head")
    for do in (application.forward, application.decline_forwarding):
        with refused(NotFound):
            case.act_on(do, "chemicals_head", subject=case.subject.pk)
    case.act_on(application.go_direct, "inspector", subject=case.subject.pk)
    assert (case.subject.state, case.subject.via) == ("received", "direct")


def test_a_head_as_the_subject_forwards_nothing_and_loses_no_time(bureau):
    case = Case(bureau, subject="chemicals_head").until("noticed")
    case.submit()
    assert case.subject.direct_on == case.day
    with refused(NotPermitted):
        case.act_on(application.forward, "chemicals_head", subject=case.subject.pk)
    assert case.sees("officer")
    case.act_on(application.go_direct, "chemicals_head", subject=case.subject.pk)
    assert case.subject.state == "received"


def test_a_unit_applies_through_its_head(bureau):
    case = Case(bureau, unit_applies=True).until("accepted")
    assert case.subject.person is None
    assert case.subject.name == "危险化学品监管处"
    # The head applies for the unit and is no stranger to it: no capacity is left to decide with.
    assert case.standing("chemicals_head").capacities == {"applicant", "forwarder"}


# --- the form --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"account": " "}, "account"),
        ({"situations": []}, "situations"),
        ({"situations": ["A06-1"], "main_situation": "A06-2"}, "situations"),
        ({"situations": ["A99-1"], "main_situation": "A99-1"}, "situations"),
        ({"situations": ["A03"], "main_situation": "A03"}, "situations"),  # no situation
        ({"points": ["", "  "]}, "points"),
        ({"claims": {"diligant": True}}, "claims"),
        ({"integrity": False}, "integrity"),
    ],
)
def test_what_the_form_lacks_is_named_and_the_draft_stays(case, change, field):
    case.until("noticed")
    with refused(Incomplete, field):
        case.submit(**change)
    assert Draft.objects.count() == 1
    case.submit()


def test_several_situations_may_be_claimed_one_of_them_the_main_one(case):
    case.until("noticed")
    case.submit(situations=["A06-1", "A06-4", "A06-4", "A99"], main_situation="A06-4")
    assert (case.subject.situations, case.subject.main_situation) == (["A06-1", "A06-4"], "A06-4")


def test_no_claim_blocks_an_application(case):
    """Whatever is claimed, and nothing at all; an empty line is not a point to be answered."""
    case.until("noticed")
    case.submit(claims={"private_gain": True, "grave": True, "diligent": None}, points=["", " 集体研究 "])
    assert [(p.n, p.text) for p in Point.objects.all()] == [(1, "集体研究")]


def test_a_draft_is_the_authors_alone_outside_the_ledger_and_deletable(case):
    case.until("noticed")
    before = Entry.objects.count()
    draft = case.drafted()
    other = case.bureau["chemicals_head"]
    with case.at():
        for do in (
            lambda: drafts.save_draft(draft.pk, {"account": "x"}, actor=other),
            lambda: drafts.discard(draft.pk, actor=other),
            lambda: drafts.draft_for(case.target.pk, actor=other),
            lambda: application.submit_application(draft.pk, actor=other, key="k", **case.form()),
        ):
            with refused(NotFound):
                do()
        drafts.save_draft(draft.pk, {"account": "示例"}, actor=case.bureau["inspector"])
        drafts.save_draft(draft.pk, {"points": ["一"]}, actor=case.bureau["inspector"])
        assert Draft.objects.get().form == {"account": "示例", "points": ["一"]}
        drafts.discard(draft.pk, actor=case.bureau["inspector"])
    assert not Draft.objects.exists()
    assert Entry.objects.count() == before


def test_sent_twice_it_is_submitted_once(case):
    case.until("noticed")
    draft = case.drafted()
    with case.at():
        sent = [
            application.submit_application(
                draft.pk, actor=case.bureau["inspector"], key="once", **case.form()
            )
            for _ in range(2)
        ]
    assert [e.repeated for e in sent] == [False, True]
    assert sent[0].pk == sent[1].pk
    assert Matter.objects.count() == Subject.objects.count() == 1


def test_a_stale_page_and_a_used_key_change_nothing(case):
    case.until("submitted")
    with case.at():
        head = case.bureau["chemicals_head"]
        with pytest.raises(Stale) as caught:
            application.forward(case.matter_id, actor=head, at=7, key="k", subject=case.subject.pk)
        assert (caught.value.expected, caught.value.found) == (7, 1)
        application.forward(case.matter_id, actor=head, at=1, key="k", subject=case.subject.pk)
        again = application.forward(case.matter_id, actor=head, at=1, key="k", subject=case.subject.pk)
        assert again.repeated
        with pytest.raises(KeyReused):
            application.decline_forwarding(
                case.matter_id, actor=head, at=2, key="k", subject=case.subject.pk, reason="不同意"
            )
    assert case.matter.position == 2


# --- several subjects in one matter ----------------------------------------------------------


def test_one_matter_holds_several_subjects_each_with_an_application(bureau):
    case = Case(bureau, also=[*JOINT, (None, "training")]).until("accepted")
    case.submit("mines_inspector")
    assert Matter.objects.count() == 1
    with refused(NotNow):  # applied already
        case.submit("mines_inspector")
    other = case.subject_of("mines_inspector")
    case.act_on(application.forward, "mines_head", subject=other.pk)
    case.act_on(acceptance.accept, "officer", subject=other.pk, in_scope=True)
    assert case.matter.state == "verification"
    # The third subject of the act has not applied, and is no subject of the matter.
    assert Subject.objects.filter(matter=case.matter_id).count() == 2


def test_each_forwards_and_withdraws_only_for_the_own(bureau):
    case = Case(bureau, also=JOINT).until("submitted")
    case.submit("mines_inspector")
    other = case.subject_of("mines_inspector")
    with refused(NotPermitted):
        case.act_on(application.forward, "chemicals_head", subject=other.pk)
    with refused(NotPermitted):
        case.act_on(application.withdraw, "inspector", subject=other.pk)
    with refused(NotFound):
        case.act_on(application.withdraw, "inspector", subject=ids.new_id())


def test_one_withdraws_and_the_other_goes_on_to_the_end(bureau):
    case = Case(bureau, also=JOINT).until("accepted")
    case.submit("mines_inspector")
    case.act_on(application.withdraw, "mines_inspector", subject=case.subject_of("mines_inspector").pk)
    assert case.matter.state == "verification"
    for step in ("appointed", "declared", "heard", "found", "reported", "consulted", "answered",
                 "opinion", "determined", "fed_back", "published", "filed"):
        case.take(step)
    gone = case.subject_of("mines_inspector")
    assert (gone.state, gone.outcome, gone.effects, gone.answered_on) == ("withdrawn", "", [], None)
    assert case.state == ("filed", "answered")


def test_who_withdrew_may_apply_again_while_the_matter_still_takes_applications(bureau):
    case = Case(bureau, also=JOINT).until("accepted")
    case.submit("mines_inspector")
    case.act_on(application.withdraw, "mines_inspector", subject=case.subject_of("mines_inspector").pk)
    case.later(1)
    case.submit("mines_inspector", points=["新的材料。"], new="新近找到会议记录。")
    assert case.subject_of("mines_inspector").state == "submitted"


def test_after_the_report_no_further_application_joins(bureau):
    case = Case(bureau, also=JOINT).until("reported")
    with refused(NotNow):
        case.submit("mines_inspector")
    assert Draft.objects.filter(author=bureau["mines_inspector"]).exists()


def test_the_report_waits_for_an_application_under_way(bureau):
    case = Case(bureau, also=JOINT).until("found")
    case.submit("mines_inspector")
    with refused(Incomplete):
        case.take("reported")
    case.act_on(application.withdraw, "mines_inspector", subject=case.subject_of("mines_inspector").pk)
    case.take("reported")


# --- withdrawal ------------------------------------------------------------------------------

BEFORE_THE_MEETING = ("submitted", "forwarded", "accepted", "declared", "found", "reported", "answered", "opinion")


@pytest.mark.parametrize("stage", BEFORE_THE_MEETING)
def test_withdrawing_is_possible_until_the_meeting_and_makes_nothing_heavier(case, stage):
    case.until(stage)
    act, told = Act.objects.values().get(), ActSubject.objects.values().get()
    case.act_on(application.withdraw, "inspector", subject=case.subject.pk, words="不再申请。")
    subject, matter = case.subject, case.matter
    assert (matter.state, subject.state) == ("ended", "withdrawn")
    assert (subject.outcome, subject.effects) == ("", [])
    assert (matter.decided_on, matter.positive) == (None, None)
    # The accountability act is untouched, and nothing more can be found or decided about the person.
    assert (Act.objects.values().get(), ActSubject.objects.values().get()) == (act, told)
    if stage in {"declared", "found"}:
        with refused(NotNow):
            case.take("found")


def test_nobody_withdraws_for_another_and_not_after_the_meeting(case):
    case.until("opinion")
    for who, error in (
        ("chemicals_head", NotPermitted), ("officer", NotPermitted), ("secretary", NotPermitted),
        ("mines_head", NotFound),
    ):
        with refused(error):
            case.act_on(application.withdraw, who, subject=case.subject.pk)
    case.take("determined")
    with refused(NotNow):
        case.act_on(application.withdraw, "inspector", subject=case.subject.pk)


def test_withdrawn_before_it_was_forwarded_it_never_reaches_the_committee(case):
    case.until("submitted")
    case.act_on(application.withdraw, "inspector", subject=case.subject.pk)
    case.later(30)
    assert not case.sees("officer")
    assert not case.sees("supervisor")
    assert case.sees("inspector")


def test_once_it_has_arrived_a_withdrawn_application_stays_on_record(case):
    case.until("submitted").later(10)
    assert case.sees("officer")
    case.act_on(application.withdraw, "inspector", subject=case.subject.pk)
    assert case.sees("officer")


def test_verification_of_who_withdrew_ends(bureau):
    case = Case(bureau, also=JOINT).until("accepted")
    case.submit("mines_inspector")
    other = case.subject_of("mines_inspector")
    case.act_on(application.forward, "mines_head", subject=other.pk)
    case.act_on(acceptance.accept, "officer", subject=other.pk, in_scope=True)
    case.take("appointed")
    case.take("declared")
    case.act_on(application.withdraw, "mines_inspector", subject=other.pk)
    found = {"subject": other.pk, "fact": "private_gain", "value": True, "grade": "proved", "note": "听说"}
    with refused(Incomplete):
        case.act_on(verification.record_findings, "verifier_1", findings=[found])
    with refused(Incomplete):
        case.act_on(
            verification.hear_applicant, "verifier_1", subject=other.pk, place="x", present="y",
            record="z", confirmed=True,
        )
    with refused(Incomplete):
        case.act_on(
            verification.add_evidence, "verifier_1", about=other.pk, title="x",
            stored={"file": ids.new_id(), "name": "x", "media_type": "text/plain", "size": 1, "sha256": "0"},
        )


def test_a_day_in_the_future_or_before_the_stage_began_is_refused(case):
    case.until("submitted").later(1)
    for day in (case.day + timedelta(days=1), START):
        with refused(Incomplete, "done_on"):
            case.act_on(application.forward, "chemicals_head", subject=case.subject.pk, done_on=day)
    case.later(3)  # recorded later, done on paper before
    done = case.subject.submitted_on + timedelta(days=1)
    case.act_on(application.forward, "chemicals_head", subject=case.subject.pk, done_on=done)
    assert case.subject.state_since == done
    assert clock.local_date(Entry.objects.order_by("-seq")[0].recorded().instant) == case.day
