"""A08-2 Verification: a working group hears, finds and reports. The report carries no verdict."""

from __future__ import annotations

from datetime import timedelta

import pytest

from rongcuo import ids
from rongcuo.matters import determination, readings, verification
from rongcuo.matters.assessing import assess_subject, facts_to_settle
from rongcuo.matters.errors import Incomplete, NotFound, NotNow, NotPermitted
from rongcuo.matters.models import Evidence, Finding, Interest, Item, Part, Point
from rongcuo.matters.packs import pack_of
from tests.matters.world import Case, refused

STORED = {"name": "a.txt", "media_type": "text/plain", "size": 9, "sha256": "00" * 32}


def appoint(case, *who, handler="officer", **changes):
    people = [case.bureau[key].pk for key in who]
    case.act_on(
        verification.appoint_group, handler,
        **{"lead": people[0], "members": people[1:], "task": "核实申请事项。"} | changes,
    )


def members(case) -> set[str]:
    names = {person.pk: key for key, person in case.bureau.people.items()}
    return {names[p.person_id] for p in Part.objects.filter(matter=case.matter_id, ended=False)}


def declare(case, who, *grounds, words="与申请人有亲属关系。"):
    case.act_on(verification.declare_interests, who, grounds=list(grounds), words=words)


def decide(case, who, recused, by="officer"):
    case.act_on(
        verification.decide_recusal, by, person=case.bureau[who].pk, recused=recused, reasons="经研究。"
    )


# --- the group -------------------------------------------------------------------------------


def test_a_group_of_three_with_one_from_outside_is_set_up(case):
    case.until("accepted")
    appoint(case, "verifier_1", "verifier_2", "verifier_3")
    assert members(case) == {"verifier_1", "verifier_2", "verifier_3"}
    assert Part.objects.get(lead=True).person == case.bureau["verifier_1"]


@pytest.mark.parametrize(
    "group",
    [
        ["verifier_1"],
        ["verifier_1", "verifier_2"],
        ["verifier_1", "verifier_2", "verifier_3", "officer"],  # even
        ["verifier_1", "verifier_2", "verifier_2"],  # one of them twice
        ["verifier_1", "verifier_2", "inspector"],  # the subject
        ["verifier_1", "verifier_2", "registrar"],  # who handled the act
    ],
)
def test_a_group_that_is_too_small_even_or_concerned_is_refused(case, group):
    case.until("accepted")
    with refused(Incomplete, "members"):
        appoint(case, *group)


def test_at_least_one_comes_from_outside_the_subjects_division(bureau):
    case = Case(bureau, also=[("mines_inspector", "mines")], subject="rescuer", unit="emergency",
                head="emergency_head").until("accepted")
    with refused(Incomplete, "members"):
        appoint(case, "verifier_3", "emergency_head", "verifier_3")
    with refused(Incomplete, "members"):
        appoint(case, "verifier_3", "emergency_head", "rescuer")
    appoint(case, "verifier_3", "emergency_head", "verifier_2")
    assert {p.person_id for p in Part.objects.filter(outside=True)} == {bureau["verifier_2"].pk}


def test_the_head_of_a_unit_that_is_itself_the_subject_does_not_verify(bureau):
    case = Case(bureau, unit_applies=True).until("accepted")
    with refused(Incomplete, "members"):
        appoint(case, "verifier_1", "verifier_2", "chemicals_head")
    appoint(case, "verifier_1", "verifier_2", "verifier_3")


def test_somebody_unknown_is_no_member_and_the_task_is_said(case):
    case.until("accepted")
    with refused(Incomplete, "members"):
        appoint(case, "verifier_1", "verifier_2", members=[case.bureau["verifier_2"].pk, ids.new_id()])
    with refused(Incomplete, "task"):
        appoint(case, "verifier_1", "verifier_2", "verifier_3", task="")


def test_only_the_committee_appoints(case):
    case.until("accepted")
    for who, error in (("inspector", NotPermitted), ("chemicals_head", NotPermitted), ("leader_1", NotFound)):
        with refused(error):
            appoint(case, "verifier_1", "verifier_2", "verifier_3", handler=who)


def test_the_size_of_the_group_is_a_reading(case):
    with case.at():
        readings.confirm_reading(
            "verify.group_min", actor=case.bureau["officer"], at=None, key="r", value=5, basis="示例纪要"
        )
    case.until("accepted")
    with refused(Incomplete, "members"):
        appoint(case, "verifier_1", "verifier_2", "verifier_3")
    appoint(case, "verifier_1", "verifier_2", "verifier_3", "mines_head", "licensor")


