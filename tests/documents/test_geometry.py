"""The layout is GB/T 9704-2012 to the millimetre: read back from the PDF, its words by poppler, its ink by pixels."""

from __future__ import annotations

import re
import subprocess
from collections import defaultdict
from itertools import pairwise
from statistics import mean

import pytest
from PIL import Image

from rongcuo.documents.setting import typeset
from tests.documents.samples import sheet
from tests.support.programs import needed

MM = 72 / 25.4
#: 200 dots an inch: a pixel is 0.13 mm.
DPI = 200
NEAR = 0.35  # mm


@pytest.fixture
def measured(tmp_path):
    """(lines of each page, picture of each page) of a paper; pictures only where they are asked for."""

    def read(data: dict, ink: bool = True) -> tuple[list, list]:
        path = tmp_path / "paper.pdf"
        path.write_bytes(typeset(data, 0))
        box = subprocess.run(
            [needed("pdftotext", "poppler-utils"), "-bbox", path, "-"], capture_output=True, text=True, check=True
        ).stdout
        pages = [_lines(page) for page in re.findall(r"<page .*?</page>", box, re.S)]
        if not ink:
            return pages, []
        subprocess.run([needed("pdftoppm", "poppler-utils"), "-r", str(DPI), path, tmp_path / "page"], check=True)
        return pages, [Image.open(p).convert("RGB") for p in sorted(tmp_path.glob("page*.ppm"))]

    return read


def _lines(page: str) -> list[tuple[float, float, float, str]]:
    """(top, left, right, words) of each line, in millimetres."""
    rows: dict[float, list] = defaultdict(list)
    for x0, y0, x1, y1, word in re.findall(r'xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>', page):
        middle = (float(y0) + float(y1)) / 2 / MM
        near = next((k for k in rows if abs(k - middle) < 2), middle)
        rows[near].append((float(x0) / MM, float(x1) / MM, word))
    found = []
    for y, words in sorted(rows.items()):
        words.sort()
        found.append((y, words[0][0], max(w[1] for w in words), "".join(w[2] for w in words)))
    return found


def red_rows(picture: Image.Image) -> list[tuple[float, float, float, float]]:
    """(top, bottom, left, right) in millimetres of each band of red ink."""
    red = picture.split()
    mask = Image.eval(red[0], lambda v: 255 if v > 150 else 0)
    low = Image.eval(red[1], lambda v: 255 if v < 110 else 0)
    inked = Image.composite(mask, Image.new("L", mask.size), low)
    bands, start = [], None
    for y in range(inked.height):
        row = inked.crop((0, y, inked.width, y + 1)).getbbox()
        if row and start is None:
            start = y
        elif not row and start is not None:
            left, _top, right, _bottom = inked.crop((0, start, inked.width, y)).getbbox()
            bands.append((start, y, left, right))
            start = None
    return [tuple(v / DPI * 25.4 for v in band) for band in bands]


def test_the_page_holds_22_lines_of_28_characters(measured):
    pages, _ = measured(sheet("国" * 28 * 60, sealed=False, signing=["经办人"], issuer=""), ink=False)
    lines = [line for line in pages[1] if "国" in line[3]]
    assert len(lines) == 22
    assert {len(line[3]) for line in lines} == {28}
    assert mean(line[1] for line in lines) == pytest.approx(28, abs=NEAR)
    assert mean(line[2] for line in lines) == pytest.approx(184, abs=NEAR + 0.3)  # 26 mm to the edge
    steps = [b[0] - a[0] for a, b in pairwise(lines)]
    assert steps == pytest.approx([225 / 22] * 21, abs=0.05)
    assert lines[0][0] - 16 / MM / 2 + NEAR >= 37 and lines[-1][0] + 16 / MM / 2 <= 297 - 35 + NEAR


def test_the_first_line_of_a_paragraph_is_indented_two_characters(measured):
    pages, _ = measured(sheet("国" * 27 * 3), ink=False)
    lines = [line for line in pages[0] if "国" in line[3]]
    assert lines[0][1] == pytest.approx(28 + 2 * 156 / 28, abs=NEAR)
    assert (len(lines[0][3]), len(lines[1][3])) == (26, 28)


def test_the_head_of_a_document(measured):
    pages, pictures = measured(sheet(cc="人事处", printed_on="2026年3月3日"))
    mark, rule = red_rows(pictures[0])[:2]
    assert mark[0] == pytest.approx(37 + 35, abs=NEAR)  # 35 mm below the upper edge of the type area
    assert (mark[2] + mark[3]) / 2 == pytest.approx(28 + 78, abs=1)
    assert rule[2:] == pytest.approx((28, 184), abs=NEAR)  # as wide as the type area
    number = next(line for line in pages[0] if "〔2026〕" in line[3])
    assert rule[0] - (number[0] + 16 / MM / 2) == pytest.approx(4, abs=0.8)  # 4 mm below the number
    title = next(line for line in pages[0] if "关于示例事项" in line[3])
    assert title[0] - 22 / MM / 2 - rule[1] == pytest.approx(2 * 225 / 22, abs=1.5)  # two lines below it
    to = next(line for line in pages[0] if "各处室" in line[3])
    assert to[1] == pytest.approx(28, abs=NEAR)


def test_a_long_mark_is_no_wider_than_the_type_area(measured):
    _, pictures = measured(sheet(mark="中共示例省示例市示例区安全生产监督管理服务保障局机关委员会文件"))
    mark = red_rows(pictures[0])[0]
    assert mark[0] == pytest.approx(72, abs=NEAR)
    assert mark[2] >= 28 - NEAR and mark[3] <= 184 + NEAR


