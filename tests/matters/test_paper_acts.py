"""The accountability act, the telling and the notice from paper: a scan, two people, and the day on the paper."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from rongcuo import ids
from rongcuo.ledger.errors import Stale
from rongcuo.ledger.replay import replay
from rongcuo.matters import acts, paper, paper_acts
from rongcuo.matters.access import viewer_of, visible_records
from rongcuo.matters.errors import Incomplete, NotFound, NotNow, NotPermitted
from rongcuo.matters.models import Act, ActSubject, PaperRecord
from tests.matters.test_paper import OnPaper, scan
from tests.matters.world import refused


@pytest.fixture
def case(bureau) -> OnPaper:
    return OnPaper(bureau)


def test_no_act_is_there_before_the_second_person(case):
    row = case.act_from_paper()
    assert (row.act_id, row.status, Act.objects.count()) == (None, "waiting", 0)
    with refused(NotPermitted):
        case.confirm(row, case.recorder)
    for who in ("inspector", "chemicals_head", "personnel", "leader_1"):
        with refused(NotFound):
            case.confirm(row, who)
    entry = case.confirm(row)
    row.refresh_from_db()
    act = Act.objects.get()
    assert (row.act_id, row.status, row.closed_by) == (act.pk, "confirmed", case.bureau["registrar"])
    assert (act.pk, act.handler, act.position) == (row.opens, case.bureau["registrar"], 2)
    assert (entry.actor, act.started_on) == (case.bureau["registrar"].pk, case.start)
    with refused(NotNow):
        case.confirm(row, "drafter")
    assert replay() == []


def test_what_does_not_agree_opens_no_act(case):
    row = case.act_from_paper()
    with case.later_on():
        with refused(Incomplete, "reasons"):
            paper.refuse(row.pk, actor=case.bureau["registrar"], at=1, key="a", reasons=" ")
        paper.refuse(row.pk, actor=case.bureau["registrar"], at=1, key="b", reasons="文号与原件不符")
    row.refresh_from_db()
    assert (row.status, Act.objects.count()) == ("refused", 0)
    again = case.act_from_paper(document_number="示例纪立〔2026〕2号")  # the right one is recorded anew
    case.confirm(again)
    assert Act.objects.get().document_number == "示例纪立〔2026〕2号"
    assert replay() == []


def test_two_records_of_one_act_are_found_and_named(case):
    kept = scan()
    row = case.act_from_paper(kept=kept)
    with refused(Incomplete, "scan"):
        case.act_from_paper(kept=kept, document_number="另一文号")
    with refused(Incomplete, "scan"):
        case.act_from_paper()  # the same act, another scan, while the first waits
    case.confirm(row)
    with refused(Incomplete, "document_number"):
        case.act_from_paper()
    assert PaperRecord.objects.count() == 1


def test_nobody_records_confirms_or_sees_an_act_against_oneself(bureau):
    case = OnPaper(bureau, subject="drafter", unit="committee")
    with refused(NotPermitted):
        case.act_from_paper(recorder="drafter")
    with refused(NotPermitted):
        case.act_from_paper(by="drafter")
    row = case.act_from_paper()
    seen = {who for who in bureau.people if visible_records(viewer_of(bureau[who], case.day)).filter(pk=row.pk).exists()}
    assert case.recorder in seen and case.second in seen and "drafter" not in seen
    with refused(NotFound):
        case.confirm(row, "drafter")
    case.confirm(row)
    assert not visible_records(viewer_of(bureau["drafter"], case.day)).filter(pk=row.pk).exists()


@pytest.mark.parametrize(("changes", "error", "field"), [
    ({"by": "inspector"}, NotPermitted, None),  # could not register an act on that day
    ({"day": date(2026, 3, 1)}, Incomplete, "done_on"),  # a day before it was issued
    ({"brief": " "}, Incomplete, "brief"),
    ({"subjects": []}, Incomplete, "subjects"),
    ({"kind": "gossip"}, Incomplete, "kind"),
])
def test_paper_opens_no_act_that_the_person_could_not_register(case, changes, error, field):
    with refused(error) as caught:
        case.act_from_paper(**changes)
    assert field is None or caught.value.field == field


def test_the_telling_and_the_notice_have_their_own_days(case):
    case.entered = date(2026, 6, 10)
    case.registered()
    subject = ActSubject.objects.get()
    day = case.start + timedelta(days=3)
    for wrong in (case.start - timedelta(days=1), date(2026, 6, 11)):
        with refused(Incomplete, "done_on"):
            case.act_step("confirm_told", "registrar", subject.pk, wrong)
    with refused(NotPermitted):
        case.act_step("confirm_told", "inspector", subject.pk, day)
    with refused(NotFound):
        case.act_step("confirm_told", "registrar", ids.new_id(), day)
    with refused(Incomplete):
        case.act_step("send_notice", "officer", day=day)  # nobody was told yet
    row = case.act_step("confirm_told", "registrar", subject.pk, day)
    with refused(Incomplete, "scan"):
        case.act_step("confirm_told", "registrar", subject.pk, day)
    with pytest.raises(Stale), case.later_on():
        paper.confirm(row.pk, actor=case.bureau["registrar"], at=1, key="old page")
    case.confirm(row)
    subject.refresh_from_db()
    assert subject.told_on == day  # not the day of entering
    sent = case.act_step("send_notice", "officer", day=day)
    case.confirm(sent)
    case.act.refresh_from_db()
    assert case.act.notice_sent_on == day
    with refused(NotNow):
        case.act_step("send_notice", "officer", day=day + timedelta(days=1))
    assert replay() == []


def test_a_telling_on_screen_meanwhile_leaves_the_paper_to_be_compared(case):
    """Told on screen between the record and its confirmation: the paper's day is confirmed by a person, or refused."""
    case.registered()
    subject = ActSubject.objects.get()
    row = case.act_step("confirm_told", "registrar", subject.pk)
    case._on_act(acts.confirm_told, "registrar", subject=subject.pk, told_on=case.day)
    case._on_act(acts.send_notice, "officer")
    case.confirm(row)
    with refused(NotNow):
        case.act_step("send_notice", "officer")
    assert replay() == []


def test_those_who_could_have_taken_a_step_are_offered(case):
    names = {p.pk for p in paper_acts.could_have("register_act")}
    assert case.bureau["registrar"].pk in names and case.bureau["inspector"].pk not in names
