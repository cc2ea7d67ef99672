"""Reckonings: told by cases, and by laws that hold for every start and length."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rongcuo import clock
from rongcuo.workdays import Calendar, Notice, SetDay, Year

D = date.fromisoformat
SHIPPED = Calendar.load(Path(__file__).resolve().parents[2] / "calendar")
NOTICE_2027 = Year(
    2027,
    Notice("关于2027年部分节假日安排的通知（示例）"),
    1,
    (
        SetDay(D("2026-12-27"), False, "元旦", "New Year's Day"),
        SetDay(D("2026-12-31"), True, "元旦", "New Year's Day"),
        SetDay(D("2027-01-01"), True, "元旦", "New Year's Day"),
    ),
)


@pytest.mark.parametrize(
    ("start", "due", "why"),
    [
        ("2025-12-30", "2026-01-09", "two notices; Sunday 4 January works"),
        ("2026-02-12", "2026-02-28", "the due day is a make-up Saturday"),
        ("2026-02-15", "2026-03-03", "the start lies inside the holiday"),
        ("2026-04-30", "2026-05-13", "Saturday 9 May works"),
        ("2026-06-12", "2026-06-24", "Friday 19 June is off"),
        ("2026-09-17", "2026-09-28", "Sunday 20 September works, Friday the 25th is off"),
        ("2026-09-29", "2026-10-14", "Golden Week; Saturday 10 October works"),
        ("2026-03-02", "2026-03-11", "nothing special"),
        ("2026-03-07", "2026-03-17", "the start is a weekend day"),
        ("2018-12-25", "2019-01-04", "Saturday 29 December works by the notice for the next year"),
        ("2020-01-22", "2020-02-10", "Spring Festival as extended in January 2020"),
    ],
)
def test_seven_working_days(calendar, start, due, why):
    reckoning = calendar.last_day(D(start), 7)
    assert reckoning.due == D(due), why
    assert not reckoning.provisional
    assert reckoning.provisional_reason_zh == reckoning.provisional_reason_en == ""


def test_every_day_says_why_it_counts_or_does_not(calendar):
    reckoning = calendar.last_day(D("2026-09-17"), 7)
    told = [(s.date.day, s.count, s.reason_zh, s.reason_en) for s in reckoning.days]
    assert told == [
        (17, 0, "周四，工作日；起算当日不计入", "Thursday, working day; the first day is not counted"),
        (18, 1, "周五，工作日", "Friday, working day"),
        (19, None, "周六，周末", "Saturday, weekend"),
        (20, 2, "周日，国庆节调休上班", "Sunday, make-up working day for National Day"),
        (21, 3, "周一，工作日", "Monday, working day"),
        (22, 4, "周二，工作日", "Tuesday, working day"),
        (23, 5, "周三，工作日", "Wednesday, working day"),
        (24, 6, "周四，工作日", "Thursday, working day"),
        (25, None, "周五，中秋节放假", "Friday, Mid-Autumn Festival holiday"),
        (26, None, "周六，中秋节放假", "Saturday, Mid-Autumn Festival holiday"),
        (27, None, "周日，中秋节放假", "Sunday, Mid-Autumn Festival holiday"),
        (28, 7, "周一，工作日", "Monday, working day"),
    ]
    assert reckoning.calendar_digest == calendar.digest


def test_the_day_ends_at_midnight_in_shanghai(calendar):
    last_instant = datetime(2026, 9, 17, 15, 59, 59, 999999, tzinfo=UTC)
    before = clock.local_date(last_instant)
    after = clock.local_date(last_instant + timedelta(microseconds=1))
    assert (before, after) == (D("2026-09-17"), D("2026-09-18"))
    assert calendar.last_day(before, 7).due == D("2026-09-28")
    assert calendar.last_day(after, 7).due == D("2026-09-29")
    due = calendar.last_day(before, 7)
    with clock.frozen("2026-09-28 23:59:59.999999"):
        assert due.remaining(clock.today()) == 0
    with clock.frozen("2026-09-29 00:00:00"):
        assert due.remaining(clock.today()) == -1
    with pytest.raises(ValueError, match="local_date"):
        calendar.last_day(last_instant, 7)


def test_nothing_to_count_ends_on_the_start(calendar):
    reckoning = calendar.last_day(D("2026-10-03"), 0)
    assert reckoning.due == D("2026-10-03")
    assert [s.count for s in reckoning.days] == [0]
    assert not reckoning.provisional


@pytest.mark.parametrize("n", [-1, 1001, 7.0, True, "7", None])
def test_a_count_that_is_no_count_is_refused(calendar, n):
    with pytest.raises(ValueError, match="whole number"):
        calendar.last_day(D("2026-03-02"), n)


def test_a_span_into_a_year_without_a_notice_is_provisional(calendar):
    reckoning = calendar.last_day(D("2026-12-29"), 7)
    assert reckoning.provisional
    assert "2027年的节假日安排通知尚未录入" in reckoning.provisional_reason_zh
    assert "2027" in reckoning.provisional_reason_en
    assert not any(step.known for step in reckoning.days)
    assert "2027" in reckoning.days[-1].reason_zh and "2027" in reckoning.days[-1].reason_en


def test_december_waits_for_the_next_notice(calendar):
    """The notice for 2027 may set days of December 2026, so these are not settled before it."""
    assert not calendar.last_day(D("2026-11-19"), 7).provisional  # due 30 November
    assert calendar.last_day(D("2026-11-20"), 7).provisional  # due 1 December
    assert not calendar.last_day(D("2025-12-01"), 7).provisional  # the notice for 2026 is there
    filled = calendar.with_year(NOTICE_2027)
    assert calendar.last_day(D("2026-12-24"), 4).due == D("2026-12-30")
    settled = filled.last_day(D("2026-12-24"), 4)
    assert settled.due == D("2026-12-29") and not settled.provisional
    assert settled.days[3].reason_en == "Sunday, make-up working day for New Year's Day"
    assert filled.last_day(D("2026-12-30"), 1).due == D("2027-01-04")
    assert settled.calendar_digest != calendar.digest


def test_the_missing_notice_is_named_also_before_the_first_year(calendar):
    reckoning = calendar.last_day(D("2017-12-28"), 7)
    assert reckoning.provisional
    assert reckoning.provisional_reason_zh.startswith("2017年的")
    assert calendar.last_day(D("2027-11-25"), 7).provisional_reason_en.startswith(
        "The holiday notice for 2027 and 2028 is"
    )


def test_an_amendment_moves_the_due_date_and_the_first_version_stays(calendar):
    first = calendar.in_force[-1]
    extra = SetDay(D("2026-03-04"), True, "示例假日", "Sample holiday")
    amended = calendar.with_year(
        Year(2026, Notice("关于调整2026年节假日安排的通知（示例）"), 2, (*first.days, extra))
    )
    assert calendar.last_day(D("2026-03-02"), 7).due == D("2026-03-11")
    assert amended.last_day(D("2026-03-02"), 7).due == D("2026-03-12")
    assert [y.version for y in amended.history(2026)] == [1, 2]
    assert amended.history(2026)[0] == first
    assert amended.years == calendar.years
    assert amended.day(D("2026-03-04")).source == "关于调整2026年节假日安排的通知（示例）"


def test_remaining_counts_down_to_the_due_day_and_on(calendar):
    reckoning = calendar.last_day(D("2026-09-17"), 6)  # due Thursday the 24th, then three days off
    days = ["16", "17", "18", "19", "20", "21", "23", "24", "25", "27", "28", "29"]
    assert [reckoning.remaining(D(f"2026-09-{day}")) for day in days] == [
        7, 6, 5, 5, 4, 3, 1, 0, -1, -1, -1, -2,
    ]  # fmt: skip


def test_working_days_between_is_open_before_and_closed_after(calendar):
    assert calendar.working_days_between(D("2026-09-18"), D("2026-09-20")) == 1
    assert calendar.working_days_between(D("2026-09-20"), D("2026-09-20")) == 0
    assert calendar.working_days_between(D("2026-09-20"), D("2026-09-18")) == -1
    assert calendar.working_days_between(D("2025-12-31"), D("2026-12-31")) == 248


# Laws. Starts reach beyond both ends of the calendar: the laws hold for provisional dates too.
starts = st.dates(D("2017-11-01"), D("2028-02-28"))
counts = st.integers(0, 60)


@given(starts, st.integers(1, 60))
def test_law_the_due_day_is_a_working_day_and_n_working_days_lie_behind_it(start, n):
    reckoning = SHIPPED.last_day(start, n)
    assert SHIPPED.day(reckoning.due).working
    span = [start + timedelta(i) for i in range(1, (reckoning.due - start).days + 1)]
    assert sum(SHIPPED.day(day).working for day in span) == n
    assert [s.date for s in reckoning.days] == [start, *span]
    assert [s.count for s in reckoning.days if s.count] == list(range(1, n + 1))
    assert reckoning.provisional == any(not s.known for s in reckoning.days[1:])
    assert reckoning.provisional == bool(reckoning.provisional_reason_zh)
    assert reckoning.provisional == bool(reckoning.provisional_reason_en)


@given(starts, counts, counts)
def test_law_counting_goes_on_where_it_stopped(start, n, m):
    assert SHIPPED.last_day(SHIPPED.last_day(start, n).due, m).due == (
        SHIPPED.last_day(start, n + m).due
    )


@given(starts, st.integers(0, 40), st.integers(1, 60))
def test_law_due_grows_with_the_count_and_never_falls_with_the_start(start, later, n):
    assert SHIPPED.last_day(start, n).due > SHIPPED.last_day(start, n - 1).due
    assert SHIPPED.last_day(start + timedelta(later), n).due >= SHIPPED.last_day(start, n).due


@given(starts, st.integers(1, 30), st.integers(-20, 60))
def test_law_remaining_agrees_with_the_count(start, n, offset):
    reckoning = SHIPPED.last_day(start, n)
    today = start + timedelta(offset)
    left = reckoning.remaining(today)
    assert (left > 0, left == 0, left < 0) == (
        today < reckoning.due, today == reckoning.due, today > reckoning.due
    )  # fmt: skip
    assert reckoning.remaining(start) == n
    assert reckoning.remaining(today + timedelta(1)) <= left
    if start <= today <= reckoning.due:
        assert SHIPPED.last_day(today, left).due == reckoning.due


@given(starts, starts, starts)
def test_law_spans_add_up(a, b, c):
    between = SHIPPED.working_days_between
    assert between(a, b) + between(b, c) == between(a, c)
