"""Revocation or change (readings 40, 41): on named grounds, the person heard first, by the leading group alone."""

from __future__ import annotations

from datetime import timedelta

import pytest

from rongcuo.corrections.models import Plan
from rongcuo.exemptions.models import Effect, Notice
from rongcuo.ledger.models import Entry
from rongcuo.ledger.replay import replay
from rongcuo.ledger.verify import verify
from rongcuo.matters import closing, revocation
from rongcuo.matters.errors import Incomplete, NotNow, NotPermitted
from rongcuo.matters.models import Item
from rongcuo.matters.obligations import open_obligations
from tests.exemptions.world import Protected
from tests.matters.world import Case, refused


@pytest.fixture
def case(bureau) -> Protected:
    return Protected(bureau).until("received")


def body(case, kind: str) -> dict:
    return Item.objects.filter(matter=case.matter, kind=kind).order_by("position").last().body


def test_false_material_is_told_heard_decided_and_reported(case):
    began = case.matter.decided_on
    plans = Plan.objects.count()
    case.revoked()
    assert (case.subject.state, case.subject.outcome, case.subject.effects) == ("revocation_decided", "refused", [])
    assert case.matter.positive is False and case.matter.decided_on == began
    rows = Effect.objects.current().filter(subject=case.subject)
    assert {(e.valid_from, e.valid_to, e.basis) for e in rows} == {(began, case.day - timedelta(days=1), "revocation")}
    decision = body(case, "revocation_decision")
    assert decision["before"]["outcome"] == "waived" and decision["grounds"] == ["false_material"]
    assert decision["reported"] == "已函报纪检组〔2026〕1号。"
    assert body(case, "determination")["outcome"] == "waived"  # the old record stays
    case.later(1).tell()
    assert case.subject.state == "answered"
    # A correction that was opened goes on: nothing in the readings undoes it.
    assert Plan.objects.count() == plans == 1 and Plan.objects.exclude(state="closed").count() == 1
    assert replay() == [] and verify().ok


def test_falsehood_is_not_revoked_without_a_report(case):
    case.later(20).propose_revocation()
    case.later(1).notify_revocation()
    case.later(1).hear(way="heard")
    with refused(Incomplete, "reported"):
        case.meet_again(revocation.decide_revocation, decision=case.again(outcome="refused"))
    case.meet_again(revocation.decide_revocation, decision=case.again(result="kept", departure="查无实据。"))
    assert case.subject.outcome == "waived"


def test_other_grounds_need_no_report(case):
    case.later(20).propose_revocation(grounds=("new_facts",))
    case.later(1).notify_revocation()
    case.later(1).hear(way="forgone")
    case.meet_again(revocation.decide_revocation, decision=case.again(outcome="refused"))
    assert case.subject.outcome == "refused"


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"grounds": ()}, "grounds"), ({"grounds": ("regret",)}, "grounds"), ({"facts": " "}, "facts"),
        ({"outcome": "nothing"}, None),
    ],
)
def test_a_proposal_needs_a_named_ground_facts_and_reasons(case, fields, field):
    with refused(Incomplete, field):
        case.propose_revocation(**fields)
    with refused(Incomplete):
        case.propose_revocation(proposal={"outcome": "refused", "reason": ""})


@pytest.mark.parametrize("who", ["inspector", "chemicals_head", "verifier_1", "secretary", "leader_1", "personnel", "supervisor"])
def test_only_the_party_committee_proposes(case, who):
    with refused(NotPermitted):
        case.propose_revocation(who)


def test_nothing_is_decided_before_the_person_was_heard(case):
    decide = revocation.decide_revocation
    with refused(NotNow):
        case.meet_again(decide, decision=case.again(outcome="refused"), reported="x")
    case.later(20).propose_revocation()
    with refused(NotNow):
        case.meet_again(decide, decision=case.again(outcome="refused"), reported="x")
    with refused(NotNow):
        case.hear()
    case.notify_revocation()
    with refused(NotNow):
        case.meet_again(decide, decision=case.again(outcome="refused"), reported="x")
    with refused(Incomplete, "way"):
        case.hear(way="stated")  # nothing was stated
    with refused(Incomplete, "confirmed"):
        case.hear(way="heard", confirmed=False)
    case.states()
    with refused(NotNow):
        case.meet_again(decide, decision=case.again(outcome="refused"), reported="x")
    with refused(Incomplete, "way"):
        case.hear(way="forgone")  # it was stated
    case.hear()
    case.meet_again(decide, decision=case.again(outcome="refused"), reported="x")


