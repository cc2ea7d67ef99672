"""Tables of people: headings, errors by row, nothing half done, and the same table twice."""

from __future__ import annotations

import csv
import io
from datetime import date

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from rongcuo import clock
from rongcuo.ledger.models import Entry
from rongcuo.matters.packs import body_names, current_pack
from rongcuo.people import importing
from rongcuo.people.errors import NotYours, Refused
from rongcuo.people.models import Person, Post, Unit

HEAD = [heading for heading, _ in importing.COLUMNS.values()]
ROW = {"单位": "示例处", "机构": "处室", "姓名": "示例甲", "工号": "0001", "职务": "处长", "负责人": "是", "起": "2026-01-01"}


def csv_of(*rows: dict, encoding: str = "utf-8", separator: str = ",") -> bytes:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, HEAD, delimiter=separator)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode(encoding)


def xlsx_of(*rows: dict) -> bytes:
    book = openpyxl.Workbook()
    book.active.append(HEAD)
    for row in rows:
        book.active.append([row.get(h) for h in HEAD])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def plan_of(content: bytes, name: str = "people.csv") -> importing.Plan:
    return importing.plan(importing.read(content, name), body_names(current_pack()))


def counts(plan: importing.Plan) -> tuple[int, int, int, int]:
    return (*(plan.count(what) for what in ("new", "changed", "same")), len(plan.errors))


@pytest.fixture(autouse=True)
def a_day():
    with clock.frozen("2026-03-02T09:00:00+08:00"):
        yield


def test_a_table_makes_units_people_and_posts_and_twice_makes_nothing_more(db, keeper):
    content = csv_of(ROW, ROW | {"姓名": "示例乙", "工号": "0002", "职务": "科员", "负责人": "", "止": "2026-12-31"})
    plan = plan_of(content)
    assert counts(plan) == (2, 0, 0, 0)
    assert importing.carry_out(plan, by=keeper("system")) == 5
    assert Unit.objects.get().name == "示例处" and Person.objects.count() == 2
    head = Post.objects.get(head=True)
    assert (head.person.name, head.person.code, head.since) == ("示例甲", "0001", date(2026, 1, 1))
    assert Post.objects.get(head=False).until == date(2026, 12, 31)
    before = Entry.objects.count()
    again = plan_of(content)
    assert counts(again) == (0, 0, 2, 0)
    importing.carry_out(again, by=None)
    assert Entry.objects.count() == before


def test_looking_records_nothing(db):
    plan_of(csv_of(ROW))
    assert not Entry.objects.exists()


def test_only_the_system_administrator_records_a_table(db, keeper):
    plan = plan_of(csv_of(ROW))
    for duty in ("security", "audit"):
        with pytest.raises(NotYours):
            importing.carry_out(plan, by=keeper(duty))
    assert not Entry.objects.exists()


@pytest.mark.parametrize("content, name", [
    (csv_of(ROW, encoding="gb18030"), "a.csv"), (csv_of(ROW, encoding="utf-8-sig"), "a.csv"),
    (csv_of(ROW, separator="\t"), "a.txt"), (csv_of(ROW, separator=";"), "a.csv"), (xlsx_of(ROW), "a.xlsx"),
    (xlsx_of(ROW | {"起": date(2026, 1, 1)}), "a.xlsx"), (csv_of(ROW | {"起": "2026年1月1日"}), "a.csv"),
    (csv_of(ROW | {"起": "2026/1/1"}), "a.csv"),
])  # fmt: skip
def test_the_same_row_is_read_from_every_way_of_writing_it(db, content, name):
    plan = plan_of(content, name)
    assert counts(plan) == (1, 0, 0, 0), plan.errors
    importing.carry_out(plan, by=None)
    assert Post.objects.get().since == date(2026, 1, 1) and Person.objects.get().code == "0001"


@pytest.mark.parametrize("change, words", [
    ({"姓名": ""}, "姓名"), ({"机构": "不存在的机构"}, "处室"), ({"起": "昨天"}, "起"), ({"起": "2026-02-30"}, "起"),
    ({"止": "2025-01-01"}, "起始"), ({"负责人": "也许"}, "负责人"), ({"职务": "长" * 81}, "80"),
])  # fmt: skip
def test_an_error_names_its_row_and_its_column(db, change, words):
    plan = plan_of(csv_of(ROW, ROW | {"姓名": "示例乙", "工号": "0002"} | change))
    ((row, text),) = plan.errors
    assert row == 3 and words in text
    with pytest.raises(Refused):
        importing.carry_out(plan, by=None)
    assert not Entry.objects.exists(), "one wrong row and nothing at all is recorded"


