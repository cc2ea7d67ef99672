"""The calendar: its files, what it refuses, and two other calendars that must agree with it."""

import json
import shutil
from copy import deepcopy
from datetime import date, timedelta
from pathlib import Path

import chinese_calendar
import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rongcuo.workdays import Calendar, CalendarError, Year

SHIPPED = Path(__file__).resolve().parents[2] / "calendar"
GOOD = json.loads((SHIPPED / "2026.json").read_text(encoding="utf-8"))


def days_of(year):
    first = date(year, 1, 1)
    return (first + timedelta(i) for i in range((date(year + 1, 1, 1) - first).days))


@pytest.mark.parametrize("year", range(2018, 2027))
def test_every_day_agrees_with_chinesecalendar(calendar, year):
    assert [d for d in days_of(year) if calendar.is_working(d) != chinese_calendar.is_workday(d)] == []


@pytest.mark.parametrize("year", range(2019, 2027))
def test_every_day_agrees_with_holidays(calendar, year):
    other = holidays.China(years=[year])
    assert [d for d in days_of(year) if calendar.is_working(d) != other.is_working_day(d)] == []


def test_what_is_shipped(calendar):
    assert calendar.years == frozenset(range(2018, 2027))
    for year in calendar.in_force:
        assert year.version == 1
        assert year.notice.title_zh == f"国务院办公厅关于{year.year}年部分节假日安排的通知"
        assert year.notice.number is None, "a number is entered only once it is confirmed"
        assert year.notice.confirmed == (year.year == 2026)
        assert year.notice.date == (date(2025, 11, 4) if year.year == 2026 else None)
    makeup = [d.date.strftime("%m-%d") for d in calendar.in_force[-1].days if not d.off]
    assert makeup == ["01-04", "02-14", "02-28", "05-09", "09-20", "10-10"]


def test_a_day_says_what_it_is_and_on_what_it_rests(calendar):
    saturday = calendar.day(date(2026, 10, 10))
    assert (saturday.working, saturday.known) == (True, True)
    assert saturday.reason_zh == "周六，国庆节调休上班"
    assert saturday.source == "国务院办公厅关于2026年部分节假日安排的通知"
    # Set by the notice for the year after.
    assert calendar.day(date(2018, 12, 31)).source == "国务院办公厅关于2019年部分节假日安排的通知"
    unknown = calendar.day(date(2027, 2, 8))
    assert (unknown.working, unknown.known, unknown.source) == (True, False, "")
    assert "2027年通知未录入" in unknown.reason_zh


def test_files_and_documents_are_one_to_one(calendar):
    for year in calendar.in_force:
        assert Year.from_document(year.document()) == year
        assert Year.from_document(json.loads(json.dumps(year.document()))) == year


def test_the_digest_follows_the_content_and_not_the_order(calendar, tmp_path):
    for path in SHIPPED.glob("*.json"):
        content = json.loads(path.read_text(encoding="utf-8"))
        content["days"].reverse()
        (tmp_path / path.name).write_text(json.dumps(content, indent=8), encoding="utf-8")
    assert Calendar.load(tmp_path).digest == calendar.digest
    assert len(calendar.digest) == 64
    content["days"].pop()
    changed = Year.from_document(content | {"version": 2})
    assert calendar.with_year(changed).digest != calendar.digest


def test_an_amendment_lies_beside_the_first_version(tmp_path):
    for name in ("2025.json", "2026.json"):
        shutil.copy(SHIPPED / name, tmp_path / name)
    plain = Calendar.load(tmp_path)
    amended = deepcopy(GOOD) | {"version": 2}
    amended["days"] = [d for d in amended["days"] if d["date"] != "2026-10-10"]
    (tmp_path / "2026-v2.json").write_text(json.dumps(amended), encoding="utf-8")
    later = Calendar.load(tmp_path)
    assert plain.day(date(2026, 10, 10)).working
    assert not later.day(date(2026, 10, 10)).working
    assert later.history(2026) == (*plain.history(2026), Year.from_document(amended))
    assert later.history(2030) == ()


def test_folders_are_read_together(tmp_path, calendar):
    first, second = tmp_path / "shipped", tmp_path / "own"
    shutil.copytree(SHIPPED, first)
    second.mkdir()
    (first / "2026.json").rename(second / "2026.json")
    assert Calendar.load(first, second).digest == calendar.digest


