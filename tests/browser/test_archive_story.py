"""A matter is filed, what is owed holds up its closing, and its dossier leaves the house and is checked outside."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect

from rongcuo.archive.verifying import VERIFY
from rongcuo.matters.models import Matter
from tests.browser.axe import violations
from tests.matters.world import Case

pytestmark = pytest.mark.slow


def test_a_dossier_is_closed_taken_out_and_checked(desk, bureau, tmp_path):
    case = Case(bureau).until("published")
    address = f"{desk.url}/matters/{case.matter_id}/"
    page = desk.page

    with desk.sits("officer", case.day):
        page.goto(address)
        desk.begins("存档备案")
        desk.fill(note="材料齐全，存档备案。")
        desk.sends()
        page.goto(address)
        owed = page.locator("#dossier")
        expect(owed).to_contain_text("尚不能结案归档")
        expect(owed).to_contain_text("纠错〔2026〕1号")
        desk.picture("owed")
        desk.chooses("检测卷宗")
        desk.sends()
        expect(page.locator("#filing")).to_contain_text("四性检测报告")

    case.corrected()
    with desk.sits("officer", case.day):
        page.goto(address)
        expect(page.locator("#dossier")).to_contain_text("可以结案归档")
        desk.chooses("结案归档")
        desk.fill(note="各项义务履行完毕。", ground="precedent")
        desk.is_refused()  # a ground needs a reason
        desk.fill(ground_reason="可供以后参照。")
        desk.picture("close")
        desk.sends()
        expect(page.locator("h1 + p")).to_contain_text("已结案归档")
        dossier = page.locator("#dossier")
        expect(dossier.locator("tbody tr").first).to_contain_text("WS·2026-Y-RCJC-0001")
        desk.picture("closed")
        desk.elsewhere("closed")

        with page.expect_download() as waited:
            page.get_by_role("button", name="导出卷宗").click()
            page.locator("[name=purpose]").select_option("transfer")
            page.get_by_role("button", name="导出卷宗").click()
        package = tmp_path / "dossier.zip"
        waited.value.save_as(package)
        assert waited.value.suggested_filename == "容错〔2026〕1号.zip"
        # The package's own verify.py, by a Python that has nothing of ours.
        with zipfile.ZipFile(package) as box:
            (tmp_path / "verify.py").write_bytes(box.read(next(n for n in box.namelist() if n.endswith("/verify.py"))))
        assert (tmp_path / "verify.py").read_bytes() == VERIFY.read_bytes()
        done = subprocess.run(
            [sys.executable, "-I", "-S", str(tmp_path / "verify.py"), str(package), "--json"], capture_output=True, env={},
            timeout=120,
        )
        said = json.loads(done.stdout)
        assert (done.returncode, said["found"]) == (0, [])

        page.goto(f"{desk.url}/dossiers/destruction/")
        expect(page.locator("main")).to_contain_text("没有保管期满的材料")
        desk.picture("nothing-due")
        page.goto(f"{desk.url}/dossiers/")
        assert not violations(page), violations(page)
        expect(page.locator("tbody")).to_contain_text("已导出")
        desk.picture("transfer")
        with page.expect_download() as waited:
            page.get_by_role("link", name="清单（xlsx）").click()
        waited.value.save_as(tmp_path / "list.xlsx")
        rows = list(load_workbook(tmp_path / "list.xlsx").active.iter_rows(min_row=5, values_only=True))
        assert {r[9] for r in rows} == {said["digest"]}
        page.get_by_role("link", name="打印清单").click()
        expect(page.locator("main")).to_contain_text(said["digest"])
        desk.picture("transfer-print")

        page.goto(f"{desk.url}/dossiers/imported/")
        page.locator("[name=package]").set_input_files(package)
        page.locator("[name=expect]").fill("0" * 64)
        desk.is_refused("核验不通过")
        page.locator("[name=package]").set_input_files(package)
        page.locator("[name=expect]").fill(said["digest"])
        desk.picture("import")
        desk.sends()
        expect(page.locator("h1")).to_contain_text(Matter.objects.get().title)
        desk.picture("imported")
        desk.elsewhere("imported")
        page.get_by_role("link", name="阅读全卷").click()
        expect(page.locator("h1")).to_contain_text(Matter.objects.get().title)
        desk.picture("index")
        page.go_back()

        page.goto(f"{desk.url}/search/")
        page.locator("main [name=q]").fill("整改")
        desk.fill(purpose="like")
        page.locator("main form[role=search] button").click()
        expect(page.locator(".hit mark").first).to_have_text("整改")
        assert "整改" not in page.url and "q=" not in page.url
        desk.picture("search")
        desk.elsewhere("search")

    with desk.sits("trainer"):
        page.goto(f"{desk.url}/search/")
        page.locator("main [name=q]").fill("整改")
        page.locator("main form[role=search] button").click()
        expect(page.locator("main")).to_contain_text("没有检索到您可以查阅的内容")
        expect(page.locator(".hit")).to_have_count(0)