def test_a_member_is_replaced_with_a_reason_and_loses_access(case):
    case.until("declared")
    with refused(Incomplete, "reason"):
        appoint(case, "verifier_1", "verifier_2", "licensor")
    appoint(case, "verifier_1", "verifier_2", "licensor", reason="人员调整。")
    assert members(case) == {"verifier_1", "verifier_2", "licensor"}
    assert not case.sees("verifier_3")
    assert case.sees("licensor")
    with refused(Incomplete):  # the new member has not declared
        case.take("heard")
    declare(case, "licensor")
    case.take("heard")


# --- interests and recusal -------------------------------------------------------------------


def test_the_group_works_once_every_member_has_declared(case):
    case.until("appointed")
    for who in ("verifier_1", "verifier_2"):
        declare(case, who)
        with refused(Incomplete):
            case.take("heard")
        with refused(Incomplete):
            case.find(diligent=True)
    declare(case, "verifier_3")
    case.take("heard")


def test_a_declared_interest_suspends_acting_until_it_is_decided(case):
    case.until("appointed")
    with refused(Incomplete, "grounds"):
        declare(case, "verifier_1", "bad_mood")
    with refused(Incomplete, "words"):
        declare(case, "verifier_1", "relative", words="")
    declare(case, "verifier_1", "relative")
    declare(case, "verifier_2")
    declare(case, "verifier_3")
    assert case.sees("verifier_1")  # reading stays, acting stops
    with refused(NotPermitted):
        case.find(diligent=True)
    with refused(NotPermitted):
        case.take("heard")
    decide(case, "verifier_1", recused=False)
    case.find(diligent=True)
    assert Interest.objects.get(person=case.bureau["verifier_1"]).status == "cleared"


def test_a_declaration_is_not_taken_back_by_whoever_made_it(case):
    case.until("appointed")
    declare(case, "verifier_1", "relative")
    with refused(Incomplete):
        declare(case, "verifier_1")
    declare(case, "verifier_1", "relative", "earlier_part", words="还参与过前期工作。")
    decide(case, "verifier_1", recused=False)
    with refused(Incomplete):
        declare(case, "verifier_1")
    declare(case, "verifier_1", "other", words="新的情况。")
    interest = Interest.objects.get(person=case.bureau["verifier_1"])
    assert (interest.status, interest.decided_by, interest.reasons) == ("declared", None, "")


def test_nobody_decides_about_oneself_or_without_a_declaration(case):
    case.until("appointed")
    with refused(NotFound):
        decide(case, "verifier_1", recused=True)
    declare(case, "verifier_1", "relative")
    with refused(Incomplete, "reasons"):
        case.act_on(
            verification.decide_recusal, "officer", person=case.bureau["verifier_1"].pk, recused=True,
            reasons="",
        )
    with refused(NotPermitted):
        decide(case, "verifier_1", recused=False, by="verifier_2")
    declare(case, "officer", "own_interest")
    with refused(NotPermitted):  # suspended as well
        decide(case, "verifier_1", recused=False, by="officer")
    with refused(NotPermitted):
        decide(case, "officer", recused=False, by="officer")
    decide(case, "officer", recused=False, by="drafter")
    decide(case, "verifier_1", recused=True, by="officer")
    with refused(Incomplete):  # decided already
        decide(case, "verifier_1", recused=False)


def test_a_confirmed_recusal_ends_access_by_capacity_from_that_instant(case):
    case.until("appointed")
    declare(case, "verifier_1", "relative")
    decide(case, "verifier_1", recused=True)
    assert members(case) == {"verifier_2", "verifier_3"}
    assert not case.sees("verifier_1")
    with refused(NotFound):
        case.find(diligent=True)
    with refused(NotFound):
        declare(case, "verifier_1")
    with refused(Incomplete, "members"):  # and comes back in no other way
        appoint(case, "verifier_1", "verifier_2", "verifier_3", reason="调整。")


def test_an_officer_who_steps_aside_loses_sight_of_the_matter(case):
    case.until("appointed")
    declare(case, "drafter", "relative")
    decide(case, "drafter", recused=True)
    assert not case.sees("drafter")
    assert case.sees("officer")
    case.until_from("declared", "answered")
    with refused(NotFound):
        case.propose("drafter")


