"""Recusal that works: asked for, suspended at once, ended at once, what was done before confirmed by others."""

from __future__ import annotations

from datetime import date

import pytest

from rongcuo.ledger.replay import replay
from rongcuo.matters import recusal, verification
from rongcuo.matters.access import own_recusals, reads_of, viewer_of, visible_interests
from rongcuo.matters.errors import Incomplete, NotFound, NotPermitted
from rongcuo.matters.models import Interest, Item, Part, ReadLog, Step, Undertaking
from rongcuo.matters.packs import pack_of
from tests.matters.world import Case, refused


@pytest.fixture
def at_work(case) -> Case:
    return case.until("declared")


def steps_aside(case, who, by="officer", recused=True):
    case.act_on(
        verification.decide_recusal, by, person=case.bureau[who].pk, recused=recused, reasons="情况属实。"
    )


def asks(case, who, about, **more):
    given = {"grounds": ["relative"], "words": "两人是亲属。"} | more
    case.act_on(recusal.ask_recusal, who, person=case.bureau[about].pk, **given)


def short(case, who="officer") -> set[str]:
    standing = case.standing(who)
    return set(recusal.shortages(pack_of(case.matter), standing, pack_of(case.matter).settings(case.matter.adopted)))


def test_the_applicant_asks_and_the_member_stops_at_that_instant(at_work):
    case = at_work
    with refused(Incomplete, "words"):
        asks(case, "inspector", "verifier_2", words=" ")
    with refused(Incomplete, "person"):
        asks(case, "inspector", "licensor")  # takes no part
    with refused(Incomplete, "person"):
        asks(case, "verifier_1", "verifier_1")
    asks(case, "inspector", "verifier_2")
    assert case.standing("verifier_2").suspended
    with refused(NotPermitted):
        case.act_on(verification.add_evidence, "verifier_2", stored={}, title="x")
    assert {i.person_id for i in visible_interests(case.standing("inspector"))} == {case.bureau["verifier_2"].pk}
    with refused(Incomplete, "person"):
        asks(case, "verifier_1", "verifier_2")  # one is open
    steps_aside(case, "verifier_2", recused=False)
    assert not case.standing("verifier_2").suspended
    with refused(Incomplete, "person"):
        asks(case, "inspector", "verifier_2")  # decided before
    asks(case, "verifier_1", "verifier_2")  # somebody else may still ask
    assert replay() == []


def test_whoever_steps_aside_keeps_a_stub_and_nothing_else(at_work):
    case, who = at_work, at_work.bureau["verifier_2"]
    ReadLog.objects.create(person=who, matter=case.matter, what="matter", at="2026-03-10T02:00:00Z")
    asks(case, "inspector", "verifier_2")
    assert reads_of(case.standing("officer"), who.pk).count() == 1  # for whoever decides
    assert not reads_of(case.standing("verifier_1"), who.pk).exists()
    steps_aside(case, "verifier_2")
    assert not case.sees("verifier_2")
    stub = own_recusals(viewer_of(who, case.day)).get()
    assert (stub.matter.number, stub.decided_on) == (case.matter.number, case.day)
    assert not own_recusals(viewer_of(case.bureau["verifier_1"], case.day)).exists()


def test_what_was_done_before_is_confirmed_by_others_before_the_decision(at_work):
    """The lead heard the applicant, then steps aside: the hearing stays and somebody else answers for it."""
    case = at_work
    case.take("heard")
    case.act_on(verification.declare_interests, "verifier_1", grounds=["earlier_part"], words="参与过立项")
    steps_aside(case, "verifier_1")
    step = Step.objects.get(matter=case.matter_id, doubt="open")
    assert step.action == "hear_applicant"
    assert Item.objects.filter(kind="hearing").exists()
    group = [case.bureau[k].pk for k in ("verifier_2", "verifier_3", "licensor")]
    case.act_on(verification.appoint_group, "officer", lead=group[0], members=group[1:], task="继续核实", reason="回避")
    case.act_on(verification.declare_interests, "licensor", grounds=[])
    rows = case.rows([1])
    case.act_on(verification.record_findings, "verifier_2", findings=rows)
    case.report("verifier_2")
    assert Item.objects.get(kind="report").body["recusals"][0]["status"] == "recused"
    case.until_from("consulted", "opinion")
    with refused(Incomplete):
        case.meet()
    with refused(NotFound):
        case.act_on(recusal.confirm_step, "verifier_1", step=step.pk, stands=True, words="x")
    with refused(NotPermitted):
        case.act_on(recusal.confirm_step, "leader_1", step=step.pk, stands=True, words="x")
    case.act_on(recusal.confirm_step, "officer", step=step.pk, stands=True, words="笔录经本人签字，可以保留。")
    case.meet()
    assert case.matter.state == "feedback"
    assert replay() == []


def test_nobody_confirms_a_step_of_ones_own(bureau):
    case = Case(bureau).until("declared")
    case.act_on(verification.declare_interests, "officer", grounds=["other"], words="办过问责")
    steps_aside(case, "officer", by="drafter")
    step = Step.objects.filter(matter=case.matter_id, doubt="open").first()
    assert step.actor == bureau["officer"]
    case.act_on(recusal.confirm_step, "drafter", step=step.pk, stands=False, words="应当重办")
    step.refresh_from_db()
    assert step.doubt == "redo"


