"""One matter through pages alone: the determination, the notice of effect and its slip, a consultation and the check of its
receipt, the correction to its proved effect and closing, and the closing of the dossier.
"""

from __future__ import annotations

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from rongcuo.corrections.models import Plan
from rongcuo.exemptions import receipts, sheets
from rongcuo.exemptions.models import Effect, Notice, Query
from rongcuo.exemptions.offline.check_receipt import main as check_offline
from rongcuo.ledger.checkpoints import checkpoint, path
from rongcuo.ledger.replay import replay
from rongcuo.ledger.verify import verify
from rongcuo.matters.models import Matter
from tests.matters.world import Case

pytestmark = pytest.mark.slow

#: What is ticked in the determination, and what is not.
GRANTED = ("A10-2-promotion", "A10-2-rank", "A10-3", "A10-5")


def test_protection_holds_and_correction_is_proved(desk, bureau, tmp_path):
    case = Case(bureau, outcome="lighter", findings={"breach": "minor"}).until("opinion")
    determination(desk, bureau, case)
    protection(desk, bureau, case, tmp_path)
    told_and_filed(desk, case)
    correction(desk, bureau, case)
    closed(desk, case)
    assert verify().ok and replay() == []


def determination(desk, bureau, case) -> None:
    """The leading group's determination, taken in the pages: each effect ticked by itself."""
    page, subject, leaders = desk.page, case.subject.pk, bureau.leaders
    case.later(7)
    with desk.sits("secretary", case.day):
        desk.takes("研究确定")
        desk.begins("研究确定")
        expect(page.locator("[name^='effect-']:checked")).to_have_count(0)
        desk.fill(held_on=case.day.isoformat(), place="局第一会议室", due=leaders, present=leaders, chair=leaders[0])
        for n in range(len(leaders)):
            desk.fill(**{f"view-{n}": "同意报告所列事实，同意从轻。"})
        desk.fill(**{
            f"outcome-{subject}": "lighter", f"for-{subject}": "5", f"against-{subject}": "0", f"abstain-{subject}": "0",
            f"reason-{subject}": "情节较轻，主动改正。",
        })  # fmt: skip
        for box in page.locator(f"[name^='effect-{subject}-']").all():
            effect = box.get_attribute("name").removeprefix(f"effect-{subject}-")
            if effect in GRANTED:
                box.check()
            else:
                desk.fill(**{f"why-{subject}-{effect}": "与本事项无关。"})
        desk.sends()
    assert set(case.subject.effects) == set(GRANTED)


