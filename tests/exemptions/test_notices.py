"""Notices with return slips: what, for whom, until when; done, not done with a reason, past due, reminded once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rongcuo import clock
from rongcuo.exemptions import notices
from rongcuo.exemptions.models import Notice, SlipReminder
from rongcuo.exemptions.reminding import owed, remind
from rongcuo.ledger.models import Entry
from rongcuo.ledger.replay import replay
from rongcuo.matters import closing
from rongcuo.matters.errors import Incomplete, NotFound, NotPermitted
from rongcuo.matters.obligations import open_obligations
from rongcuo.matters.packs import due, pack_of
from tests.exemptions.world import Protected
from tests.matters.world import refused


@pytest.fixture
def case(bureau) -> Protected:
    return Protected(bureau).until("filed")


def test_a_notice_says_what_for_whom_until_when(case):
    sent = case.notify("awards", words_="请落实。")
    assert (sent.number, sent.recipient, sent.subject) == ("免责告知〔2026〕1号", "awards", case.subject)
    assert sent.effects == [{"effect": "A10-4", "from": case.matter.decided_on.isoformat(), "until": None}]
    assert sent.due_on == due(case.day, 10).due and sent.words == "请落实。"
    assert case.notify("personnel").number == "免责告知〔2026〕2号"
    assert replay() == []


def test_nobody_is_told_of_what_is_not_his(case):
    with refused(Incomplete, "recipient"):
        case.notify("assessment")  # a person has no effect on a unit's assessment
    with refused(Incomplete, "recipient"):
        case.notify("nobody")
    for who in ("personnel", "secretary", "supervisor"):
        with refused(NotPermitted):
            case.notify("personnel", who)
    with refused(NotFound):
        case.notify("personnel", "licensor")


def test_what_is_not_told_yet_is_known(case):
    pack, effects = pack_of(case.matter), list(case.effects().values())
    assert notices.unsent(pack, case.subject, effects, []) == ["personnel", "awards"]
    sent = [case.notify("personnel")]
    assert notices.unsent(pack, case.subject, effects, sent) == ["awards"]
    case.later(3)
    case.change(changes={"A10-2-rank": {"granted": False, "reason": "x"}})
    sent = list(Notice.objects.all())
    assert [n.state for n in sent] == ["superseded"]  # its slip would speak of what no longer holds
    assert "personnel" in notices.unsent(pack, case.subject, case.effects().values(), sent)


def test_a_body_answers_for_itself_and_paper_is_recorded_by_who_keeps_the_file(case):
    inside, outside = case.notify("personnel"), case.notify("awards")
    with refused(NotPermitted):
        case.slip(inside, "officer")
    case.slip(inside, "personnel")
    case.slip(outside, "officer")
    assert {n.state for n in Notice.objects.all()} == {"done"}
    with refused(Incomplete):
        case.slip(inside, "personnel")


def test_not_done_comes_back_with_its_reason_and_is_settled(case):
    sent = case.notify("awards")
    with refused(Incomplete, "answer"):
        case.slip(sent, "officer", done=False)
    case.slip(sent, "officer", done=False, answer="评选已结束。")
    sent.refresh_from_db()
    assert (sent.state, sent.answer) == ("not_done", "评选已结束。")

    def settle(who, words):
        from rongcuo import ids
        from rongcuo.ledger.record import head

        with case.at():
            return notices.settle_slip(
                sent.pk, actor=case.bureau[who], at=head(case.stream), key=str(ids.new_id()), words_=words
            )

    with refused(NotPermitted):
        settle("personnel", "x")
    with refused(Incomplete, "words"):
        settle("officer", " ")
    settle("officer", "已告知本人，下一年度落实。")
    sent.refresh_from_db()
    assert sent.state == "settled"


@pytest.mark.parametrize("shift", [-400, 1])
def test_a_slip_is_neither_older_than_its_notice_nor_of_tomorrow(case, shift):
    sent = case.notify("personnel")
    with refused(Incomplete, "answered_on" if shift < 0 else "done_on"):
        case.slip(sent, answered_on=case.day + timedelta(days=shift))


def test_an_open_slip_holds_up_closing_the_dossier(case):
    sent = case.notify("awards")
    owing = [o for o in open_obligations(case.matter) if o.kind == "slip"]
    assert [(o.subject, o.due_on) for o in owing] == [(case.subject, sent.due_on)] and "评优" in owing[0].holder
    with refused(Incomplete) as caught:
        case.act_on(closing.close, "officer")
    assert "回执" in caught.value.message
    case.slip(sent, "officer", done=False, answer="x")
    assert [o.kind for o in open_obligations(case.matter)].count("slip") == 1
    case.slip(sent, "officer", done=True)
    assert not [o for o in open_obligations(case.matter) if o.kind == "slip"]


# --- reminders -------------------------------------------------------------------------------


def on(day):
    return clock.frozen(f"{day.isoformat()}T08:00:00+08:00")


def test_overdue_slips_remind_and_escalate_once_each(case):
    sent = case.notify("personnel")
    with on(sent.due_on):
        assert remind() == 0
    first, second = due(sent.due_on, 1).due, due(sent.due_on, 5).due
    with on(first):
        assert (remind(), remind()) == (1, 0)
    with on(second):
        assert (remind(), remind()) == (1, 0)
    rows = list(SlipReminder.objects.all())
    assert [(r.rule, r.day, r.to) for r in rows] == [
        ("overdue", first, ["executor"]), ("escalated", second, ["handler", "supervisor"])
    ]
    assert replay() == []


def test_a_slip_that_came_back_is_not_reminded_of(case):
    sent = case.notify("personnel")
    case.slip(sent)
    with on(sent.due_on + timedelta(days=60)):
        assert remind() == 0 and not list(owed(clock.today()))


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(0, 12), min_size=1, max_size=10), st.one_of(st.none(), st.integers(0, 30)))
def test_however_the_job_runs_nothing_is_doubled_or_lost(case, gaps, answered_after):
    """Runs on any days, several on one, weeks apart: exactly the rules whose day had come while the slip was out."""
    from django.db import transaction

    with transaction.atomic():
        kept = case.day
        sent = case.notify("personnel")
        answered = None if answered_after is None else sent.due_on + timedelta(days=answered_after)
        day, expected = sent.due_on, set()
        rules = {r.id: due(sent.due_on, r.working_days).due for r in pack_of(case.matter).protection.reminders}
        for gap in gaps:
            day += timedelta(days=gap)
            if answered is not None and day >= answered and Notice.objects.get(pk=sent.pk).state == "sent":
                case.day = answered
                case.slip(sent)
            out = answered is None or day < answered
            with on(day):
                remind()
                remind()
            if out:
                expected |= {rule for rule, when in rules.items() if when <= day}
            assert sorted(SlipReminder.objects.values_list("rule", flat=True)) == sorted(expected)
        assert Entry.objects.filter(kind="effects.reminded").count() == len(expected)
        case.day = kept
        transaction.set_rollback(True)
