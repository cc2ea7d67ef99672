"""A08-3 Determination: the party committee gives an opinion, the leading group decides together."""

from __future__ import annotations

from datetime import timedelta

import pytest

from rongcuo import ids
from rongcuo.matters import acceptance, application, determination, readings, verification
from rongcuo.matters.assessing import assess_subject
from rongcuo.matters.errors import Incomplete, NotFound, NotNow, NotPermitted
from rongcuo.matters.models import Finding, Item
from tests.matters.world import Case, refused


def adopt(case, reading, value):
    with case.at():
        readings.confirm_reading(
            reading, actor=case.bureau["officer"], at=None, key=str(ids.new_id()), value=value,
            basis="示例会议纪要",
        )


def outcome(case) -> str:
    return assess_subject(case.matter, case.subject, Finding.objects.filter(subject=case.subject)).outcome


# --- the personnel division ------------------------------------------------------------------


def test_the_personnel_division_is_consulted_before_the_opinion(case):
    case.until("reported")
    assert not case.sees("personnel")
    with refused(NotFound):
        case.act_on(determination.answer_consultation, "personnel", answer="无")
    case.act_on(verification.declare_interests, "drafter", grounds=[])
    with refused(Incomplete):
        case.propose()
    case.take("consulted")
    assert case.sees("personnel")
    with refused(Incomplete):
        case.propose()
    with refused(NotPermitted):
        case.act_on(determination.answer_consultation, "officer", answer="代答")
    with refused(Incomplete, "answer"):
        case.act_on(determination.answer_consultation, "personnel", answer="")
    case.take("answered")
    case.propose()
    assert case.matter.state == "determination"


def test_whether_personnel_is_consulted_is_a_reading(case):
    adopt(case, "role.hr", "execute_only")
    case.until("reported").propose()
    assert case.matter.state == "determination"


# --- the opinion -----------------------------------------------------------------------------


def test_the_drafter_declares_interests_first(case):
    case.until("answered")
    with refused(Incomplete):
        case.act_on(
            determination.give_opinion, "drafter", facts="同意。", answers=case.answers("opinion"),
            proposals={case.subject.pk: {"outcome": "waived", "reason": "理由。"}},
        )
    case.propose()


def test_the_opinion_answers_the_questions_and_proposes_for_every_subject(case):
    case.until("answered")
    case.act_on(verification.declare_interests, "drafter", grounds=[])
    pk = case.subject.pk
    with refused(Incomplete, "answer-A05.gravity"):
        case.propose(answers=case.answers("opinion") | {"A05.gravity": {"text": "轻。"}})
    with refused(Incomplete, f"outcome-{pk}"):
        case.propose(proposals={})
    with refused(Incomplete, f"outcome-{pk}"):
        case.propose(proposals={pk: {"outcome": "praised", "reason": "x"}})
    with refused(Incomplete, f"reason-{pk}"):
        case.propose(proposals={pk: {"outcome": "waived", "reason": " "}})
    case.propose()
    assert case.subject.proposed == "waived"


def test_nobody_but_the_committee_gives_the_opinion(case):
    case.until("answered")
    case.act_on(verification.declare_interests, "drafter", grounds=[])
    for who, error in (("verifier_1", NotPermitted), ("personnel", NotPermitted), ("secretary", NotFound)):
        with refused(error):
            case.act_on(
                determination.give_opinion, who, facts="x", answers={}, proposals={},
            )


def test_an_inadmissible_outcome_owes_reasons_to_propose_and_to_decide(bureau):
    """A minor breach closes waiver only: lighter and mitigated stay open (A03, A10-5)."""
    case = Case(bureau, findings={"breach": "minor"}).until("answered")
    assert outcome(case) == "only_lighter_or_mitigated_open"
    case.act_on(verification.declare_interests, "drafter", grounds=[])
    with refused(Incomplete, f"beyond-{case.subject.pk}"):
        case.propose(outcome="waived")
    case.propose(outcome="lighter")
    with refused(Incomplete, f"beyond-{case.subject.pk}"):
        case.meet(decision={"outcome": "waived", "departure": "会议认为可以免责。"})
    case.meet(
        decision={"outcome": "waived", "departure": "会议认为可以免责。", "beyond": "依据第十五条所列规定。"}
    )
    assert case.subject.outcome == "waived"


