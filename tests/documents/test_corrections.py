"""Papers of what follows a determination: talk, plan and closing (A11), effects (A10), clarification (A13)."""

from __future__ import annotations

import pytest
from django.http import Http404

from rongcuo.corrections.models import Line, Plan
from rongcuo.demo.correcting import CORRECTION
from rongcuo.documents import papers, sources
from rongcuo.documents.papers import render
from rongcuo.documents.scanning import text_of
from rongcuo.exemptions.models import Notice
from rongcuo.matters.access import viewer_of
from tests.documents.office import Office


@pytest.fixture(autouse=True)
def named(settings):
    settings.BUREAU_NAME = "示例局"


def words(case, source: str, pk, who: str, template: str | None = None) -> str:
    with case.at():
        return text_of(render(sources.found(source, viewer_of(case.bureau[who]), pk), template).pdf)


def test_talk_plan_ledger_and_closing_slip_follow_a_correction(case):
    case.until("filed")
    for step in CORRECTION:
        case.take(step)
    plan = Plan.objects.get(matter=case.matter_id)
    talk = Line.objects.get(plan=plan, action="talk")
    for who in ("officer", "inspector"):
        assert "指出的失误和问题" in words(case, "talk", talk.pk, who)
        assert "完成标志" in words(case, "plan", plan.pk, who, "plan")
        assert "最近进展" in words(case, "plan", plan.pk, who, "plan-ledger")
        assert "整改有效" in words(case, "plan", plan.pk, who, "plan-closing")
    for stranger in ("licensor", "personnel"):
        with case.at(), pytest.raises(Http404):
            sources.found("talk", viewer_of(case.bureau[stranger]), talk.pk)


def test_a_plan_not_yet_drawn_up_has_no_paper(case):
    case.until("filed")
    plan = Plan.objects.get(matter=case.matter_id)
    with case.at():
        record = sources.found("plan", viewer_of(case.bureau["officer"]), plan.pk)
    assert papers.templates_for(record) == []


def test_a_notice_of_effects_tells_whom_it_concerns_what_and_until_when(case):
    case.until("filed")
    notice = Notice.objects.filter(matter=case.matter_id).first()
    if notice is None:
        from rongcuo import ids
        from rongcuo.exemptions import notices
        from rongcuo.exemptions.acting import stream_of
        from rongcuo.ledger.record import head

        with case.at():
            notices.send_effect_notice(
                case.matter_id, actor=case.bureau["officer"], at=head(stream_of(case.matter_id)), key=str(ids.new_id()),
                subject=case.subject.pk, recipient="personnel",
            )
        notice = Notice.objects.get(matter=case.matter_id)
    said = words(case, "effect_notice", notice.pk, "officer", "effect-notice")
    assert "人事处：" in said and case.subject.name in said and "长期" in said
    assert "办理情况" in words(case, "effect_notice", notice.pk, "personnel", "effect-slip")
    with case.at(), pytest.raises(Http404):
        sources.found("effect_notice", viewer_of(case.bureau["inspector"]), notice.pk)


def test_the_sheet_of_a_paper_on_its_way_is_for_those_who_take_part(case):
    office = Office(case.until("accepted"), "acceptance").drafted()
    said = words(case, "dispatch", office.pk, "registrar")
    assert "发文稿纸" in said and "关于受理容错申请的通知" in said
    office.reviewed().signed()
    assert "签发范例一" in words(case, "dispatch", office.pk, "officer")
    with case.at(), pytest.raises(Http404):
        sources.found("dispatch", viewer_of(case.bureau["inspector"]), office.pk)
