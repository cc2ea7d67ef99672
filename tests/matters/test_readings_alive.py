"""For every reading: what changes when its setting changes. None is a word without a deed.

A reading is shown alive here in one of four ways: a rule of the pack comes out differently (found by
trying the pack's own scenarios and single facts), a target moves, a probe below sees another answer of the
procedure, or a paper that rests on it waits until it is confirmed. What is left is declared text-only in the pack, with the reason.
"""

from __future__ import annotations

from types import MappingProxyType

import pytest
from django.conf import settings as site

from rongcuo import ids
from rongcuo.archive.retention import kept
from rongcuo.corrections.doing import months_of
from rongcuo.corrections.models import Plan
from rongcuo.corrections.opening import owed
from rongcuo.documents.issuing import unconfirmed
from rongcuo.ledger.record import read
from rongcuo.matters import (
    acceptance,
    application,
    behalf,
    publication,
    readings,
    verification,
)
from rongcuo.matters.acts import starting_kinds
from rongcuo.matters.errors import Refusal
from rongcuo.matters.models import Item
from rongcuo.matters.packs import pack_named
from rongcuo.matters.waiting import Waiting, target_of
from rongcuo.people.models import Person
from rongcuo.policy import assess, from_findings
from rongcuo.policy.findings import NOT_APPLICABLE
from tests.matters.world import Case

PACK = pack_named(site.POLICY)


# --- rules -----------------------------------------------------------------------------------


def _nodes(node):
    yield node
    for child in node.children:
        yield from _nodes(child)


def _in_rules() -> set[str]:
    roots = [r.when for r in PACK.rules.values()] + [o.when for o in PACK.outcomes.values() if o.when is not None]
    return {n.key for root in roots for n in _nodes(root) if n.key in PACK.readings}


IN_RULES = sorted(_in_rules())


def _others(key: str) -> list:
    """Every other value of a reading that lists its values, or the negation."""
    reading = PACK.readings[key]
    if reading.type == "yes_no":
        return [not reading.default]
    return [v for v in reading.values if v != reading.default]


def _situations():
    """The scenarios' facts, and each with one fact changed: enough to meet every choice of a rule."""
    for scenario in PACK.scenarios.values():
        findings = scenario.findings
        facts = from_findings(PACK, findings if isinstance(findings, MappingProxyType) else list(findings))
        yield facts
        for fact in PACK.facts.values():
            values = (True, False) if fact.type == "yes_no" else tuple(fact.values) if fact.values else ()
            for value in (*values, *([NOT_APPLICABLE] if fact.not_applicable else [])):
                if facts.get(fact.id) != value:
                    yield facts | {fact.id: value}


def _seen(facts, settings):
    try:
        found = assess(PACK, facts, settings=settings)
    except ValueError:  # facts that exclude each other
        return None
    return found.outcome, tuple(sorted((k, str(v)) for k, v in found.rules.items())) if hasattr(found, "rules") else found.outcome


@pytest.mark.parametrize("key", IN_RULES)
def test_a_rule_comes_out_differently(key):
    for value in _others(key):
        before, after = PACK.settings(), PACK.settings({key: value})
        assert any(_seen(f, before) != _seen(f, after) for f in _situations()), (key, value)


# --- targets ---------------------------------------------------------------------------------

TARGETS = {t.reading: t.id for t in PACK.targets.values() if t.reading and PACK.readings[t.reading].type == "number"}


@pytest.mark.parametrize("key", sorted(TARGETS))
def test_a_target_moves(case, key):
    case.until("submitted")
    move = next(m for m in PACK.procedure.moves if m.target == TARGETS[key])
    matter = case.matter
    standing = case.standing("officer")
    subject = case.subject if move.subject else None
    before = target_of(PACK, Waiting(move, subject), standing)
    standing.matter.adopted = {key: int(PACK.readings[key].default) + 3}
    after = target_of(PACK, Waiting(move, subject), standing)
    assert after.due > before.due and matter.adopted == {}


# --- the procedure ---------------------------------------------------------------------------