def test_two_of_one_name_are_told_apart_by_their_number(bureau):
    first = plan_of(csv_of(ROW | {"单位": "矿山监管处", "姓名": "示例同名", "职务": "科员", "负责人": ""}))
    importing.carry_out(first, by=None)
    second = plan_of(csv_of(ROW | {"单位": "矿山监管处", "姓名": "示例同名", "工号": "0002", "职务": "科员", "负责人": ""}))
    importing.carry_out(second, by=None)
    assert Person.objects.filter(name="示例同名").count() == 2
    unclear = plan_of(csv_of(ROW | {"单位": "矿山监管处", "姓名": "示例同名", "工号": "", "职务": "科员", "负责人": ""}))
    assert "工号" in unclear.errors[0][1]
    stolen = plan_of(csv_of(ROW | {"单位": "矿山监管处", "姓名": "另一示例", "工号": "0002", "职务": "科员", "负责人": ""}))
    assert "示例同名" in stolen.errors[0][1]


def test_a_person_in_two_units_is_one_person(db):
    plan = plan_of(csv_of(ROW, ROW | {"单位": "示例二处", "职务": "兼任处长"}))
    importing.carry_out(plan, by=None)
    assert Person.objects.count() == 1 and Post.objects.count() == 2


def test_a_last_day_that_is_new_ends_the_post(db):
    importing.carry_out(plan_of(csv_of(ROW)), by=None)
    plan = plan_of(csv_of(ROW | {"止": "2026-06-30"}))
    assert counts(plan) == (0, 1, 0, 0)
    importing.carry_out(plan, by=None)
    assert Post.objects.get().until == date(2026, 6, 30)


def test_the_same_row_twice_and_another_body_for_a_unit_are_errors(bureau):
    assert plan_of(csv_of(ROW, ROW)).errors[0][0] == 3
    assert plan_of(csv_of(ROW | {"单位": "矿山监管处", "机构": "局属单位"})).errors
    assert plan_of(csv_of(ROW, ROW | {"机构": "局属单位", "姓名": "示例乙", "工号": "2"})).errors


@pytest.mark.parametrize("content, name", [
    (b"", "a.csv"), (b"\xff\xfe\x00\xd8", "a.csv"), (b"PK\x03\x04broken", "a.xlsx"), (b"plain", "a.xlsx"),
    ("姓名,职务\n甲,乙\n".encode(), "a.csv"), (b"x" * (importing.MOST_BYTES + 1), "a.csv"),
])  # fmt: skip
def test_what_is_no_table_is_refused_in_words(db, content, name):
    with pytest.raises(Refused) as caught:
        plan_of(content, name)
    assert caught.value.text and caught.value.field == "file"


def test_a_table_that_unpacks_to_very_much_is_not_opened(db, monkeypatch):
    monkeypatch.setattr(importing, "MOST_UNPACKED", 100)
    with pytest.raises(Refused):
        plan_of(xlsx_of(ROW), "a.xlsx")


@pytest.mark.parametrize("make, name", [(importing.template_csv, "t.csv"), (importing.template_xlsx, "t.xlsx")])
def test_the_template_is_a_table_that_can_be_read(db, make, name):
    assert counts(plan_of(make(), name)) == (1, 0, 0, 0)


class AnyTable(TestCase):
    """Whatever stands in a table: every row is a line or an error, and twice is as good as once."""

    @settings(max_examples=15)
    @given(st.lists(st.fixed_dictionaries({
        "单位": st.sampled_from(["示例处", "示例二处", ""]), "机构": st.sampled_from(["处室", "局属单位", "x"]),
        "姓名": st.sampled_from(["甲", "乙", "<script>", "=1+1"]), "工号": st.sampled_from(["", "1", "2"]),
        "职务": st.sampled_from(["处长", "科员"]), "负责人": st.sampled_from(["是", "", "?"]),
        "起": st.sampled_from(["", "2026-01-01", "2026-02-01", "bad"]), "止": st.sampled_from(["", "2026-12-31"]),
    }), max_size=6))  # fmt: skip
    def test_every_row_is_told(self, rows):
        with clock.frozen("2026-03-02T09:00:00+08:00"):
            plan = plan_of(csv_of(*rows))
            assert len(plan.lines) + len(plan.errors) == len(rows)
            before = Entry.objects.count()
            if plan.errors:
                assert Entry.objects.count() == before
                return
            importing.carry_out(plan, by=None)
            after = Entry.objects.count()
            again = plan_of(csv_of(*rows))
            assert counts(again) == (0, 0, len(rows), 0)
            importing.carry_out(again, by=None)
            assert Entry.objects.count() == after
