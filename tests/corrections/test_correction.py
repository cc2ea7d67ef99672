"""A11-1: a tolerated error is corrected, and the correction is proved before it is closed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import transaction

from rongcuo import ids
from rongcuo.corrections import effect, measures, opening, planning, telling
from rongcuo.corrections.access import (
    visible_lines,
    visible_measures,
    visible_plans,
    visible_proofs,
)
from rongcuo.corrections.doing import after_months
from rongcuo.corrections.models import Line, Plan, Proof
from rongcuo.demo.bureau import GROUP, LEADERS
from rongcuo.ledger.errors import Stale
from rongcuo.ledger.replay import replay
from rongcuo.ledger.verify import verify
from rongcuo.matters import filing, packs, verification
from rongcuo.matters.access import viewer_of
from rongcuo.matters.errors import Incomplete, NotFound, NotNow, NotPermitted
from rongcuo.matters.models import Matter
from rongcuo.people.record import end_post
from tests.corrections.world import ANALYSIS, Correcting, proof
from tests.matters.world import refused

AGAIN = "k" * 20


def test_a_tolerated_matter_opens_its_plan_at_once_and_it_is_proved_and_closed(bureau):
    case = Correcting(bureau).until("determined")
    assert not Plan.objects.exists()  # the person is not told yet, and nothing else may tell it
    case.take("fed_back")
    plan = case.plan
    assert (plan.state, plan.basis, plan.person) == ("opened", "determined", bureau["inspector"])
    assert plan.number == f"纠错〔{case.day.year}〕1号"
    assert plan.due_on == packs.due(case.day, 10).due
    with refused(Incomplete):
        case.correct(planning.draw_up, "inspector", **ANALYSIS, measures=case.measure_rows())  # nothing was pointed out yet
    case.drawn()
    plan = case.plan
    assert plan.state == "running"
    assert (plan.event_codes, plan.cause_codes) == (["inspection", "dispute"], ["no_risk_check", "no_review"])
    assert plan.lists == {"event": 1, "outcome": 1, "factor": 1, "cause": 1}
    assert case.measure(1).due_on == packs.due(case.day, 10).due
    case.later(30)
    case.correct(measures.report_progress, "inspector", 1, progress="核对表已起草，正在试用。")
    assert case.measure(1).report_on == after_months(case.day, 1)
    case.proved()
    plan = case.plan
    assert (plan.state, plan.check_from) == ("effect", after_months(case.day, 3))
    case.named()
    with refused(Incomplete, "done_on"):  # a few days prove nothing
        case.after(5).checked()
    with refused(NotNow):
        case.correct(effect.close_plan, "officer")
    case.until_check()
    with refused(Incomplete, "file_0"):
        case.checked(files=[])
    case.checked()
    assert case.plan.state == "closing"
    with refused(NotPermitted):
        case.correct(effect.close_plan, "inspector")
    case.correct(effect.close_plan, "officer", words="效果明显，予以销号。")
    assert (case.plan.state, case.plan.closed_on) == ("closed", case.day)
    assert Proof.objects.filter(plan=case.plan, measure=None).exists()
    assert verify().ok
    assert replay() == []


def test_a_check_that_finds_no_effect_asks_for_more_measures(running):
    running.proved().named().until_check().checked(proved=False)
    assert (running.plan.state, running.plan.effect) == ("running", "not_proved")
    with refused(NotNow):
        running.correct(effect.close_plan, "officer")
    running.correct(planning.add_measures, "inspector", measures=running.measure_rows()[:1], why="核对表用得不够。")
    assert running.measure(3).state == "open"
    running.correct(measures.prove, "inspector", 3, done="已做。", files=proof())
    assert running.plan.state == "effect"
    assert running.plan.check_from == after_months(running.day, 3)
    running.until_check().checked()
    running.correct(effect.close_plan, "officer")
    assert running.plan.state == "closed"
    assert replay() == []


def test_filing_does_not_wait_for_the_correction(running):
    running.until_from("received", "filed")
    assert running.matter.state == "filed"
    assert running.plan.state == "running"
    assert filing.NEEDED.keys().isdisjoint({"plan", "correction"})


@pytest.mark.parametrize("who", ["inspector", "chemicals_head", "mines_inspector"])
def test_nobody_involved_checks_the_effect(running, who):
    """Neither owner nor drawer; an owner of before is an owner still."""
    if who == "mines_inspector":
        running.correct(planning.hand_over, "officer", 1, owner=running.bureau[who].pk, why="调整分工。")
        running.correct(planning.hand_over, "officer", 1, owner=running.bureau["inspector"].pk, why="调回。")
    with refused(Incomplete, "checker"):
        running.named(who)


def test_whoever_was_named_and_drew_up_or_owns_since_cannot_check(bureau):
    case = Correcting(bureau).fed().drawn("officer")
    with refused(Incomplete, "checker"):
        case.named("officer")  # drew it up
    case.named("verifier_1")
    with refused(Incomplete, "owner"):
        case.correct(planning.hand_over, "officer", 1, owner=bureau["verifier_1"].pk, why="x")
    with refused(Incomplete, "owner-0"):
        case.correct(planning.add_measures, "officer", measures=case.measure_rows(owner=bureau["verifier_1"].pk), why="x")
    case.proved().until_check()
    with refused(NotPermitted):
        case.checked("officer")  # not the one who was named


def test_who_stepped_aside_in_the_matter_is_not_named(bureau):
    case = Correcting(bureau).until("appointed")
    for who in GROUP:
        near = who == GROUP[2]
        case.act_on(
            verification.declare_interests, who, grounds=["relative"] if near else [], words="亲属。" if near else "",
        )
    case.act_on(
        verification.decide_recusal, "officer", person=bureau[GROUP[2]].pk, recused=True, reasons="亲属关系。"
    )
    case.until_from("heard", "fed_back").drawn()
    for who in (bureau[GROUP[2]].pk, None):
        with refused(Incomplete, "checker"):
            case.correct(effect.name_checker, "officer", checker=who)
    case.named("supervisor")
    assert case.plan.checker == bureau["supervisor"]


def test_a_proof_can_be_sent_back_and_the_plan_is_under_way_again(running):
    running.proved()
    running.correct(measures.send_back, "officer", 2, why="只有两次会议记录。")
    assert (running.plan.state, running.plan.check_from, running.measure(2).state) == ("running", None, "open")
    running.correct(measures.prove, "chemicals_head", 2, done="补齐。", files=proof())
    assert running.plan.state == "effect"


def test_each_owner_has_own_measures_and_who_leaves_hands_over(running):
    with refused(NotPermitted):
        running.correct(measures.prove, "inspector", 2, done="x", files=proof())
    with refused(Incomplete, "file_0"):
        running.correct(measures.prove, "inspector", 1, done="x", files=[])
    assert running.seen_by("officer").away == frozenset()
    post = running.bureau["inspector"].posts.get()
    with running.at():
        end_post(actor=None, post=post.pk, until=running.day)
    running.after(1)
    assert running.seen_by("officer").away == {running.bureau["inspector"].pk}
    with refused(Incomplete, "owner"):
        running.correct(planning.hand_over, "officer", 2, owner=running.bureau["inspector"].pk, why="x")
    running.correct(planning.hand_over, "chemicals_head", 1, owner=running.bureau["chemicals_head"].pk, why="原责任人调离。")
    assert running.measure(1).owner == running.bureau["chemicals_head"]
    assert running.measure(1).past_owners == [str(running.bureau["inspector"].pk)]
    assert replay() == []


def test_a_due_day_is_changed_with_reasons_only(running):
    with refused(Incomplete, "why"):
        running.correct(planning.defer, "officer", 1, working_days=5, why=" ")
    with refused(Incomplete, "working_days"):
        running.correct(planning.defer, "officer", 1, working_days=0, why="x")
    with refused(NotPermitted):
        running.correct(planning.defer, "inspector", 1, working_days=5, why="x")
    running.correct(planning.defer, "officer", 1, working_days=30, why="企业检修推迟。")
    assert running.measure(1).due_on == packs.due(running.day, 30).due


@pytest.mark.parametrize(("changes", "field"), [
    ({"event_codes": []}, "event_codes"), ({"cause_codes": ["nothing"]}, "cause_codes"),
    ({"factor": "  "}, "factor"), ({"measures": []}, "text-0"),
])
def test_an_analysis_is_whole_or_not_taken(told, changes, field):
    told.talked()
    with refused(Incomplete, field):
        told.drawn(**changes)


@pytest.mark.parametrize(("row", "field"), [
    ({"text": ""}, "text-0"), ({"expected": " "}, "expected-0"), ({"working_days": 0}, "days-0"),
    ({"working_days": 251}, "days-0"), ({"working_days": None}, "days-0"), ({"owner": None}, "owner-0"),
])
def test_a_measure_says_what_who_until_when_and_what_proves_it(told, row, field):
    told.talked()
    with refused(Incomplete, field):
        told.drawn(measures=told.measure_rows(**row))


def test_a_letter_does_what_a_talk_does(told):
    for missing in ("error", "causes", "demands"):
        with refused(Incomplete, missing):
            told.correct(telling.remind_by_letter, "officer", **{"error": "x", "causes": "x", "demands": "x", missing: ""})
    told.correct(telling.remind_by_letter, "officer", error="x", causes="y", demands="z")
    assert told.plan.told_on == told.day
    with refused(NotPermitted):
        told.correct(telling.talk, "inspector", place="x", present="x", error="x", causes="x", demands="x")


# --- on request ------------------------------------------------------------------------------


def request(case, who="officer", **fields):
    with case.at():
        return opening.open_plan(
            case.matter_id, actor=case.bureau[who], at=case.matter.position, key=str(ids.new_id()),
            **{"reason": "过程中存在不足。"} | fields,
        )


def test_where_tolerance_was_refused_a_plan_is_opened_on_request_only(bureau):
    case = Correcting(bureau, outcome="refused").until("determined")
    with refused(Incomplete, "concerned"):  # not told yet
        request(case, subject=case.subject.pk)
    case.take("fed_back")
    assert not Plan.objects.exists()
    with refused(Incomplete, "reason"):
        request(case, subject=case.subject.pk, reason=" ")
    with refused(NotPermitted):
        request(case, "inspector", subject=case.subject.pk)
    with refused(NotFound):
        request(case, "mines_head", subject=case.subject.pk)
    request(case, subject=case.subject.pk)
    assert (case.plan.basis, case.plan.person) == ("requested", bureau["inspector"])
    with refused(Incomplete, "concerned"):  # one at a time
        request(case, subject=case.subject.pk)


def test_a_unit_gets_a_plan_of_its_own(told):
    with refused(Incomplete, "concerned"):
        request(told, unit=told.bureau.units["mines"].pk)  # not a unit of this matter
    request(told, unit=told.bureau.units["chemicals"].pk)
    plan = Plan.objects.get(person=None)
    assert plan.name == told.bureau.units["chemicals"].name
    assert Plan.objects.count() == 2


def test_where_the_reading_makes_it_mandatory_a_refusal_opens_a_plan_too(bureau):
    case = Correcting(bureau, outcome="refused").until("determined")
    Matter.objects.filter(pk=case.matter_id).update(adopted={"correct.on_refusal": "mandatory"})
    case.take("fed_back")
    assert case.plan.basis == "determined"


# --- the same twice, and too late ------------------------------------------------------------


def test_a_second_press_gives_the_first_result_and_an_old_page_says_so(told):
    told.talked()
    plan = told.plan
    with told.at():
        one, two = (
            planning.draw_up(
                plan.pk, actor=told.bureau["inspector"], at=plan.position, key=AGAIN, **ANALYSIS,
                measures=told.measure_rows(),
            )
            for _ in range(2)
        )
        assert one.pk == two.pk and two.repeated
        with pytest.raises(Stale):
            telling.talk(
                plan.pk, actor=told.bureau["officer"], at=plan.position, key="x" * 20, place="x", present="x",
                error="x", causes="x", demands="x",
            )
    assert Line.objects.filter(plan=plan, action="draw_up").count() == 1


# --- who sees what ---------------------------------------------------------------------------


def test_who_knows_of_a_plan_and_what_each_sees(running):
    whole = {"inspector", "chemicals_head", "officer", "drafter", "registrar", "secretary", "supervisor", *LEADERS}
    for who in running.bureau.people:
        place = running.seen_by(who)
        assert (place is not None and place.whole) == (who in whole), who
    running.correct(planning.hand_over, "officer", 1, owner=running.bureau["licensor"].pk, why="专业更合适。")
    place = running.seen_by("licensor")
    assert place is not None and not place.whole and place.capacities == frozenset()
    assert [m.n for m in visible_measures(place)] == [1]
    running.proved(2)
    assert not visible_proofs(running.seen_by("licensor")).exists()
    assert {line.action for line in visible_lines(place)} == {"hand_over"}
    running.named("verifier_2")
    assert running.seen_by("verifier_2").whole
    with refused(NotFound):
        running.correct(measures.prove, "trainer", 1, done="x", files=proof())


def test_a_co_subject_sees_the_own_plan_only(bureau):
    case = Correcting(bureau, also=[("mines_inspector", "mines")]).until("told")
    case.later(1)
    case.submit()
    case.submit("mines_inspector")
    for subject in (case.subject_of("inspector"), case.subject_of("mines_inspector")):
        with case.at(), transaction.atomic():
            opening._open(
                case.matter, subject, subject.person_id, subject.unit_id, basis="determined", reason="",
                done_on=case.day, actor=bureau["officer"], key=str(ids.new_id()),
            )
    for who, other in (("inspector", "mines_inspector"), ("mines_inspector", "inspector")):
        seen = visible_plans(viewer_of(bureau[who], case.day))
        assert [p.person_id for p in seen] == [bureau[who].pk]
        assert bureau[other].pk not in [p.person_id for p in seen]


@pytest.mark.parametrize(("day", "months", "expected"), [
    (date(2026, 1, 31), 1, date(2026, 2, 28)), (date(2026, 11, 30), 3, date(2027, 2, 28)),
    (date(2026, 12, 15), 1, date(2027, 1, 15)), (date(2028, 1, 30), 1, date(2028, 2, 29)),
])
def test_months_end_on_the_corresponding_day_or_the_last(day, months, expected):
    assert after_months(day, months) == expected
    assert after_months(day, months) > day + timedelta(days=27 * months)