# --- the exclusion of Article 12 -------------------------------------------------------------


def test_the_stop_is_lifted_only_by_the_committee_with_a_reason(bureau):
    case = Case(bureau, findings={"grave": True}).until("answered")
    pk = case.subject.pk
    assert outcome(case) in {"undetermined", "excluded"}
    case.act_on(verification.declare_interests, "drafter", grounds=[])
    with refused(Incomplete, f"beyond-{pk}"):
        case.propose()
    for who, error in (("registrar", NotPermitted), ("verifier_1", NotPermitted), ("secretary", NotFound)):
        with refused(error):
            case.act_on(determination.lift_stop, who, about=pk, reason="x")
    with refused(Incomplete):
        case.act_on(determination.lift_stop, "drafter", about=pk, reason=" ")
    with refused(NotFound):
        case.act_on(determination.lift_stop, "drafter", about=ids.new_id(), reason="x")
    case.act_on(determination.lift_stop, "drafter", about=pk, reason="情节虽重，但不构成违纪。")
    assert outcome(case) == "waiver_open"
    assert Item.objects.get(kind="stop_lifted").author == bureau["drafter"]
    case.propose()


def test_a_grave_and_plain_breach_is_excluded_and_no_reason_of_the_committee_opens_it(bureau):
    case = Case(
        bureau, findings={"grave": True, "plainly_breach": True, "breach": "serious"}, outcome="refused"
    ).until("answered")
    case.act_on(determination.lift_stop, "drafter", about=case.subject.pk, reason="理由。")
    assert outcome(case) == "excluded"


@pytest.mark.parametrize("fact", ["grave", "plainly_breach", "major_accident"])
def test_an_unknown_exclusion_never_leaves_waiver_open(bureau, fact):
    case = Case(bureau, findings={fact: None}).until("answered")
    assert outcome(case) == "undetermined"
    case.act_on(verification.declare_interests, "drafter", grounds=[])
    with refused(Incomplete, f"beyond-{case.subject.pk}"):
        case.propose(outcome="waived")


def test_the_check_stands_in_no_paper(case):
    """The software checks elements; people decide: no paper carries the check's outcome."""
    case.until("filed")
    for item in Item.objects.all():
        assert "waiver_open" not in str(item.body)
        assert "admissible" not in str(item.body)


# --- the meeting -----------------------------------------------------------------------------


def test_the_leading_group_decides_and_its_secretary_records(case):
    case.until("opinion").later(1)
    for who, error in (
        ("leader_1", NotPermitted), ("officer", NotPermitted), ("drafter", NotPermitted),
        ("inspector", NotPermitted), ("personnel", NotPermitted), ("mines_head", NotFound),
    ):
        with refused(error):
            case.meet(who)
    case.meet()
    assert case.state == ("feedback", "determined")
    assert (case.matter.decided_on, case.matter.positive) == (case.day, True)
    assert case.subject.effects == ["A10-2-promotion", "A10-2-rank", "A10-2-title", "A10-3", "A10-4"]


def test_quorum_is_more_than_half_of_those_due(case):
    case.until("opinion")
    names = case.bureau.leaders
    six = [*names, "示范巳"]
    three = {"due": six, "present": six[:3], "decision": {"for": 3}}
    with refused(Incomplete, "present"):
        case.meet(**three)
    case.meet(due=six, present=six[:4], decision={"for": 4})


def test_a_majority_is_more_than_half_of_those_due_to_attend(case):
    case.until("opinion")
    names, place = case.bureau.leaders, f"votes-{case.subject.pk}"
    six = [*names, "示范巳"]
    with refused(Incomplete, place):  # 3 of 4 present, but only half of the 6 due
        case.meet(due=six, present=six[:4], decision={"for": 3, "against": 1})
    case.meet(due=six, present=six[:4], decision={"for": 4, "dissent": "示范丑保留意见。"})


@pytest.mark.parametrize(
    "votes",
    [
        {"for": 4}, {"for": 6}, {"for": -1, "against": 6}, {"for": None}, {"for": "5"}, {"for": True},
        {"for": 2, "against": 2, "abstain": 1},
    ],
)
def test_votes_that_do_not_add_up_or_do_not_carry_are_refused(case, votes):
    case.until("opinion")
    with refused(Incomplete, f"votes-{case.subject.pk}"):
        case.meet(decision=votes)


