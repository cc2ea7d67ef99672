"""Reconsideration (复核, reading 39): asked for once, looked at by others, decided again, never heavier."""

from __future__ import annotations

from datetime import timedelta

import pytest

from rongcuo.corrections.models import Plan
from rongcuo.exemptions.models import Effect
from rongcuo.ledger.replay import replay
from rongcuo.ledger.verify import verify
from rongcuo.matters import acceptance, application, closing, filing, recusal, review, verification
from rongcuo.matters.errors import Incomplete, NotFound, NotNow, NotPermitted
from rongcuo.matters.models import Item
from rongcuo.matters.obligations import open_obligations
from tests.matters.world import Case, refused


@pytest.fixture
def refusal(bureau) -> Case:
    """The determination refused tolerance, and the subject has the feedback in hand."""
    return Case(bureau, outcome="refused").until("received")


def items(case, kind: str) -> list[Item]:
    return list(Item.objects.filter(matter=case.matter, kind=kind).order_by("position"))


def test_refused_asked_for_reviewed_changed_and_fed_back(refusal):
    case = refusal
    first = items(case, "determination")[0]
    case.reviewed()
    assert case.subject.state == "review_decided"
    assert (case.subject.outcome, len(case.subject.effects)) == ("waived", 5)
    assert case.matter.positive and case.matter.decided_on < case.day
    # What was decided first stays as it was, and the later papers refer to it.
    assert items(case, "determination")[0].body == first.body and first.body["outcome"] == "refused"
    decision = items(case, "review_decision")[0]
    assert decision.body["before"] == {"outcome": "refused", "effects": []}
    assert str(first.pk) in decision.refers
    # Effects begin with the decision, not before.
    rows = Effect.objects.current().filter(subject=case.subject)
    assert {(e.valid_from, e.valid_to, e.basis) for e in rows} == {(case.day, None, "reconsideration")}
    case.later(1).tell()
    assert case.subject.state == "answered" and case.subject.received_on is None
    # Tolerance that came by reconsideration owes its correction like any other (A11-1).
    assert Plan.objects.filter(subject=case.subject).count() == 1
    assert replay() == [] and verify().ok


def test_a_determination_that_is_kept_changes_nothing(refusal):
    case = refusal
    case.reviewed(result="kept", outcome="refused")
    decision = items(case, "review_decision")[0].body
    assert (decision["result"], decision["outcome"], decision["effects"]) == ("kept", "refused", {})
    assert not Effect.objects.exists()
    case.later(1).tell()
    assert not Plan.objects.exists()


def test_there_is_one_round(refusal):
    refusal.reviewed(result="kept", outcome="refused")
    refusal.later(1).tell()
    with refused(Incomplete):
        refusal.later(2).ask_review()


def test_after_a_change_by_revocation_the_new_decision_may_be_reconsidered(bureau):
    case = Case(bureau).until("received")
    case.revoked()
    case.later(1).tell()
    case.later(3).ask_review()
    assert case.subject.state == "review_asked"
    case.later(1).receive_review()
    case.declare("licensor", "trainer")
    case.later(2).review_opinion(outcome="waived")
    case.later(2).meet_again(review.decide_review, decision=case.again(outcome="waived"))
    # Ended and granted again: two lines, the gap stays a gap.
    spans = [(e.valid_from, e.valid_to) for e in Effect.objects.current().filter(effect="A10-4").order_by("valid_from")]
    assert len(spans) == 2 and spans[0][1] < spans[1][0] and spans[1] == (case.day, None)
    case.later(1).tell()
    with refused(Incomplete):
        case.later(1).ask_review()


def test_after_the_last_day_it_is_marked_late_and_a_person_decides(refusal):
    case = refusal
    last = review.window(case.matter, case.subject).due
    assert last >= case.subject.received_on + timedelta(days=30)
    case.day = last
    case.ask_review()
    assert not items(case, "review_request")[0].body["late"]
    with refused(Incomplete, "ground"):
        case.act_on(review.decline_review, "officer", subject=case.subject.pk, ground="late", reason="逾期。")
    case.act_on(review.withdraw_review, case.plot.subject, subject=case.subject.pk)
    case.later(1).ask_review()
    assert items(case, "review_request")[1].body["late"]
    with refused(Incomplete, "reason"):
        case.receive_review()  # taken up all the same: with reasons
    case.receive_review(reason="因住院未能及时提出。")
    assert case.subject.state == "under_review"


