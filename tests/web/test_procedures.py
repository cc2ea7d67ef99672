"""The applications of the readings in the pages: for somebody who cannot, again on new facts, beside the nearest situation."""

from __future__ import annotations

import pytest
from django.urls import reverse

from rongcuo import ids
from rongcuo.matters import acceptance, application, outside, rules, verification
from rongcuo.matters.models import Item, Subject
from tests.matters.world import Case
from tests.web.test_applying import SCRIPT, Applicant


def test_for_somebody_who_cannot_the_unit_applies_and_the_person_objects(case, enter, on):
    case.until("noticed")
    head, officer = enter("chemicals_head"), enter("officer")
    target = case.target.pk
    with on(case.day):
        assert head.get(reverse("apply", args=[target])).status_code == 404
        case.act.refresh_from_db()
        place = reverse("act-behalf", args=[case.act.pk, target])
        sent = {"at": str(case.act.position), "key": "behalf-1", "ground": "ill", "basis": "", "since": case.day.isoformat()}
        page = officer.post(place, sent).content.decode()  # nothing is lost: the form opens with what is missing
        assert "重病" in page and "<details class=\"why\" open>" in page
        assert officer.post(place, {**sent, "basis": "诊断证明，存机关党委"}).status_code == 302
        assert "诊断证明" in officer.get(reverse("act", args=[case.act.pk])).content.decode()
        assert "代示例甲申请" in head.get(reverse("desk")).content.decode()

        form = Applicant(head, target)
        assert "您代示例甲申请" in form.read()
        form.fill()
        missing = form.read("form")
        assert reverse("apply-screen", args=[target, "behalf"]) in missing  # the authority is still needed
        form.write("behalf", authorisation=f"电话同意，记录存处内{SCRIPT}")
        printed = head.get(reverse("apply-print", args=[target])).content.decode()
        assert "代为申请" in printed and SCRIPT not in printed
        assert form.submit().status_code == 302
        made = Subject.objects.get()
        case.matter_id = made.matter_id
        assert (made.on_behalf, made.state, made.head_conflict) == ("unit", "received", False)

        own = enter("inspector")
        matter = own.get(reverse("matter", args=[made.matter_id])).content.decode()
        assert "危险化学品监管处" in matter[matter.index('id="timeline-h"'):]  # who submitted it: the unit
        assert "代为申请人" in matter and "电话同意" in matter and SCRIPT not in matter
        view = reverse("act-on-subject", args=[made.matter_id, made.pk, "own_view"])
        assert view in matter
        assert view not in head.get(reverse("matter", args=[made.matter_id])).content.decode()
        sent = {"at": "1", "key": "view-1", "agrees": "no", "words": ""}
        assert own.post(view, sent).status_code == 200  # what is said against it is needed
        assert own.post(view, {**sent, "words": "我没有委托任何人。"}).status_code == 302
        accept = reverse("act-on-subject", args=[made.matter_id, made.pk, "accept"])
        page = officer.post(accept, {"at": "2", "key": "accept-1", "in_scope": "on"}).content.decode()
        assert "反对" in page and made.state == "received"


def test_applying_again_asks_what_is_new_and_shows_what_was_before(case, enter, on):
    case.until("accepted")
    case.act_on(application.withdraw, "inspector", subject=case.subject.pk)
    first = case.matter
    client, target = enter("inspector"), case.target.pk
    with on(case.day):
        matter = client.get(reverse("matter", args=[first.pk])).content.decode()
        assert reverse("apply", args=[target]) in matter
        form = Applicant(client, target)
        assert first.number in form.read() and "新的事实或者证据" in form.read("again")
        form.fill()
        assert form.submit().status_code == 200  # something new is owed, and everything written stays
        form.write("again", new="方案经处务会集体研究。")
        page = form.submit().content.decode()
        assert "已经写过" in page and Subject.objects.count() == 1
        form.write("again", new="四月二十日找到了处务会录音。")
        assert form.submit().status_code == 302
    case.matter_id = Subject.objects.exclude(matter=first).get().matter_id
    with on(case.day):
        page = client.get(reverse("matter", args=[case.matter_id])).content.decode()
        assert first.number in page and "处务会录音" in page and reverse("matter", args=[first.pk]) in page
    case.act_on(application.forward, "chemicals_head", subject=case.subject.pk)
    with on(case.day):
        assert reverse("matter", args=[first.pk]) in enter("officer").get(
            reverse("matter", args=[case.matter_id])
        ).content.decode()


