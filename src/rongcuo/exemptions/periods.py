"""Influence periods: how long a sanction counts, and until when somebody is affected. Pure.

Source of the ends: Civil Code Art. 202, by analogy: a span of months ends on the corresponding day of its last
month, and where that month has no such day, on its last day. The last day still counts.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from rongcuo.policy.model import Influence, Together


@dataclass(frozen=True)
class Span:
    """From `first` to `last`, both included; `last` None: until its end is recorded."""

    first: date
    last: date | None

    def covers(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)


@dataclass(frozen=True)
class Standing:
    """What spans say of a day: whether it is covered, and the last day of the unbroken cover."""

    barred: bool
    until: date | None = None


class PeriodError(ValueError):
    """The dates or lines do not make a period. `code`: mixed, apart, months, order, restored."""

    def __init__(self, code: str, **names):
        super().__init__(code)
        self.code, self.names = code, names


def last_day(first: date, months: int) -> date:
    """The last day of a span of months: the corresponding day, else the last day of the month."""
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    return date(year, month + 1, min(first.day, monthrange(year, month + 1)[1]))


def bounds(lines: Sequence[Influence], together: Together | None) -> tuple[int, int] | None:
    """The least and the most months that one document with these lines may fix; None: no fixed end.

    Raises PeriodError where the lines are of several families, or of one that the table does not join.
    """
    if len({line.family for line in lines}) != 1:
        raise PeriodError("mixed")
    if any(not line.stages for line in lines):
        if len(lines) > 1:
            raise PeriodError("apart")
        return None
    months = [line.stages[0].months for line in lines]
    if len(lines) == 1:
        return months[0], months[0]
    if together is None or any(len(line.stages) > 1 for line in lines):
        raise PeriodError("apart")
    high = sum(months) if together.rule == "between" else max(months)
    if together.cap_months is not None:
        high = min(high, together.cap_months)
    return min(max(months), high), high


def span_of(
    lines: Sequence[Influence], start: date, *, months: int | None = None, together: Together | None = None,
    restored: date | None = None,
) -> Span:
    """The period of one document, counted from `start` (the day it was decided or approved).

    `months` as the document fixes them, needed where the table leaves a choice. Where a second stage
    follows (rights restored), the end is not known until `restored` is. Raises PeriodError.
    """
    limits = bounds(lines, together)
    if limits is None:
        return Span(start, None)
    low, high = limits
    if months is None:
        if low != high:
            raise PeriodError("months", low=low, high=high)
        months = low
    if not low <= months <= high:
        raise PeriodError("months", low=low, high=high)
    later = lines[0].stages[1:]
    if not later:
        return Span(start, last_day(start, months))
    if restored is None:
        return Span(start, None)
    if restored < start:
        raise PeriodError("restored")
    return Span(start, last_day(restored, later[0].months))


def standing(spans: Iterable[Span], day: date) -> Standing:
    """Whether any span covers the day, and until when the cover goes on without a break.

    Spans add up, whatever their families: what one ends, another may carry on. Nothing here knows of
    exemptions, so that none can shorten a period (A15).
    """
    rows = sorted(spans, key=lambda s: s.first)
    here = [s for s in rows if s.covers(day)]
    if not here:
        return Standing(False)
    until: date | None = day
    for span in rows:
        if until is None:
            break
        if span.first <= until + timedelta(days=1) and (span.last is None or span.last >= until):
            until = span.last
    return Standing(True, until)