def test_the_last_lines_stand_at_the_lower_edge(measured):
    pages, pictures = measured(sheet(cc="人事处", printed_on="2026年3月3日"))
    picture = pictures[0].convert("L")
    rules = []
    for y in range(int(200 / 25.4 * DPI), int(265 / 25.4 * DPI)):
        row = picture.crop((0, y, picture.width, y + 1)).point(lambda v: 255 if v < 100 else 0).getbbox()
        if row and row[2] - row[0] > 150 / 25.4 * DPI:
            ink = picture.crop((row[0], y, row[2], y + 1)).point(lambda v: 255 if v < 100 else 0).histogram()[255]
            if ink > 0.99 * (row[2] - row[0]):
                rules.append(y / DPI * 25.4)
    starts = [y for n, y in enumerate(rules) if n == 0 or y - rules[n - 1] > 1]
    assert len(starts) == 3
    assert rules[-1] == pytest.approx(297 - 35, abs=0.5)
    copies = next(line for line in pages[0] if "抄送" in line[3])
    assert copies[1] == pytest.approx(28 + 14 / MM, abs=NEAR)


def test_seal_date_and_name(measured):
    pages, _ = measured(sheet("国" * 20, issuer="示例省安全监管局"), ink=False)
    name = next(line for line in pages[0] if line[3] == "示例省安全监管局" and line[0] > 150)
    date = next(line for line in pages[0] if "2026年3月2日" in line[3] and line[0] > name[0])
    text = next(line for line in pages[0] if "国" in line[3])
    assert max(name[2], date[2]) == pytest.approx(184 - 4 * 156 / 28, abs=0.8)  # four characters from the right
    assert (name[1] + name[2]) / 2 == pytest.approx((date[1] + date[2]) / 2, abs=0.8)
    assert name[0] - text[0] == pytest.approx(3 * 225 / 22, abs=0.8)  # room for the seal above
    assert date[0] - name[0] == pytest.approx(225 / 22, abs=1)  # the middle of digits is not that of characters


def test_without_a_seal_the_date_begins_two_characters_right_of_the_name(measured):
    pages, _ = measured(sheet("国" * 20, issuer="示例省安全生产监督管理局", sealed=False, signing=["经办人"]), ink=False)
    name = next(line for line in pages[0] if line[3] == "示例省安全生产监督管理局" and line[0] > 150)
    date = next(line for line in pages[0] if line[3].startswith("2026年3月2日"))
    assert name[2] == pytest.approx(184 - 2 * 156 / 28, abs=0.8)
    assert date[1] - name[1] == pytest.approx(2 * 156 / 28, abs=0.5)


def test_page_numbers_stand_outside_7_mm_below_the_type_area(measured):
    pages, _ = measured(sheet("国" * 28 * 60), ink=False)
    for n, lines in enumerate(pages[:2], 1):
        mark = next(line for line in reversed(lines) if f"—{n}—" in line[3])
        assert mark[0] == pytest.approx(297 - 35 + 7, abs=2)
        edge = 184 - mark[2] if n % 2 else mark[1] - 28
        assert edge == pytest.approx(14 / MM, abs=1)  # one character in: right on odd sides, left on even ones


def test_a_letter(measured):
    pages, pictures = measured(sheet("国" * 28 * 20, profile="letter", mark="示例省安全生产监督管理局"))
    bands = red_rows(pictures[0])
    mark, lines = bands[0], bands[1:]
    assert mark[0] == pytest.approx(30, abs=NEAR)  # from the upper edge of the paper
    assert len(lines) == 4
    for line in lines:
        assert line[2:] == pytest.approx((20, 190), abs=NEAR)  # 170 mm, in the middle
    assert lines[0][0] - mark[1] == pytest.approx(4, abs=0.6)
    thick = [b - a for a, b, *_ in lines]
    assert thick[0] > thick[1] and thick[2] < thick[3]  # thick above and thin below; the other way at the foot
    assert lines[2][0] == pytest.approx(297 - 20, abs=NEAR)
    number = next(line for line in pages[0] if "〔2026〕" in line[3])
    assert number[2] == pytest.approx(184, abs=0.8)
    assert not any("—1—" in line[3] for line in pages[0])  # the first side bears no number
    assert any("—2—" in line[3] for line in pages[1])


def test_minutes(measured):
    pages, pictures = measured(sheet(
        profile="minutes", mark="示例局党组会议纪要", issuer="", people=[{"label": "出席", "text": "示例甲、示例乙"}],
    ))
    assert red_rows(pictures[0])[0][0] == pytest.approx(72, abs=NEAR)
    present = next(line for line in pages[0] if line[3].startswith("出席："))
    assert present[1] == pytest.approx(28 + 2 * 156 / 28, abs=NEAR)
    assert "示例甲" in present[3]


def test_no_side_holds_a_signature_alone(measured):
    for count in range(8, 15):
        pages, _ = measured(sheet(*["国" * 26] * count), ink=False)
        last = "".join(line[3] for line in pages[-1])
        assert "国" in last, count


def test_the_code_lies_on_the_last_side_across_from_the_number(measured):
    from rongcuo.documents.codes import svg

    check = {"qr": svg("https://rongcuo.example/papers/check/0123456789ABCDEF/"), "lines": ["验证码"], "alt": "验证码"}
    for words, side in (("国" * 20, "left"), ("国" * 28 * 20, "right")):
        pages, pictures = measured(sheet(words, check=check))
        where = (28, 40) if side == "left" else (172, 184)
        box = tuple(int(v / 25.4 * DPI) for v in (where[0], 262.5, where[1], 276))
        for n, picture in enumerate(pictures):
            ink = picture.convert("L").crop(box).point(lambda v: 255 if v < 100 else 0).histogram()[255]
            assert (ink > 2000) == (n == len(pictures) - 1), (side, n, ink)
