"""Influence periods: ends by the corresponding day, several together, cap, never shortened, free after the end."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rongcuo.exemptions.periods import PeriodError, Span, bounds, last_day, span_of, standing
from rongcuo.policy import load

PACK = load(Path(__file__).parents[2] / "policies" / "gansu-anjian-2018" / "1.0.0", scenarios=False)
TABLE, TOGETHER = PACK.protection.influence, PACK.protection.together
STATE = sorted(k for k, one in TABLE.items() if one.family == "state")
DAYS = st.dates(date(2015, 1, 1), date(2035, 12, 31))


@pytest.mark.parametrize(
    ("line", "start", "end"),
    [
        ("party_warning", date(2026, 3, 10), date(2027, 3, 10)),
        ("party_serious_warning", date(2026, 3, 10), date(2027, 9, 10)),
        ("party_removal", date(2026, 3, 10), date(2028, 3, 10)),
        ("party_expulsion", date(2026, 3, 10), date(2031, 3, 10)),
        ("state_warning", date(2026, 3, 10), date(2026, 9, 10)),
        ("state_demerit", date(2026, 3, 10), date(2027, 3, 10)),
        ("state_grave_demerit", date(2026, 3, 10), date(2027, 9, 10)),
        ("state_demotion", date(2026, 3, 10), date(2028, 3, 10)),
        ("state_removal", date(2026, 3, 10), date(2028, 3, 10)),
        # No corresponding day: the last day of the month (Civil Code Art. 202).
        ("state_warning", date(2025, 8, 31), date(2026, 2, 28)),
        ("state_warning", date(2027, 8, 30), date(2028, 2, 29)),
        ("party_warning", date(2024, 2, 29), date(2025, 2, 28)),
    ],
)
def test_the_lines_of_the_table(line, start, end):
    assert span_of([TABLE[line]], start) == Span(start, end)


def test_probation_goes_on_from_the_day_rights_are_restored():
    lines, start = [TABLE["party_probation_1"]], date(2026, 3, 10)
    assert span_of(lines, start) == Span(start, None)  # nothing is guessed before
    assert span_of(lines, start, restored=date(2027, 3, 20)) == Span(start, date(2029, 3, 20))
    with pytest.raises(PeriodError, match="restored"):
        span_of(lines, start, restored=date(2026, 3, 9))


def test_what_stands_until_its_end_is_recorded():
    assert span_of([TABLE["case_open"]], date(2026, 3, 10)) == Span(date(2026, 3, 10), None)


@given(st.lists(st.sampled_from(STATE), min_size=2, max_size=4, unique=True), DAYS, st.integers(1, 120))
def test_several_state_sanctions_lie_between_the_longest_and_the_sum_and_under_the_cap(kinds, start, months):
    lines = [TABLE[k] for k in kinds]
    each = [line.stages[0].months for line in lines]
    low, high = bounds(lines, TOGETHER["state"])
    assert (low, high) == (max(each), min(sum(each), 48))
    if low <= months <= high:
        assert span_of(lines, start, months=months, together=TOGETHER["state"]).last == last_day(start, months)
    else:
        with pytest.raises(PeriodError, match="months"):
            span_of(lines, start, months=months, together=TOGETHER["state"])
    if low != high:
        with pytest.raises(PeriodError, match="months"):  # the law leaves a choice: the document decides
            span_of(lines, start, together=TOGETHER["state"])


def test_organisational_ones_take_the_longer():
    lines = [TABLE["org_suspension"], TABLE["org_transfer"]]
    assert bounds(lines, TOGETHER["organisational"]) == (12, 12)


@pytest.mark.parametrize(
    ("kinds", "code"),
    [
        (["state_warning", "party_warning"], "mixed"),
        (["party_warning", "party_removal"], "apart"),  # the table does not join them
        (["case_open", "case_open"], "apart"),
    ],
)
def test_what_one_document_does_not_join(kinds, code):
    lines = [TABLE[k] for k in kinds]
    with pytest.raises(PeriodError, match=code):
        bounds(lines, TOGETHER.get(lines[0].family))


@given(DAYS, st.integers(1, 120))
def test_an_end_is_the_corresponding_day_or_the_months_last(first, months):
    last = last_day(first, months)
    assert (last.year * 12 + last.month) - (first.year * 12 + first.month) == months
    assert last.day == first.day or (last.day < first.day and (last + timedelta(days=1)).day == 1)


@given(DAYS, DAYS, st.integers(1, 60), st.integers(1, 60))
def test_a_later_start_or_more_months_never_end_earlier(a, b, m, n):
    (a, b), (m, n) = sorted((a, b)), sorted((m, n))
    assert last_day(a, m) <= last_day(b, m)
    assert last_day(a, m) <= last_day(a, n)


SPANS = st.lists(
    st.builds(
        lambda first, length: Span(first, None if length is None else first + timedelta(days=length)),
        st.dates(date(2026, 1, 1), date(2026, 3, 31)), st.one_of(st.none(), st.integers(0, 40)),
    ),
    max_size=5,
)


@given(SPANS, st.dates(date(2026, 1, 1), date(2026, 5, 31)))
def test_standing_is_what_counting_day_by_day_gives(spans, day):
    found = standing(spans, day)
    assert found.barred == any(s.covers(day) for s in spans)
    if not found.barred:
        assert found.until is None
        return
    here, horizon = day, date(2026, 12, 31)
    while here < horizon and any(s.covers(here + timedelta(days=1)) for s in spans):
        here += timedelta(days=1)
    assert found.until == (None if here == horizon else here)


@given(SPANS, st.dates(date(2026, 1, 1), date(2026, 5, 31)), SPANS)
def test_one_more_sanction_never_shortens(spans, day, more):
    before, after = standing(spans, day), standing([*spans, *more], day)
    if before.barred:
        assert after.barred
        assert after.until is None or (before.until is not None and after.until >= before.until)


@given(SPANS, st.dates(date(2026, 1, 1), date(2026, 5, 31)))
def test_the_day_after_the_end_is_free(spans, day):
    found = standing(spans, day)
    if found.barred and found.until is not None:
        assert not standing(spans, found.until + timedelta(days=1)).barred


def test_every_line_names_its_text_and_source_and_what_no_text_confirms_is_off():
    assert {k for k, one in TABLE.items() if not one.confirmed} == {
        "org_suspension", "org_transfer", "org_resignation", "org_dismissal", "org_demotion", "admonition", "unit_veto",
    }
    for one in TABLE.values():
        assert one.basis.zh and one.source.zh and one.cites and one.respects
