"""A recurrence found, warned about and measured again."""

from __future__ import annotations

from playwright.sync_api import expect

from rongcuo.insight.models import Caution
from rongcuo.insight.publication import publish
from rongcuo.ledger.verify import verify
from tests.browser.axe import violations
from tests.insight.world import at, planted


def test_a_recurrence_is_found_warned_about_and_measured_again(desk, bureau):
    for day, count in (("2025-03-03", 6), ("2025-09-01", 7), ("2026-04-01", 20)):
        planted(bureau, day, count)
    with at("2026-07-01"):
        publish()  # the daily job
    page = desk.page
    with desk.sits("officer", "2026-07-06"):
        page.get_by_role("navigation", name="主导航").get_by_text("预防").click()
        page.get_by_role("link", name="易错情形").click()
        page.get_by_role("link", name="根本原因", exact=True).click()
        expect(page.locator("#chart canvas")).to_be_visible()
        expect(page.locator("svg.bars")).to_be_hidden()
        row = page.locator("tbody tr", has_text="缺少复核、审核环节")
        expect(row).to_contain_text("超出偶然波动")
        desk.picture("figures")
        desk.elsewhere("figures")
        page.get_by_role("link", name="根本原因 × 处室（单位）").click()  # of the year that is over
        expect(page.locator(".shade-4")).to_have_count(1)
        assert violations(page) == []
        desk.picture("crossed")
        desk.elsewhere("crossed")
        page.locator("tbody tr", has_text="缺少复核、审核环节").get_by_role("link", name="警示或者教育").click()
        desk.fill(form="warning", title="签发前复核", text="签发前由第二人复核。", units=[str(bureau.units["mines"].pk)])
        desk.sends()
        desk.picture("warning")
    with desk.sits("mines_head", "2026-07-07"):
        desk.takes("签收警示提醒")
        page.get_by_role("button", name="签收").click()
        expect(page.locator("main")).to_contain_text("2026年7月7日")
    planted(bureau, "2026-10-12", 5)
    with at("2027-01-04"):
        publish()
    with desk.sits("officer", "2027-01-11"):
        desk.takes("再次测量")
        page.get_by_role("link", name="再次测量").first.click()
        expect(page.locator("table.compared")).to_contain_text("20")
        desk.fill(found="由二十件降到五件，继续抽查。")
        desk.sends()
        desk.picture("measured-again")
    assert Caution.objects.get().later["count"] == 5
    assert verify().ok
