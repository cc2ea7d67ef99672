"""Days on which things go wrong: a clear message, nothing lost, nobody sees more.

Where a bad day has its story elsewhere, `ELSEWHERE` says where, and a test holds that it is there.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from rongcuo import ids
from rongcuo.ledger.errors import Stale
from rongcuo.ledger.models import Entry
from rongcuo.ledger.replay import replay
from rongcuo.matters import acceptance, application, determination, paper, verification
from rongcuo.matters.access import viewer_of, visible_acts, visible_matters
from rongcuo.matters.errors import Incomplete, NotFound, NotNow, NotPermitted
from rongcuo.matters.models import Item, Matter, PaperRecord, Step
from tests.matters.test_paper import OnPaper, meeting
from tests.matters.world import Case, refused

ELSEWHERE = {
    "a person in two units": "people/test_changes.py::test_a_person_in_two_units_heads_both_and_is_nobodys_own_forwarder",
    "a stand-in who is recused": "people/test_changes.py::test_a_stand_in_who_is_recused_sees_nothing_by_the_post",
    "a subject who becomes a decider": "people/test_changes.py::test_a_subject_who_becomes_a_decider_reads_as_a_subject_and_decides_nothing",
    "a post that ends today": "people/test_changes.py::test_a_post_that_ends_today_is_held_today_and_not_tomorrow",
    "two paper records of one vote": "matters/test_paper.py::test_two_records_of_one_step_are_found_and_named",
    "a declaration after the vote": "matters/test_recusal.py::test_a_declaration_after_the_vote_is_not_taken_any_more",
    "a restored backup in mid-step": "web/test_restored.py::test_a_page_from_after_the_backup_is_answered_as_stale_with_what_was_typed",
    "the same, sent again": "web/test_restored.py::test_the_key_of_a_step_that_was_lost_does_it_once_and_only_once",
}


@pytest.mark.parametrize("day", ELSEWHERE)
def test_the_story_is_there(day):
    file, name = ELSEWHERE[day].split("::")
    text = (Path(__file__).parents[1] / file).read_text("utf-8")
    assert re.search(rf"^def {name}\(", text, re.M), day


# --- a withdrawn application under decision ---------------------------------------------------


def test_withdrawn_while_the_minutes_are_being_written_nothing_is_decided_and_the_form_is_answered(case):
    case.until("opinion")
    position = case.matter.position
    with case.at():
        decisions = {s.pk: case.decision(s) for s in case.deciding()}
    case.act_on(application.withdraw, "inspector", subject=case.subject.pk, words="不再申请。")
    before = Entry.objects.count()
    with case.at(), pytest.raises(Stale) as caught:
        determination.determine(
            case.matter_id, actor=case.bureau["secretary"], at=position, key=str(ids.new_id()), held_on=case.day,
            place="局第一会议室", due=case.bureau.leaders, present=case.bureau.leaders, recused=[],
            chair=case.bureau.leaders[0], views={}, decisions=decisions,
        )
    assert (caught.value.expected, caught.value.found) == (position, position + 1)
    with refused(NotNow):  # read again, the page says that there is nothing left to decide
        case.meet(decisions=decisions)
    assert Entry.objects.count() == before
    assert case.state == ("ended", "withdrawn") and not Item.objects.filter(kind="minutes").exists()


def test_withdrawn_while_the_vote_waits_for_its_second_person_the_paper_stays_and_decides_nothing(bureau):
    case = OnPaper(bureau).until("opinion")
    row = case.transcribe(determination.determine, "secretary", **meeting(case))
    super(OnPaper, case).act_on(application.withdraw, "inspector", subject=case.subject.pk, words="不再申请。")
    before = Entry.objects.count()
    with pytest.raises(NotNow) as caught:
        case.confirm(row)
    assert caught.value.message and caught.value.cure
    assert Entry.objects.count() == before and case.state == ("ended", "withdrawn")
    with case.later_on():  # what was transcribed is kept, and a person says why it came to nothing
        paper.refuse(
            row.pk, actor=bureau["registrar"], at=case.matter.position, key=str(ids.new_id()), reasons="本人已撤回申请。"
        )
    assert PaperRecord.objects.get(pk=row.pk).status == "refused"
    assert replay() == []


def test_one_of_two_withdraws_and_the_other_is_decided(bureau):
    case = Case(bureau, also=[("mines_inspector", "mines")]).until("submitted")
    case.submit("mines_inspector")
    other = case.subject_of("mines_inspector")
    case.take("forwarded")
    case.act_on(application.forward, "mines_head", subject=other.pk)
    for subject in (case.subject, other):
        case.act_on(acceptance.accept, "officer", subject=subject.pk, in_scope=True)
    case.act_on(application.withdraw, "mines_inspector", subject=other.pk)
    case.until_from("appointed", "determined")
    other.refresh_from_db()
    assert (case.matter.state, case.subject.outcome, other.state, other.outcome) == ("feedback", "waived", "withdrawn", "")


# --- a head whom the act names as well ---------------------------------------------------------


@pytest.fixture
def named(bureau):
    """The act names the inspector and the head of the inspector's division, who has not applied."""
    case = Case(bureau, also=[("chemicals_head", "chemicals")]).until("noticed")
    case.submit("inspector")
    return case


