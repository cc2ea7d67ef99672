"""A11-2, A11-4 Earlier matters of the same kind are shown as a fact, and bar nothing by themselves (reading 35)."""

from __future__ import annotations

from rongcuo import ids
from rongcuo.matters import application, history, readings
from rongcuo.matters.assessing import assess_subject
from rongcuo.matters.models import Finding, Item
from rongcuo.matters.packs import settings_of
from tests.matters.world import START, Case


def second(bureau, **plot):
    from datetime import timedelta

    return Case(bureau, start=START + timedelta(days=120), document_number="示例纪立〔2026〕8号", **plot)


def shown(case, who):
    return history.shown(case.standing(who), settings_of(case.matter))


def test_those_who_verify_and_decide_see_which_when_and_what_was_decided(bureau):
    first = Case(bureau).until("filed")
    again = second(bureau).until("opinion")
    for who in ("officer", "verifier_1", "drafter", "leader_1", "secretary"):
        (one,) = shown(again, who)[again.subject.pk]
        assert (one.number, one.outcome, one.situations) == (first.matter.number, "waived", ("A06-1",))
    for who in ("inspector", "chemicals_head"):
        assert shown(again, who) == {}
    # Nothing is weighed: the check comes out as it does without it.
    check = assess_subject(again.matter, again.subject, Finding.objects.filter(subject=again.subject))
    assert "waived" in check.admissible
    # The report keeps what was before its readers.
    body = Item.objects.get(matter=again.matter_id, kind="report").body
    assert [(r["number"], r["outcome"]) for r in body["history"]] == [(first.matter.number, "waived")]


def test_another_kind_another_person_and_a_later_matter_are_not_shown(bureau):
    first = Case(bureau).until("filed")
    other_kind = second(bureau, situation="A06-4").until("accepted")
    assert shown(other_kind, "officer") == {other_kind.subject.pk: []}
    other = Case(
        bureau, start=START, subject="mines_inspector", unit="mines", head="mines_head", document_number="示例纪立〔2026〕7号"
    ).until("accepted")
    assert shown(other, "officer") == {other.subject.pk: []}
    assert shown(first, "officer") == {first.subject.pk: []}  # what came later is no history


def test_what_never_reached_the_committee_is_no_history(bureau):
    first = Case(bureau).until("submitted")
    again = second(bureau).until("accepted")
    assert first.matter.state == "intake"
    assert shown(again, "officer") == {again.subject.pk: []}


def test_a_withdrawn_application_is_shown_as_such(bureau):
    first = Case(bureau).until("accepted")
    first.act_on(application.withdraw, "inspector", subject=first.subject.pk)
    again = second(bureau).until("accepted")
    (one,) = shown(again, "officer")[again.subject.pk]
    assert (one.state, one.outcome) == ("withdrawn", "")


def test_whoever_reads_it_reads_no_more_of_the_earlier_matter(bureau):
    first = Case(bureau).until("filed")
    again = second(bureau)
    again.group_of = ("verifier_3",)
    again.until("declared")
    assert shown(again, "verifier_1")[again.subject.pk]
    first.act.refresh_from_db()
    assert not first.sees("leader_1") or first.matter.to_decide


def test_whether_it_is_shown_is_a_reading(bureau):
    Case(bureau).until("filed")
    again = second(bureau).until("noticed")
    with again.at():
        readings.confirm_reading(
            "history.show", actor=bureau["officer"], at=None, key=str(ids.new_id()), value=False, basis="纪要"
        )
    again.until_from("submitted", "reported")
    assert shown(again, "officer") == {again.subject.pk: []}
    assert Item.objects.get(matter=again.matter_id, kind="report").body["history"] == []
