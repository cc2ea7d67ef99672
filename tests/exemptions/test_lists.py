"""Bad lists: every file and row that is not as it should be gets a message by its row, and nothing is taken in."""

from __future__ import annotations

import zipfile
from datetime import date, datetime
from io import BytesIO

import pytest
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from rongcuo.exemptions import lists, sheets
from rongcuo.exemptions.lists import ListErrors, read_list
from rongcuo.matters.packs import current_pack
from rongcuo.people.models import Unit
from rongcuo.people.record import add_person, add_post

DAY = date(2026, 9, 17)
HEAD = ["姓名", "单位", "事项", "日期"]


def book(*rows, head=HEAD, mac=False, merge=None) -> bytes:
    made = Workbook()
    if mac:
        made.epoch = CALENDAR_MAC_1904
    sheet = made.active
    for row in [head, *rows]:
        sheet.append(row)
    if merge:
        sheet.merge_cells(merge)
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def read(data: bytes, effect="A10-2-promotion") -> list[dict]:
    return read_list(data, current_pack(), day=DAY, effect=effect)


def errors(data: bytes) -> list[tuple[int, str]]:
    with pytest.raises(ListErrors) as caught:
        read(data)
    return [(e.row, e.message) for e in caught.value.errors]


def test_a_good_list(bureau):
    rows = read(book(["示例甲", "危险化学品监管处", "职级晋升", "2026-09-01"], ["示例乙"], ["示例安全培训中心", "", "年度目标责任考核", ""]))
    assert [(r["name"], r["effect"], r["day"]) for r in rows] == [
        ("示例甲", "A10-2-rank", "2026-09-01"), ("示例乙", "A10-2-promotion", "2026-09-17"),
        ("示例安全培训中心", "A10-1-target", "2026-09-17"),
    ]
    assert rows[0]["person"] == str(bureau["inspector"].pk) and rows[2]["unit"] == str(bureau.units["training"].pk)


@pytest.mark.parametrize(
    "written",
    ["２０２６年９月１日", "2026/9/1", "2026.09.01", "20260901", "2026年9月1日", date(2026, 9, 1), datetime(2026, 9, 1, 8, 0)],
)
def test_days_as_people_write_them_full_width_digits_too(bureau, written):
    assert read(book(["示例 甲", "", "", written]))[0]["day"] == "2026-09-01"
    assert read(book(["示例甲　", "", "", written], mac=True))[0]["day"] == "2026-09-01"  # days counted from 1904


def test_every_error_by_its_row_and_nothing_taken_in(bureau):
    found = dict(errors(book(
        ["示例甲"], ["查无此人"], ["", "危险化学品监管处"], ["示例乙", "没有的处"], ["示例丙", "危险化学品监管处"],
        ["示例丁", "", "升官"], ["示例戊", "", "", "2026-13-40"], ["示例甲"],
    )))  # fmt: skip
    assert set(found) == {3, 4, 5, 6, 7, 8, 9}
    assert "查无此人" in found[3] and "没有的处" in found[5] and "升官" in found[7] and "2026-13-40" in found[8]
    assert "2" in found[9]  # the same as row 2


def test_two_people_of_one_name(bureau):
    other = add_person(actor=None, name="示例甲")
    add_post(actor=None, person=other, unit=bureau.units["mines"].pk, title="科员", since=date(2025, 1, 1))
    assert "单位" in errors(book(["示例甲"]))[0][1]
    rows = read(book(["示例甲", "矿山监管处"], ["示例甲", "危险化学品监管处"]))
    assert [r["person"] for r in rows] == [str(other), str(bureau["inspector"].pk)]
    third = add_person(actor=None, name="示例甲")
    add_post(actor=None, person=third, unit=bureau.units["mines"].pk, title="科员", since=date(2025, 1, 1))
    assert errors(book(["示例甲", "矿山监管处"]))[0][0] == 2


