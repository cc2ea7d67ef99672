"""The counted copy: of closed matters, analyses and classified reports nothing but how often, in a half-year.

Nobody is in it: no row stands for a case, only counts for a code or a pair of codes. A half-year is counted once
it is over, by the day on which something was *recorded*; the copy is kept, so that nothing that happens later
to a matter changes a figure that was shown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time

from rongcuo import clock
from rongcuo.corrections.models import Line
from rongcuo.insight.missing import missing_of
from rongcuo.insight.models import Report
from rongcuo.matters.models import Subject

#: What is counted by half-year, and from where (`docs/insight.md`).
DIMENSIONS = ("event", "cause", "factor", "outcome", "situation", "unit", "kind", "missing")
#: What is crossed, by year. A case stands in one situation, one unit and one kind, so that rows and columns add up;
#: two lists of which a case has several codes each are not crossed.
CROSSED = {
    "situation-unit": ("situation", "unit"), "cause-unit": ("cause", "unit"),
    "cause-situation": ("cause", "situation"), "kind-unit": ("kind", "unit"),
}
#: Lists of which a case may have several codes.
CODED = ("event", "outcome", "factor", "cause")
#: So many half-years are counted afterwards, and shown.
PERIODS = 6
#: No situation was established; the case is an early report and no matter; no unit was named.
NONE, REPORTED = "~none", "~report"


@dataclass(frozen=True, order=True)
class Period:
    """Half a year."""

    year: int
    half: int

    @classmethod
    def of(cls, day: date) -> Period:
        return cls(day.year, 1 if day.month <= 6 else 2)

    @classmethod
    def read(cls, text: str) -> Period:
        year, half = text.split("-")
        return cls(int(year), int(half))

    @property
    def start(self) -> date:
        return date(self.year, 1 if self.half == 1 else 7, 1)

    @property
    def next(self) -> Period:
        return Period(self.year, 2) if self.half == 1 else Period(self.year + 1, 1)

    @property
    def before(self) -> Period:
        return Period(self.year - 1, 2) if self.half == 1 else Period(self.year, 1)

    def __str__(self) -> str:
        return f"{self.year}-{self.half}"


Copy = dict[str, Counter]


def complete(today: date) -> list[Period]:
    """The half-years that are over, oldest first; as many as are shown."""
    found, period = [], Period.of(today).before
    for _n in range(PERIODS):
        found.append(period)
        period = period.before
    return found[::-1]


def count(period: Period) -> Copy:
    """What was recorded in a half-year, as counts for codes and pairs of codes."""
    copy: Copy = {name: Counter() for name in (*DIMENSIONS, *CROSSED)}
    for name, code in [*_matters(period), *_plans(period), *_reports(period)]:
        copy[name][code] += 1
    return copy


Counted = Iterator[tuple[str, str | tuple[str, str]]]


def _span(period: Period) -> tuple[datetime, datetime]:
    return tuple(datetime.combine(day, time(), clock.ZONE) for day in (period.start, period.next.start))


def _matters(period: Period) -> Counted:
    """Situation, unit and what was missing, of the subjects of matters filed in this half-year."""
    begin, end = _span(period)
    subjects = list(
        Subject.objects.filter(matter__steps__action="file", matter__steps__recorded_at__gte=begin,
                               matter__steps__recorded_at__lt=end)
        .exclude(outcome="").select_related("matter__act").order_by()
    )  # fmt: skip
    lacking = missing_of(subjects)
    for s in subjects:
        situation, unit = s.main_situation or NONE, str(s.unit_id)
        yield "situation", situation
        yield "unit", unit
        yield "situation-unit", (situation, unit)
        for fact in lacking.get(s.pk, ()):
            yield "missing", fact


def _plans(period: Period) -> Counted:
    """The codes of analyses written down in this half-year."""
    begin, end = _span(period)
    names = tuple(f"plan__{name}_codes" for name in CODED)
    lines = Line.objects.filter(action="draw_up", recorded_at__gte=begin, recorded_at__lt=end).order_by()
    for unit, situation, *codes in lines.values_list("plan__unit_id", "plan__subject__main_situation", *names):
        yield from _coded(dict(zip(CODED, codes, strict=True)), str(unit) if unit else NONE, situation or NONE)


def _reports(period: Period) -> Counted:
    """Kind, codes and unit of reports classified in this half-year; never the text, never who."""
    rows = Report.objects.filter(counted_on__gte=period.start, counted_on__lt=period.next.start).order_by()
    names = tuple(f"{name}_codes" for name in CODED if name != "outcome")
    for kind, unit, *codes in rows.values_list("kind", "unit_id", *names):
        place = str(unit) if unit else NONE
        yield "kind", kind
        yield "kind-unit", (kind, place)
        yield from _coded({n.removesuffix("_codes"): c for n, c in zip(names, codes, strict=True)}, place, REPORTED)


def _coded(codes: dict[str, list[str]], unit: str, situation: str) -> Counted:
    for name, chosen in codes.items():
        for code in chosen:
            yield name, code
    for cause in codes["cause"]:
        yield "cause-unit", (cause, unit)
        yield "cause-situation", (cause, situation)