def test_other_situations_are_compared_in_the_application(case, enter, on):
    case.until("noticed")
    with on(case.day):
        form = Applicant(enter("inspector"), case.target.pk)
        form.fill()
        form.write("situation", situations=["A06-12"])
        assert reverse("apply-screen", args=[case.target.pk, "nearest"]) in form.read("form")
        form.write("nearest", nearest=["A06-4"], comparison="不是执法，其余相同。")
        assert "不是执法，其余相同。" in form.read("form")
        assert form.submit().status_code == 302
    assert Item.objects.get(kind="application").body["comparison"] == {"nearest": ["A06-4"], "words": "不是执法，其余相同。"}


@pytest.fixture
def compared(bureau):
    return Case(bureau, situation="A06-12", external=True)


def test_the_comparison_stands_beside_the_facts_in_report_opinion_and_minutes(compared, enter, on):
    case = compared.until("found")
    with on(case.day):
        page = enter("verifier_1").get(reverse("act-on", args=[case.matter_id, "issue_report"])).content.decode()
        assert "最接近的情形" in page and case.compared["comparison"] in page and "此前同类事项" in page
    case.until_from("reported", "answered")
    with on(case.day):
        page = enter("drafter").get(reverse("act-on", args=[case.matter_id, "give_opinion"])).content.decode()
        assert f"comparison-{case.subject.pk}" in page and next(iter(case.comparisons.values())) in page
    case.take("opinion")
    with on(case.day):
        page = enter("secretary").get(reverse("act-on", args=[case.matter_id, "determine"])).content.decode()
        assert "catch_all" in page and "没有约束力" in page
    case.until_from("determined", "fed_back")
    with on(case.day):
        page = enter("officer").get(reverse("matter", args=[case.matter_id])).content.decode()
        assert case.catch_all in page and "容错建议函" in page and "尚未登记该机关的答复" in page
        assert reverse("act-on-subject", args=[case.matter_id, case.subject.pk, "record_reply"]) in page
    case.act_on(
        outside.record_reply, "officer", subject=case.subject.pk, issued_by="示例调查组", number="示例函〔2026〕3号",
        replied_on=case.day, made_of_it="partly", text="采纳情节部分。",
    )
    with on(case.day):
        for who in ("inspector", "chemicals_head", "officer"):
            assert "采纳情节部分。" in enter(who).get(reverse("matter", args=[case.matter_id])).content.decode()


def test_rules_of_the_day_and_later_ones_stand_apart_and_evidence_by_its_day(bureau, enter, on):
    case = Case(bureau, situation="A06-10").until("declared")
    place = reverse("act-on", args=[case.matter_id, "keep_rule"])
    with on(case.day):
        client = enter("verifier_1")
        assert "逐字" in client.get(place).content.decode()
        sent = {"at": str(case.matter.position), "key": "rule-1", "title": "示例规则", "article": "第五条", "since": "2019-05-01"}
        assert client.post(place, {**sent, "text": ""}).status_code == 200
        assert client.post(place, {**sent, "text": "可以不予追究。"}).status_code == 302
    case.act_on(rules.keep_rule, "officer", title="示例规则修订", article="第六条", text="一律追究。", since=case.start)
    with on(case.day):
        for address in (reverse("matter", args=[case.matter_id]),
                        reverse("act-on-subject", args=[case.matter_id, case.subject.pk, "record_findings"])):
            page = client.get(address).content.decode()
            assert page.index("可以不予追究。") < page.index("后来的规定") < page.index("一律追究。")
    for n, (title, made) in enumerate((("会后补写的说明", case.start), ("没有日期的便条", None)), 1):
        stored = {"file": ids.new_id(), "name": f"{n}.txt", "media_type": "text/plain", "size": 1, "sha256": str(n) * 64}
        case.act_on(verification.add_evidence, "verifier_1", stored=stored, title=title, made_on=made)
    with on(case.day):
        page = client.get(reverse("matter", args=[case.matter_id])).content.decode()
    page = page[page.index('id="evidence-h"'):]
    order = ("事发当时及以前形成", "专题会议记录", "事后形成", "会后补写的说明", "未注明日期", "没有日期的便条")
    assert [page.index(words) for words in order] == sorted(page.index(words) for words in order)


def test_earlier_matters_are_a_fact_for_those_who_verify_and_nobody_else(bureau, enter, on):
    first = Case(bureau).until("filed")
    case = Case(bureau, start=first.day, document_number="示例纪立〔2026〕8号").until("submitted")
    case.take("forwarded")
    case.act_on(acceptance.accept, "officer", subject=case.subject.pk, in_scope=True)
    case.take("appointed")
    with on(case.day):
        for who, seen in (("officer", True), ("verifier_1", True), ("inspector", False), ("chemicals_head", False)):
            page = enter(who).get(reverse("matter", args=[case.matter_id])).content.decode()
            assert ("此前同类事项" in page and first.matter.number in page) is seen, who