def test_a_request_is_declined_on_formal_grounds_and_with_reasons(refusal):
    case = refusal
    case.later(40).ask_review()
    with refused(Incomplete, "ground"):
        case.act_on(review.decline_review, "officer", subject=case.subject.pk, ground="weak", reason="理由不足。")
    with refused(Incomplete, "reason"):
        case.act_on(review.decline_review, "officer", subject=case.subject.pk, ground="late", reason=" ")
    case.act_on(review.decline_review, "officer", subject=case.subject.pk, ground="late", reason="已过30日。")
    assert case.subject.state == "answered"
    assert open_obligations(case.matter) == []


@pytest.mark.parametrize(
    "who", ["chemicals_head", "verifier_1", "verifier_2", "drafter", "secretary", "leader_1", "registrar", "inspector"]
)
def test_nobody_reviews_what_one_took_part_in(refusal, who):
    refusal.later(1).ask_review()
    with refused(Incomplete, "members"):
        refusal.receive_review(members=("licensor", who))


def test_at_least_two_review(refusal):
    refusal.later(1).ask_review()
    with refused(Incomplete, "members"):
        refusal.receive_review(members=("licensor", "licensor"))


def test_only_those_named_give_the_opinion_and_only_once_all_declared(refusal):
    case = refusal
    case.later(1).ask_review()
    case.receive_review()
    with refused(NotPermitted):
        case.review_opinion("verifier_1")
    for other in ("officer", "secretary", "leader_1"):
        with refused(NotPermitted):
            case.review_opinion(other)
    case.declare("licensor")
    with refused(Incomplete):
        case.review_opinion("licensor")
    case.declare("trainer")
    with refused(Incomplete, "answer-2"):
        case.review_opinion("licensor", answers={1: "成立。"})
    case.review_opinion("licensor")
    assert case.subject.state == "review_to_decide"


def test_a_reviewer_who_steps_aside_is_out_and_another_is_named(refusal):
    case = refusal
    case.later(1).ask_review()
    case.receive_review()
    case.act_on(verification.declare_interests, "licensor", grounds=["relative"], words="亲属")
    with refused(NotPermitted):
        case.review_opinion("licensor")
    case.act_on(verification.decide_recusal, "officer", person=case.bureau["licensor"].pk, recused=True, reasons="属实")
    assert not case.sees("licensor")
    with refused(Incomplete, "members"):
        case.receive_review(reason="换人。")
    case.receive_review(members=("rescuer", "trainer"), reason="一名复核人员回避。")
    case.declare("rescuer", "trainer")
    case.review_opinion("rescuer")
    assert case.subject.state == "review_to_decide"


def test_the_subject_asks_that_a_reviewer_steps_aside(refusal):
    case = refusal
    with refused(NotNow):  # nothing is looked at yet
        case.act_on(recusal.ask_recusal, case.plot.subject, person=case.bureau["leader_1"].pk, grounds=["other"], words="x")
    case.later(1).ask_review()
    case.receive_review()
    case.act_on(
        recusal.ask_recusal, case.plot.subject, person=case.bureau["trainer"].pk, grounds=["other"], words="曾参与整改。"
    )
    case.declare("licensor")
    with refused(NotPermitted):
        case.review_opinion("trainer")


def test_reconsideration_makes_nothing_heavier(bureau):
    case = Case(bureau, outcome="mitigated", findings={"breach": "minor"}).until("received")
    case.later(1).ask_review()
    case.receive_review()
    case.declare("licensor", "trainer")
    case.review_opinion(outcome="waived")
    pk = case.subject.pk
    for outcome in ("lighter", "refused"):
        with refused(Incomplete, f"outcome-{pk}"):
            case.meet_again(review.decide_review, decision=case.again(outcome=outcome, departure="x"))
    granted = list(case.subject.effects)
    with refused(Incomplete, f"effect-{pk}-{granted[0]}"):
        case.meet_again(review.decide_review, decision=case.again(outcome="waived", granted=granted[1:]))
    case.meet_again(review.decide_review, decision=case.again(outcome="waived"))
    assert case.subject.outcome == "waived"


