"""From the determination through the notice of effect, its slip, a consultation and the check of its receipt."""

from __future__ import annotations

import json
from io import StringIO

from django.urls import reverse
from playwright.sync_api import expect

from rongcuo.exemptions import receipts, sheets
from rongcuo.exemptions.models import Effect, Notice, Query
from rongcuo.exemptions.offline.check_receipt import main as check_offline
from rongcuo.ledger.checkpoints import checkpoint, path
from rongcuo.ledger.verify import verify
from tests.matters.world import Case


def test_protection_holds_and_is_proved(desk, bureau, tmp_path):
    case = Case(bureau, outcome="lighter", findings={"breach": "minor"}).until("determined")
    desk.day.is_(case.day)
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
    assert verify().ok