def test_a_unit_merged_in_mid_year(bureau):
    Unit.objects.filter(pk=bureau.units["mines"].pk).update(ended_on=date(2026, 6, 30))
    found = errors(book(["示例丁", "矿山监管处"], ["矿山监管处", "", "年度目标责任考核"]))
    assert [row for row, _ in found] == [2, 3] and all("2026年6月30日" in text for _, text in found)
    # Before the merging it is still meant.
    assert len(read(book(["示例丁", "矿山监管处", "", "2026-06-30"]))) == 1
    Unit.objects.filter(pk=bureau.units["mines"].pk).update(merged_into=bureau.units["emergency"])
    assert "应急救援处" in errors(book(["示例丁", "矿山监管处"]))[0][1]
    # A unit's earlier name is its name too.
    Unit.objects.filter(pk=bureau.units["licensing"].pk).update(
        name="示例审批处", former=[{"name": "行政许可处", "name_en": "", "until": "2026-06-30"}]
    )
    assert {r["place"] for r in read(book(["示例庚", "行政许可处"], ["示例辛", "示例审批处"]))} == {"示例审批处"}


def test_formulas_and_merged_cells(bureau):
    assert "公式" in errors(book(["示例甲"], ["=A2"]))[0][1]
    assert errors(book(["示例甲"], ["示例乙"], merge="A2:A3"))[0][0] == 2


def test_heads(bureau):
    assert errors(book(["示例甲"], head=["编号"]))[0][0] == 1
    assert "姓名" in errors(book(["示例甲", "x"], head=["姓名", "姓 名"]))[0][1]
    assert errors(book())[0][1] and errors(book(head=[]))[0][1]


def raw(sheet_xml: bytes) -> bytes:
    """A workbook whose first sheet is this XML."""
    source, out = BytesIO(book(["示例甲"])), BytesIO()
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, sheet_xml if name == "xl/worksheets/sheet1.xml" else old.read(name))
    return out.getvalue()


XML = b'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%s</sheetData></worksheet>'


def cell(row: int, text: str) -> bytes:
    return f'<row r="{row}"><c r="A{row}" t="inlineStr"><is><t>{text}</t></is></c></row>'.encode()


def test_a_million_empty_rows(bureau):
    empty = b"".join(b'<row r="%d"/>' % n for n in range(3, 1_000_001))
    data = raw(XML % (cell(1, "姓名") + cell(2, "示例甲") + empty))
    assert [r["name"] for r in read(data)] == ["示例甲"]
    far = raw(XML % (cell(1, "姓名") + cell(2, "示例甲") + cell(900_000, "示例乙")))
    assert errors(far)[0][0] == 900_000


def test_a_zip_bomb_is_not_unpacked(bureau):
    bomb = raw(XML % (cell(1, "姓名") + b" " * (40 * 1024 * 1024)))
    assert len(bomb) < sheets.MOST_BYTES
    assert "解压" in errors(bomb)[0][1]


@pytest.mark.parametrize(
    "data",
    [b"", b"\xd0\xcf\x11\xe0" + b"\0" * 600, b"PK\x03\x04broken", "姓名,单位\n示例甲,".encode(), b"\0" * (sheets.MOST_BYTES + 1)],
)
def test_what_is_no_xlsx(bureau, data):
    assert [row for row, _ in errors(data)] == [0]


def test_macros_entities_and_broken_xml(bureau):
    out = BytesIO(book(["示例甲"]))
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"x")
    assert "宏" in errors(out.getvalue())[0][1]
    entity = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet><sheetData>' + cell(1, "姓名") + b"</sheetData></worksheet>"
    for xml in (entity, b"<worksheet><sheetData><row>", b"\xff\xfe"):
        assert [row for row, _ in errors(raw(xml))] == [0]


def test_more_than_five_thousand_rows(bureau, monkeypatch):
    monkeypatch.setattr(lists, "MOST", 3)
    assert "3" in errors(book(["示例甲"], ["示例乙"], ["示例丙"], ["示例丁"]))[0][1]


def test_what_is_written_never_becomes_a_formula():
    data = sheets.write("名单", ["姓名"], [["=1+1"], ["+7"], ["@x"], ["示例甲"]])
    with zipfile.ZipFile(BytesIO(data)) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")
