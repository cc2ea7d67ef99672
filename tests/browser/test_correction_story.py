"""From the determination to a proved effect and closing; and a recurrence found, warned about and measured again."""

from __future__ import annotations

from datetime import date

from playwright.sync_api import expect

from rongcuo.corrections.models import Plan
from rongcuo.insight.models import Caution
from rongcuo.ledger.replay import replay
from rongcuo.ledger.verify import verify
from tests.insight.world import planted
from tests.matters.world import Case


def paper(name: str) -> dict:
    return {"name": name, "mimeType": "text/plain", "buffer": f"示例材料：{name}".encode()}


def test_an_error_is_tolerated_corrected_and_the_correction_proved(desk, bureau):
    case = Case(bureau).until("determined")
    page, subject = desk.page, case.subject

    with desk.sits("officer", case.day):
        desk.takes("反馈")
        desk.begins("反馈")
        points = {f"answer-{p.pk}": "已核实，作为认定依据。" for p in subject.points.all()}
        desk.fill(explanation="经局党组研究，认定容错（免责）。", **points)
        desk.sends()
        plan = Plan.objects.get()  # at once, with the feedback
        expect(page.locator("main")).to_contain_text(plan.number)
        address = f"/corrections/{plan.pk}/"
        desk.takes("个别谈话")
        page.get_by_role("link", name="个别谈话").first.click()
        desk.fill(place="谈话室", present="范例一、范例二", error="时限未核对检修计划。", causes="任务集中。", demands="十日内提出整改措施。")
        desk.sends()

    with desk.sits("inspector", date(2026, 5, 11)):
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
        page.goto(desk.url + f"/matters/{case.matter_id}/")
        expect(page.locator("main")).to_contain_text("卷宗不能结案归档")  # and it names the measure
        expect(page.locator("main")).to_contain_text("建立核对表。")

    with desk.sits("inspector", date(2026, 5, 22)):
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

    with desk.sits("verifier_1", date(2026, 8, 24)):
        desk.takes("检查整改效果")
        page.get_by_role("link", name="检查整改效果").first.click()
        desk.fill(how="抽查三个月的文书。", found="均已核对，未再发生。", proved="yes", file_0=paper("抽查.txt"))
        desk.sends()

    with desk.sits("officer", date(2026, 8, 25)):
        desk.takes("销号")
        page.get_by_role("link", name="销号").first.click()
        desk.sends()
        expect(page.locator("main")).to_contain_text("已销号")
        desk.picture("plan-closed")
    assert Plan.objects.get().state == "closed"
    assert verify().ok and replay() == []


def test_a_recurrence_is_found_warned_about_and_measured_again(desk, bureau):
    for day, count in (("2025-03-03", 6), ("2025-09-01", 7), ("2026-04-01", 20)):
        planted(bureau, day, count)
    page = desk.page
    with desk.sits("officer", "2026-07-06"):
        page.get_by_role("navigation", name="主导航").get_by_text("预防").click()
        page.get_by_role("link", name="易错情形").click()
        page.get_by_role("link", name="根本原因").click()
        expect(page.locator("#chart canvas")).to_be_visible()
        expect(page.locator("svg.bars")).to_be_hidden()
        row = page.locator("tbody tr", has_text="缺少复核、审核环节")
        expect(row).to_contain_text("超出偶然波动")
        desk.picture("figures")
        desk.elsewhere("figures")
        page.locator("tbody tr", has_text="缺少复核、审核环节").get_by_role("link", name="警示或者教育").click()
        desk.fill(form="warning", title="签发前复核", text="签发前由第二人复核。", units=[str(bureau.units["mines"].pk)])
        desk.sends()
        desk.picture("warning")
    with desk.sits("mines_head", "2026-07-07"):
        desk.takes("签收警示提醒")
        page.get_by_role("button", name="签收").click()
        expect(page.locator("main")).to_contain_text("2026年7月7日")
    planted(bureau, "2026-10-12", 5)
    with desk.sits("officer", "2027-01-11"):
        desk.takes("再次测量")
        page.get_by_role("link", name="再次测量").first.click()
        expect(page.locator("table.compared")).to_contain_text("20")
        desk.fill(found="由二十件降到五件，继续抽查。")
        desk.sends()
        desk.picture("measured-again")
    assert Caution.objects.get().later["count"] == 5
    assert verify().ok