def test_quorum_and_majority_are_readings(case):
    adopt(case, "decide.quorum", "two_thirds")
    adopt(case, "decide.majority", "of_those_present")
    case.until("opinion")
    six = [*case.bureau.leaders, "示范巳"]
    with refused(Incomplete, "present"):
        case.meet(due=[*six, "示范午"], present=six[:4], decision={"for": 4})
    with refused(Incomplete, f"votes-{case.subject.pk}"):
        case.meet(due=six, present=six[:4], decision={"for": 2, "against": 2})
    case.meet(due=six, present=six[:4], decision={"for": 3, "against": 1})


def test_who_is_present_is_due_not_recused_and_counted_once(case):
    case.until("opinion")
    names = case.bureau.leaders
    for field, change in (
        ("due", {"due": []}),
        ("due", {"due": [*names, names[0]]}),
        ("present", {"present": [*names[:3], "示例外人"]}),
        ("present", {"present": [names[0]] * 3, "decision": {"for": 3}}),
        ("recused", {"recused": [names[4]]}),
        ("chair", {"chair": "示例外人"}),
    ):
        with refused(Incomplete, field):
            case.meet(**change)
    case.meet(present=names[:4], recused=[names[4]], decision={"for": 4})


def test_a_member_with_a_declared_interest_is_not_counted_as_present(case):
    case.until("opinion")
    names = case.bureau.leaders
    case.act_on(verification.declare_interests, "leader_2", grounds=["relative"], words="亲属。")
    with refused(Incomplete, "present"):
        case.meet()
    case.act_on(
        verification.decide_recusal, "officer", person=case.bureau["leader_2"].pk, recused=True,
        reasons="经研究。",
    )
    assert not case.sees("leader_2")
    with refused(Incomplete, "present"):
        case.meet()
    four = [n for n in names if n != case.bureau["leader_2"].name]
    case.meet(present=four, recused=[case.bureau["leader_2"].name], decision={"for": 4})


def test_a_subject_never_decides(bureau):
    case = Case(bureau, subject="leader_3", unit="leading_group", head="leader_1").until("opinion")
    names = bureau.leaders
    assert case.sees("leader_3")  # as a subject
    assert case.standing("leader_3").capacities == {"applicant"}
    with refused(Incomplete, "present"):
        case.meet()
    four = [n for n in names if n != bureau["leader_3"].name]
    case.meet(present=four, decision={"for": 4})


def test_the_meeting_lies_between_the_opinion_and_today(case):
    case.until("opinion").later(5)
    for day in (case.day + timedelta(days=1), case.matter.state_since - timedelta(days=1)):
        with refused(Incomplete, "held_on"):
            case.meet(held_on=day)
    held = case.day - timedelta(days=2)
    case.meet(held_on=held)
    assert case.matter.decided_on == held


def test_a_departure_from_the_opinion_owes_reasons(case):
    case.until("opinion")
    with refused(Incomplete, f"departure-{case.subject.pk}"):
        case.meet(decision={"outcome": "refused"})
    case.meet(decision={"outcome": "refused", "departure": "会议认为证据不足。"})
    assert (case.subject.outcome, case.matter.positive, case.subject.effects) == ("refused", False, [])


def test_each_effect_is_ticked_one_by_one(case):
    case.until("opinion")
    full = case.decision(case.subject)["effects"]
    assert list(full) == ["A10-2-promotion", "A10-2-rank", "A10-2-title", "A10-3", "A10-4"]
    silent = {k: v for k, v in full.items() if k != "A10-3"}
    for effects in (silent, silent | {"A10-3": {"granted": False, "reason": " "}}):
        with refused(Incomplete, f"effect-{case.subject.pk}-A10-3"):
            case.meet(decision={"effects": effects})
    for effects in (full | {"A10-1-target": {"granted": True}}, full | {"A10-5": {"granted": True}}):
        with refused(Incomplete, f"effects-{case.subject.pk}"):  # a unit's; lighter treatment's
            case.meet(decision={"effects": effects})
    case.meet(decision={"effects": silent | {"A10-3": {"granted": False, "reason": "由有权机关决定。"}}})
    assert case.subject.effects == ["A10-2-promotion", "A10-2-rank", "A10-2-title", "A10-4"]


