"""Every step has a form: it opens, it is taken, and what it refuses stays typed at its place."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from rongcuo.ledger.models import Entry
from rongcuo.matters.files import path_of
from rongcuo.matters.models import Evidence, Finding, Interest, Item, Part
from rongcuo.matters.moves import BEFORE_A_MATTER
from rongcuo.matters.packs import pack_of
from rongcuo.web.forms.steps import STEP_FORMS
from tests.matters.world import PLOT
from tests.web.walk import Forms, Quick, Walk

PDF = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"


@pytest.fixture
def walk(bureau, enter, on) -> Walk:
    return Quick(bureau, enter, on)


def upload(name: str = "记录.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def refused(walk: Walk, who: str, action: str, typed: dict) -> str:
    """The step is not taken, nothing is recorded, and every text typed is still in the form."""
    before = Entry.objects.count()
    answer = walk.send(who, action, typed)
    assert answer.status_code == 200 and Entry.objects.count() == before
    page = answer.content.decode()
    assert "error-summary" in page
    kept = Forms(page).carrying("at")["values"]
    for name, value in typed.items():
        if isinstance(value, str) and name in kept:
            assert kept[name][-1].replace("\r\n", "\n").strip() == value.strip(), name
    return page


def error_at(page: str, field: str) -> bool:
    """Whether the summary leads to the field."""
    return any(f'href="#id_{field}{end}' in page for end in ('"', "_0"))


def test_every_move_of_a_matter_has_a_form(walk):
    walk.until("submitted")
    moves = {m.action for m in pack_of(walk.matter).procedure.moves} - BEFORE_A_MATTER
    assert moves == set(STEP_FORMS)


# --- ways beside the plain course ------------------------------------------------------------


def test_a_head_who_does_not_forward_says_why_and_the_application_goes_on(walk):
    walk.until("submitted")
    refused(walk, "chemicals_head", "decline_forwarding", {"reason": "  "})
    walk.do("chemicals_head", "decline_forwarding", {"reason": "材料须由机关党委判断。"})
    assert walk.subject.via == "direct" and walk.subject.state == "received"
    assert "材料须由机关党委判断" in walk.page("inspector")


def test_after_two_working_days_it_goes_directly(walk):
    walk.until("submitted")
    assert "时限未到" in refused(walk, "inspector", "go_direct", {}) and "时限未到" in walk.page("inspector")
    walk.day = walk.subject.direct_on
    walk.do("inspector", "go_direct")
    assert walk.subject.via == "direct"


def test_withdrawing_asks_for_nothing(walk):
    walk.until("accepted")
    walk.do("inspector", "withdraw")
    assert walk.matter.state == "ended" and walk.subject.state == "withdrawn"
    assert "已撤回" in walk.page("inspector")


def test_completion_is_asked_for_once_and_handed_in_with_a_file(walk):
    walk.until("forwarded")
    walk.do("officer", "request_completion", {"missing": "请补会议纪要。"})
    assert "请补会议纪要" in walk.page("inspector")
    page = refused(walk, "inspector", "complete", {"words": "已补。", "file": upload("x.exe", b"MZ\x00\x01")})
    assert error_at(page, "file") and "类型不能接收" in page
    walk.do("inspector", "complete", {"words": "已补会议纪要。", "file": upload(), "title": "会议纪要"})
    piece = Evidence.objects.get(n=2)
    assert piece.title == "会议纪要" and path_of(piece.file).exists()
    assert "已经要求补正过一次" in walk.page("officer")
    walk.do("officer", "accept", {"in_scope": "on"})


def test_a_refusal_names_a_formal_ground(walk):
    walk.until("forwarded")
    page = refused(walk, "officer", "refuse", {"reason": "说明理由。"})
    assert error_at(page, "ground") and "late" not in Forms(page).carrying("at")["values"].get("ground", [])
    walk.do("officer", "refuse", {"ground": "decided_before", "reason": "此前已作认定，没有新事实。"})
    assert walk.subject.state == "refused"
    assert "此前已作认定" in walk.page("inspector")


def test_acceptance_confirms_the_scope(walk):
    walk.until("forwarded")
    assert error_at(refused(walk, "officer", "accept", {}), "in_scope")


def test_a_late_application_is_accepted_with_reasons(bureau, enter, on):
    walk = Walk(bureau, enter, on)
    for step in ("registered", "told", "noticed"):
        walk.take(step)
    walk.day += timedelta(days=30)
    walk.submitted()
    walk.day = walk.subject.direct_on
    walk.do("officer", "go_direct")
    assert "超过期限；是否受理由人决定" in walk.page("officer")
    assert error_at(refused(walk, "officer", "accept", {"in_scope": "on"}), "reason")
    walk.do("officer", "accept", {"in_scope": "on", "reason": "通知当天本人在外抢险。"})


# --- verification ----------------------------------------------------------------------------


def test_the_group_is_odd_and_led_by_somebody(walk, bureau):
    walk.until("accepted")
    people = [str(bureau[k].pk) for k in ("verifier_1", "verifier_2")]
    page = refused(walk, "officer", "appoint_group", {"members": people, "lead": people[0], "task": "核实。"})
    assert "单数" in page
    assert set(Forms(page).carrying("at")["values"]["members"]) == set(people)
    assert "请指定组长" in refused(walk, "officer", "appoint_group", {"members": people, "task": "核实。"})
    held = Forms(page).carrying("at")["names"]
    assert "lead" in held and str(bureau["inspector"].pk) not in page and str(bureau["registrar"].pk) not in page


def test_declaring_is_an_answer_of_its_own_and_is_decided_by_another(walk, bureau):
    walk.until("appointed")
    assert error_at(refused(walk, "verifier_2", "declare_interests", {}), "grounds")
    assert error_at(refused(walk, "verifier_2", "declare_interests", {"none": "on", "grounds": ["relative"]}), "none")
    walk.do("verifier_2", "declare_interests", {"grounds": ["relative"], "words": "申请人是我的表弟。"})
    assert "您已申报利害关系，作出决定之前不参与本事项办理" in walk.page("verifier_2")
    page = walk.page("officer", walk.address("decide_recusal"))
    assert "申请人是我的表弟" in page
    refused(walk, "officer", "decide_recusal", {"person": str(bureau["verifier_2"].pk), "reasons": "有亲属关系。"})
    walk.do("officer", "decide_recusal", {
        "person": str(bureau["verifier_2"].pk), "recused": "yes", "reasons": "有亲属关系。",
    })  # fmt: skip
    assert Interest.objects.get().status == "recused" and Part.objects.get(person=bureau["verifier_2"].pk).ended
    walk.page("verifier_2", status=404)


def test_evidence_is_added_by_the_group_and_stored_once(walk):
    walk.until("declared")
    page = refused(walk, "verifier_1", "add_evidence", {"title": "现场照片"})
    assert error_at(page, "file")
    assert "空" in refused(walk, "verifier_1", "add_evidence", {"title": "空文件", "file": upload("a.pdf", b"")})
    walk.do("verifier_1", "add_evidence", {"title": "检查记录", "file": upload("../../记录.pdf")})
    piece = Evidence.objects.get(title="检查记录")
    assert piece.name == "记录.pdf" and piece.lane == "group"
    assert "检查记录" in walk.page("verifier_1") and "检查记录" not in walk.page("inspector")


def test_a_file_whose_step_is_refused_does_not_stay_on_disk(walk, settings):
    walk.until("forwarded")
    walk.do("officer", "request_completion", {"missing": "请补。"})
    held = walk.filled("inspector", "complete")
    before = sorted(p for p in settings.FILES.rglob("*") if p.is_file())
    answer = walk.send("inspector", "complete", {"words": "补。", "file": upload(), "at": "999"}, held=held)
    assert answer.status_code == 409
    assert sorted(p for p in settings.FILES.rglob("*") if p.is_file()) == before


def test_findings_are_saved_in_part_and_only_what_changed(walk):
    walk.until("heard")
    answer = walk.send("verifier_1", "record_findings", {
        "fact-diligent": "yes", "grade-diligent": "proved", "evidence-diligent": "1", "note-diligent": "见记录。",
    })  # fmt: skip
    assert answer.status_code == 302 and answer["Location"] == walk.address("record_findings")
    row = Finding.objects.get()
    assert (row.fact, row.value, row.evidence, row.note) == ("diligent", True, [1], "见记录。")
    assert "没有可记录的内容" in refused(walk, "verifier_1", "record_findings", {})
    walk.do("verifier_1", "record_findings", {"fact-breach": "minor", "grade-breach": "partly_proved", "note-breach": "待查。"})
    body = Entry.objects.filter(kind="matter.record_findings").latest("seq").payload.body
    assert "diligent" not in body and Finding.objects.count() == 2


def test_a_finding_needs_grade_value_and_ground_at_its_own_row(walk):
    walk.until("heard")
    assert error_at(refused(walk, "verifier_1", "record_findings", {"fact-diligent": "yes"}), "fact-diligent")
    rows = {"fact-diligent": "yes", "grade-diligent": "proved"}
    assert error_at(refused(walk, "verifier_1", "record_findings", rows), "fact-diligent")
    assert error_at(refused(walk, "verifier_1", "record_findings", rows | {"evidence-diligent": "9"}), "fact-diligent")
    for odd in ("x", "²", "1.5", "9" * 40):
        page = refused(walk, "verifier_1", "record_findings", rows | {"evidence-diligent": odd})
        assert error_at(page, "fact-diligent"), odd
    page = refused(walk, "verifier_1", "record_findings", {"grade-diligent": "proved", "note-diligent": "应予容错"})
    assert error_at(page, "fact-diligent")
    walk.do("verifier_1", "record_findings", {"grade-diligent": "not_provable", "note-diligent": "未见材料。"})
    assert Finding.objects.get().value == "unknown"


def test_the_report_answers_every_question_and_carries_no_verdict(walk):
    walk.until("found")
    typed = walk.report()
    assert error_at(refused(walk, "verifier_1", "issue_report", typed | {"answer-A05.gravity": ""}), "answer-A05.gravity")
    page = refused(walk, "verifier_1", "issue_report", typed | {"rests-A05.gravity": []})
    assert error_at(page, "answer-A05.gravity")
    assert "应予容错" in refused(walk, "verifier_1", "issue_report", typed | {"facts": "查明属实，应予容错。"})
    weighed = next(k for k in typed if k.startswith("weighed-"))
    assert error_at(refused(walk, "verifier_1", "issue_report", typed | {weighed: ""}), weighed)
    walk.do("verifier_1", "issue_report", typed)


# --- determination ---------------------------------------------------------------------------


def test_the_opinion_shows_the_report_and_chooses_nothing(walk):
    walk.until("answered")
    walk.declare("drafter")
    held = walk.filled("drafter", "give_opinion")
    s = walk.subject.pk
    assert f"outcome-{s}" not in held and held["answer-A05.gravity"] == [""]
    assert held["rests-A05.gravity"] == ["e1", "fdiligent"], "what the report rests on is ticked to begin with"
    assert "见所列事实和证据" in walk.pages["give_opinion"] and "免责、从轻、减轻均可研究" in walk.pages["give_opinion"]
    assert error_at(refused(walk, "drafter", "give_opinion", walk.proposal() | {f"outcome-{s}": ""}), f"outcome-{s}")


def test_what_the_articles_do_not_leave_open_is_marked_and_owes_a_reason(bureau, enter, on):
    walk = Quick(bureau, enter, on, plot=replace(PLOT, findings={"breach": "minor"}, outcome="waived")).until("answered")
    walk.declare("drafter")
    s = walk.subject.pk
    page = refused(walk, "drafter", "give_opinion", walk.proposal())
    assert error_at(page, f"beyond-{s}") and "条文未留余地" in page
    walk.do("drafter", "give_opinion", walk.proposal() | {f"beyond-{s}": "理由另述。"})
    assert "理由另述" in walk.page("secretary")


def test_the_stop_is_lifted_on_a_page_that_names_the_subject(bureau, enter, on):
    walk = Quick(bureau, enter, on, plot=replace(PLOT, findings={"grave": True})).until("answered")
    assert "写明理由" in walk.page("drafter")
    refused(walk, "drafter", "lift_stop", {"about": str(walk.subject.pk), "reason": " "})
    walk.do("drafter", "lift_stop", {"about": str(walk.subject.pk), "reason": "情节虽重，不构成违纪。"})
    assert "情节虽重，不构成违纪" in walk.page("officer")
    assert "免责、从轻、减轻均可研究" in walk.page("verifier_1"), "the group sees the same result"


def test_the_minutes_say_quorum_votes_and_each_effect(walk):
    walk.until("opinion")
    typed, s = walk.meeting(), walk.subject.pk
    held = walk.filled("secretary", "determine")
    assert f"outcome-{s}" not in held and "chair" not in held and "present" not in held
    names = walk.bureau.leaders
    assert error_at(refused(walk, "secretary", "determine", typed | {"present": names[:2]}), "present")
    assert error_at(refused(walk, "secretary", "determine", typed | {f"for-{s}": "2", f"against-{s}": "3"}), f"for-{s}")
    assert error_at(refused(walk, "secretary", "determine", typed | {"held_on": "2030-01-01"}), "held_on")
    without = {k: v for k, v in typed.items() if k != f"effect-{s}-A10-2-rank"}
    assert error_at(refused(walk, "secretary", "determine", without), f"effect-{s}-A10-2-rank")
    extra = typed | {f"effect-{s}-A10-5": "on"}
    assert error_at(refused(walk, "secretary", "determine", extra), f"outcome-{s}")
    departs = typed | {f"outcome-{s}": "lighter", f"effect-{s}-A10-5": "on"}
    assert error_at(refused(walk, "secretary", "determine", departs), f"departure-{s}")
    walk.do("secretary", "determine", without | {f"why-{s}-A10-2-rank": "仍在影响期内。"})
    assert "仍在影响期内" in walk.page("officer")


def test_return_and_postponement(walk):
    walk.until("opinion")
    walk.do("secretary", "postpone", {"reason": "待上级政策明确。", "until": (walk.day + timedelta(days=20)).isoformat()})
    assert "待上级政策明确" in walk.page("officer")
    page = walk.page("leader_2")
    assert "秘书" in page and reverse("act-on", args=[walk.matter_id, "determine"]) not in page
    walk.do("secretary", "return_for_verification", {"reason": "补查会议记录。"})
    assert walk.matter.state == "verification" and "补查会议记录" in walk.page("verifier_1")


# --- the end ---------------------------------------------------------------------------------


def test_feedback_answers_each_point_at_its_place(walk):
    walk.until("determined")
    typed = walk.feedback()
    point = next(k for k in typed if k.startswith("answer-"))
    assert error_at(refused(walk, "officer", "feed_back", typed | {point: " "}), point)
    walk.do("officer", "feed_back", typed)
    assert "所提情况已核实" in walk.page("inspector")


def test_publishing_a_name_needs_consent_and_not_publishing_a_reason(walk):
    walk.until("received")
    page = refused(walk, "officer", "publish", {"form": "circular", "scope": "unit", "text": "示例甲履职失误。"})
    assert error_at(page, "text")
    named = {"form": "circular", "scope": "unit", "text": "示例甲履职失误。", "named": [str(walk.subject.pk)]}
    assert error_at(refused(walk, "officer", "publish", named), "consent")
    refused(walk, "officer", "skip_publication", {"reason": ""})
    walk.do("officer", "skip_publication", {"reason": "不宜公开。"})
    assert "未公开" in walk.page("officer") and Item.objects.filter(kind="no_publication").exists()


# --- two people, old pages, other people's steps ---------------------------------------------


def test_a_page_from_before_somebody_acted_keeps_what_was_typed(walk):
    walk.until("forwarded")
    held = walk.filled("officer", "refuse")
    walk.do("officer", "accept", {"in_scope": "on"})
    answer = walk.send("officer", "refuse", {"ground": "outside_scope", "reason": "写了很久的理由。"}, held=held)
    page = answer.content.decode()
    assert answer.status_code == 409 and "写了很久的理由" in page and "范例一" in page


def test_a_stale_form_that_asks_for_less_now_still_keeps_its_texts(walk):
    walk.until("opinion")
    held, typed = walk.filled("secretary", "determine"), walk.meeting()
    walk.do("secretary", "determine", typed)
    typed[f"reason-{walk.subject.pk}"] = "另一台电脑上写的理由。"
    answer = walk.send("secretary", "determine", typed, held=held | {"key": [str(uuid.uuid4())]})
    assert answer.status_code == 409 and "另一台电脑上写的理由" in answer.content.decode()


def test_a_second_press_is_the_first_step(walk):
    walk.until("opinion")
    held, typed = walk.filled("secretary", "determine"), walk.meeting()
    entries = Entry.objects.filter(stream=walk.matter_id)
    count = entries.count()
    first = walk.send("secretary", "determine", typed, held=held)
    second = walk.send("secretary", "determine", typed, held=held)
    assert first.status_code == second.status_code == 302 and entries.count() == count + 1


def test_a_mangled_position_counts_as_stale(walk):
    walk.until("forwarded")
    held = walk.filled("officer", "accept")
    answer = walk.send("officer", "accept", {"in_scope": "on", "at": "seven"}, held=held)
    assert answer.status_code == 409


def test_a_step_of_somebody_else_is_refused_and_says_whose_it_is(walk):
    walk.until("heard")
    page = walk.page("officer", walk.address("record_findings"), status=403)
    assert "专项工作小组" in page


def test_a_step_out_of_its_stage_says_where_the_matter_stands(walk):
    walk.until("accepted")
    page = walk.page("officer", walk.address("accept"), status=409)
    assert "核实中" in page
    walk.page("officer", reverse("act-on", args=[walk.matter_id, "submit_application"]), status=404)
    walk.page("officer", reverse("act-on", args=[walk.matter_id, "nothing"]), status=404)
    walk.page("officer", reverse("act-on", args=[walk.matter_id, "accept"]), status=404)
    walk.page("officer", reverse("act-on-subject", args=[walk.matter_id, uuid.uuid4(), "accept"]), status=404)
