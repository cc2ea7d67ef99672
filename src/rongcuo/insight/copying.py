"""The counted copy: of closed matters and classified reports nothing but how often, in which half-year.

Nobody is in it: no row stands for a case, only counts for (dimension, code, period). A period is counted once
it is over, by the day on which something was *recorded*; so its figures never change afterwards, and two
copies of different days tell no more than one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time

from django.core.cache import cache
from django.db import connection

from rongcuo import clock
from rongcuo.corrections.models import Line
from rongcuo.insight.missing import missing_of
from rongcuo.insight.models import Report
from rongcuo.matters.models import Step, Subject

#: What is counted, and from where.
DIMENSIONS = ("event", "cause", "factor", "outcome", "situation", "unit", "kind", "missing")
#: So many half-years are shown.
PERIODS = 6


@dataclass(frozen=True, order=True)
class Period:
    """Half a year."""

    year: int
    half: int

    @classmethod
    def of(cls, day: date) -> Period:
        return cls(day.year, 1 if day.month <= 6 else 2)

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


Copy = dict[str, dict[Period, Counter]]


def complete(today: date) -> list[Period]:
    """The half-years that are over, oldest first; as many as are shown."""
    found, period = [], Period.of(today).before
    for _n in range(PERIODS):
        found.append(period)
        period = period.before
    return found[::-1]


def counted(today: date) -> Copy:
    """The copy as of the last half-year that is over; kept, since it cannot change."""
    periods = complete(today)
    key = f"insight-copy-{connection.settings_dict['NAME']}-{periods[-1]}".replace("/", "_")[-200:]
    found = cache.get(key)
    if found is None:
        found = _count(periods)
        cache.set(key, found, 24 * 3600)
    return found


def _count(periods: list[Period]) -> Copy:
    copy: Copy = {name: {p: Counter() for p in periods} for name in DIMENSIONS}
    first, last = periods[0].start, periods[-1].next.start
    for day, dimension, code in [*_matters(first, last), *_plans(first, last), *_reports(first, last)]:
        copy[dimension][Period.of(day)][code] += 1
    return copy


def _span(first: date, last: date) -> tuple[datetime, datetime]:
    return tuple(datetime.combine(day, time(), clock.ZONE) for day in (first, last))


def _matters(first: date, last: date) -> Iterator[tuple[date, str, str]]:
    """Situation, unit and what was missing, of the subjects of matters filed in these days."""
    begin, end = _span(first, last)
    filed = dict(
        Step.objects.filter(action="file", recorded_at__gte=begin, recorded_at__lt=end).order_by()
        .values_list("matter_id", "recorded_at")
    )
    rows = (
        Subject.objects.filter(matter__steps__action="file", matter__steps__recorded_at__gte=begin,
                               matter__steps__recorded_at__lt=end)
        .exclude(outcome="").select_related("matter__act").order_by()
    )
    subjects = list(rows)
    lacking = missing_of(subjects)
    for s in subjects:
        day = clock.local_date(filed[s.matter_id])
        if s.main_situation:
            yield day, "situation", s.main_situation
        yield day, "unit", str(s.unit_id)
        for fact in lacking.get(s.pk, ()):
            yield day, "missing", fact


def _plans(first: date, last: date) -> Iterator[tuple[date, str, str]]:
    """The codes of analyses written down in these days."""
    begin, end = _span(first, last)
    names = ("event_codes", "outcome_codes", "factor_codes", "cause_codes")
    lines = Line.objects.filter(action="draw_up", recorded_at__gte=begin, recorded_at__lt=end).order_by()
    for at, *codes in lines.values_list("recorded_at", *(f"plan__{n}" for n in names)):
        for name, chosen in zip(names, codes, strict=True):
            for code in chosen:
                yield clock.local_date(at), name.removesuffix("_codes"), code


def _reports(first: date, last: date) -> Iterator[tuple[date, str, str]]:
    """Kind, codes and unit of reports classified in these days; never the text, never who."""
    rows = Report.objects.filter(counted_on__gte=first, counted_on__lt=last).order_by()
    fields = ("counted_on", "kind", "unit_id", "event_codes", "factor_codes", "cause_codes")
    for day, kind, unit, *codes in rows.values_list(*fields):
        yield day, "kind", kind
        if unit:
            yield day, "unit", str(unit)
        for name, chosen in zip(("event", "factor", "cause"), codes, strict=True):
            for code in chosen:
                yield day, name, code
