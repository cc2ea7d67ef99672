"""Counting working days forward from a start, with one line of reasons for each day."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rongcuo.workdays.calendar import Calendar

LONGEST = 1000
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Step:
    """One day of a reckoning. ``count`` is its number among the counted days, 0 for the start,
    None for a day that does not count."""

    date: date
    count: int | None
    working: bool
    known: bool
    reason_zh: str
    reason_en: str


@dataclass(frozen=True)
class Reckoning:
    """``due`` is the last of ``n`` working days after ``start``, and ``days`` shows every day from
    the start to the due day. ``provisional`` when a day after the start rests on a notice that is
    not entered; no legal consequence may rest on it then, and the reason says which is missing.
    ``calendar_digest`` names the calendar that produced it: store both or neither.
    """

    start: date
    n: int
    due: date
    days: tuple[Step, ...]
    provisional: bool
    provisional_reason_zh: str
    provisional_reason_en: str
    calendar_digest: str
    calendar: Calendar = field(repr=False, compare=False)

    def remaining(self, today: date) -> int:
        """Working days left: ``n`` on the start, 0 on the due day, negative once it is past."""
        if today == self.due:
            return 0
        left = self.calendar.working_days_between(today, self.due)
        # The weekend after the due day holds no working day, yet the period is over.
        return max(left, 1) if today < self.due else min(left, -1)


def reckon(calendar: Calendar, start: date, n: int) -> Reckoning:
    """See ``Calendar.last_day``."""
    if isinstance(start, datetime) or not isinstance(start, date):
        raise ValueError("start must be a date; take rongcuo.clock.local_date of an instant first")
    if type(n) is not int or not 0 <= n <= LONGEST:
        raise ValueError(f"n must be a whole number from 0 to {LONGEST}, not {n!r}")
    first = calendar.day(start)
    steps = [
        Step(
            start,
            0,
            first.working,
            first.known,
            f"{first.reason_zh}；起算当日不计入",
            f"{first.reason_en}; the first day is not counted",
        )
    ]
    counted, missing = 0, set()
    while counted < n:
        day = calendar.day(steps[-1].date + ONE_DAY)
        counted += day.working
        missing.update(calendar.missing_notices(day.date))
        steps.append(
            Step(
                day.date,
                counted if day.working else None,
                day.working,
                day.known,
                day.reason_zh,
                day.reason_en,
            )
        )
    zh = en = ""
    if missing:
        years = sorted(missing)
        zh = (
            f"{'、'.join(f'{year}年' for year in years)}的节假日安排通知尚未录入，期间有日子可能由它调整，"
            "因此本日期为暂定，录入后重新计算。"
        )
        en = (
            f"The holiday notice for {' and '.join(map(str, years))} is not entered and may change "
            "days of this period, so the date is provisional and is reckoned again once it is."
        )
    return Reckoning(
        start=start,
        n=n,
        due=steps[-1].date,
        days=tuple(steps),
        provisional=bool(missing),
        provisional_reason_zh=zh,
        provisional_reason_en=en,
        calendar_digest=calendar.digest,
        calendar=calendar,
    )