def adopt(case: Case, key: str, value) -> None:
    with case.at():
        readings.confirm_reading(
            key, actor=case.bureau["officer"], at=None, key=str(ids.new_id()), value=value, basis="纪要〔2026〕1号"
        )


def tried(do) -> bool:
    """Whether the step is taken; a refusal in words counts as no."""
    try:
        do()
    except Refusal:
        return False
    return True


def window_last(case: Case):
    """The last day to apply, counted in days from the start."""
    case.until("registered")
    case.later(3).take("told")
    target = case.target
    spans = application.window(target, PACK.settings(_adopted()))
    return (spans["by_start"].due - case.start).days, spans["by_notice"] is not None


def _adopted():
    from rongcuo.matters.packs import adopted_now

    return adopted_now(PACK)


def submitted_late_at_six(case: Case):
    """Whether an application at six in the evening of the last day is in time."""
    case.until("noticed")
    last = application.window(case.target, PACK.settings(_adopted()))["by_start"].due
    case.later((last - case.day).days)
    case.submit(instant=f"{last.isoformat()}T18:00:00+08:00")
    return case.subject.timeliness


def late_refused(case: Case):
    case.until("noticed").later(40)
    case.submit()
    case.act_on(application.forward, case.plot.head, subject=case.subject.pk, words="转报。")
    return tried(lambda: case.act_on(
        acceptance.refuse, "officer", subject=case.subject.pk, ground="late", reason="逾期。"
    ))  # fmt: skip


def direct(case: Case, **form):
    """After how many days, or never, the application may go directly."""
    case.until("noticed")
    case.submit(**form)
    day = case.subject.direct_on
    return day and (day - case.day).days


def direct_in_conflict(case: Case):
    return direct(case, head_conflict=True) == 0


def two_in_one_act(case: Case):
    case.also = (("rescuer", "emergency"),)
    return tried(lambda: case.until("registered"))


def two_situations(case: Case):
    case.until("noticed")
    return tried(lambda: case.submit(situations=["A06-1", "A06-4"]))


def refused_at_the_door(case: Case):
    case.until("forwarded")
    return tried(lambda: case.act_on(
        acceptance.refuse, "officer", subject=case.subject.pk, ground="outside_scope", reason="不属于本局。"
    ))  # fmt: skip


def withdrawn(case: Case):
    case.until("forwarded")
    return tried(lambda: case.act_on(application.withdraw, case.plot.subject, subject=case.subject.pk))


def without_a_statement(case: Case):
    case.until("noticed")
    return tried(lambda: case.submit(integrity=False))


def group_of_three(case: Case):
    case.until("accepted")
    return tried(lambda: case.take("appointed"))


def works_undeclared(case: Case):
    case.until("appointed")
    return tried(case.found)


def handler_drafts(case: Case):
    """Whether who registered the accountability act may give the opinion."""
    case.until("answered")
    return "opinion_giver" in case.standing("registrar").capacities


def reported_unheard(case: Case):
    case.until("declared").take("found")
    return tried(lambda: case.take("reported"))


def opinion_unasked(case: Case):
    case.until("reported")
    return tried(lambda: case.take("opinion"))


def three_of_five(case: Case):
    case.until("opinion")
    here = case.bureau.leaders[:3]
    return tried(lambda: case.meet(
        present=here, views={n: "同意。" for n in here}, decision={"for": 3, "against": 0}
    ))  # fmt: skip


def two_of_three_present(case: Case):
    case.until("opinion")
    here = case.bureau.leaders[:3]
    return tried(lambda: case.meet(
        present=here, views={n: "同意。" for n in here}, decision={"for": 2, "against": 1}
    ))  # fmt: skip


def no_group_without_a_reason(case: Case):
    case.until("accepted")
    two = [case.bureau[k].pk for k in ("verifier_1", "verifier_2")]
    return tried(lambda: case.act_on(verification.dispense_group, "officer", verifiers=two, reason=""))


def recused_among_those_due(case: Case):
    case.until("opinion")
    leader, names = case.bureau["leader_2"], case.bureau.leaders
    case.act_on(verification.declare_interests, "leader_2", grounds=["relative"], words="亲属")
    case.act_on(verification.decide_recusal, "officer", person=leader.pk, recused=True, reasons="属实")
    here = [n for n in names if n != leader.name]
    return tried(lambda: case.meet(
        due=names, present=here, recused=[leader.name], views={}, decision={"for": 4}
    ))  # fmt: skip