def broken(change):
    content = deepcopy(GOOD)
    result = change(content)
    return content if result is None else result


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda c: [1], "one JSON object"),
        (lambda c: c | {"year": "2026"}, "four-digit year"),
        (lambda c: c | {"version": 0}, "whole number from 1"),
        (lambda c: c | {"holidays": []}, "Unknown field “holidays”"),
        (lambda c: c | {"days": []}, "at least one day"),
        (lambda c: c | {"notice": None}, "“notice” is missing"),
        (lambda c: c["notice"].update(title_zh=" "), "title_zh"),
        (lambda c: c["notice"].update(number=7), "text or null"),
        (lambda c: c["notice"].update(date="2025-11-31"), "2025-11-04"),
        (lambda c: c["notice"].update(confirmed="yes"), "true or false"),
        (lambda c: c["notice"].update(note_en=1), "must be text"),
        (lambda c: c["days"].append("2026-01-01"), "must be an object"),
        (lambda c: c["days"][0].update(date="20260101"), "Day 1: the date"),
        (lambda c: c["days"][0].update(date="2027-01-01"), "outside what the notice for 2026"),
        (lambda c: c["days"][0].update(date="2025-11-30"), "outside what the notice for 2026"),
        (lambda c: c["days"].append(c["days"][0]), "listed twice"),
        (lambda c: c["days"][0].update(off=1), "true or false"),
        (lambda c: c["days"][0].update(off=False), "no Saturday or Sunday"),
        (lambda c: c["days"][0].update(name_en=""), "no English name"),
        (lambda c: c["days"][0].update(offf=True), "Unknown field “offf” in day 1"),
    ],
)
def test_a_file_that_is_wrong_is_refused_by_name_in_both_languages(tmp_path, change, says):
    (tmp_path / "2026.json").write_text(json.dumps(broken(change)), encoding="utf-8")
    with pytest.raises(CalendarError) as caught:
        Calendar.load(tmp_path)
    for zh, en in caught.value.problems:
        assert zh.startswith("2026.json：") and en.startswith("2026.json: ")
    assert says in str(caught.value)


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe", b"[" * 100_000, b"null"])
def test_a_file_that_is_no_json_is_refused(tmp_path, content):
    (tmp_path / "2026.json").write_bytes(content)
    with pytest.raises(CalendarError, match=r"2026\.json"):
        Calendar.load(tmp_path)


def test_a_folder_without_years_and_a_wrong_name_are_refused(tmp_path):
    with pytest.raises(CalendarError, match="No year files"):
        Calendar.load(tmp_path)
    with pytest.raises(CalendarError, match="No year files"):
        Calendar.load(tmp_path / "nowhere")
    (tmp_path / "2025.json").write_text(json.dumps(GOOD), encoding="utf-8")
    with pytest.raises(CalendarError, match=r"its name must be 2026\.json"):
        Calendar.load(tmp_path)


def test_versions_have_no_gap_and_no_repetition(calendar):
    with pytest.raises(CalendarError, match="next version of 2026 is 2, not 1"):
        calendar.with_year(Year.from_document(GOOD))
    with pytest.raises(CalendarError, match="next version of 2026 is 2, not 3"):
        calendar.with_year(Year.from_document(GOOD | {"version": 3}))
    with pytest.raises(CalendarError, match="without a gap"):
        Calendar([Year.from_document(GOOD | {"version": 2})])
    with pytest.raises(CalendarError, match="without a gap"):
        Calendar([Year.from_document(GOOD)] * 2)


def test_notices_that_contradict_each_other_are_refused(calendar):
    """2018-12-29 works by the notice for 2019; an amendment of 2018 may not make it a holiday."""
    first = calendar.history(2018)[0].document()
    day = {"date": "2018-12-29", "off": True, "name_zh": "示例", "name_en": "Sample"}
    amended = Year.from_document(first | {"version": 2, "days": [*first["days"], day]})
    with pytest.raises(CalendarError, match="differently") as caught:
        calendar.with_year(amended)
    assert "安排不同" in caught.value.problems[0][0]


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@given(st.sampled_from(["year", "version", "notice", "days"]), json_values)
def test_law_any_content_is_either_a_year_or_a_named_problem(key, value):
    try:
        year = Year.from_document(GOOD | {key: value})
    except CalendarError as error:
        assert error.problems
    else:
        assert Year.from_document(year.document()) == year


@given(st.integers(0, len(GOOD["days"]) - 1), st.sampled_from(sorted(GOOD["days"][0])), json_values)
def test_law_any_day_is_either_good_or_a_named_problem(index, key, value):
    content = deepcopy(GOOD)
    content["days"][index][key] = value
    try:
        Year.from_document(content)
    except CalendarError as error:
        assert error.problems