def test_silence_is_recorded_after_the_day_that_was_named_and_never_by_itself(case):
    case.later(20).propose_revocation()
    with refused(Incomplete, "until"):
        case.notify_revocation(until=case.day)
    case.notify_revocation()
    case.later(10)
    with refused(Incomplete, "way"):
        case.hear(way="silent")
    before = Entry.objects.count()
    case.later(30)
    assert Entry.objects.count() == before and case.subject.state == "revocation_told"
    with refused(Incomplete, "record"):
        case.hear(way="silent", record="")
    case.hear(way="silent", record="两次送达，均未陈述。")
    assert case.subject.state == "revocation_heard"


def test_the_subject_states_more_than_once_and_each_point_is_answered(case):
    case.later(20).propose_revocation()
    case.notify_revocation()
    case.states()
    case.later(1).states(points=("另附原始记录。", "当天有人在场。"))
    case.hear()
    case.meet_again(revocation.decide_revocation, decision=case.again(result="kept", departure="陈述成立。"))
    with refused(Incomplete, "answer-3"):
        case.tell(answers={1: "成立。", 2: "成立。"})
    case.tell()
    assert len(body(case, "later_feedback")["answers"]) == 3


def test_the_person_and_nobody_else_of_the_unit_reads_what_is_proposed(case):
    from rongcuo.matters.access import visible_items

    case.later(20).propose_revocation()
    case.notify_revocation()
    case.states()
    case.hear()

    def reads(who):
        rows = visible_items(case.standing(who)).filter(kind__startswith="revocation")
        return {i.kind.removeprefix("revocation_") for i in rows}

    assert reads("inspector") == {"notice", "statement", "hearing"}
    assert reads("chemicals_head") == reads("verifier_1") == reads("personnel") == set()
    assert reads("officer") == reads("secretary") == {"proposal", "notice", "statement", "hearing"}


def test_who_was_told_of_an_effect_is_told_of_the_change(case):
    sent = case.notify("personnel")
    case.slip(sent, "personnel")
    waiting = case.notify("awards")
    case.revoked()
    decided = case.day
    case.later(1).tell()
    assert Notice.objects.get(pk=waiting.pk).state == "superseded"
    assert Notice.objects.get(pk=sent.pk).state == "done"  # what was done stays done
    owed = [(o.kind, str(o.holder)) for o in open_obligations(case.matter) if o.kind == "changed_effects"]
    assert len(owed) == 2
    told = case.notify("personnel")
    assert {e["until"] for e in told.effects} == {(decided - timedelta(days=1)).isoformat()}
    case.notify("awards")
    assert not [o for o in open_obligations(case.matter) if o.kind == "changed_effects"]


def test_an_open_revocation_holds_up_closing(bureau):
    case = Case(bureau).until("filed").corrected()
    case.propose_revocation()
    assert [o.kind for o in open_obligations(case.matter)] == ["revocation"]
    with refused(Incomplete):
        case.act_on(closing.close, "officer")


def test_a_change_may_grant_less_or_more_and_leaves_the_rest(case):
    case.later(20).propose_revocation(grounds=("new_facts",), outcome="mitigated")
    case.notify_revocation()
    case.states()
    case.hear()
    keep = ["A10-2-promotion", "A10-2-rank"]
    case.meet_again(revocation.decide_revocation, decision=case.again(outcome="mitigated", granted=keep))
    rows = {e.effect: (e.valid_to, e.basis) for e in Effect.objects.current().filter(subject=case.subject)}
    assert rows["A10-2-rank"] == (None, "determination")
    assert rows["A10-4"] == (case.day - timedelta(days=1), "revocation")
    assert case.subject.outcome == "mitigated"


def test_one_procedure_at_a_time(case):
    case.ask_review()
    with refused(NotNow):
        case.propose_revocation()
