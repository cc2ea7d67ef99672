"""Units that are renamed and merged, people who move, stand in or sit in two units, while a matter runs."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from rongcuo import clock
from rongcuo.ledger.replay import replay
from rongcuo.ledger.verify import verify
from rongcuo.matters import acceptance, application, determination, verification
from rongcuo.matters.access import viewer_of
from rongcuo.matters.errors import Incomplete, NotFound, NotPermitted
from rongcuo.people import changes
from rongcuo.people.errors import NotYours, Refused
from rongcuo.people.models import Post, Unit
from rongcuo.people.record import add_post
from tests.matters.world import Case, refused

DAY = date(2026, 3, 2)


def post_of(bureau, who: str) -> Post:
    return Post.objects.get(person=bureau[who].pk, stands_in_for=None, until=None)


def on(day: date):
    return clock.frozen(f"{day.isoformat()}T09:00:00+08:00")


# --- who may ---------------------------------------------------------------------------------


@pytest.mark.parametrize("duty, may", [("system", True), ("security", False), ("audit", False)])
def test_only_the_system_administrator_changes_units(bureau, keeper, duty, may):
    unit, by = bureau.units["mines"].pk, keeper(duty)
    if may:
        assert changes.rename_unit(unit, by=by, name="非煤矿山处").actor == by.uid
    else:
        with pytest.raises(NotYours):
            changes.rename_unit(unit, by=by, name="非煤矿山处")
        assert Unit.objects.get(pk=unit).name == "矿山监管处"


def test_a_closed_administrator_changes_nothing(bureau, keeper):
    by = keeper("system")
    by.is_active = False
    with pytest.raises(NotYours):
        changes.rename_unit(bureau.units["mines"].pk, by=by, name="非煤矿山处")


# --- units -----------------------------------------------------------------------------------


def test_a_renamed_unit_keeps_its_earlier_name_and_its_matters(case):
    case.until("forwarded")
    unit = case.bureau.units["chemicals"]
    changes.rename_unit(unit.pk, by=None, name="危化处", name_en="Chemicals", until=DAY)
    unit.refresh_from_db()
    assert unit.name == "危化处"
    assert unit.former == [{"name": "危险化学品监管处", "name_en": "Hazardous Chemicals Division", "until": "2026-03-02"}]
    assert case.sees("chemicals_head") and case.sees("officer")
    case.take("accepted")


def test_a_name_in_use_or_unchanged_is_refused(bureau):
    unit = bureau.units["chemicals"]
    for name in ("矿山监管处", "", "   "):
        with pytest.raises(Refused) as caught:
            changes.rename_unit(unit.pk, by=None, name=name)
        assert caught.value.field == "name"
    with pytest.raises(Refused):
        changes.rename_unit(unit.pk, by=None, name=unit.name, name_en=unit.name_en)


def test_after_a_merger_the_other_head_forwards_and_the_old_one_learns_nothing_new(case):
    case.until("submitted")
    bureau, day = case.bureau, case.day
    changes.merge_units(bureau.units["chemicals"].pk, into=bureau.units["mines"].pk, by=None, on=day)
    assert case.sees("chemicals_head") and not case.sees("mines_head"), "until the last day as before"
    case.later(1)
    assert not case.sees("chemicals_head") and case.sees("mines_head")
    assert case.sees("inspector"), "the subject's own matter does not depend on a post"
    moved = Post.objects.on(case.day).get(person=bureau["chemicals_head"].pk)
    assert moved.unit_id == bureau.units["mines"].pk and not moved.head
    case.act_on(application.forward, "mines_head", subject=case.subject.pk, words="转报。")
    assert case.subject.state == "received"


def test_a_chain_of_mergers_leads_to_the_last_head(case):
    case.until("submitted")
    units = case.bureau.units
    changes.merge_units(units["chemicals"].pk, into=units["mines"].pk, by=None, on=case.day)
    changes.merge_units(units["mines"].pk, into=units["licensing"].pk, by=None, on=case.day + timedelta(days=1))
    case.later(2)
    assert case.sees("licensing_head") and not case.sees("mines_head")
    assert not case.sees("emergency_head")


@pytest.mark.parametrize("into", ["chemicals", "training", "committee"])
def test_a_unit_merges_only_with_another_of_its_kind(bureau, into):
    with pytest.raises(Refused) as caught:
        changes.merge_units(bureau.units["chemicals"].pk, into=bureau.units[into].pk, by=None, on=DAY)
    assert caught.value.field == "into"


def test_what_has_ended_is_not_changed_again(bureau):
    units = bureau.units
    changes.merge_units(units["chemicals"].pk, into=units["mines"].pk, by=None, on=DAY)
    with pytest.raises(Refused):
        changes.merge_units(units["chemicals"].pk, into=units["licensing"].pk, by=None, on=DAY)
    with pytest.raises(Refused):
        changes.merge_units(units["licensing"].pk, into=units["chemicals"].pk, by=None, on=DAY)
    with pytest.raises(Refused):
        changes.rename_unit(units["chemicals"].pk, by=None, name="新名")


# --- people ----------------------------------------------------------------------------------


def test_a_handler_who_is_transferred_loses_the_matter_and_the_subject_does_not(case):
    case.until("accepted")
    bureau, first = case.bureau, case.day + timedelta(days=1)
    for who in ("officer", "inspector"):
        changes.transfer(post_of(bureau, who).pk, unit=bureau.units["training"].pk, title="干部", by=None, on=first)
    assert case.sees("officer") and case.sees("inspector")
    case.later(1)
    assert not case.sees("officer") and case.sees("inspector")
    with refused(NotFound):
        case.act_on(acceptance.refuse, "officer", subject=case.subject.pk, ground="outside_scope", reason="不予受理")
    assert case.sees("chemicals_head"), "the matter stays with the unit it was handed in with"
    assert not case.sees("training_head")


def test_a_member_of_the_group_keeps_working_after_a_transfer(case):
    case.until("appointed")
    bureau = case.bureau
    post = post_of(bureau, "verifier_1")
    changes.transfer(post.pk, unit=bureau.units["training"].pk, title="讲师", by=None, on=case.day + timedelta(days=1))
    case.later(1)
    assert case.sees("verifier_1")
    case.act_on(verification.declare_interests, "verifier_1", grounds=[])


def test_a_post_that_ends_today_is_held_today_and_not_tomorrow(case):
    case.until("submitted")
    changes.end_post(post_of(case.bureau, "chemicals_head").pk, until=case.day, by=None)
    assert case.sees("chemicals_head")
    at_night = clock.frozen(f"{case.day.isoformat()}T23:59:59+08:00")
    with at_night:
        assert viewer_of(case.bureau["chemicals_head"]).headed
    with clock.frozen(f"{(case.day + timedelta(days=1)).isoformat()}T00:00:00+08:00"):
        assert not viewer_of(case.bureau["chemicals_head"]).headed
    case.later(1)
    assert not case.sees("chemicals_head")
    with refused(NotFound):
        case.act_on(application.forward, "chemicals_head", subject=case.subject.pk, words="转报。")


def test_a_person_in_two_units_heads_both_and_is_nobodys_own_forwarder(bureau):
    with on(DAY - timedelta(days=30)):
        add_post(
            actor=None, person=bureau["mines_head"].pk, unit=bureau.units["chemicals"].pk, title="兼任处长", head=True,
        )
    viewer = viewer_of(bureau["mines_head"], DAY)
    assert viewer.headed == {bureau.units["mines"].pk, bureau.units["chemicals"].pk}
    case = Case(bureau, also=[("mines_head", "mines")]).until("noticed")
    case.submit("inspector")
    case.submit("mines_head")
    assert "forwarder" not in case.standing("mines_head").capacities, "a subject forwards for nobody in the matter"
    with refused(NotPermitted):
        case.act_on(application.forward, "mines_head", subject=case.subject.pk, words="转报。")


def test_a_subject_who_becomes_a_decider_reads_as_a_subject_and_decides_nothing(case):
    case.until("answered")
    bureau = case.bureau
    with on(case.day):
        add_post(
            actor=None, person=bureau["inspector"].pk, unit=bureau.units["leading_group"].pk, title="党组秘书",
            secretary=True,
        )
    case.take("opinion")
    standing = case.standing("inspector")
    assert standing.capacities == {"applicant"}
    with refused(NotPermitted):
        case.act_on(determination.postpone, "inspector", reason="延期。")
    with refused(Incomplete):  # nor can he be counted among those who decide on himself
        names = [*bureau.leaders, bureau["inspector"].name]
        case.meet(due=names, present=names, views={n: "同意。" for n in names})


# --- standing in -----------------------------------------------------------------------------


def test_a_stand_in_does_for_some_days_what_the_post_does(case):
    case.until("submitted")
    bureau, day = case.bureau, case.day
    changes.stand_in(
        post_of(bureau, "chemicals_head").pk, person=bureau["licensor"].pk, since=day, until=day + timedelta(days=1), by=None
    )
    assert case.sees("licensor") and case.sees("chemicals_head")
    case.act_on(application.forward, "licensor", subject=case.subject.pk, words="代为转报。")
    case.later(2)
    assert not case.sees("licensor")


def test_a_stand_in_who_is_recused_sees_nothing_by_the_post(case):
    case.until("accepted")
    bureau = case.bureau
    case.act_on(verification.declare_interests, "drafter", grounds=["relative"], words="近亲属。")
    case.act_on(
        verification.decide_recusal, "officer", person=bureau["drafter"].pk, recused=True, reasons="属实。"
    )
    assert not case.sees("drafter")
    changes.stand_in(
        post_of(bureau, "officer").pk, person=bureau["drafter"].pk, since=case.day, until=case.day + timedelta(days=9),
        by=None,
    )
    assert not case.sees("drafter"), "the recusal is the person's, whatever post is held"
    with refused(NotFound):
        case.act_on(verification.appoint_group, "drafter", lead=bureau["verifier_1"].pk, members=[], task="核实。")


def test_a_subject_stands_in_for_the_own_head_and_still_does_not_forward_for_himself(case):
    case.until("submitted")
    bureau = case.bureau
    changes.stand_in(
        post_of(bureau, "chemicals_head").pk, person=bureau["inspector"].pk, since=case.day,
        until=case.day + timedelta(days=9), by=None,
    )
    with refused(NotPermitted):
        case.act_on(application.forward, "inspector", subject=case.subject.pk, words="同意转报。")


@pytest.mark.parametrize("who, since, until, field", [
    ("chemicals_head", DAY, DAY, "person"),
    ("licensor", DAY, DAY - timedelta(days=1), "until"),
    ("licensor", date(2020, 1, 1), DAY, "since"),
])  # fmt: skip
def test_a_stand_in_that_cannot_be_is_refused_at_its_place(bureau, who, since, until, field):
    with pytest.raises(Refused) as caught:
        changes.stand_in(post_of(bureau, "chemicals_head").pk, person=bureau[who].pk, since=since, until=until, by=None)
    assert caught.value.field == field


def test_two_do_not_stand_in_on_one_day(bureau):
    post = post_of(bureau, "chemicals_head").pk
    changes.stand_in(post, person=bureau["licensor"].pk, since=DAY, until=DAY + timedelta(days=5), by=None)
    with pytest.raises(Refused):
        changes.stand_in(post, person=bureau["trainer"].pk, since=DAY + timedelta(days=5), until=DAY + timedelta(days=6), by=None)
    changes.stand_in(post, person=bureau["trainer"].pk, since=DAY + timedelta(days=6), until=DAY + timedelta(days=6), by=None)


# --- the record ------------------------------------------------------------------------------


def test_all_of_it_is_replayed_to_the_same_rows(case, keeper):
    case.until("submitted")
    bureau, by = case.bureau, keeper("system")
    changes.rename_unit(bureau.units["licensing"].pk, by=by, name="政务服务处")
    changes.merge_units(bureau.units["chemicals"].pk, into=bureau.units["mines"].pk, by=by, on=case.day)
    changes.transfer(post_of(bureau, "licensor").pk, unit=bureau.units["emergency"].pk, title="干部", by=by, on=case.day)
    changes.stand_in(
        post_of(bureau, "emergency_head").pk, person=bureau["rescuer"].pk, since=case.day, until=case.day, by=by
    )
    changes.rename_person(bureau["trainer"].pk, name="示例壬壬", by=by)
    assert not verify().problems
    assert replay() == []