def test_the_effects_of_a_unit_and_of_lighter_treatment(bureau):
    unit = Case(bureau, unit_applies=True).until("opinion")
    assert list(unit.decision(unit.subject)["effects"]) == ["A10-1-target", "A10-1-integrity"]
    lighter = {"outcome": "lighter"}
    assert list(unit.decision(unit.subject, **lighter)["effects"]) == ["A10-1-target", "A10-1-integrity", "A10-5"]


def test_where_tolerance_is_refused_there_is_no_effect_to_grant(case):
    case.until("opinion")
    refusal = {"outcome": "refused", "departure": "理由。"}
    with refused(Incomplete, f"effects-{case.subject.pk}"):
        case.meet(decision=refusal | {"effects": {"A10-2-rank": {"granted": True, "reason": ""}}})
    case.meet(decision=refusal)


def test_the_catch_all_needs_an_express_sentence_in_the_minutes(bureau):
    case = Case(bureau, situation="A06-12").until("opinion")
    with refused(Incomplete, "catch_all"):
        case.meet(catch_all=" ")
    case.meet()
    assert Item.objects.get(kind="minutes").body["catch_all"]


def test_each_subject_has_an_outcome_of_its_own(bureau):
    case = Case(bureau, also=[("mines_inspector", "mines")]).until("accepted")
    case.submit("mines_inspector")
    other = case.subject_of("mines_inspector")
    case.act_on(application.forward, "mines_head", subject=other.pk)
    case.act_on(acceptance.accept, "officer", subject=other.pk, in_scope=True)
    case.until_from("appointed", "heard")
    case.act_on(
        verification.hear_applicant, "verifier_1", subject=other.pk, place="x", present="y", record="z",
        confirmed=True,
    )
    with case.at():
        rows = case.rows([1])
    case.find(rows)
    case.find([r | {"subject": other.pk} for r in rows])
    case.report()
    case.until_from("consulted", "answered")
    case.propose()
    first, second = case.subject, case.subject_of("mines_inspector")
    with refused(Incomplete, f"outcome-{second.pk}"):
        case.meet(decisions={first.pk: case.decision(first)})
    case.meet(
        decisions={
            first.pk: case.decision(first),
            second.pk: case.decision(second, outcome="refused", departure="证据不足。"),
        }
    )
    outcomes = {case.subject.outcome, case.subject_of("mines_inspector").outcome}
    assert outcomes == {"waived", "refused"}
    assert case.matter.positive
    assert Item.objects.filter(kind="determination").count() == 2


# --- not yet ---------------------------------------------------------------------------------


def test_postponed_nothing_follows_from_the_time_that_passes(case):
    case.until("opinion")
    with refused(NotPermitted):
        case.act_on(determination.postpone, "leader_1", reason="暂缓。")
    with refused(Incomplete, "reason"):
        case.act_on(determination.postpone, "secretary", reason="")
    with refused(Incomplete, "until"):
        case.act_on(determination.postpone, "secretary", reason="暂缓。", until=case.day)
    until = case.day + timedelta(days=30)
    case.act_on(determination.postpone, "secretary", reason="等待上级答复。", until=until)
    assert (case.matter.state, case.matter.postponed_until) == ("determination", until)
    case.later(400)
    assert case.state == ("determination", "accepted")
    case.meet()
    assert case.matter.postponed_until is None


def test_returned_it_is_postponed_no_more_and_decided_after_a_new_opinion(case):
    case.until("opinion")
    case.act_on(
        determination.postpone, "secretary", reason="暂缓。", until=case.day + timedelta(days=9)
    )
    with refused(Incomplete, "reason"):
        case.act_on(determination.return_for_verification, "secretary", reason="")
    case.act_on(determination.return_for_verification, "secretary", reason="补充核实。")
    assert (case.matter.state, case.matter.postponed_until) == ("verification", None)
    with refused(NotNow):
        case.meet()
    case.report()
    with refused(NotNow):
        case.meet()
    case.propose()
    case.meet()
