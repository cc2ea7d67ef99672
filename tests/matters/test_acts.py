"""A08-1, before anybody can apply: the act is registered, the person told, the notice sent."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from rongcuo import ids
from rongcuo.ledger.errors import KeyReused, Stale
from rongcuo.matters import acts, readings
from rongcuo.matters.access import own_act_subjects, viewer_of, visible_acts
from rongcuo.matters.errors import Incomplete, NotFound, NotPermitted
from rongcuo.matters.models import Act
from tests.matters.world import START, Case, refused


def register(case, who="registrar", **changes):
    people, units = case.bureau, case.bureau.units
    fields = {
        "kind": "case_filing", "document_number": "示例纪立〔2026〕1号", "issued_by": "示例局机关纪委",
        "started_on": START, "brief": "示例事由", "occurred_on": START - timedelta(days=9),
        "subjects": [{"person": people["inspector"].pk, "unit": units["chemicals"].pk}],
    } | changes
    with case.at():
        return acts.register_act(actor=people[who], key=str(ids.new_id()), **fields)


def seen(case, who) -> bool:
    return visible_acts(viewer_of(case.bureau[who], case.day)).exists()


def test_an_act_is_registered_told_and_noticed(case):
    case.until("noticed")
    act = Act.objects.get()
    assert act.number == "问责〔2026〕1号"
    assert act.handler == case.bureau["registrar"]
    assert case.target.told_on == act.notice_sent_on == START


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"kind": "rumour"}, "kind"),
        ({"kind": "inquiry_letter"}, "kind"),  # a letter of inquiry does not start the clock
        ({"document_number": "  "}, "document_number"),
        ({"issued_by": ""}, "issued_by"),
        ({"brief": ""}, "brief"),
        ({"subjects": []}, "subjects"),
        ({"started_on": START + timedelta(days=1)}, "done_on"),  # a date in the future
        ({"occurred_on": START + timedelta(days=1)}, "occurred_on"),
    ],
)
def test_what_is_missing_or_impossible_is_named(case, change, field):
    with refused(Incomplete, field):
        register(case, **change)


def test_nobody_is_named_twice_and_nobody_unknown(case):
    row = {"person": case.bureau["inspector"].pk, "unit": case.bureau.units["chemicals"].pk}
    for subjects in ([row, dict(row)], [row | {"person": ids.new_id()}], [row | {"unit": ids.new_id()}]):
        with refused(Incomplete, "subjects"):
            register(case, subjects=subjects)
    # A person and the person's unit are two subjects.
    register(case, subjects=[row, row | {"person": None}])


def test_which_letters_start_the_procedure_is_a_reading(case):
    with refused(Incomplete, "kind"):
        register(case, kind="inquiry_letter")
    with case.at():
        readings.confirm_reading(
            "apply.initiation_acts", actor=case.bureau["officer"], at=None, key="r",
            value=["case_filing", "inquiry_letter"], basis="示例会议纪要1号",
        )
        assert acts.starting_kinds() == ["case_filing", "inquiry_letter"]
    register(case, kind="inquiry_letter")
    with refused(Incomplete, "kind"):
        register(case, kind="accountability_inquiry")


def test_only_the_party_committee_and_the_discipline_officer_register(case):
    for who in ("inspector", "chemicals_head", "personnel", "leader_1", "secretary", "verifier_1"):
        with refused(NotPermitted):
            register(case, who)
    register(case, "supervisor")


def test_nobody_registers_an_act_against_oneself(case):
    own = [{"person": case.bureau["registrar"].pk, "unit": case.bureau.units["committee"].pk}]
    with refused(NotPermitted):
        register(case, subjects=own)
    register(case, "officer", subjects=own)


def test_an_act_is_seen_by_its_handler_and_the_party_committee_only(case):
    register(case, "supervisor")
    for who in ("supervisor", "registrar", "officer", "drafter"):
        assert seen(case, who), who
    for who in ("inspector", "chemicals_head", "personnel", "secretary", "leader_1", "mines_head"):
        assert not seen(case, who), who


def test_an_act_is_hidden_from_a_committee_member_it_is_directed_at(case):
    own = [{"person": case.bureau["drafter"].pk, "unit": case.bureau.units["committee"].pk}]
    register(case, subjects=own)
    assert seen(case, "officer")
    assert not seen(case, "drafter")


def test_the_subject_learns_of_the_act_once_the_telling_is_confirmed(case):
    case.until("registered")
    viewer = viewer_of(case.bureau["inspector"], case.day)
    assert not own_act_subjects(viewer).exists()
    with refused(NotFound):
        case.drafted()
    case.take("told")
    assert own_act_subjects(viewer).get() == case.target
    colleague = viewer_of(case.bureau["chemicals_head"], case.day)
    assert not own_act_subjects(colleague).exists()


def test_the_day_of_telling_lies_between_start_and_today(case):
    case.until("registered").later(3)
    subject = case.target.pk
    with refused(Incomplete, "told_on"):
        case._on_act(acts.confirm_told, "registrar", subject=subject, told_on=START - timedelta(days=1))
    with refused(Incomplete, "done_on"):
        case._on_act(
            acts.confirm_told, "registrar", subject=subject, told_on=case.day + timedelta(days=1)
        )
    with refused(NotFound):
        case._on_act(acts.confirm_told, "registrar", subject=ids.new_id(), told_on=START)
    with refused(NotPermitted):
        case._on_act(acts.confirm_told, "leader_1", subject=subject, told_on=START)
    case._on_act(acts.confirm_told, "registrar", subject=subject, told_on=START + timedelta(days=2))
    assert case.target.told_on == START + timedelta(days=2)


def test_the_notice_waits_until_everybody_was_told(bureau):
    case = Case(bureau, also=[("mines_inspector", "mines")]).until("registered")
    case._on_act(acts.confirm_told, "registrar", subject=case.target.pk, told_on=START)
    with refused(Incomplete):
        case._on_act(acts.send_notice, "officer")
    with refused(NotPermitted):
        case._on_act(acts.send_notice, "supervisor")
    case.told()
    case._on_act(acts.send_notice, "officer")
    assert Act.objects.get().notice_sent_on == case.day


def test_of_two_who_act_on_the_same_page_the_second_is_told_who_was_first(case):
    case.until("registered")
    act, subject = case.act, case.target.pk
    with case.at():
        acts.confirm_told(
            act.pk, actor=case.bureau["registrar"], at=1, key="1", subject=subject, told_on=START
        )
        with pytest.raises(Stale) as caught:
            acts.send_notice(act.pk, actor=case.bureau["officer"], at=1, key="2")
        assert caught.value.last_entry.actor == case.bureau["registrar"].pk


def test_the_same_key_gives_the_first_result_and_never_another_one(case):
    people = case.bureau
    row = {"person": people["inspector"].pk, "unit": people.units["chemicals"].pk}
    said = {
        "kind": "case_filing", "document_number": "1", "issued_by": "2", "started_on": START,
        "brief": "3", "subjects": [row],
    }
    with case.at():
        first = acts.register_act(actor=people["officer"], key="k", **said)
        again = acts.register_act(actor=people["officer"], key="k", **said)
        assert (again.stream, again.repeated) == (first.stream, True)
        assert Act.objects.count() == 1
        # Somebody else's key of the same name is another key.
        assert acts.register_act(actor=people["drafter"], key="k", **said).stream != first.stream
        with pytest.raises(KeyReused):
            acts.send_notice(first.stream, actor=people["officer"], at=1, key="k")


def test_numbers_are_counted_a_kind_and_year(case):
    for _ in range(2):
        register(case)
    register(case, started_on=date(2025, 12, 30), occurred_on=None)
    numbers = list(Act.objects.order_by("number").values_list("number", flat=True))
    assert numbers == ["问责〔2025〕1号", "问责〔2026〕1号", "问责〔2026〕2号"]
