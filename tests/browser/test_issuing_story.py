"""A determination leaves the house as an office does it: sheet, review, countersignature, signature, number; its code
is checked by whoever is handed it, and a copy without names goes out."""

from __future__ import annotations

import io

import pytest
from playwright.sync_api import expect

from rongcuo.documents.models import Dispatch, PublicCopy
from rongcuo.documents.scanning import leaks, text_of
from rongcuo.ledger.replay import replay
from tests.browser.axe import violations
from tests.documents.office import confirm
from tests.matters.world import Case

pytestmark = pytest.mark.slow
READINGS = ("decide.quorum", "decide.majority", "effect.itemised", "publish.scope", "publish.name")


def test_a_determination_is_issued_checked_and_published(desk, bureau, tmp_path):
    case = Case(bureau).until("determined")
    confirm(case, *READINGS)
    people, name = case.bureau, case.subject.name
    page, papers = desk.page, f"{desk.url}/matters/{case.matter_id}/documents/"

    with desk.sits("secretary", case.day):
        page.goto(papers)
        desk.picture("papers")
        assert not violations(page), violations(page)
        line = page.locator(".official li", has_text="认定结论")
        line.get_by_role("link", name="拟稿发文").first.click()
        desk.fill(reviewer=str(people["leader_2"].pk), signer=str(people["leader_1"].pk))
        desk.fill(countersigners=[str(people["personnel"].pk)], copies="8", urgency="加急")
        desk.picture("draft")
        desk.elsewhere("draft-empty")
        assert not violations(page), violations(page)
        desk.fill(
            reviewer=str(people["leader_2"].pk), signer=str(people["leader_1"].pk),
            countersigners=[str(people["personnel"].pk)], copies="8", urgency="加急",
        )
        desk.sends()
        expect(page.locator(".lead")).to_contain_text("待核稿")
        desk.picture("sheet")
        desk.elsewhere("sheet")
        assert not violations(page), violations(page)
    row = Dispatch.objects.get()

    for who, task in (("leader_2", "核稿"), ("personnel", "会签")):
        with desk.sits(who, case.day):
            desk.takes(task)
            expect(page.locator("h1")).to_contain_text("认定结论")
            if who == "personnel":
                desk.fill(words="同意，请按影响期规定办理。")
            desk.sends()
    with desk.sits("leader_1", case.day):
        desk.takes("签发")
        expect(page.locator("main")).to_contain_text("同意，请按影响期规定办理。")
        desk.sends()
    assert row.texts.get().sha256 and Dispatch.objects.get().state == "signed"

    with desk.sits("secretary", case.day):
        desk.takes("编号印发")
        desk.fill(number="3")
        desk.is_refused("发文登记簿")
        desk.fill(number="党组容〔2026〕3号")
        desk.sends()
        expect(page.locator("main")).to_contain_text("党组容〔2026〕3号")
        desk.picture("issued")
        desk.elsewhere("issued")
        assert not violations(page), violations(page)
        code = page.locator("dd.num").nth(1).inner_text()
        file = page.request.get(desk.url + page.get_by_role("link", name="印发的文件").get_attribute("href")).body()
    assert "加急" in text_of(file) and name in text_of(file)
    (tmp_path / "paper.pdf").write_bytes(file)
    (tmp_path / "other.pdf").write_bytes(file + b"\n")

    # Whoever is handed it, without an account.
    page.goto(f"{desk.url}/papers/check/")
    desk.fill(code=code, number="党组容〔2026〕3号")
    page.locator("main .button--primary").click()
    expect(page.locator("main .notice")).to_contain_text("相符")
    assert name not in page.locator("main").inner_text()
    for given, said in (("paper.pdf", "逐字节一致"), ("other.pdf", "不是")):
        desk.fill(code=code.lower().replace("-", " "), file=str(tmp_path / given))
        page.locator("main .button--primary").click()
        expect(page.locator("main .notice")).to_contain_text(said)
    desk.picture("checked")
    desk.elsewhere("check")
    assert not violations(page), violations(page)

    with desk.sits("secretary", case.day):
        page.goto(f"{papers}{row.pk}/")
        page.locator("summary", has_text="制作公开稿").click()
        desk.picture("publish")
        page.locator("[name=strings]").fill("示例化工园区")
        page.get_by_role("button", name="制作公开稿").click()
        expect(page.locator("main")).to_contain_text("公开稿")
        copy = PublicCopy.objects.get()
        desk.picture("public")
        desk.elsewhere("public")
        made = page.request.get(desk.url + page.locator(f"a[href$='{copy.pk}.pdf']").get_attribute("href")).body()
    assert leaks(made, [name, "示例化工园区"]) == [] and "此件公开发布" in text_of(made)
    assert copy.of_sha256 == Dispatch.objects.get().sha256 and replay() == []
    assert io.BytesIO(file).read(5) == b"%PDF-"