def effects_left_out(case: Case):
    case.until("opinion")
    return tried(lambda: case.meet(decision={"effects": {}}))


def published_in_the_bureau(case: Case):
    case.until("received")
    return tried(lambda: case.take("published"))


def published_by_name(case: Case):
    case.until("received")
    return tried(lambda: case.act_on(
        publication.publish, "officer", form="circular", scope="unit", text="通报。",
        named=[str(case.subject.pk)], consent="本人书面同意。",
    ))  # fmt: skip


def kinds_that_start(case: Case):
    return starting_kinds()


def applied_again(case: Case):
    """Whether who withdrew applies once more, while the matter goes on for a colleague."""
    case.also = (("rescuer", "emergency"),)
    case.until("noticed")
    case.submit()
    case.submit("rescuer")
    case.act_on(application.withdraw, case.plot.subject, subject=case.subject.pk)
    return tried(lambda: case.submit(new="找到了当时的会议录音。"))


def opened_for_another(case: Case):
    """Whether it can be recorded that somebody cannot apply, so that the unit does."""
    case.until("noticed")
    return tried(lambda: case._on_act(
        behalf.open_behalf, "officer", subject=case.target.pk, ground="ill", basis="诊断证明", since=case.day
    ))  # fmt: skip


def outside_the_party(case: Case):
    Person.objects.filter(pk=case.bureau[case.plot.subject].pk).update(party_member=False)
    case.until("forwarded")
    return tried(lambda: case.take("accepted"))


def plan_days(case: Case):
    case.until("fed_back")
    return read(Plan.objects.get(matter=case.matter_id).pk)[0].payload["working_days"]


def progress_every(case: Case):
    return months_of(PACK.correction.progress, PACK.settings(_adopted()))


def checked_after(case: Case):
    return months_of(PACK.correction.check, PACK.settings(_adopted()))


def owed_when_refused(case: Case):
    case.until("submitted")
    return owed(case.matter, "refused")


def dossier_kept(case: Case):
    return kept(PACK, PACK.settings(_adopted()), None, "", case.start).keep


def reconsidered(case: Case):
    case.until("received")
    return tried(case.ask_review)


def asked_after_forty_days(case: Case):
    """Whether a request forty days after the receipt is marked late."""
    case.until("received").later(40).ask_review()
    return Item.objects.get(matter=case.matter, kind="review_request").body["late"]


def revoked(case: Case):
    case.until("received")
    return tried(case.propose_revocation)


def completed_late(case: Case):
    """In time or late, for an application completed long after its day."""
    case.until("forwarded")
    case.act_on(acceptance.request_completion, "officer", subject=case.subject.pk, missing="补件")
    case.later(40).act_on(acceptance.complete, case.plot.subject, subject=case.subject.pk, words="补件说明")
    return case.subject.timeliness


def owed_when_tolerated(case: Case):
    case.until("submitted")
    return owed(case.matter, "waived")