def test_too_few_are_left_and_somebody_is_found(at_work):
    """Two members step aside; the page says so; one is borrowed, or the leading group designates one."""
    case = at_work
    assert short(case) == set()
    for who in ("verifier_2", "verifier_3"):
        asks(case, "inspector", who)
        steps_aside(case, who)
    assert short(case) == {"verifier"}
    fill = {"way": "borrow", "capacity": "verifier", "person": case.bureau["licensor"].pk, "reasons": "人手不足"}
    with refused(NotPermitted):
        case.act_on(recusal.fill_in, "verifier_1", **fill)
    for wrong in ("inspector", "verifier_2", "registrar"):
        with refused(Incomplete, "person"):
            case.act_on(recusal.fill_in, "officer", **fill | {"person": case.bureau[wrong].pk})
    with refused(Incomplete, "reasons"):
        case.act_on(recusal.fill_in, "officer", **fill | {"reasons": ""})
    with refused(NotPermitted):  # the officer does not designate for the leading group
        case.act_on(recusal.fill_in, "officer", **fill | {"way": "designate"})
    case.act_on(recusal.fill_in, "officer", **fill)
    assert case.sees("licensor") and "verifier" in case.standing("licensor").capacities
    with refused(Incomplete):  # declares like everybody
        case.act_on(verification.record_findings, "verifier_1", findings=case.rows([1]))
    asks(case, "inspector", "licensor")
    steps_aside(case, "licensor")
    assert not case.sees("licensor")
    assert Part.objects.get(person=case.bureau["licensor"]).ended


def test_the_whole_committee_steps_aside(bureau):
    case = Case(bureau).until("declared")
    for who, by in (("drafter", "officer"), ("registrar", "officer")):
        asks(case, "inspector", who)
        steps_aside(case, who, by=by)
    assert "opinion_giver" not in short(case)
    asks(case, "inspector", "officer")
    assert short(case) >= {"handler", "opinion_giver"}
    assert not case.sees("secretary")  # the matter is not before the leading group yet


def test_whether_the_recused_count_is_a_reading(case):
    case.until("opinion")
    case.act_on(verification.declare_interests, "leader_2", grounds=["relative"], words="亲属")
    steps_aside(case, "leader_2")
    names = case.bureau.leaders
    away, here = names[1], [n for n in names if n != names[1]]
    four = {"present": here, "recused": [away], "decision": {"for": 4}, "views": {}}
    matter = case.matter
    matter.adopted = {"decide.recused_count": "not_counted"}
    matter.save(update_fields=["adopted"])
    with refused(Incomplete, "due"):
        case.meet(due=names, **four)
    matter.adopted = {}
    matter.save(update_fields=["adopted"])
    case.meet(due=names, **four)
    assert case.matter.state == "feedback"


def test_somebody_managed_from_above_is_not_determined_here_without_authority(case):
    case.until("heard")
    rows = case.rows([1])
    for row in rows:
        if row["fact"] == "higher_managed":
            row["value"] = True
        if row["fact"] == "higher_authorised":
            row["value"] = False
    case.act_on(verification.record_findings, "verifier_1", findings=rows)
    case.until_from("reported", "answered")
    case.propose(beyond="已报请上级。")
    with refused(Incomplete):
        case.meet(decision={"beyond": "已报请上级。"})
    case.act_on(recusal.refer_upward, "officer", to="上级机关", reasons="省管干部")
    case.act_on(recusal.record_authority, "officer", issued_by="上级机关", number="示例〔2026〕1号", text="同意由你局认定。")
    case.meet(decision={"beyond": "已获授权。"})
    assert case.matter.state == "feedback"


def test_without_a_group_two_verify_and_the_report_is_owed(case):
    case.until("accepted")
    two = [case.bureau[k].pk for k in ("verifier_1", "verifier_2")]
    with refused(Incomplete, "verifiers"):
        case.act_on(verification.dispense_group, "officer", verifiers=two[:1], reason="案情简单")
    with refused(Incomplete, "reason"):
        case.act_on(verification.dispense_group, "officer", verifiers=two, reason="")
    with refused(Incomplete):
        case.act_on(verification.dispense_group, "officer", verifiers=[two[0], case.bureau["registrar"].pk], reason="x")
    case.act_on(verification.dispense_group, "officer", verifiers=two, reason="案情简单，两人即可核实。")
    for who in ("verifier_1", "verifier_2"):
        case.act_on(verification.declare_interests, who, grounds=[])
    with refused(Incomplete):
        case.act_on(
            verification.issue_report, "verifier_1", facts="x", course="x", answers={}, weighed={}
        )
    case.until_from("heard", "reported")
    assert case.matter.state == "opinion"


def test_each_handler_undertakes_with_the_first_step(case):
    case.until("opinion")
    signed = {u.person_id: u for u in Undertaking.objects.filter(matter=case.matter_id)}
    pack = pack_of(case.matter)
    for who in ("officer", "drafter", "verifier_1", "verifier_2", "personnel"):
        assert signed[case.bureau[who].pk].texts == list(pack.undertakings)
    for who in ("inspector", "chemicals_head"):  # they ask; they handle nothing
        assert case.bureau[who].pk not in signed
    assert signed[case.bureau["officer"].pk].signed_on == Step.objects.get(
        matter=case.matter_id, action="accept"
    ).done_on


def test_a_declaration_after_the_vote_is_not_taken_any_more(case):
    from rongcuo.matters.errors import NotNow

    case.until("determined")
    with refused(NotNow):
        case.act_on(verification.declare_interests, "leader_1", grounds=["relative"], words="亲属")
    assert not Interest.objects.filter(person=case.bureau["leader_1"].pk).exists()
    assert isinstance(case.matter.decided_on, date)