def protection(desk, bureau, case, tmp_path) -> None:
    """The effect is told, answered, asked about and checked; it changes and keeps what was."""
    page, subject = desk.page, case.subject
    effects = reverse("effects", args=[case.matter_id, subject.pk])

    with desk.sits("officer"):  # from the matter's page to the register, and the notice
        page.goto(desk.url + reverse("matter", args=[case.matter_id]))
        expect(page.locator("#effects")).to_contain_text("干部提拔任用不受影响")
        page.get_by_role("link", name="查看登记和历次版本").click()
        expect(page.locator("main")).to_contain_text("人事处")
        desk.picture("register")
        desk.elsewhere("register")
        page.locator(".actions a.button--primary").click()
        desk.fill(recipient="personnel", words_="请按告知内容落实。")
        desk.picture("notice-form")
        desk.press()
        expect(page.locator("#notices")).to_contain_text("人事处")

    notice = Notice.objects.get()
    with desk.sits("personnel"):  # the slip, from the desk
        desk.takes("登记回执")
        expect(page.locator("h1")).to_contain_text("人事处")
        desk.fill(done="no", answered_on=case.day.isoformat())
        desk.is_refused("理由")
        desk.fill(answer="影响期内从其规定，期满后落实。")
        desk.press()
        expect(page.locator("main")).to_contain_text("影响期内从其规定")
        desk.picture("slip")
        desk.elsewhere("slip")
    notice.refresh_from_db()
    assert notice.state == "not_done"

    with desk.sits("officer"):  # not done comes back with its reason and is settled
        page.goto(desk.url + reverse("notice", args=[notice.pk]))
        desk.fill(words_="已告知本人。")
        page.get_by_role("button", name="已阅并处理").click()
        expect(page.locator("main")).to_contain_text("未办，已处理")

    with desk.sits("personnel"):  # a sanction from its document, and what it answers
        page.goto(desk.url + reverse("sanction-new"))
        about = f"{bureau['inspector'].pk}:{bureau.units['chemicals'].pk}"
        desk.fill(
            about=about, document_number="示例政务〔2026〕1号", issued_by="示例局机关纪委", kinds=["state_warning"],
            starts_on=case.day.isoformat(), ends_on="2026-01-01",
            act_number=case.act.document_number,
        )
        desk.is_refused("截止日早于开始日")
        desk.fill(ends_on="")
        desk.press()
        expect(page.locator("h1")).to_contain_text("政务警告")
        desk.picture("sanction")

        page.goto(desk.url + reverse("consult"))
        desk.fill(
            about=about, effect="A10-2-promotion", asking_body="示例局干部考察组", purpose="2026年度职务晋升考察",
            act_number=case.act.document_number,
        )
        desk.picture("consult")
        desk.elsewhere("consult")
        desk.fill(
            about=about, effect="A10-2-promotion", asking_body="示例局干部考察组", purpose="2026年度职务晋升考察",
            act_number=case.act.document_number,
        )
        desk.press()
        expect(page.locator("h1")).to_contain_text("受影响，至")
        expect(page.locator("main")).to_contain_text(case.act.document_number)
        desk.picture("answer")
        desk.elsewhere("answer")
        query = Query.objects.get()
        page.get_by_role("link", name="打印回执").click()
        expect(page.locator(".paper")).to_contain_text("不拘束纪检监察机关")
        expect(page.locator(".receipt-check img")).to_be_visible()
        desk.picture("receipt")
        code = page.locator(".receipt-code").inner_text()

    # Whoever is handed it checks it without signing in: on the page, and offline.
    page.goto(desk.url + reverse("check"))
    desk.fill(code=code)
    page.get_by_role("button", name="查验").click()
    expect(page.locator("main")).to_contain_text("这份回执真实有效")
    expect(page.locator("main")).to_contain_text(query.number)
    desk.picture("check")
    desk.elsewhere("check")
    desk.denied(reverse("check-receipt", args=["a" * 26]))
    checkpoint()
    (tmp_path / "receipt.json").write_text(json.dumps(receipts.receipt_file(query)), "utf-8")
    said = StringIO()
    assert check_offline([str(tmp_path / "receipt.json"), str(path())], said) == 0 and query.number in said.getvalue()

    with desk.sits("inspector"):  # the person: own effects, and nothing of the question yet
        page.goto(desk.url + reverse("mine"))
        expect(page.locator("main")).to_contain_text("政务警告")
        expect(page.locator("main")).not_to_contain_text(query.number)
        desk.picture("mine")
        desk.elsewhere("mine")

    with desk.sits("personnel"):  # a list with an error, mended, for a second person
        page.goto(desk.url + reverse("list-new"))
        wrong, right = ([["示例甲"], ["查无此人"]], [["示例甲"], ["示例壬"]])
        for rows in (wrong, right):
            data = sheets.write("名单", ["姓名", "单位", "事项", "日期"], rows)
            desk.fill(
                asking_body="示例局干部考察组", purpose="资格审核", effect="A10-2-promotion",
                file={"name": "list.xlsx", "mimeType": "application/octet-stream", "buffer": data},
            )
            desk.press()
            if rows is wrong:
                expect(page.locator(".error-summary")).to_contain_text("查无此人")
                desk.picture("list-errors")
        expect(page.locator("main")).to_contain_text("待第二人复核")
    with desk.sits("supervisor"):
        desk.takes("复核批量查询")
        desk.press()
        expect(page.locator("main")).to_contain_text("无登记限制1 · 受影响至某日1")
        desk.picture("list")
        desk.elsewhere("list")

    with desk.sits("secretary"):  # a change from then on
        page.goto(desk.url + effects)
        page.get_by_role("link", name="登记变更或者撤销").click()
        desk.fill(**{
            "document": "示例党组纪要〔2026〕9号", "held_on": case.day.isoformat(),
            "heard": "已听取。", "change-A10-3": "end", "reason-A10-3": "由有权机关决定。",
        })
        desk.picture("change")
        desk.press()
        expect(page.locator("main")).to_contain_text("此前1个版本")
    assert Effect.objects.filter(effect="A10-3").count() == 2


def paper(name: str) -> dict:
    return {"name": name, "mimeType": "text/plain", "buffer": f"示例材料：{name}".encode()}