def test_a_subject_never_loses_the_own_matter(case):
    """A relation as a subject outlives everything a capacity loses."""
    case.until("filed")
    assert case.sees("inspector")


# --- evidence --------------------------------------------------------------------------------


def add(case, who, **fields):
    case.act_on(
        verification.add_evidence, who,
        **{"stored": STORED | {"file": ids.new_id()}, "title": "材料"} | fields,
    )


def test_evidence_is_numbered_through_and_knows_where_it_came_from(case):
    case.until("declared")
    add(case, "inspector")
    add(case, "verifier_1", title=" ")
    add(case, "verifier_2", witness=True, about=case.subject.pk)
    rows = list(Evidence.objects.order_by("n").values_list("n", "lane", "title", "subject_id"))
    assert rows[1:] == [
        (2, "applicant", "材料", case.subject.pk), (3, "group", "a.txt", None),
        (4, "witness", "材料", case.subject.pk),
    ]
    with refused(NotPermitted):
        add(case, "chemicals_head")
    with refused(NotFound):
        add(case, "verifier_1", about=ids.new_id())


def test_an_applicant_adds_to_the_own_file_only(bureau):
    case = Case(bureau, also=[("mines_inspector", "mines")]).until("accepted")
    case.submit("mines_inspector")
    with refused(NotFound):
        add(case, "inspector", about=case.subject_of("mines_inspector").pk)
    add(case, "mines_inspector", witness=True)  # an applicant's own paper is an applicant's own paper
    assert Evidence.objects.order_by("-n")[0].lane == "applicant"


def test_after_the_report_the_file_of_evidence_is_closed(case):
    case.until("reported")
    with refused(NotNow):
        add(case, "inspector")


# --- findings --------------------------------------------------------------------------------


def row(case, **changes) -> dict:
    return {
        "subject": case.subject.pk, "fact": "diligent", "value": True, "grade": "proved", "evidence": [1],
    } | changes


@pytest.mark.parametrize(
    "change",
    [
        {"fact": "diligant"},
        {"fact": "in_scope"},  # settled by the record, not by the group
        {"grade": "perhaps"},
        {"value": "often"},
        {"value": None},
        {"evidence": [7]},
        {"evidence": [], "note": " "},
    ],
)
def test_a_finding_names_a_known_fact_its_grade_and_its_evidence(case, change):
    case.until("heard")
    with refused(Incomplete, f"fact-{change.get('fact', 'diligent')}"):
        case.find([row(case, **change)])


def test_what_cannot_be_proved_needs_no_evidence_and_settles_nothing(case):
    case.until("heard")
    case.find([row(case, grade="not_provable", evidence=[], value=None)])
    assert Finding.objects.get().value == "unknown"
    check = assess_subject(case.matter, case.subject, Finding.objects.all())
    assert "diligent" in check.open_facts


def test_a_finding_is_made_again_and_the_new_one_stands(case):
    case.until("heard")
    case.find(diligent=True)
    case.find([row(case, value=False, note="重新核实。")])
    assert Finding.objects.get().value is False


def test_one_fact_is_found_once_at_a_time_and_about_somebody_of_this_matter(case):
    case.until("heard")
    with refused(Incomplete):
        case.find([row(case), row(case, value=False)])
    with refused(NotFound):
        case.find([row(case, subject=ids.new_id())])
    with refused(Incomplete):
        case.act_on(verification.record_findings, "verifier_1", findings=[])
    with refused(NotPermitted):
        case.find(who="officer", diligent=True)


def test_findings_do_not_contradict_each_other(case):
    case.until("heard")
    case.find(breach="none")
    with refused(Incomplete):
        case.find(plainly_breach=True)
    case.find(breach="serious", plainly_breach=True)


# --- hearing and report ----------------------------------------------------------------------


def test_the_applicant_is_heard_and_the_record_read_back(case):
    case.until("declared")
    fields = {"subject": case.subject.pk, "place": "谈话室", "present": "两人", "record": "问答", "confirmed": True}
    for missing in ("place", "present", "record", "confirmed"):
        with refused(Incomplete, missing):
            case.act_on(verification.hear_applicant, "verifier_1", **fields | {missing: ""})
    with refused(NotPermitted):
        case.act_on(verification.hear_applicant, "officer", **fields)
    case.act_on(verification.hear_applicant, "verifier_1", **fields)
    assert Item.objects.get(kind="hearing").subject == case.subject


