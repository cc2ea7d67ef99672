"""Closing (结案归档): nothing is owed any more, the dossier is sealed, and only supplements come after."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from rongcuo.ledger.replay import replay
from rongcuo.ledger.verify import verify
from rongcuo.matters import closing, feedback, obligations
from rongcuo.matters.doing import ACTIONS
from rongcuo.matters.errors import Incomplete, NotFound, NotNow, NotPermitted
from rongcuo.matters.files import store
from rongcuo.matters.models import Evidence, Item
from rongcuo.matters.moves import PER_SUBJECT
from rongcuo.matters.obligations import Obligation, open_obligations, visible_obligations
from rongcuo.matters.packs import pack_of
from tests.matters.test_filing import FIELDS, HOLDER, STILL
from tests.matters.world import Case, refused


@pytest.fixture
def source(monkeypatch):
    """A source of obligations as another part of the program registers one; `owed` is what it gives."""
    monkeypatch.setattr(obligations, "_sources", list(obligations._sources))
    owed: list[Obligation] = []

    @obligations.register
    def theirs(matter):
        return list(owed)

    return owed


def test_a_filed_matter_is_closed_when_nothing_is_owed(case):
    case.until("filed").corrected()
    assert open_obligations(case.matter) == []
    before = Item.objects.count()
    case.act_on(closing.close, "officer", note="材料齐全。")
    assert case.matter.state == "closed"
    assert case.matter.sealed_on == case.day
    paper = Item.objects.get(kind="closing")
    assert (paper.body["papers"], paper.body["evidence"]) == (before, Evidence.objects.count())
    assert verify().ok
    assert replay() == []


def test_closing_names_what_is_still_owed_and_seals_nothing(case, source):
    case.until("filed").corrected()
    source.append(Obligation("rectification", "整改方案的落实", case.subject, "危化处", date(2026, 6, 1)))
    source.append(Obligation("clarification", "澄清函", None, "机关党委"))
    with refused(Incomplete) as caught:
        case.act_on(closing.close, "officer")
    for words in ("整改方案的落实", "示例", "澄清函"):
        assert words in caught.value.message
    assert case.matter.sealed_on is None
    source.clear()
    case.act_on(closing.close, "officer")
    assert case.matter.state == "closed"


def test_feedback_that_nobody_received_holds_up_closing_not_filing(case):
    case.until("fed_back").until_from("published", "filed").corrected()
    assert [o.kind for o in open_obligations(case.matter)] == ["receipt"]
    with refused(Incomplete) as caught:
        case.act_on(closing.close, "officer")
    assert case.subject.name in caught.value.message
    case.act_on(feedback.record_receipt, "inspector", subject=case.subject.pk, received_on=case.day)
    case.act_on(closing.close, "officer")


def test_a_matter_that_ended_without_determination_is_closed_too(case):
    case.until("accepted")
    case.act_on(ACTIONS["withdraw"], "inspector", subject=case.subject.pk)
    case.act_on(closing.close, "officer")
    assert case.matter.state == "closed"
    with refused(NotNow):
        case.act_on(closing.close, "officer")


def test_only_the_committee_closes_and_only_after_article_8(case):
    case.until("published")
    with refused(NotNow):
        case.act_on(closing.close, "officer")
    case.take("filed")
    for who in ("inspector", "secretary", "supervisor", "personnel"):
        with refused(NotPermitted):
            case.act_on(closing.close, who)


def test_what_comes_later_is_a_new_paper_that_refers_to_sealed_ones(case):
    case.until("filed").corrected().act_on(closing.close, "officer")
    report = Item.objects.get(kind="report")
    stored = store(SimpleUploadedFile("回执.txt", "补交的回执。".encode())).as_payload()
    case.act_on(
        closing.supplement, "officer", title="补交回执", text="归档后收到。", refers=[report.pk], stored=stored
    )
    case.act_on(closing.supplement, "officer", title="更正", text="页码更正。")
    first, second = Item.objects.filter(kind="supplement")
    assert first.refers == [str(report.pk)]
    assert first.body["evidence"] == [Evidence.objects.get(title="补交回执").n]
    assert second.refers == [str(Item.objects.get(kind="closing").pk)]
    assert case.matter.state == "closed"
    assert replay() == []


def test_a_supplement_refers_to_papers_of_this_matter_only(bureau):
    other = Case(bureau, subject="rescuer", unit="emergency", head="emergency_head", document_number="示例〔2026〕2号")
    other.until("submitted")
    case = Case(bureau).until("filed").corrected()
    case.act_on(closing.close, "officer")
    with refused(NotFound):
        case.act_on(
            closing.supplement, "officer", title="x", text="x",
            refers=[Item.objects.get(matter=other.matter_id).pk],
        )
    with refused(Incomplete, "title"):
        case.act_on(closing.supplement, "officer", title=" ", text="x")


def test_a_sealed_dossier_takes_nothing_but_supplements(case):
    case.until("filed").corrected().act_on(closing.close, "officer")
    sealed = list(Item.objects.order_by("position", "pk").values())
    for action in sorted(set(FIELDS) - STILL["closed"]):
        fields = FIELDS[action] | ({"subject": case.subject.pk} if action in PER_SUBJECT else {})
        for capacity in pack_of(case.matter).procedure.move(action).by:
            with refused(NotNow):
                case.act_on(ACTIONS[action], HOLDER[capacity], **fields)
    assert list(Item.objects.order_by("position", "pk").values()) == sealed


def test_obligations_are_told_to_those_who_may_know_of_them(bureau, source):
    case = Case(bureau, also=[("mines_inspector", "mines")]).until("accepted")
    case.submit("mines_inspector")
    mine, theirs = case.subject_of("inspector"), case.subject_of("mines_inspector")
    source += [
        Obligation("a", "甲", mine, "x"), Obligation("b", "乙", theirs, "x"), Obligation("c", "丙", None, "x")
    ]

    def seen(who):
        return [o.kind for o in visible_obligations(case.standing(who))]

    assert seen("officer") == ["a", "b", "c"]
    assert seen("inspector") == seen("chemicals_head") == ["a"]
    assert seen("mines_inspector") == ["b"]
    assert seen("trainer") == []