def told_and_filed(desk, case) -> None:
    """Feedback, which opens the correction at once; receipt, publication, filing, which does not wait for it."""
    page = desk.page
    case.later(2)
    with desk.sits("officer", case.day):
        desk.takes("反馈")
        desk.begins("反馈")
        points = {f"answer-{p.pk}": "已核实，作为认定依据。" for p in case.subject.points.all()}
        desk.fill(explanation="经局党组研究，予以从轻。", **points)
        desk.sends()
        expect(page.locator("main")).to_contain_text(Plan.objects.get().number)
    with desk.sits("inspector"):
        desk.takes("记录签收")
        desk.begins("记录签收")
        desk.fill(received_on=case.day.isoformat(), words="已收悉。")
        desk.sends()
    with desk.sits("officer"):
        desk.takes("公开")
        desk.begins("公开")
        desk.fill(form="circular", scope="organisation", text="作出限期要求前应当核对检修计划。")
        desk.sends()
        desk.takes("存档备案")
        desk.begins("存档备案")
        desk.fill(note="材料齐全，存档备案。")
        desk.sends()
    assert case.matter.state == "filed"


def correction(desk, bureau, case) -> None:
    """Talk, analysis, proof, the check by somebody else some months later, closing by the party committee."""
    page, plan = desk.page, Plan.objects.get()
    matter, address = f"{desk.url}/matters/{case.matter_id}/", f"/corrections/{plan.pk}/"
    with desk.sits("officer"):
        desk.takes("个别谈话")
        page.get_by_role("link", name="个别谈话").first.click()
        desk.fill(place="谈话室", present="范例一、范例二", error="时限未核对检修计划。", causes="任务集中。", demands="十日内提出整改措施。")
        desk.sends()

    with desk.sits("inspector", case.day + timedelta(days=7)):
        desk.takes("分析原因")
        page.get_by_role("link", name="分析原因，制定整改措施").first.click()
        desk.fill(
            event_codes=["inspection"], event="时限偏紧。", outcome_codes=["rights"], outcome="短暂停产。",
            factor_codes=["time_pressure"], factor="任务叠加。", cause_codes=["no_review"], cause="没有第二人复核。",
            **{"text-0": "建立核对表。", "owner-0": str(bureau["inspector"].pk), "days-0": "10"},
        )
        desk.is_refused("此项须用文字说明")  # what will prove it is missing; what was typed is still there
        expect(page.locator("[name='text-0']")).to_have_value("建立核对表。")
        desk.picture("draw-up-refused")
        desk.fill(**{"expected-0": "核对表和使用记录。"})
        desk.sends()
        desk.picture("plan-under-way")
        desk.elsewhere("plan")

    with desk.sits("officer"):
        page.goto(matter)
        expect(page.locator("#dossier")).to_contain_text("尚不能结案归档")  # and it names the measure
        expect(page.locator("main")).to_contain_text("建立核对表。")

    with desk.sits("inspector", case.day + timedelta(days=14)):
        desk.takes("提交完成证明")
        page.get_by_role("link", name="提交完成证明").first.click()
        desk.fill(done="核对表已定稿。")
        desk.is_refused("缺少约定的完成证明")
        desk.fill(file_0=paper("核对表.txt"))
        desk.sends()

    with desk.sits("officer"):
        desk.takes("指定效果检查人")
        page.get_by_role("link", name="指定效果检查人").first.click()
        choices = page.locator("[name=checker] option").evaluate_all("all => all.map(o => o.value)")
        assert str(bureau["inspector"].pk) not in choices  # owner and drawer
        desk.fill(checker=str(bureau["verifier_1"].pk))
        desk.sends()
        desk.denied(f"{address}do/check_effect/", 403)

    plan.refresh_from_db()
    with desk.sits("verifier_1", plan.check_from):
        desk.takes("检查整改效果")
        page.get_by_role("link", name="检查整改效果").first.click()
        desk.fill(how="抽查三个月的文书。", found="均已核对，未再发生。", proved="yes", file_0=paper("抽查.txt"))
        desk.sends()

    with desk.sits("officer", plan.check_from + timedelta(days=1)):
        desk.takes("销号")
        page.get_by_role("link", name="销号").first.click()
        desk.sends()
        expect(page.locator("main")).to_contain_text("已销号")
        desk.picture("plan-closed")
    assert Plan.objects.get().state == "closed"


def closed(desk, case) -> None:
    """With the last obligation met, the dossier is closed."""
    page = desk.page
    with desk.sits("officer"):
        page.goto(f"{desk.url}/matters/{case.matter_id}/")
        expect(page.locator("#dossier")).to_contain_text("可以结案归档")
        desk.chooses("结案归档")
        desk.fill(note="各项义务履行完毕。")
        desk.sends()
        expect(page.locator("h1 + p")).to_contain_text("已结案归档")
        desk.picture("dossier-closed")
    assert Matter.objects.get().sealed_on is not None