def test_the_report_is_issued_and_weighs_every_point(case):
    case.until("found").report()
    assert case.matter.state == "opinion"
    assert set(Point.objects.values_list("weighed", flat=True)) == {"与证据一致。"}
    with refused(NotNow):
        case.report()


def test_an_unheard_report_is_refused(case):
    case.until("declared")
    case.take("found")
    with refused(Incomplete):
        case.report()
    case.take("heard")
    case.report()


def test_whether_the_applicant_must_be_heard_is_a_reading(case):
    with case.at():
        readings.confirm_reading(
            "verify.hear_applicant", actor=case.bureau["officer"], at=None, key="r", value=False,
            basis="示例纪要",
        )
    case.until("declared")
    case.take("found")
    case.report()


def test_an_unsettled_report_is_refused(case):
    case.until("heard")
    with case.at():
        rows = case.rows([1])
    assert {r["fact"] for r in rows} == set(facts_to_settle(pack_of(case.matter), ["A06-1"]))
    case.find(rows[1:])
    with refused(Incomplete, "findings"):
        case.report()
    case.find([rows[0] | {"grade": "not_provable"}])  # if only that it cannot be proved
    case.report()


@pytest.mark.parametrize("place", ["facts", "course", "disagreement", "weighed", "answers"])
def test_a_verdict_word_is_refused_wherever_it_stands(case, place):
    case.until("found")
    verdict = "综上，建议予以免责。"
    given = {
        "weighed": {p.pk: verdict for p in Point.objects.all()},
        "answers": case.answers("report") | {"A05.motive": {"text": verdict, "evidence": [1]}},
    }.get(place, verdict)
    with refused(Incomplete) as caught:
        case.report(**{place: given})
    assert "予以免责" in caught.value.message
    with refused(Incomplete):
        case.find([row(case, note="It should be WAIVED: we Recommend Waiver.")])


def test_a_question_without_an_answer_or_without_evidence_is_refused(case):
    case.until("found")
    full = case.answers("report")
    for given in (
        {}, {"text": " ", "evidence": [1]}, {"text": "见材料。"}, {"text": "见材料。", "evidence": [9]},
        {"text": "见材料。", "facts": ["gain_for_nobody"]}, {"text": "见材料。", "facts": [], "evidence": []},
    ):
        with refused(Incomplete, "answer-A05.motive"):
            case.report(answers=full | {"A05.motive": given})
    case.report(answers=full | {"A05.motive": {"text": "见材料。", "facts": ["diligent"]}})


def test_a_point_that_is_not_weighed_stops_the_report(case):
    case.until("found")
    point = Point.objects.get(n=2)
    with refused(Incomplete, f"weighed-{point.pk}"):
        case.report(weighed={p.pk: "已核实。" if p != point else " " for p in Point.objects.all()})


def test_only_the_group_reports(case):
    case.until("found")
    for who, error in (("officer", NotPermitted), ("inspector", NotPermitted), ("secretary", NotFound)):
        with refused(error):
            case.report(who)


def test_returned_for_more_verification_the_group_reports_again(case):
    case.until("opinion").later(1)
    with refused(NotPermitted):
        case.act_on(determination.return_for_verification, "leader_1", reason="补充核实损失。")
    case.act_on(determination.return_for_verification, "secretary", reason="补充核实损失。")
    assert case.matter.state == "verification"
    case.find(diligent=False)
    case.report()
    assert Item.objects.filter(kind="report").count() == 2
    assert case.matter.state == "opinion"


def test_the_act_handler_neither_verifies_nor_drafts(case):
    case.until("answered")
    assert "handler" in case.standing("registrar").capacities
    declare(case, "registrar")
    with refused(NotPermitted):
        case.propose("registrar")
    assert not {"verifier", "opinion_giver"} & case.standing("registrar").capacities


def test_the_day_of_a_step_is_not_before_the_stage(case):
    case.until("accepted").later(2)
    with refused(Incomplete, "done_on"):
        appoint(case, "verifier_1", "verifier_2", "verifier_3", done_on=case.day - timedelta(days=3))
    appoint(case, "verifier_1", "verifier_2", "verifier_3", done_on=case.day - timedelta(days=2))