def test_the_decision_is_the_leading_groups_with_a_recorded_vote(refusal):
    case = refusal
    case.later(1).ask_review()
    case.receive_review()
    case.declare("licensor", "trainer")
    case.review_opinion()
    for who in ("officer", "licensor", "leader_1"):
        with refused(NotPermitted):
            case.meet_again(review.decide_review, who)
    pk = case.subject.pk
    with refused(Incomplete, f"votes-{pk}"):
        case.meet_again(review.decide_review, decision=case.again(outcome="waived", **{"for": 2, "against": 3}))
    with refused(Incomplete, "present"):
        case.meet_again(review.decide_review, present=case.bureau.leaders[:2], decision=case.again(outcome="waived"))
    with refused(Incomplete, f"result-{pk}"):
        case.meet_again(review.decide_review, decision=case.again(result="perhaps"))
    with refused(Incomplete, f"result-{pk}"):  # nothing would differ
        case.meet_again(review.decide_review, decision=case.again(outcome="refused"))
    with refused(Incomplete, f"departure-{pk}"):
        case.meet_again(review.decide_review, decision=case.again(result="kept"))
    case.meet_again(review.decide_review, decision=case.again(result="kept", departure="会议认为事实未变。"))
    assert case.subject.outcome == "refused"


def test_somebody_who_stepped_aside_does_not_take_part_in_deciding_again(refusal):
    case = refusal
    case.later(1).ask_review()
    case.receive_review()
    case.act_on(verification.declare_interests, "leader_2", grounds=["relative"], words="亲属")
    case.declare("licensor", "trainer")
    case.review_opinion()
    with refused(Incomplete, "present"):
        case.meet_again(review.decide_review, decision=case.again(outcome="waived"))


def test_it_never_holds_up_filing_and_holds_up_closing(bureau):
    case = Case(bureau).until("received")
    case.ask_review()
    case.take("published")
    case.act_on(filing.file, "officer")
    assert case.matter.state == "filed"
    case.corrected()
    assert [o.kind for o in open_obligations(case.matter)] == ["reconsideration"]
    with refused(Incomplete) as caught:
        case.act_on(closing.close, "officer")
    assert case.subject.name in caught.value.message
    case.act_on(review.withdraw_review, case.plot.subject, subject=case.subject.pk, words="不再申请。")
    case.act_on(closing.close, "officer")
    assert case.matter.state == "closed"


def test_in_a_sealed_dossier_later_papers_are_new_and_refer_to_the_sealed_ones(bureau):
    case = Case(bureau, outcome="refused").until("filed")
    case.act_on(closing.close, "officer")
    sealed = list(Item.objects.filter(matter=case.matter).values("pk", "kind", "body", "position", "refers"))
    case.reviewed()
    case.later(1).tell()
    assert case.matter.state == "closed"
    later = Item.objects.filter(matter=case.matter, position__gt=max(r["position"] for r in sealed))
    kinds = {i.kind for i in later}
    assert {"review_request", "reviewers", "review_opinion", "later_minutes", "review_decision", "later_feedback"} <= kinds
    known = {str(i.pk) for i in Item.objects.filter(matter=case.matter)}
    assert all(i.refers and set(i.refers) <= known for i in later if i.kind not in {"catalogue"})
    assert list(Item.objects.filter(pk__in=[r["pk"] for r in sealed]).values("pk", "kind", "body", "position", "refers")) == sealed
    numbers = [row["number"] for i in Item.objects.filter(matter=case.matter, kind="catalogue") for row in i.body["pieces"]]
    assert len(numbers) == len(set(numbers))
    assert replay() == [] and verify().ok


def test_a_colleague_in_the_same_matter_neither_asks_for_it_nor_sees_it(bureau):
    case = Case(bureau, also=(("rescuer", "emergency"),), outcome="refused")
    case.until("noticed")
    case.submit()
    case.submit("rescuer")
    for who in ("inspector", "rescuer"):
        subject = case.subject_of(who)
        head = {"inspector": case.plot.head, "rescuer": "emergency_head"}[who]
        case.act_on(application.forward, head, subject=subject.pk, words="转报。")
        case.act_on(acceptance.accept, "officer", subject=subject.pk, in_scope=True)
    mine = case.subject_of("inspector")
    with refused(NotNow):  # nothing was determined yet
        case.act_on(review.ask_review, "inspector", subject=mine.pk, points=["x"])
    with refused(NotPermitted):
        case.act_on(review.ask_review, "officer", subject=mine.pk, points=["x"])
    with refused(NotFound):
        case.act_on(review.ask_review, "licensor", subject=mine.pk, points=["x"])
    with refused(NotPermitted):
        case.act_on(review.ask_review, "rescuer", subject=mine.pk, points=["x"])


def test_feedback_answers_every_point(refusal):
    refusal.reviewed()
    with refused(Incomplete, "answer-2"):
        refusal.later(1).tell(answers={1: "成立。"})
    refusal.tell()
    paper = items(refusal, "later_feedback")[0]
    assert [a["n"] for a in paper.body["answers"]] == [1, 2]
    assert (paper.body["result"], paper.body["outcome"]) == ("changed", "waived")