def test_a_head_whom_the_act_names_forwards_for_nobody_whether_or_not_he_applied(named):
    assert named.subject.direct_on == named.day  # nobody is waited for
    assert not named.sees("chemicals_head")
    for do in (application.forward, application.decline_forwarding):
        with refused(NotFound):
            named.act_on(do, "chemicals_head", subject=named.subject.pk)
    named.act_on(application.go_direct, "inspector", subject=named.subject.pk)
    named.submit("chemicals_head")
    assert named.sees("chemicals_head") and named.standing("chemicals_head").unit == frozenset()
    with refused(NotPermitted):
        named.act_on(application.forward, "chemicals_head", subject=named.subject.pk)


def test_who_is_named_and_has_not_applied_neither_verifies_nor_decides(bureau):
    case = Case(bureau, also=[("verifier_1", "mines"), ("leader_2", "leading_group")]).until("accepted")
    group = [bureau[k].pk for k in ("verifier_1", "verifier_2", "verifier_3")]
    with refused(Incomplete, "members"):
        case.act_on(verification.appoint_group, "officer", lead=group[0], members=group[1:], task="核实。")
    people = [bureau[k].pk for k in ("trainer", "verifier_2", "verifier_3")]
    case.act_on(verification.appoint_group, "officer", lead=people[0], members=people[1:], task="核实。")
    for who in ("trainer", "verifier_2", "verifier_3"):
        case.act_on(verification.declare_interests, who, grounds=[])
    case.act_on(
        verification.hear_applicant, "trainer", subject=case.subject.pk, place="x", present="y", record="z", confirmed=True
    )
    with case.at():
        rows = case.rows([1])
    case.find(rows, who="trainer")
    case.report(who="trainer")
    case.until_from("consulted", "opinion")
    assert not case.sees("leader_2") and case.sees("leader_3")
    with refused(Incomplete, "present"):
        case.meet()
    here = [n for n in bureau.leaders if n != bureau["leader_2"].name]
    case.meet(present=here, views={}, decision={"for": 4})
    assert case.matter.state == "feedback"


def test_an_officer_whom_the_act_names_sees_neither_act_nor_matter(bureau):
    case = Case(bureau, also=[("drafter", "committee")]).until("forwarded")
    viewer = viewer_of(bureau["drafter"], case.day)
    assert not visible_acts(viewer).filter(pk=case.act.pk).exists()
    assert not visible_matters(viewer).filter(pk=case.matter_id).exists()
    assert Matter.objects.count() == 1 and Step.objects.filter(actor=bureau["drafter"]).count() == 0