#: reading: (another value, probe, what it sees by default, what it sees then)
PROBES = {
    "apply.start_event": ("notice", window_last, (9, True), (14, False)),
    "apply.show_notice_deadline": (False, window_last, (9, True), (9, False)),
    "apply.initiation_acts": (["case_filing"], kinds_that_start, [
        "case_filing", "accountability_inquiry", "responsibility_inquiry",
    ], ["case_filing"]),
    "deadline.first_day_excluded": (False, window_last, (9, True), (8, True)),
    "deadline.cutoff": ("17:30", submitted_late_at_six, "in_time", "late"),
    "apply.late": ("always_examined", late_refused, True, False),
    "apply.direct_by_individual": ("always", direct, 3, 0),
    "apply.forward_within": (5, direct, 3, 8),
    "apply.head_conflict": ("direct", direct_in_conflict, False, True),
    "case.subjects": ("one", two_in_one_act, True, False),
    "apply.multi_situation": (False, two_situations, True, False),
    "accept.enabled": (False, refused_at_the_door, True, False),
    "apply.withdraw": (False, withdrawn, True, False),
    "accept.supplement": ("once_new_date", completed_late, "in_time", "late"),
    "correct.mandatory": (["A11-4"], owed_when_tolerated, True, False),
    "apply.reapply": ("never", applied_again, True, False),
    "apply.on_behalf": ("nobody", opened_for_another, True, False),
    "subject.nonparty": ("refer", outside_the_party, True, False),
    "correct.plan_wd": (15, plan_days, 10, 15),
    "correct.progress": ("quarterly", progress_every, 1, 3),
    "correct.check_months": (6, checked_after, 3, 6),
    "correct.on_refusal": ("mandatory", owed_when_refused, False, True),
    "archive.retention": ("D10", dossier_kept, "D30", "D10"),
    "review.enabled": (False, reconsidered, True, False),
    "review.days": (60, asked_after_forty_days, True, False),
    "revoke.enabled": (False, revoked, True, False),
    "apply.integrity_statement": (False, without_a_statement, False, True),
    "verify.group_min": (5, group_of_three, True, False),
    "coi.required": (False, works_undeclared, False, True),
    "coi.no_dual_role": (False, handler_drafts, False, True),
    "verify.hear_applicant": (False, reported_unheard, False, True),
    "role.hr": ("execute_only", opinion_unasked, False, True),
    "decide.quorum": ("two_thirds", three_of_five, True, False),
    "verify.group": ("as_needed", no_group_without_a_reason, False, True),
    "decide.recused_count": ("not_counted", recused_among_those_due, True, False),
    "decide.majority": ("of_those_present", two_of_three_present, False, True),
    "effect.itemised": (False, effects_left_out, False, True),
    "publish.scope": ("division", published_in_the_bureau, True, False),
    "publish.name": ("never", published_by_name, True, False),
}  # fmt: skip


@pytest.mark.parametrize("key", PROBES)
def test_the_procedure_answers_differently(bureau, key):
    value, probe, by_default, changed = PROBES[key]
    assert probe(Case(bureau)) == by_default
    other = Case(
        bureau, subject="mines_inspector", unit="mines", head="mines_head", document_number="示例纪立〔2026〕9号"
    )
    adopt(other, key, value)
    assert probe(other) == changed


def test_never_directly_means_that_nobody_goes_directly(bureau):
    case = Case(bureau)
    adopt(case, "apply.direct_by_individual", "never")
    case.until("submitted").later(30)
    assert not case.sees("officer")
    assert not tried(lambda: case.act_on(application.go_direct, "inspector", subject=case.subject.pk))


# --- that nothing is missing -----------------------------------------------------------------

#: Papers that rest on a reading: such a paper is not issued before somebody confirmed it.
ON_PAPER = sorted(
    {key for t in PACK.documents.values() for key in t.readings if key in PACK.readings}
    - {*IN_RULES, *TARGETS, *PROBES} - {k for k, r in PACK.readings.items() if "text_only" in r.affects}
)


@pytest.mark.parametrize("key", ON_PAPER)
def test_a_paper_waits_for_it_until_it_is_confirmed(case, key):
    template = next(t for t in PACK.documents.values() if key in t.readings)
    case.until("submitted")
    assert key in {r.key for r in unconfirmed(case.matter, template)}
    adopt(case, key, PACK.readings[key].default)
    assert key not in {r.key for r in unconfirmed(case.matter, template)}


def test_nothing_is_left_without_a_deed_or_a_reason():
    shown = {*IN_RULES, *TARGETS, *PROBES, *ON_PAPER}
    told = {k for k, r in PACK.readings.items() if "text_only" in r.affects}
    for key in told:
        reading = PACK.readings[key]
        assert reading.reason is not None and reading.reason.zh and reading.reason.en, key
        assert set(reading.affects) == {"text_only"}, key
    assert shown | told == set(PACK.readings), sorted(set(PACK.readings) - shown - told)
    assert not shown & told, sorted(shown & told)


def test_there_are_fifty_seven_points():
    assert {r.n for r in PACK.readings.values()} == set(range(1, 58))


