"""A year's holiday notice is entered by a recorded action; dates are counted anew, nothing rewritten."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils.translation import override

from rongcuo.ledger.replay import replay
from rongcuo.matters import application, calendar_years, packs
from rongcuo.matters.errors import Incomplete
from rongcuo.matters.models import CalendarYear
from rongcuo.matters.packs import current_calendar, current_pack, due
from rongcuo.workdays import Year
from tests.matters.world import Case, refused


def notice(year: int, version: int = 1, days=()) -> dict:
    return {
        "year": year,
        "notice": {"title_zh": "示例放假通知", "number": None, "date": None, "confirmed": False},
        "version": version,
        "days": [
            {"date": day, "off": off, "name_zh": "示例节日", "name_en": "Sample holiday"} for day, off in days
        ],
    }


def record(case, body):
    with case.at():
        return calendar_years.record_year(body, actor=case.bureau["officer"].pk)


@pytest.fixture
def beyond() -> int:
    """The first year whose notice is not seeded."""
    return max(current_calendar().years) + 1


def test_a_year_that_is_entered_settles_what_was_provisional(case, beyond):
    start = date(beyond, 3, 1)
    before = due(start, 7)
    assert before.provisional
    record(case, notice(beyond, days=[(f"{beyond}-03-04", True)]))
    after = due(start, 7)
    assert not after.provisional
    assert after.calendar_digest != before.calendar_digest
    assert CalendarYear.objects.get().recorded_on == case.day
    assert replay() == []


def test_an_amendment_has_the_next_version_and_the_later_one_counts(case, beyond):
    days = [(f"{beyond}-01-01", True)]
    record(case, notice(beyond, days=days))
    for version in (1, 3):  # either would stop every date from then on
        with refused(Incomplete):
            record(case, notice(beyond, version, days))
    record(case, notice(beyond, 2, [(f"{beyond}-03-04", True)]))
    assert not current_calendar().day(date(beyond, 3, 4)).working
    record(case, notice(beyond, 3, [(f"{beyond}-03-05", True)]))
    assert current_calendar().day(date(beyond, 3, 5)).working is False
    assert replay() == []


def test_a_year_seeded_by_a_later_release_does_not_stop_what_was_entered(case, beyond, monkeypatch):
    record(case, notice(beyond, days=[(f"{beyond}-03-04", True)]))
    seeded = packs._seeded()
    released = seeded.with_year(Year.from_document(notice(beyond, days=[(f"{beyond}-03-05", True)])))
    monkeypatch.setattr(packs, "_seeded", lambda: released)
    packs._with.cache_clear()
    try:
        assert not current_calendar().day(date(beyond, 3, 4)).working
        assert current_calendar().day(date(beyond, 3, 5)).working
    finally:
        packs._with.cache_clear()


def test_an_amendment_in_the_running_year_moves_a_last_day_not_yet_used(case):
    case.until("noticed")
    settings = current_pack().settings({})
    assert application.window(case.target, settings)["by_start"].due == date(2026, 3, 11)
    version = len(current_calendar().history(2026)) + 1
    days = [
        (d["date"], d["off"]) for year in current_calendar().history(2026) for d in year.document()["days"]
    ]
    record(case, notice(2026, version, [*days, ("2026-03-09", True)]))
    assert application.window(case.target, settings)["by_start"].due == date(2026, 3, 12)


def test_the_day_of_an_application_already_made_is_not_rewritten(bureau):
    case = Case(bureau).until("submitted")
    version = len(current_calendar().history(2026)) + 1
    record(case, notice(2026, version, [("2026-03-09", True)]))
    assert case.subject.due_on == date(2026, 3, 11)
    assert case.matter.calendar_digest != current_calendar().digest


@pytest.mark.parametrize(
    "body",
    [
        {}, {"year": 2030}, {"year": "soon", "notice": {}, "version": 1, "days": []},
        notice(2030, days=[("2030-02-30", True)]), notice(2030, version=9),
    ],
)
def test_what_is_not_a_notice_is_refused_in_the_language_of_who_acts(case, body):
    for place, language in enumerate(("zh-hans", "en")):
        with override(language), refused(Incomplete) as caught:
            record(case, body)
        for problem in caught.value.__cause__.problems:
            assert problem[place] in caught.value.message
            assert problem[1 - place] not in caught.value.message
