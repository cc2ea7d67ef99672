"""The papers of a reconsideration and of a revocation (F21): each from its record, issued like any other."""

from __future__ import annotations

import pytest

from rongcuo.documents import papers
from rongcuo.documents.issuing import unconfirmed
from rongcuo.documents.papers import render
from rongcuo.documents.scanning import text_of
from rongcuo.documents.sources.items import record_of
from rongcuo.matters import review
from rongcuo.matters.packs import current_pack
from tests.documents.test_papers import item, items
from tests.matters.world import Case


@pytest.fixture(autouse=True)
def named(settings):
    settings.BUREAU_NAME = "示例局"


def said(case: Case) -> dict[str, str]:
    """Every F21 paper of the matter with its words."""
    found = {}
    for row in items(case):
        record = record_of(row)
        for one in papers.templates_for(record) if row.kind.startswith(("review", "revocation", "later")) else ():
            found[one.id] = text_of(render(record, one.id).pdf)
    return found


def test_a_reconsideration_that_changes_gives_its_papers(bureau):
    case = Case(bureau, outcome="refused").until("received")
    case.reviewed()
    case.later(1).tell()
    found = said(case)
    assert set(found) == {"review-request", "review-opinion", "review-decision-changed", "later-feedback"}
    assert "整改期限是会议定的" in found["review-request"] and "以一次为限" in found["review-request"]
    assert "示例庚" in found["review-opinion"] and "建议变更为" in found["review-opinion"]
    decision = found["review-decision-changed"]
    assert "“不予认定”变更为：认定容错（免责）" in decision and "干部提拔任用不受影响" in decision
    assert "复核" in found["later-feedback"] and "已研究" in found["later-feedback"]


def test_a_revocation_gives_its_papers_and_names_its_grounds(bureau):
    case = Case(bureau).until("received")
    case.revoked()
    case.later(1).tell()
    found = said(case)
    assert set(found) == {"revocation-notice", "revocation-hearing", "revocation-decision", "later-feedback"}
    assert "申请材料虚假" in found["revocation-notice"] and "陈述和申辩不加重任何处理" in found["revocation-notice"]
    assert "书面陈述" in found["revocation-hearing"]
    assert "变更为：不予认定" in found["revocation-decision"] and "不再适用第十条所列免责事项" in found["revocation-decision"]


def test_what_is_kept_and_what_is_not_taken_up(bureau):
    case = Case(bureau, outcome="refused").until("received")
    case.later(40).ask_review()
    case.act_on(review.decline_review, "officer", subject=case.subject.pk, ground="late", reason="已过三十日。")
    assert "申请超过规定期限" in said(case)["review-declined"]
    other = Case(bureau, subject="mines_inspector", unit="mines", head="mines_head", document_number="示例〔2026〕9号").until("received")
    other.reviewed(result="kept", outcome="waived")
    other.later(1).tell()
    assert "决定维持原认定" in said(other)["review-decision-kept"]
    third = Case(bureau, subject="rescuer", unit="emergency", head="emergency_head", document_number="示例〔2026〕10号").until("received")
    third.revoked(result="kept", outcome="waived", departure="陈述成立。")
    assert "不予撤销" in said(third)["revocation-dropped"].replace("\n", "")


def test_the_feedback_names_the_reconsideration_as_it_is_read(bureau):
    case = Case(bureau, outcome="refused").until("fed_back")
    assert "30日内" in text_of(render(record_of(item(case, "feedback")), "feedback-negative").pdf)


def test_none_of_them_goes_out_before_its_readings_are_confirmed(bureau):
    case = Case(bureau).until("received")
    for one in current_pack().documents.values():
        if one.form == "F21" and one.source.startswith(("review", "revocation", "later")) and one.kind not in {"internal", "意见"}:
            assert {r.key for r in unconfirmed(case.matter, one)} & {"review.enabled", "review.days", "revoke.enabled"}, one.id
